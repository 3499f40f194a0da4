"""A body's page, and the address below the root that is either a body or a list."""

from django.db.models import Exists, Subquery
from django.db.models.functions import JSONObject

from bodies.dossier import Dossier, find_body
from bodies.facts import facts_of
from bodies.models import Body, BodyKind, BodyRelation
from bodies.panels import full_name
from documents.questions import commission_on, plans_on
from organisation.dates import long_date
from organisation.models import Page
from organisation.shapes import Anchor, Crumb, Fact, FactItem
from organisation.words import listed
from portal.asof import Day
from portal.news import news_of, told
from portal.panels import panels_of
from portal.site import Site, public_page
from portal.structured import json_ld, organization

from .editorial import editorial_page
from .lists import kind_list

# What an editorial page gives to the list at its address.
LIST_PAGE_FIELDS = ("title", "lead", "body", "owner", "updated", "interpretation")


@public_page
def place(request, site: Site, day: Day, path: str):
    """Whatever lives at an address: a list of a kind, a body, or an editorial page.

    A body that has its kind's address for itself wins over the list.
    """
    kinds = [] if "/" in path else list(kinds_at(path, day))
    if kinds and not kinds[0].has_page:
        return kind_list(request, site, day, kinds)
    asked = {"news": news_of("pk", day), "commission": commission_on("pk", day.on)}
    asked["plans"] = plans_on("pk", day.on)
    if body := find_body(path, day.on, **asked):
        return body_page(site, day, body, request.build_absolute_uri("/")[:-1])
    return editorial_page(site, day, path)


def kinds_at(prefix: str, day: Day):
    """The kinds whose list lives at an address, whether a body has that address itself, and the
    editorial page that has it (`page`, with the fields that a list shows), unless withdrawn."""
    shown = {each: each for each in LIST_PAGE_FIELDS}
    page = Page.objects.standing(day.latest).filter(path=prefix).values(json=JSONObject(**shown))
    return (
        BodyKind.objects.filter(prefix=prefix)
        .select_related("source", "belongs_to")
        .annotate(has_page=Exists(Body.objects.filter(path=prefix)), page=Subquery(page))
    )


def body_page(site: Site, day: Day, body: Body, root: str):
    """The page of a body on a day: head, facts and the panels of its kind. `root` is the site's own
    address, for what machines read."""
    dossier = Dossier(
        body,
        day.on,
        day.today,
        site.regions,
        site.all_regions,
        site.row.named_after(day.today),
    )
    dossier.read["documents"], dossier.read["plans"] = body.commission, body.plans
    dossier.read["portal.news"] = told(body.news, day, site.row, site.all_regions)
    panels = panels_of(dossier)
    return "bodies/body.html", {
        "about": body,
        "trail": trail_of(dossier),
        "eyebrow": eyebrow_of(body.kind),
        "title": body.name,
        # Two bodies of different kinds may share a name.
        "full_title": full_name(body),
        "lead": body.summary or body.kind.lead,
        "notice": notice_of(dossier),
        "anchors": [Anchor(f"#{each.id}", each.title) for each in panels],
        "facts": [*facts_of(dossier), *source_facts(body)],
        "panels": panels,
        "structured": json_ld(organization(dossier, site.row, root)) if day.is_today else "",
        "source_line": site.source_line(body, owner=body.page_owner, updated=body.updated),
    }


def eyebrow_of(kind: BodyKind) -> str:
    """The kind in words, with its abbreviation the first time it's met."""
    return f"{kind.name} ({kind.abbreviation})" if kind.abbreviation else kind.name


def trail_for(site: Site, body: Body, day: Day) -> list[Crumb]:
    """The way down to a body, for a page below it."""
    dossier = Dossier(body, day.on, day.today, site.regions, site.all_regions, None)
    return trail_of(dossier)


def trail_of(dossier: Dossier) -> list[Crumb]:
    """The way down to a body; one that belongs nowhere hangs under the list of its kind."""
    above = [Crumb(full_name(each), each.url) for each in dossier.above]
    kind = dossier.body.kind
    if not above and kind.prefix and kind.prefix != dossier.body.path:
        return [Crumb(kind.plural, f"/{kind.prefix}/")]
    return above


def notice_of(dossier: Dossier) -> str | None:
    """What a reader must know first: that the body isn't there on that day."""
    body, on, today = dossier.body, dossier.on, dossier.today
    name = full_name(body)
    if dossier.state == "coming":
        verb = "bildas" if body.start > today else "bildades"
        absent = "" if on == today else f" {name} fanns inte {long_date(on)}."
        return f"{name} {verb} {long_date(body.start)}.{absent}"
    if dossier.state == "ended":
        new = dossier.related(BodyRelation.Kind.REPLACES, inward=True)
        names = listed([full_name(each.subject, each.subject_name) for each in new])
        if body.end > today:
            by = f" och ersättas av {names}" if names else ""
            return f"{name} ska upphöra {long_date(body.last_day)}{by}."
        by = f" och ersattes av {names}" if names else ""
        return f"{name} upphörde {long_date(body.last_day)}{by}. Sidan finns kvar som historik."
    return None


def source_facts(body: Body) -> list[Fact]:
    """Which document the facts come from."""
    if body.source is None:
        return []
    date = body.source_date or body.source.date
    note = f"uppgiften är från {long_date(date)}" if date else "odaterad"
    return [Fact("Källa", [FactItem(body.source.title, note=note)])]
