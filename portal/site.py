"""What stands on every page: the healthcare region, its regions, the entrances and the day."""

import datetime
from dataclasses import dataclass, field, replace
from functools import wraps

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from bodies.models import Body, BodyKind
from organisation.dates import long_date, today
from organisation.models import (
    HealthcareRegion,
    Language,
    Page,
    Region,
    Shortcut,
    Source,
    TextDraft,
)
from organisation.words import opening

from .access import Audience, open_to
from .asof import BadDay, Day, day_asked_for
from .moved import Gone, led_on
from .texts.publishing import publish_due_if_possible
from .tools import is_signed_in, tools_of


@dataclass(frozen=True)
class NavItem:
    """One of the entrances in the masthead, or a link of the footer. `language` is the link's when
    it isn't Swedish; one that `holds` the page leads to another beside it."""

    label: str
    url: str
    current: bool
    language: str = ""
    holds: bool = False


@dataclass(frozen=True)
class SourceLine:
    """The line at the foot of a page: whose word it is, from when, and who answers for it."""

    text: str
    url: str = ""
    owner: str = ""
    updated: datetime.date | None = None
    interpretation: str = ""


@dataclass
class Site:
    """The healthcare region as a page needs it (2 queries)."""

    row: HealthcareRegion
    all_regions: list[Region]
    regions: list[Region]
    shortcuts: list[Shortcut] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def short_name(self) -> str:
        return self.row.short_name

    @property
    def about(self) -> str:
        return self.row.about

    def links(self, place: Shortcut.Place) -> list[Shortcut]:
        """The links of a place that lead somewhere."""
        return [each for each in self.shortcuts if each.place == place and each.target]

    def source_line(self, record, *, owner: str = "", updated=None) -> SourceLine:
        """The source line for a record with a source (give it with the source selected)."""
        return source_line(
            record.source,
            record.source_date,
            interpretation=record.interpretation,
            owner=owner or self.row.page_owner,
            updated=updated,
        )

    def own_line(self, *, interpretation: str = "") -> SourceLine:
        """The source line of a page that the site puts together itself, told as for an editorial
        page whose source is the site's own."""
        text = opening(Source.Nature.OWN.label)
        return SourceLine(text, owner=self.row.page_owner, interpretation=interpretation)


class NotSetUp(Exception):
    """The database holds no healthcare region yet."""


def load_site() -> Site:
    """The site, with all regions there have been (2 queries).

    Raises NotSetUp when no fixture set is loaded.
    """
    regions = _regions()
    if regions and regions[0].texts_are_due:
        publish_due_if_possible(today())
        regions = _regions()
    row = regions[0].healthcare_region if regions else HealthcareRegion.objects.first()
    if row is None:
        raise NotSetUp
    return Site(row, regions, regions, list(links_that_lead_somewhere()))


def _regions() -> list[Region]:
    """All regions, and whether some text is approved to be published by today (1 query)."""
    due = Exists(TextDraft.objects.due(today()))
    rows = Region.objects.select_related("healthcare_region__source")
    return list(rows.annotate(texts_are_due=due))


def links_that_lead_somewhere():
    """The links that stand on pages, but none to a withdrawn page where nothing else lives."""
    here = OuterRef("path")
    gone = Page.objects.filter(withdrawn__lte=today()).exclude(
        Exists(BodyKind.objects.filter(prefix=here)) | Exists(Body.objects.filter(path=here))
    )
    return Shortcut.objects.exclude(
        target__in=gone.values_list(Concat(Value("/"), "path", Value("/")))
    )


def source_line(
    source: Source | None, date=None, *, owner="", updated=None, interpretation=""
) -> SourceLine:
    """The sentence that names a source and the day its facts are from."""
    if source is None:
        text = ""
    elif source.is_demo:
        text = f"{source.title}."
    elif source.nature == Source.Nature.OWN:
        text = source.title
    elif source.nature == Source.Nature.LAW:
        text = f"Enligt {source.title[0].lower()}{source.title[1:]}"
    else:
        kind = f" ({source.kind.lower()})" if source.kind else ""
        day = date or source.date
        dated = f"Uppgiften är från {long_date(day)}" if day else "Källan är odaterad"
        text = f"Enligt {source.title}{kind}. {dated}"
    return SourceLine(text, owner=owner, updated=updated, interpretation=interpretation)


