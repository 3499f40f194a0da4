"""What `bodies` can show of a body: one function per panel, named in `BodyKind.panels`.

Each takes the body's dossier and the user, and returns a Panel, or None when there is nothing to
show; a panel that ought to have something shows its empty state instead.
"""

import datetime
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import strip_tags

from organisation.richtext import shown
from organisation.shapes import Crumb, HistoryItem, Panel
from organisation.sorting import swedish_key

from .dossier import Dossier, day
from .models import Body, BodyKind, BodyName, BodyRelation, Place, Role
from .seating import Seat, seat_of, seat_rows

COMMITTED = (BodyRelation.Kind.PART_OF, BodyRelation.Kind.COMMISSIONED_BY)


@dataclass
class BodyRow:
    """A body in a list."""

    name: str
    url: str
    alias_text: str = ""
    council: Crumb | None = None
    chair: Seat | None = None
    note: str = ""
    letter: str = ""
    hosted: bool = False
    period: str = ""


def full_name(body: Body, name: str | None = None) -> str:
    """A body's name where its kind isn't known from the place: "Kunskapsråd Exempelvård"."""
    name = name or body.name
    return f"{body.kind.name_prefix} {name}" if body.kind.name_prefix else name


def in_areas(dossier: Dossier, place: Place) -> bool:
    """Whether the areas' table shows the place, so that the post grid leaves it out."""
    if "bodies.areas" not in dossier.body.kind.panels:
        return False
    follows_area = place.relation_id and place.relation.kind == BodyRelation.Kind.PART_OF
    return bool(follows_area or place.body_represented)


def people(dossier: Dossier, user) -> Panel:
    """The post grid: seats and offices, region by region."""
    places = [each for each in dossier.places if not in_areas(dossier, each)]
    intro = " ".join(dossier.body.kind.composition.split())
    if intro in " ".join(strip_tags(dossier.body.description).split()):
        intro = ""  # the description above says it already
    readings = dict.fromkeys(each.post.seat_reading for each in places)
    return Panel(
        "personer",
        "Personer",
        "bodies/panels/_people.html",
        {
            "rows": seat_rows(dossier, places),
            "readings": [each for each in readings if each],
            "state": dossier.state,
            "last_day": dossier.body.last_day,
            "url": dossier.body.url,
        },
        intro=intro if places else "",
    )


def areas(dossier: Dossier, user) -> Panel | None:
    """The bodies whose chairs sit here because of that post, with the chairs; then those that a
    body is represented by in other ways."""
    seats: dict[int, list[Seat]] = {}
    others = []
    for place in dossier.places:
        if not in_areas(dossier, place):
            continue
        seat = seat_of(dossier, place)
        if place.relation_id:
            seats.setdefault(place.relation_id, []).append(seat)
        else:
            others.append((place.body_represented, place.post.represents_body.url, "", seat))
    members = dossier.related(BodyRelation.Kind.PART_OF, inward=True)
    rows = [
        (each.subject_name, each.subject.url, "", seat)
        for each in sorted(members, key=lambda each: swedish_key(each.subject_name))
        for seat in seats.get(each.pk, [None])
    ]
    kinds = {each.subject.kind for each in members}
    kind = kinds.pop() if len(kinds) == 1 else None
    one = kind.short_name if kind else "Organ"
    return Panel(
        "medlemmar",
        kind.plural if kind else "Hör hit",
        "bodies/panels/_areas.html",
        {"rows": rows + others, "one": one},
        intro=f"Ordföranden i varje {one.lower()} sitter här så länge uppdraget varar."
        if seats
        else "",
    )


def former(dossier: Dossier, user) -> Panel | None:
    """Those who held an office before, newest first."""
    ended = [
        each
        for each in dossier.tenures
        if each.post.role.is_office
        and each.end
        and each.end <= dossier.on
        and dossier.is_told(each)
    ]
    if not ended:
        return None
    ended.sort(key=lambda each: each.end, reverse=True)
    rows = [
        (
            (each.post.label or each.post.role.name).lower(),
            dossier.holder_of(each),
            dossier.region(each.region_id),
            each.period_text,
        )
        for each in ended
    ]
    return Panel("tidigare", "Tidigare innehavare", "bodies/panels/_former.html", {"rows": rows})


def about(dossier: Dossier, user) -> Panel | None:
    """What the sources say that the body is and does; else what they say of its kind."""
    body = dossier.body
    text = body.description or body.kind.description
    if not text:
        return None
    title = "Beskrivning" if body.description else f"Om {body.kind.plural.lower()}"
    return Panel("om", title, "bodies/panels/_about.html", {"html": shown(text)})


