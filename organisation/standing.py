"""What a person may do today, and why: an immutable answer that every policy reads.

`bodies.standings` fills it from posts, grants and groups. Nothing here asks the database or the
clock.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import long_date
from .rights import INCLUDES, RIGHTS, WITH_SECOND_FACTOR, Action, Capacity, Right, Thing


@dataclass(frozen=True)
class Holding:
    """One thing that gives a person rights: a post, a grant, an editors' group, being admin.

    `body` and `region` are primary keys. `below` are the bodies that belong to a council that the
    person leads. `reason` says it in Swedish; `until` is the day it ends (the first day without).
    """

    capacity: Capacity
    reason: str
    body: int | None = None
    region: int | None = None
    below: frozenset[int] = frozenset()
    until: datetime.date | None = None

    def __str__(self):
        if self.until is None:
            return self.reason
        return f"{self.reason}, till och med {long_date(self.until - datetime.timedelta(days=1))}"

    @property
    def capacities(self) -> Iterator[Capacity]:
        """Its own capacity, and those that it includes."""
        now: Capacity | None = self.capacity
        while now:
            yield now
            now = INCLUDES.get(now)


@dataclass(frozen=True)
class Standing:
    """A person's holdings on a day. `user` and `person` are primary keys; `people` are all records
    of the person, who may have been stored more than once and merged."""

    on: datetime.date
    user: int | None = None
    person: int | None = None
    holdings: tuple[Holding, ...] = ()
    people: frozenset[int] = frozenset()

    def rights(self, action: Action, thing: Thing) -> Iterator[tuple[Right, Holding]]:
        """The rights to do the action with some things of the kind, each with what gives it.

        Raises ValueError for an action or a thing that there isn't.
        """
        action, thing = Action(action), Thing(thing)
        for holding in self.holdings:
            capacities = set(holding.capacities)
            for right in RIGHTS:
                its_own = right.capacity in capacities and right.thing is thing
                if its_own and action in right.actions:
                    yield right, holding

    def may_some(self, action: Action, *things: Thing) -> bool:
        """Whether the person may do the action with at least some things of the kinds."""
        return any(True for thing in things for _ in self.rights(action, thing))

    def acts_as(self, *capacities: Capacity) -> bool:
        return any(each.capacity in capacities for each in self.holdings)

    @property
    def capacities(self) -> set[Capacity]:
        """As what the person acts, without what those include."""
        return {each.capacity for each in self.holdings}

    @property
    def is_admin(self) -> bool:
        return self.acts_as(Capacity.ADMIN)

    @property
    def needs_second_factor(self) -> bool:
        return self.acts_as(*WITH_SECOND_FACTOR)
