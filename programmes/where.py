"""Where goals stand: what has been measured of each, in the whole healthcare region and in each
region, against what is to be reached."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from organisation.dates import long_date
from organisation.models import Region
from organisation.words import listed, whole_numbers

from . import measuring
from .measuring import Direction, Interval, Standing, State
from .models import GoalTarget, Measurement, QualityGoal

WHOLE_NAME = "Hela sjukvårdsregionen"
NO_VALUE = "Ingen uppgift"
NOT_YET = "Inte nått än"
LABELS = {
    State.REACHED: "Nått",
    State.ON_THE_WAY: "På väg",
    State.NOT_REACHED: "Inte nått",
    State.NO_DATA: NO_VALUE,
    State.NO_TARGET: "Inget målvärde",
    State.UNMEASURED: "Inga mätvärden publicerade",
}


@dataclass(frozen=True)
class Overall:
    """Where a goal stands as a whole. `by_regions` when the whole healthcare region has no value of
    its own: then how many of the regions have reached it."""

    state: State
    by_regions: bool = False
    reached: int = 0
    regions: int = 0


def overall(whole: Standing, regions: Sequence[Standing]) -> Overall:
    """Where a goal stands as a whole, by the whole healthcare region's value where there is one,
    else by the regions'. A value of the whole is never worked out of theirs."""
    if whole.point:
        return Overall(whole.state)
    known = [each for each in regions if each.point]
    if not known:
        return Overall(State.NO_DATA)
    reached = sum(each.state is State.REACHED for each in regions)
    states = {each.state for each in known}
    state = State.NO_DATA
    if states == {State.NO_TARGET}:
        state = State.NO_TARGET
    elif reached:
        state = State.REACHED if reached == len(regions) else State.PARTLY
    elif State.NOT_REACHED in states:
        state = State.NOT_REACHED
    elif State.ON_THE_WAY in states:
        state = State.ON_THE_WAY
    return Overall(state, True, reached, len(regions))


@dataclass
class Place:
    """A region, or the whole healthcare region, and what is measured of a goal there. Only periods
    that are over on the day are among the values."""

    goal: QualityGoal
    region: Region | None
    values: dict[datetime.date, Measurement]
    targets: list[GoalTarget]
    standing: Standing
    on: datetime.date

    @property
    def name(self) -> str:
        return self.region.name if self.region else WHOLE_NAME

    @property
    def mark(self) -> int:
        """The number of the region's sign; 0 for the whole healthcare region."""
        return self.region.mark if self.region else 0

    def text_for(self, first: datetime.date) -> str:
        """The value of a period in words."""
        found = self.values.get(first)
        if found is None or found.value is None:
            return NO_VALUE
        return self.goal.in_words(found.value)

    @property
    def target_text(self) -> str:
        """What is to be reached here, and when."""
        target = self.standing.target
        if target is None:
            return LABELS[State.NO_TARGET]
        return f"{self.goal.target_in_words(target)} senast {long_date(target.by)}"

    @property
    def label(self) -> str:
        """Where the goal stands here, in a word or two."""
        target, state = self.standing.target, self.standing.state
        if state is State.NOT_REACHED and target and target.by >= self.on:
            return NOT_YET
        return LABELS[state]

    def earlier_than(self, first: datetime.date) -> str:
        """The last known value, where it's of an earlier period."""
        point = self.standing.point
        return self.latest_text if point and point.first < first else ""

    @property
    def latest_text(self) -> str:
        """The last known value, with its period."""
        point = self.standing.point
        if point is None or point.value is None:
            return NO_VALUE
        period = self.goal.period_name(point.first, short=True)
        return f"{self.goal.in_words(point.value)} ({period})"