def on_day(target: str, day: Day) -> str:
    """An address that stays on the day, if it's one of the site's own."""
    return target + day.query if target.startswith("/") else target


def page_context(site: Site, day: Day) -> dict:
    """The context that the base template needs."""
    path = day.path
    entrances = site.links(Shortcut.Place.ENTRANCE)
    return {
        "frame": "base.html",
        "site": site,
        "day": day,
        "demo": site.row.demo_anchor is not None,
        "nav": [
            NavItem(each.label, on_day(each.target, day), path.startswith(each.target))
            for each in entrances
        ],
        "footer_links": footer_links(site, day, Shortcut.Place.FOOTER),
        "footer_site_links": footer_links(site, day, Shortcut.Place.FOOTER_SITE),
    }


def footer_links(site: Site, day: Day, place: Shortcut.Place) -> list[NavItem]:
    """The links of one part of the footer."""
    return [
        NavItem(
            each.label,
            on_day(each.target, day),
            day.path == each.target,
            each.language if each.language != Language.SWEDISH else "",
        )
        for each in site.links(place)
    ]


def gone_page(gone: Gone) -> tuple[str, dict, int]:
    """The page that tells why there is nothing at an address any more, as views answer."""
    verb = "tas bort" if gone.since and gone.since > today() else "har tagits bort"
    context = {
        "title": f"Sidan {verb}",
        "name": gone.title,
        "why": gone.explanation,
        "since": gone.since,
        "noindex": True,
    }
    return "410.html", context, 410


def site_today(path: str) -> tuple[Site, Day]:
    """The site and today, for a page that isn't about another day (2 queries)."""
    site = load_site()
    return site, day_asked_for(None, today=today(), first=site.row.facts_from, path=path)


def public_page(view):
    """Makes a view of a public page: open to everyone, about today or the day of `?datum=`.

    The view gets `(request, site, day, …)` and returns `(template, context)`, with a status after
    them if it isn't 200, or a response. `noindex` in the context keeps search engines away.
    A day that can't be shown answers 400, with the days that can.
    """

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            site = load_site()
        except NotSetUp:
            return render(request, "portal/not_set_up.html", status=503)
        asked = request.GET.get("datum")
        try:
            day = day_asked_for(asked, today=today(), first=site.row.facts_from, path=request.path)
        except BadDay as error:
            context = page_context(site, replace(error.day, error=str(error), given=asked))
            response = render(request, "400.html", context, status=400)
        else:
            site.regions = [each for each in site.all_regions if each.is_current(day.on)]
            try:
                try:
                    answer = view(request, site, day, *args, **kwargs)
                except Http404:
                    answer = led_on(request)
            except Gone as gone:
                answer = gone_page(gone)
            if answer is None:
                # With the masthead and the day, so that the reader has somewhere to go.
                return render(request, "404.html", page_context(site, day), status=404)
            if isinstance(answer, HttpResponse):
                response = answer
            else:
                template, context, *status = answer
                canonical = request.build_absolute_uri(request.path)
                context = page_context(site, day) | {"canonical": canonical} | context
                knows_reader = is_signed_in(request)
                if preview := getattr(request, "preview", None):
                    context |= {"preview": preview, "noindex": True}
                if knows_reader:
                    context["tools"] = tools_of(
                        request.standing, context.get("about"), request.path
                    )
                    context["signed_in_as"] = str(request.user)
                response = render(request, template, context, status=status[0] if status else 200)
                if knows_reader:
                    response["Cache-Control"] = "private, no-store"
                if context.get("noindex"):
                    response["X-Robots-Tag"] = "noindex"
        if asked is not None:
            response["X-Robots-Tag"] = "noindex"
            response["Cache-Control"] = "no-store"
        return response

    # A page that only shows something refuses other methods as such, not for want of a token.
    return open_to(Audience.EVERYONE)(csrf_exempt(require_safe(page)))
