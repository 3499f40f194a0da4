"""What has been measured of a goal over time: a line for each place, and what was to be reached by
when. A period without a value breaks the line."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bodies.lettering import text_width
from organisation.words import short_names

from ..measuring import Interval, number_text, period_from
from ..models import GoalTarget
from ..where import Place, Where
from .scale import Scale, scale_over

# The width of the drawing, and of the one for where there is little room.
WIDE, NARROW = 640.0, 340.0
HEIGHT = 330.0
TOP, BOTTOM, PAD = 30.0, 296.0, 10.0
SIZE, LINE = 14, 19  # of the letters, and how far from each other labels are
MARK = 12
# Marks that stand closer than this hide each other: then only those that no line reaches, and the
# last of each line, are drawn.
CLOSEST = 16.0
WHOLE_SHORT = "Hela"


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Dot:
    """A value: the middle of its mark. `is_drawn` when the mark has room."""

    x: float
    y: float
    first: datetime.date
    value: Decimal
    is_drawn: bool = True

    @property
    def left(self) -> float:
        return round(self.x - MARK / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - MARK / 2, 1)


@dataclass(frozen=True)
class Line:
    """A place's values from the first to the last; `path` is drawn only between periods that follow
    on each other."""

    mark: int
    name: str
    path: str
    dots: list[Dot]
    label: Text

    @property
    def sign(self) -> tuple[float, float]:
        """The corner of the sign before the label."""
        return self.label.x - MARK - 5, round(self.label.y - MARK + 1, 1)


@dataclass(frozen=True)
class Level:
    """What is to be reached, from one day to another: a line, or a band when it's to be within."""

    x: float
    width: float
    y: float
    height: float
    target: GoalTarget
    label: Text | None


@dataclass
class Drawing:
    width: float
    height: float = HEIGHT
    top: float = TOP
    bottom: float = BOTTOM
    left: float = 0
    right: float = 0
    marks: list[Text] = field(default_factory=list)
    grid: list[float] = field(default_factory=list)
    periods: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)


def over_time(told: Where, width: float = WIDE) -> Drawing | None:
    """The drawing of a goal's values; None when there are none in at least two periods."""
    firsts = {
        each.period_start
        for place in told.places
        for each in place.values.values()
        if each.value is not None
    }
    return _Drawer(told, width).made if len(firsts) > 1 else None