@dataclass
class Where:
    """A goal on a day: its places, its periods from the first measured to the last, and where it
    stands as a whole."""

    goal: QualityGoal
    on: datetime.date
    whole: Place
    regions: list[Place]
    periods: list[datetime.date] = field(default_factory=list)

    @cached_property
    def overall(self) -> Overall:
        if not self.goal.is_measured:
            return Overall(State.UNMEASURED)
        now = [each.standing for each in self.regions if each.region.is_current(self.on)]
        return overall(self.whole.standing, now)

    @property
    def state(self) -> State:
        return self.overall.state

    @property
    def places(self) -> list[Place]:
        """The whole healthcare region, if it has ever been told of by itself, and the regions."""
        return [self.whole, *self.regions] if self.whole.values else self.regions

    @property
    def latest(self) -> datetime.date | None:
        """The last period that anyone has a value of."""
        points = (each.standing.point for each in (self.whole, *self.regions))
        return max((each.first for each in points if each), default=None)

    @property
    def indicator(self) -> str:
        """What is measured, in words that can be shown."""
        return whole_numbers(self.goal.indicator)

    @property
    def period(self) -> str:
        """The last period that anyone has a value of, in words."""
        return self.goal.period_name(self.latest) if self.latest else ""

    @property
    def by_region_label(self) -> str:
        """What the drawing of each region tells, for those who can't see it."""
        return f"Diagram: {self.goal.indicator}, {self.period}. {self._said_by_region()}"

    def _said_by_region(self) -> str:
        if self.latest is None:
            return ""
        told = (f"{each.name}: {each.text_for(self.latest).lower()}." for each in self.places)
        return " ".join(told)

    @property
    def over_time_label(self) -> str:
        """What the drawing over time tells; the values are in the table after it."""
        first, last = self.periods[0], self.periods[-1]
        names = listed([each.name for each in self.places])
        return (
            f"Diagram: {self.goal.indicator}, {self.goal.period_name(first)} till "
            f"{self.goal.period_name(last)}, för {names}. Samma värden står i tabellen efter."
        )

    @property
    def label(self) -> str:
        """Where it stands, in a word or two."""
        if self.state is State.PARTLY:
            return f"Nått i {self.overall.reached} av {self.overall.regions} regioner"
        if self.state is State.NOT_REACHED and self._in_time:
            return NOT_YET
        return LABELS[self.state]

    @property
    def _in_time(self) -> bool:
        """Whether someone still has time to reach it."""
        places = self.regions if self.overall.by_regions else [self.whole]
        targets = [each.standing.target for each in places if each.standing.target]
        return any(each.by >= self.on for each in targets)

    @property
    def told(self) -> str:
        """The value that it stands at and what is to be reached, as sentences."""
        if not self.goal.is_measured:
            return ""
        said = []
        if self.whole.standing.point:
            point = self.whole.standing.point
            value = self.goal.in_words(point.value)
            said.append(f"{value} för {self.goal.period_name(point.first)}.")
        elif self.overall.by_regions:
            without = [each.name for each in self.regions if not each.standing.point]
            if without:
                said.append(f"Ingen uppgift från {listed(without)}.")
        targets = {each.target_text for each in self.regions if each.standing.target}
        if self.whole.standing.target:
            said.append(f"Ska vara {self.whole.target_text}.")
        elif len(targets) > 1:
            said.append("Regionerna har olika målvärden.")
        elif targets:
            said.append(f"Ska vara {targets.pop()}.")
        return " ".join(said)


def where(
    goals: Iterable[QualityGoal], regions: Iterable[Region], on: datetime.date
) -> dict[int, Where]:
    """Where each goal stands on a day, by its number in the database (2 queries; none when none of
    the goals is measured). `regions` are all there have been: one of the past is told of where it
    has values.
    """
    asked = {each.pk: each for each in goals}
    measured = [pk for pk, each in asked.items() if each.is_measured]
    values: dict[tuple, dict] = defaultdict(dict)
    targets: dict[int, list[GoalTarget]] = defaultdict(list)
    if measured:
        rows = Measurement.objects.filter(goal__in=measured, period_end__lte=on)
        for each in rows.order_by("period_start"):
            values[each.goal_id, each.region_id][each.period_start] = each
        for each in GoalTarget.objects.filter(goal__in=measured).order_by("by"):
            targets[each.goal_id].append(each)
    known = sorted(regions, key=lambda each: each.order)
    return {pk: where_of(goal, known, values, targets[pk], on) for pk, goal in asked.items()}


MEASURED = ("indicator", "unit", "decimals", "direction", "interval")


def add_where(rows: Iterable[dict], regions: Iterable[Region], on: datetime.date) -> None:
    """Adds to goals that a question about the day has told of (`questions.goals_on`) where each
    stands, as "where" (2 queries, none when none of them is measured)."""
    kept = {each["pk"]: each for each in rows}
    goals = [
        QualityGoal(
            pk=pk,
            body_id=each["body"],
            number=each["number"],
            text=each["text"],
            **{name: each[name] for name in MEASURED},
        )
        for pk, each in kept.items()
    ]
    told = where(goals, regions, on)
    for pk, each in kept.items():
        each["where"] = told[pk]


def where_of(
    goal: QualityGoal,
    regions: Iterable[Region],
    values: Mapping[tuple[int, int | None], dict[datetime.date, Measurement]],
    targets: list[GoalTarget],
    on: datetime.date,
) -> Where:
    """Where a goal stands, of its values by goal and region and its targets."""

    def place(region: Region | None) -> Place:
        key = region.pk if region else None
        mine = values.get((goal.pk, key), {})
        held = targets_of(key, targets)
        points = [each.plain for each in mine.values()]
        standing = Standing(State.UNMEASURED)
        if goal.is_measured:
            plain = [each.plain for each in held]
            standing = measuring.stands(Direction(goal.direction), plain, points, on)
        return Place(goal, region, mine, held, standing, on)

    places = [
        place(each) for each in regions if each.is_current(on) or (goal.pk, each.pk) in values
    ]
    made = Where(goal, on, place(None), places)
    firsts = [each for one in (made.whole, *places) for each in one.values]
    if firsts:
        made.periods = _from_to(min(firsts), max(firsts), Interval(goal.interval))
    return made


def targets_of(region: int | None, targets: Iterable[GoalTarget]) -> list[GoalTarget]:
    """The targets that hold in a region: its own, and where it has none of its own for a day, the
    one for all."""
    own = [each for each in targets if each.region_id == region]
    days = {each.by for each in own}
    shared = [each for each in targets if each.region_id is None and each.by not in days]
    return sorted(own + shared, key=lambda each: each.by)


def _from_to(first, last, interval: Interval) -> list[datetime.date]:
    """Every period from the one that begins on `first` to the one that begins on `last`."""
    found = [first]
    while found[-1] < last:
        found.append(measuring.period_from(found[-1], interval))
    return found
