"""How evenly something has been shared between the regions over a span.

What is counted is years: a calendar year is one, however many days it has, so that two years as
chair are always two. Only what a region had while it shared is counted, as it's told beside an
equal part: that is, on each day, what all had together through how many they were. A part by
inhabitants is as large as the region's part of all who lived there.

Pure: plain values in, exact fractions of years out. Regions and measures are whatever can be told
apart; all days are half-open, [start, end).
"""

import datetime
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

Region = Measure = Hashable
Date = datetime.date


@dataclass(frozen=True)
class Member:
    """A region that shares, from a day up to another; None when it always has, or still does."""

    region: Region
    start: Date | None = None
    end: Date | None = None

    def shares(self, on: Date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


@dataclass(frozen=True)
class Held:
    """What a region had, from a day up to another; None for a day nobody knows, or none yet."""

    measure: Measure
    region: Region
    start: Date | None
    end: Date | None


@dataclass(frozen=True)
class Share:
    """What a region had of something, in years, beside an equal part of it and a part by
    inhabitants; that is None unless the inhabitants of all who shared are known."""

    measure: Measure
    region: Region
    years: Fraction
    equal: Fraction
    by_people: Fraction | None

    @property
    def off_equal(self) -> Fraction:
        return self.years - self.equal

    @property
    def off_people(self) -> Fraction | None:
        return None if self.by_people is None else self.years - self.by_people


@lru_cache(maxsize=4096)  # The same years again and again: a page has thousands of them.
def years(start: Date, end: Date) -> Fraction:
    """How many calendar years there are from a day up to another."""
    if end <= start:
        return Fraction(0)
    return _place_in_time(end) - _place_in_time(start)


def _place_in_time(day: Date) -> Fraction:
    """The day as a year and the part of it that has gone."""
    first, after = Date(day.year, 1, 1), Date(day.year + 1, 1, 1)
    return day.year + Fraction((day - first).days, (after - first).days)


def shares(
    held: Iterable[Held],
    members: Sequence[Member],
    start: Date,
    end: Date,
    people: Mapping[Region, int] | None = None,
) -> list[Share]:
    """What each region had from `start` up to `end` while it shared, by measure and region in the
    order given. What nobody had is left out. `people` are the inhabitants of each region."""
    sharing = {each.region: each for each in members}
    spells: dict[Measure, list[Held]] = {}
    for each in held:
        member = sharing.get(each.region)
        if member is None:
            continue
        first, last = max(member.start or start, start), min(member.end or end, end)
        if inside := _within(each, first, last):
            spells.setdefault(each.measure, []).append(inside)
    slices = _slices(members, start, end)
    return [
        share for measure, mine in spells.items() for share in _of(measure, mine, slices, people)
    ]


def shares_by_year(
    held: Iterable[Held],
    members: Sequence[Member],
    first: int,
    last: int,
    people: Mapping[tuple[Region, int], int],
) -> list[Share]:
    """What each region had in the calendar years from `first` through `last`. `people` are the
    inhabitants of a region from a year until its next number; a part by inhabitants is None when
    those of some region aren't known in a year when something was shared."""
    by_year: dict[int, list[Held]] = {each: [] for each in range(first, last + 1)}
    for each in held:
        began = max(each.start.year if each.start else first, first)
        ended = min(each.end.year if each.end else last, last)
        for year in range(began, ended + 1):
            by_year[year].append(each)
    found: dict[tuple[Measure, Region], Share] = {}
    for year, mine in by_year.items():
        known = _known(people, year)
        for each in shares(mine, members, Date(year, 1, 1), Date(year + 1, 1, 1), known):
            before = found.get((each.measure, each.region))
            found[each.measure, each.region] = _both(before, each) if before else each
    unknown = {each.measure for each in found.values() if each.by_people is None}
    return [
        replace(each, by_people=None) if each.measure in unknown else each
        for each in found.values()
    ]


def _known(people: Mapping[tuple[Region, int], int], year: int) -> dict[Region, int]:
    """The inhabitants of each region in a year: the latest number up to it."""
    told = sorted((since, region) for region, since in people if since <= year)
    return {region: people[region, since] for since, region in told}


def _both(one: Share, other: Share) -> Share:
    unknown = one.by_people is None or other.by_people is None
    return Share(
        one.measure,
        one.region,
        one.years + other.years,
        one.equal + other.equal,
        None if unknown else one.by_people + other.by_people,
    )


def _within(held: Held, start: Date, end: Date) -> Held | None:
    first, last = max(held.start or start, start), min(held.end or end, end)
    return Held(held.measure, held.region, first, last) if first < last else None


def _slices(members: Sequence[Member], start: Date, end: Date) -> list[tuple[Date, Date, list]]:
    """The parts of the span in which the same regions share."""
    days = {day for each in members for day in (each.start, each.end) if day and start < day < end}
    return [
        (first, after, [each.region for each in members if each.shares(first)])
        for first, after in pairwise(sorted({start, end, *days}))
    ]


def _of(measure: Measure, held: list[Held], slices: list, people) -> Iterable[Share]:
    had: dict[Region, Fraction] = {}
    equal: dict[Region, Fraction] = {}
    by_people: dict[Region, Fraction] | None = {}
    for each in held:
        had[each.region] = had.get(each.region, Fraction(0)) + years(each.start, each.end)
    for start, end, sharing in slices:
        inside = [_within(each, start, end) for each in held]
        total = sum((years(each.start, each.end) for each in inside if each), Fraction(0))
        counted = [(people or {}).get(each) for each in sharing]
        if None in counted:
            by_people = None
        for region in sharing:
            equal[region] = equal.get(region, Fraction(0)) + total / len(sharing)
            if by_people is not None:
                part = Fraction(people[region], sum(counted))
                by_people[region] = by_people.get(region, Fraction(0)) + total * part
    for region in dict.fromkeys([*equal, *had]):
        yield Share(
            measure,
            region,
            had.get(region, Fraction(0)),
            equal.get(region, Fraction(0)),
            None if by_people is None else by_people.get(region, Fraction(0)),
        )
