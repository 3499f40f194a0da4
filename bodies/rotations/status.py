"""How a term stands on a day: planned, filled, carried over or vacant.

Pure: plain values in, a status out. Regions and holders are whatever can be told apart.
"""

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

Date = datetime.date


class State(StrEnum):
    """Carried over: whoever had the office before still has it, from another region."""

    PLANNED = "planned"
    FILLED = "filled"
    CARRIED = "carried"
    VACANT = "vacant"


@dataclass(frozen=True)
class Turn:
    """A region has an office from one day to another; None is a day that isn't known or set."""

    region: Hashable
    start: Date | None
    end: Date | None


@dataclass(frozen=True)
class Held:
    """Somebody has the office from one day to another, and comes from a region, if it's known."""

    who: Hashable
    region: Hashable | None
    start: Date | None
    end: Date | None

    def on(self, day: Date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def meets(self, turn: Turn) -> bool:
        return (turn.end is None or self.start is None or self.start < turn.end) and (
            self.end is None or turn.start is None or turn.start < self.end
        )


@dataclass(frozen=True)
class Status:
    """The state of a term; of a planned one `who` is appointed to it, else has it."""

    state: State
    who: Hashable | None = None


def status_of(turn: Turn, held: Iterable[Held], on: Date) -> Status:
    """How the term stands on the day; one that is over, as it stood on its last day."""
    held = sorted(held, key=lambda each: (each.start is not None, each.start))
    if turn.start is not None and on < turn.start:
        coming = (each for each in held if each.region == turn.region and each.meets(turn))
        return Status(State.PLANNED, next((each.who for each in coming), None))
    if turn.end is not None and turn.end <= on:
        on = turn.end - datetime.timedelta(days=1)
    holder = next((each for each in held if each.on(on)), None)
    if holder is None:
        return Status(State.VACANT)
    before = turn.start is not None and (holder.start is None or holder.start < turn.start)
    elsewhere = holder.region is not None and holder.region != turn.region
    return Status(State.CARRIED if before and elsewhere else State.FILLED, holder.who)
