"""How the work is shared between the regions: who has had what in the bodies, and for how long.

Counted in years:

- *chair* and *secretary*: the office. One that goes in turn is the region's whose turn it is,
  whoever holds it; otherwise that of the post, else of the seat that its holder has in the body,
  else where they work.
- *seat*: a place that someone holds, of the region that it represents, else where they work. In
  a work group it's *work_group* instead.
- *vacancy*: a region's place that is known to stand empty (ADR 0008).

How a turn was filled is told apart: when nobody had it, as far as is known, and when someone from
another region had. Neither is known ahead.

What follows from another post is no burden of its own, and what is national isn't shared here.
Four questions to the database, whatever there is.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from organisation.dates import DatedQuerySet
from organisation.models import Affiliation

from .fairness import Held, Member, Share, shares, shares_by_year, years
from .models import Appointment, Body, BodyKind, Post, Role, RotationTerm

Date = datetime.date
ONE_DAY = datetime.timedelta(days=1)


class Measure(StrEnum):
    """What is counted."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    SEAT = "seat"
    WORK_GROUP = "work_group"
    VACANCY = "vacancy"


OFFICES = {
    Role.Function.CHAIR: Measure.CHAIR,
    Role.Function.SECRETARY: Measure.SECRETARY,
}


class Days(NamedTuple):
    """From a day up to another; None for a day nobody knows, or none yet."""

    start: Date | None
    end: Date | None

    @property
    def is_none(self) -> bool:
        return self.start is not None and self.end is not None and self.end <= self.start

    def within(self, other: "Days") -> "Days":
        starts = [each for each in (self.start, other.start) if each]
        ends = [each for each in (self.end, other.end) if each]
        return Days(max(starts, default=None), min(ends, default=None))

    def without(self, taken: Iterable["Days"]) -> Iterator["Days"]:
        """What is left of the days when others are taken."""
        left = [self]
        for each in taken:
            left = [part for one in left for part in one._beside(each)]
        yield from left

    def _beside(self, taken: "Days") -> list["Days"]:
        parts = []
        if taken.start:
            parts.append(self.within(Days(None, taken.start)))
        if taken.end:
            parts.append(self.within(Days(taken.end, None)))
        return [each for each in parts if not each.is_none]


# Some days and whose they are; None for a region that nobody knows.
Whose = tuple[Days, int | None]


@dataclass(frozen=True)
class Burden:
    """All that is counted. `held` has None for a region that isn't known. `empty` and `elsewhere`
    are the parts of turns when nobody had the office and when someone from another region had."""

    held: list[Held]
    empty: list[Held] = field(default_factory=list)
    elsewhere: list[Held] = field(default_factory=list)

    @property
    def since(self) -> Date | None:
        """The first day that is known of anything."""
        return min((each.start for each in self.held if each.start), default=None)

    def shares(
        self,
        members: Sequence[Member],
        first: int,
        last: int,
        people: Mapping[tuple[int, int], int],
    ) -> list[Share]:
        """What each region had in the calendar years, beside its parts. What was before it joined
        or after it left isn't counted."""
        known = [each for each in self.held if each.region is not None]
        return shares_by_year(known, members, first, last, people)

    def filled_otherwise(
        self, members: Sequence[Member], first: int, last: int
    ) -> dict[tuple[str, int], tuple[Fraction, Fraction]]:
        """By measure and region, the years of the region's turns when nobody had the office, and
        when someone from another region had: only where there are any."""
        span = Date(first, 1, 1), Date(last + 1, 1, 1)
        empty, elsewhere = (
            {(each.measure, each.region): each.years for each in shares(held, members, *span)}
            for held in (self.empty, self.elsewhere)
        )
        none = Fraction(0)
        both = {key: (empty.get(key, none), elsewhere.get(key, none)) for key in empty | elsewhere}
        return {key: numbers for key, numbers in both.items() if any(numbers)}

    def unknown(self, first: int, last: int) -> dict[str, Fraction]:
        """By measure, the years when nobody knows which region had it."""
        found: dict[str, Fraction] = {}
        start, end = Date(first, 1, 1), Date(last + 1, 1, 1)
        for each in self.held:
            if each.region is None:
                number = years(max(each.start or start, start), min(each.end or end, end))
                found[each.measure] = found.get(each.measure, Fraction(0)) + number
        return {measure: number for measure, number in found.items() if number}


def counted_until(days: Days, on: Date, *, planned: bool) -> Days:
    """The days up to and with `on`; when what is planned is asked for, up to their end, if one is
    set."""
    return days if planned and days.end else days.within(Days(None, on + ONE_DAY))


def burden(on: Date, *, planned: bool = False, kind: BodyKind | None = None) -> Burden:
    """What the regions have had up to and with the day, in all bodies or those of a kind."""
    read = _Read(on, kind)
    return Burden(_held(read.told(planned)), _held(read.empty()), _held(read.elsewhere()))


def _held(told: Iterable[tuple[Measure, int | None, Days]]) -> list[Held]:
    return [
        Held(measure, region, days.start, days.end)
        for measure, region, days in told
        if not days.is_none
    ]


def _posts(kind: BodyKind | None) -> Q:
    """The posts that are counted."""
    wanted = Q(role__place=Role.Place.SEAT) | Q(role__function__in=list(OFFICES))
    wanted &= Q(held_by_role=None, body__kind__level=BodyKind.Level.REGIONAL)
    return wanted & Q(body__kind=kind) if kind else wanted


