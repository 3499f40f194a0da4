"""Whose turn each office of a body was, is and will be, as its page shows it; for a chair without
turns, who had it.
"""

from dataclasses import dataclass, field

from organisation.dates import long_date, period_text
from organisation.models import Region
from organisation.shapes import Crumb, Panel

from .dossier import Dossier, day
from .models import Place, Role
from .rotations.status import Held, State, Turn, status_of
from .seating import seat_of, turns, vacancy

NOT_DECIDED = "Turordningen är inte fastställd."


@dataclass
class Term:
    """A stretch of a ribbon: a period, and who has or had the office."""

    period: str
    state: str
    region: Region | None = None
    name: str = ""
    note: str = ""
    people: list[Crumb] = field(default_factory=list)
    status: str = ""


@dataclass
class TermRibbon:
    """The terms of an office: previous, now, next."""

    heading: str
    intro: str
    terms: list[Term] = field(default_factory=list)


def rotation(dossier: Dossier, user) -> Panel | None:
    """Whose turn each office was, is and will be; for a chair without turns, who had it."""
    ribbons = []
    for place in dossier.places:
        if not place.post.role.is_office or place.is_derived:
            continue
        if place.terms:
            ribbons.append(ribbon_by_turn(dossier, place))
        elif place.post.rotates or place.post.role.function == Role.Function.CHAIR:
            ribbons.append(ribbon_by_holder(dossier, place))
    ribbons = [each for each in ribbons if each]
    if not ribbons:
        return None
    by_turn = any(each.terms or each.post.rotates for each in dossier.places)
    readings = dict.fromkeys(
        text
        for each in dossier.places
        if each.terms or each.post.rotates
        for text in (each.post.interpretation, *(term["interpretation"] for term in each.terms))
    )
    return Panel(
        "ordforandeskap",
        "Rotation" if by_turn else "Ordförandeskap",
        "bodies/panels/_ribbons.html",
        {
            "ribbons": ribbons,
            "readings": [each for each in readings if each],
            "by_turn": by_turn,
            "feed": dossier.body.path if any(each.terms for each in dossier.places) else "",
        },
    )


def holders(dossier: Dossier, place: Place) -> list:
    """The tenures of an office that had begun by the day, in order."""
    return sorted(
        (
            each
            for each in dossier.tenures
            if each.post_id == place.post_id and (not each.start or each.start <= dossier.on)
        ),
        key=lambda each: (each.start is not None, each.start),
    )


def ribbon_by_turn(dossier: Dossier, place: Place) -> TermRibbon:
    """The previous, the present and the next term of an office that goes in turn."""
    terms = turns(dossier, place.post_id)
    past = [each for each in terms if each["end"] and each["end"] <= dossier.on][-1:]
    now = [each for each in terms if each["is_now"]]
    coming = [each for each in terms if each["start"] and each["start"] > dossier.on][:1]
    if not dossier.shows_what_comes:
        coming = []
    shown_terms = []
    for state, group in (("past", past), ("now", now), ("next", coming)):
        for each in group:
            term = Term(period_text(each["start"], each["end"]), state, each["region"])
            fill_term(term, dossier, place, each)
            shown_terms.append(term)
    if not coming and dossier.shows_what_comes:
        after = f"{now[0]['end'].year}–" if now and now[0]["end"] else "Därefter"
        shown_terms.append(Term(after, "next", note=NOT_DECIDED))
    return TermRibbon(place.post.label or place.post.role.name, "", shown_terms)


def fill_term(term: Term, dossier: Dossier, place: Place, turn: dict) -> None:
    """Says who had, has or will have the office in a term, and a note beside it."""
    if term.state == "next":
        if place.coming and day(place.coming["start"]) == turn["start"]:
            term.people = [dossier.next_holder(place.coming)]
        else:
            term.name = "Inte utsedd"
        return
    people = [
        dossier.holder_of(each)
        for each in holders(dossier, place)
        if (each.end is None or turn["start"] is None or each.end > turn["start"])
        and (turn["end"] is None or each.start is None or each.start < turn["end"])
    ]
    if term.state == "past":
        term.people = list(dict.fromkeys(people))
        return
    seat = seat_of(dossier, place)
    if seat.status == "held":
        term.people = [Crumb(seat.name, seat.url)]
        term.status = carried(dossier, place, turn)
        return
    term.name = vacancy(seat)
    if people:
        term.note, term.people = "Före det:", people[-1:]


def carried(dossier: Dossier, place: Place, turn: dict) -> str:
    """That the holder comes from the region before, and stays until the next one is appointed."""
    held = [
        Held(each.pk, each.own_region, each.appointment_start, each.appointment_end)
        for each in holders(dossier, place)
    ]
    span = Turn(turn["region"].pk, turn["start"], turn["end"])
    if status_of(span, held, dossier.on).state != State.CARRIED:
        return ""
    own = next(each.own_region for each in holders(dossier, place) if each.is_current(dossier.on))
    return f"Från {dossier.region(own)}. Sitter kvar tills en efterträdare är utsedd."


def ribbon_by_holder(dossier: Dossier, place: Place) -> TermRibbon | None:
    """The previous, the present and the next chair of a body whose chair is appointed."""
    seat = seat_of(dossier, place)
    earlier = holders(dossier, place)
    rotates = place.post.rotates
    if not earlier and not place.coming and not rotates:
        return None
    terms = [
        Term(
            period_text(each.start, dossier.told_end(each)),
            "now" if each.is_current(dossier.on) else "past",
            dossier.region(each.region_id),
            people=[dossier.holder_of(each)],
        )
        for each in earlier[-2:]
    ]
    if seat.status in ("vacant", "unknown"):
        terms.append(Term("", "now", name=vacancy(seat), note=seat.note))
        terms = terms[-2:]
    if dossier.shows_what_comes:
        if place.coming:
            people = [dossier.next_holder(place.coming)]
            start = long_date(day(place.coming["start"]))
            terms.append(Term(f"från {start}", "next", people=people))
        elif rotates:
            terms.append(Term("Därefter", "next", name=NOT_DECIDED))
        elif seat.status == "held":
            terms.append(Term("Därefter", "next"))
    label = place.post.label or place.post.role.name
    if rotates:
        return TermRibbon(label, "Går i tur mellan regionerna.", terms)
    who = place.appointing_body
    return TermRibbon("", f"{who} utser ordföranden." if who else "", terms)
