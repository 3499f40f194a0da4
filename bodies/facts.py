"""The facts beside a body's text: who chairs it, where it belongs, what else it's called."""

from organisation.dates import long_date
from organisation.shapes import Fact, FactItem

from .dossier import Dossier
from .models import Body, BodyRelation, Role
from .panels import aliases, full_name
from .seating import is_seat, seat_of, vacancy

OFFICES = (
    Role.Function.CHAIR,
    Role.Function.CONVENER,
    Role.Function.SECRETARY,
    Role.Function.PROCESS_SUPPORT,
)
# Whom to write to when the body has no address of its own, the first who can be.
CONTACTS = (
    (Role.Function.PROCESS_SUPPORT,),
    (Role.Function.SECRETARY, Role.Function.CONVENER),
    (Role.Function.CHAIR,),
)
# The national system has a counterpart to these, where it has one at all (002).
WITH_COUNTERPART = (Body.Function.PROGRAMME_AREA, Body.Function.COLLABORATION_GROUP)
# What a body stands in, as the fact's label; what is shown elsewhere on the page is left out.
RELATIONS = (
    (BodyRelation.Kind.PART_OF, "Hör till"),
    (BodyRelation.Kind.COMMISSIONED_BY, "Får uppdrag av"),
    (BodyRelation.Kind.FOLLOWED_UP_BY, "Följs upp av"),
    (BodyRelation.Kind.SUPPORTS, "Stödjer"),
    (BodyRelation.Kind.COUNTERPART_OF, "Nationell motsvarighet"),
    (BodyRelation.Kind.REPLACES, "Ersätter"),
)


def facts_of(dossier: Dossier) -> list[Fact]:
    """All facts, in the order they are shown; the empty ones are absent."""
    contact = contact_items(dossier)
    facts = [
        *office_facts(dossier, {each.text for each in contact}),
        Fact("Kontakt", contact),
        *relation_facts(dossier),
        *parent_facts(dossier),
        *counterpart_facts(dossier),
        *name_facts(dossier),
        *seat_facts(dossier),
        *life_facts(dossier),
    ]
    return [each for each in facts if each.items]


def contact_items(dossier: Dossier) -> list[FactItem]:
    """Where to write to the body today: its function address, else its process support, else its
    secretary or convener, else its chair; else the way to the body above it, which has to know.
    None on another day, as addresses are today's."""
    if dossier.on != dossier.today or dossier.state != "current":
        return []
    if dossier.body.email:
        return [FactItem(dossier.body.email, f"mailto:{dossier.body.email}")]
    for functions in CONTACTS:
        seats = [
            seat_of(dossier, each)
            for each in dossier.places
            if each.post.role.function in functions
        ]
        items = {
            each.email: FactItem(
                each.email, f"mailto:{each.email}", note=f"{each.name}, {each.label.lower()}"
            )
            for each in seats
            if each.email
        }
        if items:
            return list(items.values())
    return [
        FactItem(f"Fråga {full_name(each)}", each.url, note="Egen kontakt: uppgift saknas")
        for each in dossier.above[-1:]
    ] or [FactItem("Uppgift saknas")]


def office_facts(dossier: Dossier, told: set[str]) -> list[Fact]:
    """Who holds each office, with the work address where the facts don't tell it already."""
    by_label: dict[str, list[FactItem]] = {}
    for function in OFFICES:
        for place in dossier.places:
            if place.post.role.function != function:
                continue
            seat = seat_of(dossier, place)
            if seat.status == "held":
                items = [FactItem(seat.name, seat.url, seat.region)]
                if seat.email and seat.email not in told:
                    items.append(FactItem(seat.email, f"mailto:{seat.email}"))
            else:
                items = [FactItem(vacancy(seat), "", seat.region, seat.note)]
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
    body = dossier.body
    if dossier.related(BodyRelation.Kind.COUNTERPART_OF):
        return []
    if body.counterpart == Body.Counterpart.NONE:
        return [Fact("Nationell motsvarighet", [FactItem("Finns inte")])]
    if body.counterpart == Body.Counterpart.EXISTS:
        note = "Vad den heter står inte i källorna."
        return [Fact("Nationell motsvarighet", [FactItem("Finns", note=note)])]
    if body.function in WITH_COUNTERPART:
        return [Fact("Nationell motsvarighet", [FactItem("Uppgift saknas")])]
    return []


def parent_facts(dossier: Dossier) -> list[Fact]:
    """That a body ought to belong to another and the sources don't say to which."""
    kind = dossier.body.kind.belongs_to
    if kind is None or dossier.related(BodyRelation.Kind.PART_OF) or dossier.state != "current":
        return []
    return [Fact(kind.short_name, [FactItem("Uppgift saknas")])]


def name_facts(dossier: Dossier) -> list[Fact]:
    return [Fact("Kallas också", [FactItem(each) for each in aliases(dossier.body, dossier.on)])]


def seat_facts(dossier: Dossier) -> list[Fact]:
    """How many seats of each role there are, and how many of them are vacant."""
    seats = [each for each in dossier.places if is_seat(each)]
    if not seats:
        return []
    roles: dict[str, list] = {}
    for place in seats:
        roles.setdefault(place.post.role.pk, []).append(place.post.role)
    counted = [
        f"{len(same)} {(same[0].plural if len(same) > 1 else same[0].name).lower()}"
        for same in roles.values()
    ]
    states = [seat_of(dossier, each).status for each in seats]
    vacant = states.count("vacant")
    note = ""
    if vacant:
        note = f"{vacant} av {len(seats)} är {'vakant' if vacant == 1 else 'vakanta'}"
    elif "unknown" not in states:
        note = "Ingen är vakant"
    return [Fact("Platser", [FactItem(", ".join(counted), note=note)])]


def life_facts(dossier: Dossier) -> list[Fact]:
    """When the body was or will be formed, and ended; an end that comes later isn't told when
    looking back."""
    body = dossier.body
    facts = []
    if body.start:
        label = "Bildas" if body.start > dossier.today else "Bildades"
        facts.append(Fact(label, [FactItem(long_date(body.start))]))
    if body.end and (body.end <= dossier.on or dossier.shows_what_comes):
        label = "Upphörde" if body.end <= dossier.today else "Ska upphöra"
        facts.append(Fact(label, [FactItem(long_date(body.last_day))]))
        coming = [
            FactItem(full_name(each.subject, each.subject_name), each.subject.url)
            for each in dossier.coming_successors
        ]
        facts.append(Fact("Ska ersättas av", coming))
        kept = (("Vad det ledde till", body.results), ("Handlingarna finns", body.records_kept))
        facts += [Fact(label, [FactItem(text)]) for label, text in kept if text]
    return facts
