"""The list of a kind of body, in the form that the kind asks for."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from bodies.models import Body, BodyKind, BodyRelation
from bodies.panels import BodyRow, full_name
from bodies.registers import bodies_of, matches, officers, row_of, with_letters
from organisation.dates import period_text
from portal.asof import Day
from portal.site import Site
from programmes.models import Hosting

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
ALWAYS_SHOWN = set(ALPHABET) - set("JQWXYZÅ")
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
    }
    make = {
        BodyKind.Layout.ALPHABETICAL: alphabetical,
        BodyKind.Layout.BY_CHILDREN: by_children,
        BodyKind.Layout.BY_COUNTERPART: by_counterpart,
        BodyKind.Layout.BY_STATE: by_state,
        BodyKind.Layout.PLAIN: plain,
    }[kind.layout]
    return "bodies/kind_list.html", context | make(request, site, day, kinds)


def hosted(on):
    """Whether the healthcare region is host for the body's national counterpart."""
    counterpart = BodyRelation.objects.filter(
        subject=OuterRef("pk"), kind=BodyRelation.Kind.COUNTERPART_OF
    ).current(on)
    hostings = Hosting.objects.current(on).filter(national_body=OuterRef("object"))
    return Exists(counterpart.filter(Exists(hostings)))


def rows_of(bodies, site: Site, day: Day) -> list[BodyRow]:
    """The bodies as rows, with their chairs (1 query, and that of the bodies)."""
    found = officers(bodies, day.on, site.all_regions)
    return [row_of(each, found.get((each.pk, "chair")), day.on) for each in bodies]


def alphabetical(request, site: Site, day: Day, kinds: list[BodyKind]) -> dict:
    """A–Ö, narrowed by name, parent, the chair's region and vacancy."""
    bodies = list(bodies_of(kinds, day.on).annotate(hosted=hosted(day.on)))
    parents = {str(each.parent["pk"]): each.parent["name"] for each in bodies if each.parent}
    chosen = chosen_filter(request, site, parents)
    seats = officers(bodies, day.on, site.all_regions)
    rows, vacant = [], 0
    for body in bodies:
        chair = seats.get((body.pk, "chair"))
        is_vacant = chair is not None and chair.status == "vacant"
        parent = str(body.parent["pk"]) if body.parent else ""
        if chosen.query and not matches(body, chosen.query):
            continue
        if chosen.council and parent != chosen.council:
            continue
        if chosen.region and not (chair and chair.region and chair.region.slug == chosen.region):
            continue
        if chosen.vacant and not is_vacant:
            continue
        row = row_of(body, chair, day.on)
        row.hosted = body.hosted
        rows.append(row)
        vacant += is_vacant
    rows = with_letters([] if chosen.errors else rows)
    used = {each.letter for each in rows}
    return {
        "title": f"{kinds[0].plural} A–Ö",
        "filter": chosen,
        "letters": [
            (letter, f"#bokstav-{letter.lower()}" if letter in used else "")
            for letter in ALPHABET
            if letter in used or letter in ALWAYS_SHOWN
        ],
        "rows": rows,
        "count_text": count_text(len(rows), len(bodies), kinds[0], vacant) if rows else "",
    }


def chosen_filter(request, site: Site, parents: dict[str, str]) -> Filter:
    """What the address asks for. A choice that doesn't exist is an error beside its field."""
    chosen = Filter(
        query=request.GET.get("namn", "").strip(),
        council=request.GET.get("rad", ""),
        region=request.GET.get("region", ""),
        vacant=request.GET.get("vakanta") == "ja",
        councils=sorted(parents.items(), key=lambda each: each[1]),
        regions=[(each.slug, each.name) for each in site.regions],
    )
    if len(chosen.query) > LONGEST_QUERY:
        chosen.query = chosen.query[:LONGEST_QUERY]
        chosen.errors["query"] = f"Skriv högst {LONGEST_QUERY} tecken av namnet."
    if chosen.council and chosen.council not in parents:
        chosen.errors["council"] = "Det valet finns inte den här dagen. Välj ur listan."
    if chosen.region and chosen.region not in dict(chosen.regions):
        chosen.errors["region"] = "Den regionen finns inte den här dagen. Välj ur listan."
    return chosen


def count_text(shown: int, total: int, kind: BodyKind, vacant: int) -> str:
    """How many are shown, and how many of them lack a chair."""
    text = f"Visar {shown} av {total} {kind.counted}."
    if vacant == 1:
        text += " Ett saknar ordförande." if shown > 1 else " Det saknar ordförande."
    elif vacant:
        text += f" {in_words(vacant)} saknar ordförande."
    return text


def in_words(number: int) -> str:
    """A number at the head of a sentence: in letters up to ten."""
    words = ("Noll", "Ett", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio")
    return words[number] if number < len(words) else str(number)


def by_children(request, site: Site, day: Day, kinds: list[BodyKind]) -> dict:
    """Each body with its chair, its secretary and the bodies that belong to it."""
    bodies = list(bodies_of(kinds, day.on, with_children=True))
    seats = officers(bodies, day.on, site.all_regions)
    own = {each.pk for each in kinds}
    below: dict[int, list[BodyRow]] = {}
    for body in bodies:
        if body.kind_id not in own and body.parent:
            row = row_of(body, seats.get((body.pk, "chair")), day.on)
            below.setdefault(body.parent["pk"], []).append(row)
    return {
        "groups": [
            (
                each.name,
                each.url,
                seats.get((each.pk, "chair")),
                seats.get((each.pk, "secretary")),
                each.comment,
                below.get(each.pk, []),
            )
            for each in bodies
            if each.kind_id in own
        ]
    }


def by_counterpart(request, site: Site, day: Day, kinds: list[BodyKind]) -> dict:
    """Those with and those without a national counterpart."""
    bodies = list(bodies_of(kinds, day.on))
    rows = dict(zip((each.pk for each in bodies), rows_of(bodies, site, day), strict=True))
    headings = (
        (Body.Counterpart.EXISTS, "Med nationell motsvarighet"),
        (Body.Counterpart.NONE, "Utan nationell motsvarighet"),
        (Body.Counterpart.UNKNOWN, "Uppgift om nationell motsvarighet saknas"),
    )
    groups = []
    for value, heading in headings:
        members = [rows[each.pk] for each in bodies if each.counterpart == value]
        if members:
            groups.append((heading, "", members))
    return {"groups": groups}


def by_state(request, site: Site, day: Day, kinds: list[BodyKind]) -> dict:
    """Those at work, those that start later (seen from today on) and those that have ended."""
    bodies = list(bodies_of(kinds, day.on, ended=True))
    rows = dict(zip((each.pk for each in bodies), rows_of(bodies, site, day), strict=True))
    current, ended = [], []
    for body in bodies:
        row = rows[body.pk]
        row.note = body.summary
        if body.end and body.end <= day.on:
            row.period = period_text(body.start, body.end)
            row.chair = None
            if body.successor:
                row.note = f"{row.note} Ersattes av {body.successor}.".strip()
            ended.append(row)
        else:
            current.append(row)
    groups = [("Pågående", "", current)]
    if ended:
        groups.append(("Avslutade", "Sidorna finns kvar som historik.", ended))
    return {"groups": groups if bodies else []}


def plain(request, site: Site, day: Day, kinds: list[BodyKind]) -> dict:
    """One list."""
    bodies = list(bodies_of(kinds, day.on))
    rows = rows_of(bodies, site, day)
    for body, row in zip(bodies, rows, strict=True):
        row.note = body.summary
        row.name = full_name(body)
    return {"rows": rows}