class _Drawer:
    def __init__(self, told: Where, width: float):
        self.told, self.goal = told, told.goal
        self.interval = Interval(told.goal.interval)
        self.shown = [each for each in told.places if each.standing.point]
        self.periods = self.axis()
        targets = self.targets()
        numbers = [
            *(each.value for place in self.shown for each in place.values.values()),
            *(number for each in targets for number in (each.value, each.upper)),
        ]
        self.scale: Scale = scale_over([n for n in numbers if n is not None], self.goal.decimals)
        texts = [number_text(each, self.scale.decimals) for each in self.scale.marks]
        labels = [self.label_of(each) for each in self.shown]
        self.made = made = Drawing(width)
        made.left = round(max(text_width(each, SIZE) for each in texts) + 8)
        room = max(text_width(each, SIZE) for each in labels) + MARK + 14
        made.right = round(width - room)
        self.step = (made.right - made.left) / len(self.periods)
        for mark, text in zip(self.scale.marks, texts, strict=True):
            y = self.y(mark)
            made.grid.append(y)
            made.marks.append(Text(0, y + 5, text))
        made.periods = self.period_texts()
        made.lines = self.lines(labels)
        made.levels = self.levels(targets)

    def axis(self) -> Sequence[datetime.date]:
        """The periods across: those that are measured, and on to the one that the target is in."""
        found = list(self.told.periods)
        by = max(
            (each.standing.target.by for each in self.shown if each.standing.target),
            default=found[-1],
        )
        while (after := period_from(found[-1], self.interval)) <= by:
            found.append(after)
        return found

    def targets(self) -> list[GoalTarget]:
        """What all places are to reach, or the place that is alone in the drawing; what one region
        of several has to itself stands in the table and in the drawing of each region."""
        place = self.shown[0] if len(self.shown) == 1 else self.told.whole
        return place.targets

    def label_of(self, place: Place) -> str:
        names = short_names([each.region for each in self.told.regions])
        name = names[place.region.pk] if place.region else WHOLE_SHORT
        first = place.standing.point.first
        if first == self.told.latest:
            return name
        return f"{name} ({self.goal.period_name(first, short=True)})"

    def y(self, number: Decimal) -> float:
        return self.scale.at(number, BOTTOM - PAD, TOP + PAD)

    def x(self, first: datetime.date) -> float:
        """The middle of a period."""
        return round(self.made.left + (self.periods.index(first) + 0.5) * self.step, 1)

    def x_of_day(self, day: datetime.date) -> float:
        """The end of a day: the periods are equally wide, and each one's days share it."""
        last = day + datetime.timedelta(days=1)
        if last <= self.periods[0]:
            return self.made.left
        for at, first in enumerate(self.periods):
            after = period_from(first, self.interval)
            if last <= after:
                part = (last - first).days / (after - first).days
                return round(self.made.left + (at + part) * self.step, 1)
        return self.made.right

    def period_texts(self) -> list[Text]:
        """As many periods' names as there is room for, counted from the last measured one."""
        names = [self.goal.period_name(each, short=True) for each in self.periods]
        if self.interval is not Interval.YEAR and len(self.periods) > 8:
            # The years alone, each where it begins.
            starts = [at for at, each in enumerate(self.periods) if each.month == 1]
            return self.with_room([(at, str(self.periods[at].year)) for at in starts])
        return self.with_room(list(enumerate(names)))

    def with_room(self, names: list[tuple[int, str]]) -> list[Text]:
        widest = max((text_width(each, SIZE) for _, each in names), default=0) + 12
        apart = (names[1][0] - names[0][0] if names[1:] else 1) * self.step
        every = max(1, -int(-widest // apart))
        return [
            Text(round(self.made.left + (at + 0.5) * self.step, 1), BOTTOM + 20, name)
            for at, name in names[::-1][::every][::-1]
        ]

    def lines(self, labels: list[str]) -> list[Line]:
        drawn = []
        for place, label in zip(self.shown, labels, strict=True):
            runs = self.runs(place)
            path = " ".join(
                "M" + "L".join(f"{each.x} {each.y}" for each in run) for run in runs if run[1:]
            )
            dots = [each for run in runs for each in run]
            drawn.append((place, path, dots, label))
        heights = spread([dots[-1].y for _, _, dots, _ in drawn], LINE, TOP + 8, BOTTOM - 2)
        x = self.made.right + MARK + 10
        return [
            Line(place.mark, place.name, path, dots, Text(x, round(at + 5, 1), label))
            for (place, path, dots, label), at in zip(drawn, heights, strict=True)
        ]

    def runs(self, place: Place) -> list[list[Dot]]:
        """The values, those of periods that follow on each other together."""
        known = [first for first in self.periods if self.value(place, first) is not None]
        runs: list[list[datetime.date]] = []
        for first in known:
            if runs and period_from(runs[-1][-1], self.interval) == first:
                runs[-1].append(first)
            else:
                runs.append([first])
        tight = self.step < CLOSEST
        made = []
        for run in runs:
            made.append(
                [
                    Dot(
                        self.x(first),
                        self.y(value),
                        first,
                        value,
                        not tight or len(run) == 1 or first == known[-1],
                    )
                    for first in run
                    if (value := self.value(place, first)) is not None
                ]
            )
        return made

    def value(self, place: Place, first: datetime.date) -> Decimal | None:
        found = place.values.get(first)
        return found.value if found else None

    def levels(self, targets: list[GoalTarget]) -> list[Level]:
        """Each target from the day the one before it ended, the last one to the end."""
        made, left = [], self.made.left
        for each in targets:
            right = self.made.right if each is targets[-1] else self.x_of_day(each.by)
            if right <= left:
                continue
            y = self.y(each.value)
            top = self.y(each.upper) if each.upper is not None else y
            words = self.goal.target_in_words(each)
            fits = text_width(words, SIZE) + 8 <= right - left
            # The last one's words stand at its end, where the values haven't come yet.
            at = right - text_width(words, SIZE) - 4 if each is targets[-1] else left + 4
            label = Text(round(at, 1), top - 6, words) if fits else None
            made.append(Level(left, round(right - left, 1), top, round(y - top, 1), each, label))
            left = right
        return made


def spread(heights: Sequence[float], apart: float, top: float, bottom: float) -> list[float]:
    """Heights near those that are given, none closer to another than `apart`, between `top` and
    `bottom` as far as there is room."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    placed: list[float] = []
    for at in order:
        least = placed[-1] + apart if placed else top
        placed.append(max(heights[at], least))
    most = bottom
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], most)
        most = placed[number] - apart
    made = [0.0] * len(heights)
    for at, height in zip(order, placed, strict=True):
        made[at] = height
    return made
