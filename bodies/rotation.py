"""Whose turn an office is, from one day to another.

A scheme lets regions have offices in turn. What is planned comes of its parts: a `Rota`, with an
order of its own, or `Following`, in step with an office of another scheme. What holds comes of that
and of the exceptions: swapped, moved, shifted, and held by an interim. A new part holds from its
first day, so that no later order can rewrite an earlier term.

Pure: plain values in, terms out. Regions, schemes and offices are whatever can be told apart and
has a name as text; all days are half-open, [start, end). What can't be worked out is told by
`rotation_faults`; here it raises.
"""

import calendar
import datetime
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

# Whatever can be told apart: a primary key, a record, a name.
Region = Scheme_ = Office_ = Hashable
Date = datetime.date


@dataclass(frozen=True)
class Rota:
    """Regions in order from a day, each for so many months; the first of them begins. `without` are
    those who take no part, so that nobody is forgotten."""

    since: Date
    order: tuple[Region, ...]
    months: int
    without: frozenset[Region] = frozenset()


@dataclass(frozen=True)
class Following:
    """In step with another scheme's office from a day: the region that comes `ahead` places after
    the one that has it, in that one's order."""

    since: Date
    scheme: Scheme_
    office: Office_
    ahead: int = 0


@dataclass(frozen=True)
class Swap:
    """The planned terms that hold on two days have each other's regions."""

    first: Date
    second: Date
    offices: frozenset[Office_] | None = None
    pinned: bool = False
    key: Hashable = None


@dataclass(frozen=True)
class Move:
    """The change that was planned for a day is made on another; those after it as planned."""

    at: Date
    to: Date
    offices: frozenset[Office_] | None = None
    pinned: bool = False
    key: Hashable = None


@dataclass(frozen=True)
class Shift:
    """The change that was planned for a day is made on another, and all later ones in step."""

    at: Date
    to: Date
    pinned: bool = False
    key: Hashable = None
    offices = None


@dataclass(frozen=True)
class Interim:
    """A region has an office for some time, whoever's turn it is."""

    region: Region
    start: Date
    end: Date
    offices: frozenset[Office_] | None = None
    pinned: bool = False
    key: Hashable = None


# What concerns all offices names none. Who follows a scheme isn't moved by what is pinned.
Exceptional = Swap | Move | Shift | Interim


@dataclass(frozen=True)
class Scheme:
    """What goes in turn: the offices, each so many places ahead in the order, the parts by their
    first days, and what was decided otherwise. Offices that are `apart` shall never be of the same
    region at once."""

    key: Scheme_
    offices: dict[Office_, int]
    parts: tuple[Rota | Following, ...]
    exceptions: tuple[Exceptional, ...] = ()
    end: Date | None = None
    apart: bool = False

    @property
    def start(self) -> Date:
        return self.parts[0].since

    def of(self, office: Office_, kind: type, *, seen_by_followers: bool = False) -> list:
        """The exceptions of a kind that concern the office, for itself or for who follows it."""
        return [
            each
            for each in self.exceptions
            if isinstance(each, kind)
            and (each.offices is None or office in each.offices)
            and not (seen_by_followers and each.pinned)
        ]


@dataclass(frozen=True)
class Term:
    """A region has an office from one day to another. `planned` is the region whose turn it was,
    `order` the one it was counted in, `exceptions` what made the term other than planned."""

    region: Region
    start: Date
    end: Date
    planned: Region
    order: tuple[Region, ...] = field(repr=False)
    exceptions: tuple[Exceptional, ...] = ()

    def meets(self, start: Date, end: Date) -> bool:
        return self.start < end and start < self.end

    def but(self, because: Exceptional, **values) -> "Term":
        """The term, made other than planned."""
        because = () if because in self.exceptions else (because,)
        return replace(self, exceptions=self.exceptions + because, **values)


class Impossible(ValueError):
    """A term that can't be worked out; `rotation_faults` tells why."""


