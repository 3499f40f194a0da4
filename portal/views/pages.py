"""The home page and the organisation page."""

import re
from dataclasses import replace

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from bodies.dossier import with_names
from bodies.models import Body, BodyKind, Role, RotationTerm
from bodies.questions import full_name_on
from organisation.dates import period_text
from organisation.models import Shortcut
from organisation.richtext import shown
from organisation.shapes import Crumb
from organisation.words import in_words
from portal.asof import Day
from portal.moved import page_at
from portal.news import LATEST, happened, told
from portal.site import Site, SourceLine, public_page

# The bodies whose chairs the home page names.
LEADING = (Body.Function.BOARD, Body.Function.EXECUTIVE, Body.Function.COUNCIL)


@public_page
def home(request, site: Site, day: Day):
    """The table of contents: what the site is for, the seven entrances, the regions."""
    row = site.row
    return "portal/home.html", {
        "title": row.headline,
        "lead": row.lead,
        "purpose": row.purpose,
        "entrances": entrances(site, day),
        "news": told(happened(day), day, row, site.all_regions)[:LATEST],
        "regions_panel": [(each, chairs) for each, chairs in chaired_by(site, day)],
        "shortcuts": [
            Crumb(each.label, each.target) for each in site.links(Shortcut.Place.SHORTCUT)
        ],
        "contact": [
            (each.text, each.label, each.target) for each in site.links(Shortcut.Place.CONTACT)
        ],
        "source_line": home_line(site),
    }


def home_line(site: Site) -> SourceLine:
    """Whose words the home page has: its opening those of a document, the rest the site's own."""
    own = site.own_line()
    document = site.source_line(site.row)
    if not document.text:
        return own
    # Only the sentence's own first word gets a small letter, never a title's.
    text = re.sub("^Enligt ", "enligt ", document.text)
    return replace(document, text=f"{own.text}. Rubrik och inledning: {text}")


def entrances(site: Site, day: Day) -> list[tuple[str, str, str, str, str]]:
    """The entrances, each with a living figure where its address is a list (1 query)."""
    counts = {
        f"/{each.prefix}/": (each.number, each.counted)
        for each in BodyKind.objects.exclude(prefix="")
        .filter(~Exists(Body.objects.filter(path=OuterRef("prefix"))))
        .annotate(
            number=Count("bodies", filter=Q(bodies__in=Body.objects.current(day.on))),
        )
    }
    return [
        (each.label, each.target, each.text, *map(str, counts.get(each.target, ("", ""))))
        for each in site.links(Shortcut.Place.ENTRANCE)
    ]


def chaired_by(site: Site, day: Day):
    """For each region, the leading bodies it chairs on the day, gathered by kind (1 query)."""
    terms = (
        RotationTerm.objects.current(day.on)
        .filter(
            post__role__function=Role.Function.CHAIR,
            post__body__in=Body.objects.current(day.on).filter(function__in=LEADING),
        )
        .select_related("post__body__kind")
        .annotate(body_name=full_name_on("post__body_id", day.on))
        .order_by("post__body__kind__order", "post__body__path")
    )
    lines: dict[int, dict] = {}
    for term in terms:
        body = term.post.body
        key = (body.kind_id, term.start, term.end)
        lines.setdefault(term.region_id, {}).setdefault(key, []).append((body, term))
    for region in site.regions:
        texts = []
        for group in lines.get(region.pk, {}).values():
            body, term = group[0]
            where = (
                term.body_name
                if len(group) == 1
                else f"{in_words(len(group))} {body.kind.plural.lower()}"
            )
            texts.append(f"Ordförande i {where} {period_text(term.start, term.end)}")
        yield region, texts


@public_page
def organisation(request, site: Site, day: Day):
    """The whole organisation in words: each kind of body with its text and its bodies."""
    page = page_at("organisation", day)
    if page is None:
        raise Http404
    kinds = list(BodyKind.objects.exclude(section="").order_by("order").select_related("source"))
    bodies = list(
        with_names(Body.objects.filter(kind__in=kinds).current(day.on), day.on)
        .select_related("kind")
        .alphabetical()
    )
    parts: dict[str, list] = {}
    for kind in kinds:
        own = [each for each in bodies if each.kind_id == kind.pk]
        parts.setdefault(kind.section, []).append(section_of(kind, own))
    return "portal/organisation.html", {
        "title": page.title,
        "intro_html": shown(page.body),
        "parts": list(parts.items()),
        "source_line": site.source_line(page, owner=page.owner, updated=page.updated),
    }


def section_of(kind: BodyKind, bodies: list[Body]):
    """A kind on the organisation page: heading, text, the way to it, and its bodies."""
    alone = bodies[0] if bodies and not kind.prefix else None
    html = shown(alone.description if alone else kind.description)
    if alone:
        return alone.name, html, Crumb(alone.name, alone.url), []
    link = Crumb(kind.full_plural or kind.plural, f"/{kind.prefix}/") if kind.prefix else None
    return (
        kind.heading or kind.full_plural,
        html,
        link,
        [Crumb(each.name, each.url) for each in bodies],
    )
