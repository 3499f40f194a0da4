"""What is wrong with exceptions from a rotation, and the remedy: what they speak of isn't there, or
can't be changed so.

Pure, as `rotation` is. Each fault is told as the exception, a code and a sentence.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise

from organisation.dates import long_date

from .rotation import (
    Following,
    Interim,
    Move,
    Region,
    Rota,
    Scheme,
    Shift,
    Swap,
    Term,
    change_at,
    in_turn,
)

Date = datetime.date
RegionsOn = Callable[[Date], Collection[Region]]
DAY = datetime.timedelta(days=1)


def shifts_wrong(scheme: Scheme, shifts: list[Shift]) -> Iterator[tuple[Shift, str, str]]:
    moves = {each.at for each in scheme.exceptions if isinstance(each, Move)}
    seen: set[Date] = set()
    for each in shifts:
        if each.at in seen:
            yield each, "moved-twice", _moved_twice(each.at)
            continue
        seen.add(each.at)
        part = next((one for one in reversed(scheme.parts) if one.since < each.at), None)
        if isinstance(part, Following):
            message = (
                "Den som följer en annan kan inte skjuta upp alla sina perioder. Skjut upp den som "
                "följs, eller flytta bara det här bytet."
            )
            yield each, "follows-cannot-shift", message
        elif part is None:
            yield each, "no-change-then", _no_change(each.at, [])
        elif term := _ending(part, shifts, each.at):
            if each.to == each.at:
                yield each, "changes-nothing", SAME_DAY
            elif each.to <= term.start:
                yield each, "too-far", _too_far(each.to)
        else:
            yield each, "no-change-then", _no_change(each.at, [])
    for each in shifts:
        if each.at in moves:
            yield each, "moved-twice", _moved_twice(each.at)


SAME_DAY = "Bytet är redan den dagen. Välj en annan dag, eller ta bort undantaget."


def _ending(part: Rota, shifts: list[Shift], day: Date) -> Term | None:
    """The term of an order that was planned to end on the day, other shifts taken in."""
    others = [each for each in shifts if each.at < day]
    for each in in_turn(part, 0, others):
        if each.end == day:
            return each
        if each.start > day:
            return None
    return None


def _moved_twice(day: Date) -> str:
    return f"Bytet {long_date(day)} är redan flyttat. Ändra det undantaget i stället."


def _too_far(day: Date) -> str:
    return (
        f"{long_date(day)} ligger utanför perioderna på var sida om bytet: någon av dem skulle "
        "inte få en enda dag. Välj en dag i någon av dem."
    )


def _no_change(day: Date, changes: list[Date]) -> str:
    near = sorted(sorted(changes, key=lambda each: abs(each - day))[:3])
    remedy = (
        f"Byten sker {', '.join(map(long_date, near))}." if near else "Välj dagen för ett byte."
    )
    return f"Inget byte sker {long_date(day)}. {remedy}"


def _holding(terms: list[Term], day: Date) -> Term | None:
    return next((each for each in terms if each.start <= day < each.end), None)


def _outside(day: Date) -> str:
    return f"Ingen har turen {long_date(day)}. Välj en dag då turordningen gäller."


def swaps_wrong(
    terms: list[Term], swaps: list[Swap], parts: Iterable
) -> Iterator[tuple[Swap, str, str]]:
    taken: list[Term] = []
    for each in swaps:
        both = [_holding(terms, day) for day in (each.first, each.second)]
        if None in both:
            day = each.first if both[0] is None else each.second
            yield each, "outside", _outside(day)
        elif both[0] == both[1]:
            yield each, "same-term", "Båda dagarna ligger i samma period. Välj två perioder."
        elif any(min(t.start for t in both) < p.since <= max(t.start for t in both) for p in parts):
            message = (
                "En ny ordning börjar mellan perioderna, och den får inte ändra det som var innan. "
                "Byt två perioder på samma sida, eller ange en region tillfälligt."
            )
            yield each, "over-new-order", message
        elif both[0].region == both[1].region:
            message = (
                f"{both[0].region} har båda perioderna, så bytet ändrar inget. Välj två andra."
            )
            yield each, "changes-nothing", message
        elif any(term in taken for term in both):
            message = "En av perioderna är redan bytt mot en annan. Ändra det undantaget i stället."
            yield each, "swapped-twice", message
        else:
            taken += both


def moves_wrong(
    terms: list[Term], moves: list[Move], shifts: list[Shift]
) -> Iterator[tuple[Move, str, str]]:
    shifted, seen, good = {each.at for each in shifts}, set(), []
    changes = [after.start for before, after in pairwise(terms) if before.end == after.start]
    for each in moves:
        if each.at in shifted:
            continue  # told of the shift
        if each.at in seen:
            yield each, "moved-twice", _moved_twice(each.at)
        elif each.at not in changes:
            yield each, "no-change-then", _no_change(each.at, changes)
        elif each.at == each.to:
            yield each, "changes-nothing", SAME_DAY
        else:
            good.append(each)
        seen.add(each.at)
    to = {each.at: each.to for each in good}
    for each in good:
        number = change_at(terms, each.at)
        before, after = terms[number - 1 : number + 1]
        begins, ends = to.get(before.start, before.start), to.get(after.end, after.end)
        if not begins < each.to < ends:
            yield each, "too-far", _too_far(each.to)


def interims_wrong(
    terms: list[Term], interims: list[Interim], regions_on: RegionsOn
) -> Iterator[tuple[Interim, str, str]]:
    taken: list[Interim] = []
    for each in interims:
        if each.end <= each.start:
            message = "Sista dagen ligger före första dagen. Ändra någon av dem."
            yield each, "ends-before-start", message
            continue
        met = [term for term in terms if term.meets(each.start, each.end)]
        days = sum((min(t.end, each.end) - max(t.start, each.start)).days for t in met)
        if each.region not in regions_on(each.start):
            message = (
                f"{each.region} hör inte till sjukvårdsregionen {long_date(each.start)}. Välj en "
                "annan region, eller andra dagar."
            )
            yield each, "region-unknown", message
        elif days < (each.end - each.start).days:
            outside = each.start if _holding(terms, each.start) is None else each.end - DAY
            yield each, "outside", _outside(outside)
        elif all(term.region == each.region for term in met):
            message = f"{each.region} har redan turen då. Välj en annan region, eller andra dagar."
            yield each, "changes-nothing", message
        elif any(each.start < other.end and other.start < each.end for other in taken):
            message = "Två regioner kan inte ha samma funktion samtidigt. Ändra dagarna i den ena."
            yield each, "interims-meet", message
        else:
            taken.append(each)
