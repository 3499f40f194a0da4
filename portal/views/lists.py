"""The list of a kind of body, in the form that the kind asks for."""

import datetime
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef

from bodies.models import Body, BodyKind, BodyRelation
from bodies.panels import BodyRow
from bodies.registers import (
    bodies_of,
    by_state,
    like,
    matches,
    officers,
    row_of,
    with_letters,
)
from bodies.seating import Seat
from organisation import richtext
from organisation.dates import period_text
from organisation.sorting import swedish_key
from portal.asof import Day
from portal.site import Site
from programmes.models import Hosting
from programmes.questions import hostings_on

from .national import national_level

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
# Letters shown only when a name begins with one.
RARE = "QWXYZ"
LONGEST_QUERY = 100


@dataclass
class Filter:
    """What a reader has chosen in the A–Ö list, and what can be chosen."""

    query: str = ""
    council: str = ""
    region: str = ""
    vacant: bool = False
    councils: list[tuple[str, str]] = field(default_factory=list)
    regions: list[tuple[str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return bool(self.query or self.council or self.region or self.vacant)

    def lets_through(self, body: Body, chair: Seat | None) -> bool:
        """Whether the list shows the body (see `registers.bodies_of`) with this chair."""
        parent = body.parent["path"].rpartition("/")[2] if body.parent else ""
        region = chair.region.slug if chair and chair.region else ""
        return (
            (not self.query or matches(body, self.query))
            and self.council in ("", parent)
            and self.region in ("", region)
            and (not self.vacant or is_vacant(chair))
        )


def kind_list(request, site: Site, day: Day, kinds: list[BodyKind]):
    """The list page at an address; where several kinds share it, one group each."""
    kind = kinds[0]
    context = {
        "trail": [],
        "eyebrow": kind.full_plural if kind.full_plural != kind.plural else "",
        "title": kind.plural,
        "lead": kind.lead,
        "layout": kind.layout,
        "kind": kind,
        "source_line": site.source_line(kind),
    } | editorial(site, kind)
    make = {
        BodyKind.Layout.ALPHABETICAL: alphabetical,
        BodyKind.Layout.BY_CHILDREN: by_children,
        BodyKind.Layout.BY_COUNTERPART: by_counterpart,
        BodyKind.Layout.BY_STATE: plain,
        BodyKind.Layout.PLAIN: plain,
    }[kind.layout]
    bodies = bodies_of(kinds, day.on, with_children=kind.layout == BodyKind.Layout.BY_CHILDREN)
    bodies = bodies.annotate(hosted=hosted(day.on))
    national = kind.level == BodyKind.Level.NATIONAL
    if national:
        bodies = bodies.annotate(hosting=hostings_on("pk", day.on))
    current, coming, ended = by_state(bodies, day.on)
    seats = officers(current, day.on, site.all_regions, site.row.named_after(day.today))
    shown = make(request, site, day, kinds, current, seats)
    own = {each.pk for each in kinds}
    context |= shown | {
        "coming": other_rows(coming, own, day) if day.on >= day.today else [],
        "ended": other_rows(ended, own, day),
    }
    if national:
        context |= national_level(day)
        return "programmes/national.html", context
    return "bodies/kind_list.html", context


def editorial(site: Site, kind: BodyKind) -> dict:
    """What an editorial page with the list's address puts in its place: the heading, the lead, a
    text above the list, and sections below it. Empty without such a page (see `kinds_at`)."""
    page = kind.page
    if not page:
        return {}
    above, sections = richtext.sections(page["body"])
    line = site.source_line(
        kind,
        owner=page["owner"],
        updated=page["updated"] and datetime.date.fromisoformat(page["updated"]),
    )
    if page["interpretation"]:
        line = replace(line, interpretation=page["interpretation"])
    return {
        "title": page["title"],
        "lead": page["lead"] or kind.lead,
        "above": above,
        "sections": sections,
        "list_title": kind.plural,
        "list_lead": kind.lead if page["lead"] else "",
        "source_line": line,
    }


def other_rows(bodies: list[Body], own: set[int], day: Day) -> list[BodyRow]:
    """The bodies of the list's own kinds that aren't there that day, with their periods."""
    rows = []
    for body in bodies:
        if body.kind_id not in own:
            continue
        row = row_of(body, None, day.on)
        row.council = None
        row.note = body.summary
        row.period = period_text(body.start, body.end)
        if body.successor and body.end and body.end <= day.on:
            row.note = f"{row.note} Ersattes av {body.successor}.".strip()
        rows.append(row)
    return rows


def host_of(body: Body, site: Site) -> str:
    """That the healthcare region is host for the national body itself, in a sentence."""
    own = next((each for each in getattr(body, "hosting", []) if each["own"]), None)
    if own is None:
        return ""
    through = f", genom {own['region']}" if own["region"] else ""
    return f"{site.name} är värd{through}."


def hosted(on):
    """Whether the healthcare region is host for the body's national counterpart."""
    counterpart = BodyRelation.objects.filter(
        subject=OuterRef("pk"), kind=BodyRelation.Kind.COUNTERPART_OF
    ).current(on)
    hostings = Hosting.objects.current(on).filter(national_body=OuterRef("object"))
    return Exists(counterpart.filter(Exists(hostings)))


def alphabetical(request, site: Site, day: Day, kinds: list[BodyKind], bodies, seats) -> dict:
    """A–Ö, narrowed by name, parent, the chair's region and vacancy."""
    parents = {
        each.parent["path"].rpartition("/")[2]: each.parent["name"]
        for each in bodies
        if each.parent and kinds[0].belongs_to
    }
    chosen = chosen_filter(request, site, parents)
    rows, vacant = [], 0
    for body in bodies:
        chair = seats.get((body.pk, "chair"))
        if chosen.errors or chosen.lets_through(body, chair):
            row = row_of(body, chair, day.on)
            row.hosted = body.hosted
            rows.append(row)
            vacant += is_vacant(chair)
    rows = with_letters(rows)
    used = {each.letter for each in rows}
    count = f"Visar {len(rows)} av {len(bodies)} {kinds[0].counted}."
    return {
        "title": f"{kinds[0].plural} A–Ö",
        "filter": chosen,
        "letters": [
            (letter, f"#bokstav-{letter.lower()}" if letter in used else "")
            for letter in ALPHABET
            if letter in used or letter not in RARE
        ],
        "rows": rows,
        "count_text": f"{count} {vacant} saknar ordförande." if vacant else count if rows else "",
        "suggestions": []
        if rows
        else [row_of(each, None, day.on) for each in like(chosen.query, bodies)],
    }


def is_vacant(chair: Seat | None) -> bool:
    """Whether a body is known to lack a chair."""
    return chair is not None and chair.status == "vacant"


def chosen_filter(request, site: Site, parents: dict[str, str]) -> Filter:
    """What the address asks for. A choice that doesn't exist is an error beside its field."""
    chosen = Filter(
        query=request.GET.get("namn", "").strip(),
        council=request.GET.get("rad", ""),
        region=request.GET.get("region", ""),
        vacant=request.GET.get("vakanta") == "ja",
        councils=sorted(parents.items(), key=lambda each: swedish_key(each[1])),
        regions=[(each.slug, each.name) for each in site.regions],
    )
    if len(chosen.query) > LONGEST_QUERY:
        chosen.query = chosen.query[:LONGEST_QUERY]
        chosen.errors["query"] = f"Skriv högst {LONGEST_QUERY} tecken av namnet."
    if chosen.council and chosen.council not in parents:
        chosen.errors["council"] = "Vi hittar inte det du valde. Välj i listan."
    if chosen.region and chosen.region not in dict(chosen.regions):
        chosen.errors["region"] = "Vi hittar inte den regionen. Välj i listan."
    return chosen


def by_children(request, site: Site, day: Day, kinds: list[BodyKind], bodies, seats) -> dict:
    """Each body with its chair, its secretary and the bodies that belong to it."""
    own = {each.pk for each in kinds}
    below: dict[str, list[BodyRow]] = {}
    for body in bodies:
        if body.kind_id not in own and body.parent:
            row = row_of(body, seats.get((body.pk, "chair")), day.on)
            below.setdefault(body.parent["path"], []).append(row)
    return {
        "groups": [
            (
                each.name,
                each.url,
                seats.get((each.pk, "chair")),
                seats.get((each.pk, "secretary")),
                each.comment,
                below.get(each.path, []),
            )
            for each in bodies
            if each.kind_id in own
        ]
    }


def by_counterpart(request, site: Site, day: Day, kinds: list[BodyKind], bodies, seats) -> dict:
    """Those with and those without a national counterpart."""
    headings = (
        (Body.Counterpart.EXISTS, "Med nationell motsvarighet"),
        (Body.Counterpart.NONE, "Utan nationell motsvarighet"),
        (Body.Counterpart.UNKNOWN, "Uppgift om nationell motsvarighet saknas"),
    )
    groups = []
    for value, heading in headings:
        members = [
            row_of(each, seats.get((each.pk, "chair")), day.on)
            for each in bodies
            if each.counterpart == value
        ]
        if members:
            groups.append((heading, "", members))
    return {"groups": groups}


def plain(request, site: Site, day: Day, kinds: list[BodyKind], bodies, seats) -> dict:
    """One list; under a heading where the kind tells those at work from the ended."""
    rows = []
    for body in bodies:
        row = row_of(body, seats.get((body.pk, "chair")), day.on)
        row.note = f"{body.summary} {host_of(body, site)}".strip()
        # Looking back, an end that came later isn't told.
        end = body.end if day.on >= day.today else None
        row.period = period_text(body.start, end) if body.start or end else ""
        rows.append(row)
    if kinds[0].layout == BodyKind.Layout.BY_STATE:
        return {"groups": [("Pågående", "", rows)] if rows else []}
    return {"rows": rows}