def comment(dossier: Dossier, user) -> Panel | None:
    """The comment that a source makes on the body, as a quotation."""
    body = dossier.body
    if not body.comment:
        return None
    source = body.source.title if body.source else ""
    return Panel(
        "kommentar",
        "Källans kommentar",
        "bodies/panels/_comment.html",
        {"text": body.comment, "source": source, "url": ""},
    )


def below(dossier: Dossier, user) -> Panel | None:
    """The bodies that are part of this one or work for it, kind by kind."""
    rows: dict[BodyKind, list[BodyRow]] = {}
    seen = set()
    for how in COMMITTED:
        for relation in dossier.related(how, inward=True):
            other = relation.subject
            if other.pk in seen or not other.is_current(dossier.on):
                continue
            seen.add(other.pk)
            row = BodyRow(relation.subject_name, other.url, note=other.summary)
            rows.setdefault(other.kind, []).append(row)
    if not rows:
        return None
    alone, groups = [], []
    for kind in sorted(rows, key=lambda each: each.order):
        members = sorted(rows[kind], key=lambda each: swedish_key(each.name))
        if [each.name for each in members] == [kind.plural]:
            alone += members  # a heading would only say the name once more
        else:
            groups.append((kind.plural, members))
    if alone:
        groups.insert(0, ("", alone))
    elif len(groups) == 1:
        groups = [("", groups[0][1])]
    return Panel("hor-hit", "Hör hit", "bodies/panels/_below.html", {"groups": groups})


def aliases(body: Body, on: datetime.date) -> list[str]:
    """The other names that the public may see, in force on the day (see `with_names`)."""
    return [
        each["name"]
        for each in body.all_names
        if each["kind"] != BodyName.Kind.OFFICIAL
        and each["is_public"]
        and (not each["start"] or day(each["start"]) <= on)
        and (not each["end"] or day(each["end"]) > on)
    ]


def lineage(dossier: Dossier, user) -> Panel | None:
    """What has happened to the body up to the day: formed, renamed, moved, replaced, ended."""
    body, on = dossier.body, dossier.on
    items = []
    official = [each for each in body.all_names if each["kind"] == BodyName.Kind.OFFICIAL]
    if body.start:
        first = official[0]["name"] if official else body.name
        items.append(HistoryItem(body.start, body.origin or f"{full_name(body, first)} bildas"))
    elif body.origin:
        items.append(HistoryItem(None, body.origin))
    for before, name in pairwise(official):
        items.append(
            HistoryItem(day(name["start"]), f"Byter namn från {before['name']} till {name['name']}")
        )
    for each in dossier.relations:
        items += relation_items(dossier, each)
    for each in dossier.tenures:
        is_chair = each.post.role.function == Role.Function.CHAIR and not each.is_derived
        if is_chair and each.start and dossier.is_told(each):
            who = dossier.holder_of(each)
            items.append(HistoryItem(each.start, f"{who.label} blir ordförande", who.url))
    if body.end:
        items.append(HistoryItem(body.end, body.ending or f"{full_name(body)} upphör"))
    items = [each for each in items if each.date is None or each.date <= on]
    if on != dossier.today:
        items.append(HistoryItem(on, "Dagen du ser", is_the_day=True))
    items.sort(key=lambda each: (each.date is not None, each.date), reverse=True)
    if not [each for each in items if not each.is_the_day]:
        return None
    return Panel("historik", "Historik", "bodies/panels/_lineage.html", {"items": items})


def relation_items(dossier: Dossier, relation: BodyRelation) -> list[HistoryItem]:
    """What a relation means for the body's history."""
    outward = relation.subject_id == dossier.body.pk
    other = relation.object if outward else relation.subject
    name = full_name(other, relation.object_name if outward else relation.subject_name)
    if relation.kind == BodyRelation.Kind.REPLACES:
        text = f"Ersätter {name}" if outward else f"Ersätts av {name}"
        return [HistoryItem(relation.start, text, other.url)]
    if relation.kind != BodyRelation.Kind.PART_OF or not outward:
        return []
    items = []
    if relation.start and relation.start != dossier.body.start:
        items.append(HistoryItem(relation.start, f"Börjar höra till {name}", other.url))
    if relation.end and relation.end != dossier.body.end:
        items.append(HistoryItem(relation.end, f"Hör inte längre till {name}", other.url))
    return items
