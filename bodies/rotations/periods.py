"""The timeline as tables: periods down, offices across.

Pure: groups in, tables out. Offices that change hands on about the same days share a table, four at
most, so that it can be read.
"""

import datetime
from dataclasses import dataclass

from organisation.dates import long_date, period_text
from organisation.models import Region
from organisation.shapes import Crumb
from organisation.words import in_sentence, listed

from .timeline import Exception_, Group, Stretch

Date = datetime.date
ACROSS = 4


@dataclass(frozen=True)
class Column:
    """Offices of a group that are held by the same regions on all days."""

    title: str
    bodies: tuple[Crumb, ...]
    offices: str
    stretches: tuple[Stretch, ...]

    def is_like(self, other: "Column") -> bool:
        """Whether most of its terms begin or end with one of the other's."""
        starts = {each.start for each in other.stretches}
        ends = {each.end for each in other.stretches}
        shared = [each for each in self.stretches if each.start in starts or each.end in ends]
        return len(shared) * 2 > len(self.stretches)


@dataclass(frozen=True)
class Entry:
    """A region in a cell, with what is special: other days than the period's, an exception."""

    region: Region
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A period, whether it's past, now or ahead, and what each column has in it."""

    text: str
    state: str
    filled: tuple[tuple[Column, tuple[Entry, ...]], ...]


@dataclass(frozen=True)
class Table:
    """Columns, and lines with a cell for each."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def lists(self) -> list[tuple[Column, list[tuple[Line, tuple[Entry, ...]]]]]:
        """The same, column by column, for where there's no room for columns."""
        return [
            (column, [(line, line.filled[at][1]) for line in self.lines])
            for at, column in enumerate(self.columns)
        ]


def columns_of(group: Group) -> list[Column]:
    by_turn: dict[tuple, list[str]] = {}
    for row in group.rows:
        if row.stretches:
            by_turn.setdefault(row.stretches, []).append(row.label)
    return [
        Column(
            group.title,
            tuple(group.bodies),
            listed([labels[0], *map(in_sentence, labels[1:])]),
            stretches,
        )
        for stretches, labels in by_turn.items()
    ]


def tables(groups: list[Group], exceptions: list[Exception_], on: Date) -> list[Table]:
    """The tables of all groups, in their order."""
    gathered: list[list[Column]] = []
    for column in (each for group in groups for each in columns_of(group)):
        for other in gathered:
            if column.is_like(other[0]) and len(other) < ACROSS:
                other.append(column)
                break
        else:
            gathered.append([column])
    numbers = {each.record.pk: each.number for each in exceptions}
    return [table(each, numbers, on) for each in gathered]


def table(columns: list[Column], numbers: dict[int, int], on: Date) -> Table:
    """The columns by the periods of the most regular of them."""
    regular = min(columns, key=lambda each: sum(bool(own.exceptions) for own in each.stretches))
    periods = sorted(
        ((each.start, each.end) for each in regular.stretches),
        key=lambda each: (each[0] is not None, each[0]),
    )
    outside = [
        (each.start, each.end)
        for column in columns
        for each in column.stretches
        if not any(each.meets(start or Date.min, end or Date.max) for start, end in periods)
    ]
    periods = sorted({*periods, *outside}, key=lambda each: (each[0] is not None, each[0]))
    lines = []
    for start, end in periods:
        state = "past"
        if start and start > on:
            state = "ahead"
        elif end is None or on < end:
            state = "now"
        filled = tuple((each, cell(each, start, end, periods, numbers)) for each in columns)
        lines.append(Line(period_text(start, end), state, filled))
    return Table(tuple(columns), tuple(lines))


def cell(column: Column, start: Date | None, end: Date | None, periods, numbers):
    """What a column has in a period: the terms that have most of their days in it; else those that
    have any."""
    met = [each for each in column.stretches if each.meets(start or Date.min, end or Date.max)]
    own = [each for each in met if home(each, periods) == (start, end)]
    return tuple(entry(each, start, end, numbers) for each in own or met)


def home(stretch: Stretch, periods):
    """The period that has most of a term's days."""
    return max(periods, key=lambda each: days_in(stretch, *each))


def days_in(stretch: Stretch, start: Date | None, end: Date | None) -> int:
    first = max(stretch.start or Date.min, start or Date.min)
    last = min(stretch.end or Date.max, end or Date.max)
    return (last - first).days


def entry(stretch: Stretch, start: Date | None, end: Date | None, numbers) -> Entry:
    notes = []
    if stretch.start and stretch.start != start:
        notes.append(f"från {long_date(stretch.start)}")
    if stretch.end and stretch.end != end:
        notes.append(f"till {long_date(stretch.end - datetime.timedelta(days=1))}")
    told = sorted(numbers[each.key] for each in stretch.exceptions if each.key in numbers)
    notes += [f"undantag {each}" for each in told]
    return Entry(stretch.region, tuple(notes))