class _Read:
    """The posts and what is known of each (4 queries)."""

    def __init__(self, on: Date, kind: BodyKind | None):
        self.on = on
        self.posts = list(
            Post.objects.filter(_posts(kind)).select_related("role", "body").order_by("pk")
        )
        of_these = Q(post__in=Post.objects.filter(_posts(kind)))
        held = Appointment.objects.filter(of_these, is_mistake=False)
        self.appointments = _by(held, "post_id", value=_person())
        self.turns = _by(RotationTerm.objects.filter(of_these), "post_id", value=F("region_id"))
        works = Affiliation.objects.exclude(region=None).annotate(who=_person())
        self.works = _by(works, "who", value=F("region_id"))
        self.sits: dict[tuple[int, int], list[Whose]] = {}
        for post in self.posts:
            if post.represents_region_id and not post.role.is_office:
                for days, person in self.appointments.get(post.pk, ()):
                    mine = self.sits.setdefault((person, post.body_id), [])
                    mine.append((days, post.represents_region_id))

    def told(self, planned: bool) -> Iterator[tuple[Measure, int | None, Days]]:
        for post in self.posts:
            there = Days(post.start, post.end).within(Days(post.body.start, post.body.end))
            if there.is_none:
                continue
            measure = OFFICES.get(post.role.function) if post.role.is_office else self._of(post)
            held = self.appointments.get(post.pk, ())
            for own, region in self._turns(post):
                yield measure, region, counted_until(own.within(there), self.on, planned=planned)
            for days, person in held:
                for own, region in self._regions(post, person, days.within(there)):
                    yield measure, region, counted_until(own, self.on, planned=planned)
            if not post.role.is_office and post.represents_region_id:
                for own in self._vacant(post, there, [days for days, _ in held]):
                    known = counted_until(own, self.on, planned=False)
                    yield Measure.VACANCY, post.represents_region_id, known

    def _each_turn(self) -> Iterator[tuple[Post, Measure, int, Days]]:
        """The turns of offices up to and with the day: the post, its measure, the region, the
        days."""
        for post in self.posts:
            there = Days(post.start, post.end).within(Days(post.body.start, post.body.end))
            for own, region in self._turns(post):
                days = counted_until(own.within(there), self.on, planned=False)
                if not (days.is_none or there.is_none):
                    yield post, OFFICES[post.role.function], region, days

    def empty(self) -> Iterator[tuple[Measure, int, Days]]:
        """When nobody had an office that went in turn, as far as is known."""
        for post, measure, region, days in self._each_turn():
            held = [each for each, _ in self.appointments.get(post.pk, ())]
            for own in self._vacant(post, days, held):
                yield measure, region, own

    def elsewhere(self) -> Iterator[tuple[Measure, int, Days]]:
        """When someone from another region had an office that went in turn."""
        for post, measure, region, days in self._each_turn():
            for held, person in self.appointments.get(post.pk, ()):
                for own, theirs in self._come_from(post, person, [held.within(days)]):
                    if theirs not in (None, region):
                        yield measure, region, own

    @staticmethod
    def _of(post: Post) -> Measure:
        work = post.body.function == Body.Function.WORK_GROUP
        return Measure.WORK_GROUP if work else Measure.SEAT

    def _turns(self, post: Post) -> list[tuple[Days, int]]:
        return self.turns.get(post.pk, []) if post.role.is_office else []

    def _regions(self, post: Post, person: int, days: Days) -> Iterator[Whose]:
        """Which region's burden it is that the person has the post on the days, but for those when
        the office goes in turn."""
        if not days.is_none:
            yield from self._come_from(
                post, person, list(days.without(each for each, _ in self._turns(post)))
            )

    def _come_from(self, post: Post, person: int, left: list[Days]) -> Iterator[Whose]:
        """Which region the person who has the post on the days comes from."""
        left = [each for each in left if not each.is_none]
        if post.represents_region_id:
            ways = [[(each, post.represents_region_id) for each in left]]
        elif post.role.is_office:
            ways = [self.sits.get((person, post.body_id), []), self.works.get(person, [])]
        else:
            ways = [self.works.get(person, [])]
        for way in ways:
            for each, region in way:
                for one in left:
                    if not (own := one.within(each)).is_none:
                        yield own, region
                left = [part for one in left for part in one.without([each])]
        yield from ((each, None) for each in left)

    @staticmethod
    def _vacant(post: Post, there: Days, held: list[Days]) -> Iterator[Days]:
        """When the place is known to stand empty: from its own first day or, when that isn't known,
        after the first one who had it."""
        if post.start is None:
            if not held:
                return
            first = min(held, key=lambda each: each.start or Date.min)
            there = there.within(Days(first.start, None))
        yield from there.without(held)


def _person() -> Coalesce:
    """The record that stands for the person, also of someone stored twice."""
    return Coalesce("person__merged_into", "person")


def _by(rows: DatedQuerySet, key: str, *, value) -> dict[int, list[tuple[Days, int]]]:
    """The rows as days and a value, by key (1 query)."""
    found: dict[int, list[tuple[Days, int]]] = {}
    rows = rows.annotate(value=value).order_by(F("start").asc(nulls_first=True), "pk")
    for at, start, end, each in rows.values_list(key, "start", "end", "value"):
        found.setdefault(at, []).append((Days(start, end), each))
    return found