def plus_months(day: Date, months: int) -> Date:
    """The same day so many months later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return Date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def region_ahead(region: Region, order: tuple[Region, ...], places: int) -> Region:
    """The region so many places after another in the order."""
    if places % len(order) == 0:
        return region
    if region not in order:
        raise Impossible(f"{region} has no place in the order")
    return order[(order.index(region) + places) % len(order)]


class Rotation:
    """Schemes together, as some follow others, worked out up to a day."""

    def __init__(self, schemes: Iterable[Scheme], until: Date):
        self.schemes = {each.key: each for each in schemes}
        self.until = until
        self._known: dict[tuple, list[Term]] = {}

    @cached_property
    def horizon(self) -> Date:
        """The day to count up to: what is asked for, and all that an exception speaks of."""
        named = [
            day
            for scheme in self.schemes.values()
            for each in (*scheme.parts, *scheme.exceptions)
            for day in vars(each).values()
            if isinstance(day, Date)
        ]
        return max([self.until, *(each + datetime.timedelta(days=1) for each in named)])

    def terms(self, scheme: Scheme_, office: Office_, start: Date, end: Date) -> list[Term]:
        """The terms of an office that have a day in [start, end), each whole, in order. `end` is at
        most the day that the rotation is worked out to."""
        return [each for each in self.all_terms(scheme, office) if each.meets(start, end)]

    def all_terms(
        self, key: Scheme_, office: Office_, *, seen_by_followers: bool = False
    ) -> list[Term]:
        """The terms as they hold; for those who follow, as they see them."""
        asked = (key, office, seen_by_followers)
        if asked not in self._known:
            scheme = self.schemes[key]
            terms = self.planned(scheme, office, seen_by_followers=seen_by_followers)
            for kind, apply in ((Swap, swapped), (Move, moved), (Interim, held_in_between)):
                terms = apply(terms, scheme.of(office, kind, seen_by_followers=seen_by_followers))
            self._known[asked] = terms
        return self._known[asked]

    def planned(
        self, scheme: Scheme_, office: Office_, *, seen_by_followers: bool = False
    ) -> list[Term]:
        """The terms as the parts have them, one part after another."""
        terms = []
        ends = [each.since for each in scheme.parts[1:]]
        for part, end in zip(scheme.parts, [*ends, scheme.end or Date.max], strict=True):
            ahead = scheme.offices[office]
            if isinstance(part, Rota):
                shifts = scheme.of(office, Shift, seen_by_followers=seen_by_followers)
                found = in_turn(part, ahead, shifts)
            else:
                found = self.following(part, ahead)
            for term in found:
                if term.start >= min(end, self.horizon):
                    break
                if term.end > part.since:
                    start = max(term.start, part.since)
                    terms.append(replace(term, start=start, end=min(term.end, end)))
        return terms

    def following(self, part: Following, ahead: int) -> Iterator[Term]:
        """The terms of who is followed, each for the region that is so many places ahead."""
        places = part.ahead + ahead
        for each in self.all_terms(part.scheme, part.office, seen_by_followers=True):
            region = region_ahead(each.region, each.order, places)
            yield replace(
                each, region=region, planned=region_ahead(each.planned, each.order, places)
            )


def in_turn(part: Rota, ahead: int, shifts: list[Shift]) -> Iterator[Term]:
    """The terms of an order, without end."""
    shifted = {each.at: each for each in shifts}
    start = counted_from = part.since
    turn = since_then = 0
    while True:
        since_then += 1
        region = part.order[(turn + ahead) % len(part.order)]
        end = plus_months(counted_from, part.months * since_then)
        term = Term(region, start, end, region, part.order)
        if shift := shifted.get(end):
            term = term.but(shift, end=shift.to)
            counted_from, since_then = shift.to, 0
        yield term
        start, turn = term.end, turn + 1


def at(terms: list[Term], day: Date) -> int:
    """Which of the terms holds on the day."""
    for number, each in enumerate(terms):
        if each.start <= day < each.end:
            return number
    raise Impossible(f"no term holds on {day}")


def change_at(terms: list[Term], day: Date) -> int:
    """Which of the terms takes over from the one before it on the day."""
    for number, (before, after) in enumerate(pairwise(terms), 1):
        if before.end == after.start == day:
            return number
    raise Impossible(f"nothing changes on {day}")


def swapped(terms: list[Term], swaps: list[Swap]) -> list[Term]:
    made = list(terms)
    for each in swaps:
        one, other = at(terms, each.first), at(terms, each.second)
        made[one] = made[one].but(each, region=terms[other].region)
        made[other] = made[other].but(each, region=terms[one].region)
    return made


def moved(terms: list[Term], moves: list[Move]) -> list[Term]:
    made = list(terms)
    for each in moves:
        number = change_at(terms, each.at)
        made[number - 1] = made[number - 1].but(each, end=each.to)
        made[number] = made[number].but(each, start=each.to)
    if empty := [each for each in made if each.start >= each.end]:
        raise Impossible(f"{empty[0]} has no day")
    return made


def held_in_between(terms: list[Term], interims: list[Interim]) -> list[Term]:
    """The terms with others between them, that take their days from those they meet."""
    for each in interims:
        planned = terms[at(terms, each.start)]
        between = planned.but(each, region=each.region, start=each.start, end=each.end)
        terms = sorted([*without_days(terms, between), between], key=lambda term: term.start)
    return terms


def without_days(terms: list[Term], taken: Term) -> Iterator[Term]:
    """What is left of the terms when one has taken its days."""
    for each in terms:
        if not each.meets(taken.start, taken.end):
            yield each
            continue
        if each.start < taken.start:
            yield replace(each, end=taken.start)
        if taken.end < each.end:
            yield replace(each, start=taken.end)
