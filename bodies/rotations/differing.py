"""What differs between the terms that are stored and those that are worked out.

Pure: terms in, what to do with each out.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

Date = datetime.date


@dataclass(frozen=True, order=True)
class Turn:
    """A region (by primary key) has a post from one day to another, by a scheme."""

    post: int
    start: Date
    end: Date
    region: int
    scheme: int

    def meets(self, start: Date | None, end: Date | None) -> bool:
        return (end is None or self.start < end) and (start is None or start < self.end)


@dataclass(frozen=True)
class Difference:
    """What is to be done with stored terms, in an order in which no two ever meet: first those
    that become shorter, then those that go, then those that become longer or another's, then the
    new ones. Each changed one with what it becomes."""

    shorter: tuple[tuple[Turn, Turn], ...]
    gone: tuple[Turn, ...]
    changed: tuple[tuple[Turn, Turn], ...]
    new: tuple[Turn, ...]

    def __bool__(self) -> bool:
        return bool(self.shorter or self.gone or self.changed or self.new)

    @property
    def turns(self) -> list[Turn]:
        """All that differ, as they were and as they become; of a region's term that becomes longer
        or shorter, the days that differ."""
        found = [*self.gone, *self.new]
        for before, after in (*self.shorter, *self.changed):
            if before.region == after.region and before.end != after.end:
                first, last = sorted((before.end, after.end))
                found.append(replace(before, start=first, end=last))
            elif before.region != after.region:
                found += [before, after]
        return found

    @property
    def from_day(self) -> Date:
        """The first day on which anything differs."""
        days = [each.start for each in (*self.gone, *self.new)]
        for before, after in (*self.shorter, *self.changed):
            same = (before.region, before.scheme) == (after.region, after.scheme)
            days.append(min(before.end, after.end) if same else before.start)
        return min(days)


def difference(stored: Iterable[Turn], wanted: Iterable[Turn]) -> Difference:
    """What makes the stored terms those that are wanted. One that begins on the same day is
    changed, so that its history goes on."""
    left = {(each.post, each.start): each for each in stored}
    shorter, changed, new = [], [], []
    for each in sorted(wanted):
        before = left.pop((each.post, each.start), None)
        if before is None:
            new.append(each)
        elif before != each:
            (shorter if each.end < before.end else changed).append((before, each))
    gone = sorted(left.values())
    return Difference(tuple(shorter), tuple(gone), tuple(changed), tuple(new))
