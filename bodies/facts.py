"""The facts beside a body's text: who chairs it, where it belongs, what else it's called."""

from organisation.dates import long_date
from organisation.shapes import Fact, FactItem

from .dossier import Dossier
from .models import Body, BodyRelation, Role
from .panels import aliases, full_name
from .seating import is_seat, seat_of

OFFICES = (
    Role.Function.CHAIR,
    Role.Function.CONVENER,
    Role.Function.SECRETARY,
    Role.Function.PROCESS_SUPPORT,
)
# What a body stands in, as the fact's label; what is shown elsewhere on the page is left out.
RELATIONS = (
    (BodyRelation.Kind.PART_OF, "Hör till"),
    (BodyRelation.Kind.COMMISSIONED_BY, "Får uppdrag av"),
    (BodyRelation.Kind.FOLLOWED_UP_BY, "Följs upp av"),
    (BodyRelation.Kind.SUPPORTS, "Stödjer"),
    (BodyRelation.Kind.COUNTERPART_OF, "Nationell motsvarighet"),
)


def facts_of(dossier: Dossier) -> list[Fact]:
    """All facts, in the order they are shown; the empty ones are absent."""
    facts = [
        *office_facts(dossier),
        *relation_facts(dossier),
        *counterpart_facts(dossier),
        *name_facts(dossier),
        *seat_facts(dossier),
        *life_facts(dossier),
    ]
    return [each for each in facts if each.items]


def office_facts(dossier: Dossier) -> list[Fact]:
    by_label: dict[str, list[FactItem]] = {}
    for function in OFFICES:
        for place in dossier.places:
            if place.post.role.function != function:
                continue
            seat = seat_of(dossier, place)
            if seat.status == "held":
                url = f"mailto:{seat.email}" if seat.email else ""
                items = [FactItem(seat.name, "", seat.region)]
                if seat.email:
                    items.append(FactItem(seat.email, url))
            else:
                since = f"Vakant sedan {long_date(seat.since)}" if seat.since else "Vakant"
                items = [FactItem(since, "", seat.region, seat.note)]
            by_label.setdefault(seat.label, []).extend(items)
    return [Fact(label, items) for label, items in by_label.items()]


def relation_facts(dossier: Dossier) -> list[Fact]:
    facts = []
    shown: set[int] = set()
    for kind, label in RELATIONS:
        items = []
        for relation in dossier.related(kind):
            # One way up is enough: the council that an area is part of also follows it up.
            if relation.object_id in shown and kind != BodyRelation.Kind.COUNTERPART_OF:
                continue
            shown.add(relation.object_id)
            items.append(
                FactItem(
                    full_name(relation.object, relation.object_name),
                    relation.object.url,
                    interpretation=bool(relation.interpretation),
                    note=relation.interpretation,
                )
            )
        facts.append(Fact(label, items))
    for kind, label in (
        (BodyRelation.Kind.REPLACES, "Ersattes av"),
        (BodyRelation.Kind.COUNTERPART_OF, "Regional motsvarighet"),
    ):
        incoming = [
            FactItem(full_name(each.subject, each.subject_name), each.subject.url)
            for each in dossier.related(kind, inward=True)
        ]
        facts.append(Fact(label, incoming))
    return facts


def counterpart_facts(dossier: Dossier) -> list[Fact]:
    """Whether a national counterpart exists where no body of that name is known."""
    if dossier.related(BodyRelation.Kind.COUNTERPART_OF):
        return []
    body = dossier.body
    if body.counterpart == Body.Counterpart.NONE:
        return [Fact("Nationell motsvarighet", [FactItem("Saknas")])]
    if body.counterpart == Body.Counterpart.EXISTS:
        note = "Vad den heter står inte i källorna."
        return [Fact("Nationell motsvarighet", [FactItem("Finns", note=note)])]
    return []


def name_facts(dossier: Dossier) -> list[Fact]:
    return [Fact("Kallas också", [FactItem(each) for each in aliases(dossier.body, dossier)])]


def seat_facts(dossier: Dossier) -> list[Fact]:
    seats = [each for each in dossier.places if is_seat(each)]
    if not seats:
        return []
    vacant = sum(1 for each in seats if seat_of(dossier, each).status == "vacant")
    count = "1 plats" if len(seats) == 1 else f"{len(seats)} platser"
    if vacant == 0:
        text = f"{count}, ingen är vakant"
    elif vacant == len(seats):
        text = f"{count}, {'vakant' if vacant == 1 else 'alla är vakanta'}"
    elif vacant == 1:
        text = f"{count}, varav 1 är vakant"
    else:
        text = f"{count}, varav {vacant} är vakanta"
    return [Fact("Platser", [FactItem(text)])]


def life_facts(dossier: Dossier) -> list[Fact]:
    body = dossier.body
    facts = [Fact("Bildades", [FactItem(long_date(body.start))] if body.start else [])]
    if body.end and body.end <= dossier.on:
        facts.append(Fact("Upphörde", [FactItem(long_date(body.end))]))
    return facts
