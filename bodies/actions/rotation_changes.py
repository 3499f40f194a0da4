"""What can be decided of whose turn it is, as forms ask for it and actions do it."""

import datetime
from dataclasses import dataclass

from .decisions import NewDecision


@dataclass(frozen=True)
class Order:
    """What a scheme goes by from a day: regions (by primary key) in order, so many months each, or
    an office that it follows, so many places ahead."""

    since: datetime.date
    months: int | None = None
    regions: tuple[int, ...] = ()
    without: tuple[int, ...] = ()
    follows: int | None = None
    ahead: int = 0
    interpretation: str = ""


@dataclass(frozen=True)
class NewScheme:
    """Posts (by primary key) of a body that are to go in turn, each so many places ahead."""

    body: int
    name: str
    offices: tuple[tuple[int, int], ...]
    order: Order
    apart: bool = False
    why: str = ""


@dataclass(frozen=True)
class NewOrder:
    """Another order of a scheme, from a day."""

    scheme: int
    order: Order
    why: str = ""


@dataclass(frozen=True)
class NewException:
    """What is decided otherwise; the days as `RotationException` tells."""

    scheme: int
    kind: str
    first: datetime.date
    second: datetime.date
    reason: str
    post: int | None = None
    region: int | None = None
    pinned: bool = False
    decision: int | None = None
    new_decision: NewDecision | None = None


@dataclass(frozen=True)
class LastDay:
    """The day from which a scheme no longer runs; None when it is to go on."""

    scheme: int
    end: datetime.date | None
    why: str


@dataclass(frozen=True)
class WithoutException:
    """An exception is taken back."""

    exception: int
    why: str


@dataclass(frozen=True)
class WithoutOrder:
    """A scheme's last order is taken back."""

    part: int
    why: str


@dataclass(frozen=True)
class WithoutScheme:
    """A scheme is taken back, as if it had never been put up."""

    scheme: int
    why: str
