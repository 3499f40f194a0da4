"""What goes from one region to another, and when.

Pure: turns in, handovers out. Bodies, offices and regions are whatever can be told apart.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

Date = datetime.date
# What was begun for a handover follows it so far when it's moved: further off is another turn.
MOVED_AT_MOST = datetime.timedelta(days=730)


@dataclass(frozen=True)
class OfficeTurn:
    """A region has an office of a body from one day to another, or until further notice."""

    body: Hashable
    office: Hashable
    region: Hashable
    start: Date
    end: Date | None = None


@dataclass(frozen=True)
class Handover:
    """Offices of a body that one region has up to a day and another from it."""

    body: Hashable
    day: Date
    leaving: Hashable
    coming: Hashable
    offices: tuple[Hashable, ...] = field(default=(), compare=False)


def handovers(turns: Iterable[OfficeTurn]) -> list[Handover]:
    """All that is handed over, by day, in the order that the turns were given. A turn that nobody
    had just before is no handover, nor is a region that goes on."""
    turns = list(turns)
    by_office: dict[tuple, list[OfficeTurn]] = defaultdict(list)
    for each in turns:
        by_office[each.body, each.office].append(each)
    found: dict[Handover, list[Hashable]] = defaultdict(list)
    for (body, office), its in by_office.items():
        for before, after in pairwise(sorted(its, key=lambda each: each.start)):
            if before.end == after.start and before.region != after.region:
                found[Handover(body, after.start, before.region, after.region)].append(office)
    made = [
        Handover(each.body, each.day, each.leaving, each.coming, tuple(offices))
        for each, offices in found.items()
    ]
    return sorted(made, key=lambda each: each.day)


def follows(begun: Handover, there: Collection[Handover]) -> Handover | None:
    """The handover that something begun for another belongs to now: the same one, else the nearest
    of the same body between the same regions."""
    alike = [
        each
        for each in there
        if (each.body, each.leaving, each.coming) == (begun.body, begun.leaving, begun.coming)
        and abs(each.day - begun.day) <= MOVED_AT_MOST
    ]
    return min(
        alike, key=lambda each: (abs(each.day - begun.day), begun.day > each.day), default=None
    )
