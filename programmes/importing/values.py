"""What a file's rows are held against, as plain values; and what each row is to do."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from organisation.rules import Finding


class Kind(StrEnum):
    """What a row does."""

    REFUSED = "refused"
    NEW = "new"
    CHANGE = "change"
    NOTHING = "nothing"
    EMPTY = "empty"


@dataclass(frozen=True)
class BodySeen:
    """A body whose goals the reader may change: its address, what it's called and all its names."""

    pk: int
    path: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class RegionSeen:
    pk: int
    name: str
    names: tuple[str, ...]
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True)
class GoalSeen:
    """A goal of one of the bodies; without an indicator it isn't measured."""

    pk: int
    body: int
    number: int
    text: str
    indicator: str
    unit: str
    decimals: int
    interval: str
    start: datetime.date | None = None
    end: datetime.date | None = None


# A value, None where it's missing, and the comment.
Stored = tuple[Decimal | None, str]


@dataclass(frozen=True)
class World:
    """All that rows are held against. `stored` is by goal, region (None: the whole healthcare
    region) and the period's first day; `whole` are names of the whole healthcare region."""

    on: datetime.date
    bodies: Sequence[BodySeen]
    regions: Sequence[RegionSeen]
    goals: Sequence[GoalSeen]
    stored: Mapping[tuple[int, int | None, datetime.date], Stored]
    whole: Sequence[str] = ()


@dataclass(frozen=True)
class Before:
    value: Decimal | None
    comment: str


@dataclass
class Planned:
    """What a row does: the value of a goal for a region and a period, from `first` up to `after`.
    `before` is what stands there now."""

    number: int
    cells: Mapping[str, str]
    kind: Kind = Kind.REFUSED
    goal: GoalSeen | None = None
    region: int | None = None
    has_place: bool = False
    first: datetime.date | None = None
    after: datetime.date | None = None
    value: Decimal | None = None
    comment: str = ""
    before: Before | None = None
    faults: list[Finding] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int | None, datetime.date] | None:
        """Which value the row is about, when that can be read."""
        if self.goal is None or self.first is None or not self.has_place:
            return None
        return self.goal.pk, self.region, self.first


@dataclass
class Plan:
    """What a whole file does."""

    rows: list[Planned]

    def of(self, kind: Kind) -> list[Planned]:
        return [each for each in self.rows if each.kind is kind]

    @property
    def counts(self) -> dict[Kind, int]:
        return {kind: len(self.of(kind)) for kind in Kind}

    @property
    def changes(self) -> list[Planned]:
        """The rows that write something."""
        return [each for each in self.rows if each.kind in (Kind.NEW, Kind.CHANGE)]

    @property
    def can_be_done(self) -> bool:
        """Whether nothing is refused, and something is to be done."""
        return bool(self.changes) and not self.of(Kind.REFUSED)
