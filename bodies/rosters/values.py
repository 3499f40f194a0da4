"""What a roster's rows are held against, as plain values; and what each row is to do."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from organisation.rules import Finding

from .rules import Days, Held


class Kind(StrEnum):
    """What a row does."""

    REFUSED = "refused"
    CHOOSE = "choose"
    NEW = "new"
    APPOINT = "appoint"
    REPLACE = "replace"
    END = "end"
    NOTHING = "nothing"


@dataclass(frozen=True)
class BodySeen:
    """A body: its address, what it's called first, all its names and its days."""

    pk: int
    path: str
    name: str
    names: tuple[str, ...]
    days: Days


@dataclass(frozen=True)
class PostSeen:
    """A post. `represents` is ("region" or "body", primary key), ("whole", 0) or None. `regions`
    are those whose people alone the reader may appoint to it; None for all."""

    pk: int
    body: int
    role: int
    name: str
    represents: tuple[str, int] | None
    number: int
    days: Days
    is_derived: bool = False
    is_office: bool = False
    is_elected: bool = False
    may_fill: bool = True
    regions: frozenset[int] | None = None
    seat_in: int | None = None
    # Who may have decided who gets it.
    deciders: frozenset[int] | None = None


@dataclass(frozen=True)
class PersonSeen:
    pk: int
    given: str
    family: str
    email: str
    region: int | None
    is_reader: bool = False
    title: str = ""
    party: str = ""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class HeldSeen:
    """An appointment; `pk` is None for one that the file makes, in row `row`."""

    pk: int | None
    post: int
    person: int
    start: datetime.date | None
    end: datetime.date | None
    row: int = 0
    decided: tuple[int, datetime.date, str] | None = None
    reason: str = ""


@dataclass(frozen=True)
class World:
    """All that rows are held against. `may_add` are the regions, and None for no region, that the
    reader may add people to. `forbids_own` says that the reader may not appoint themselves."""

    on: datetime.date
    bodies: Mapping[int, BodySeen]
    roles: Mapping[int, tuple[str, str, str]]
    regions: Mapping[int, tuple[str, tuple[str, ...]]]
    posts: Mapping[int, PostSeen]
    people: Mapping[int, PersonSeen]
    held: tuple[HeldSeen, ...]
    domains: frozenset[str]
    may_add: frozenset[int | None]
    forbids_own: bool = True
    # By post: what its holder has elsewhere by that.
    follows: Mapping[int, tuple[Held, ...]] = field(default_factory=dict)


@dataclass
class NewPerson:
    """Someone who is not known yet. Numbered from -1 downwards, where people are numbers."""

    number: int
    given: str
    family: str
    email: str
    region: int | None
    title: str
    party: str
    start: datetime.date

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass
class Planned:
    """What a row does: to which post, with whom (a new person's number below 0), from `start` up to
    `end`. `held` is the appointment that ends, or that is so already. `candidates` are people to
    choose among, with why. `party` is that of someone known without one. `differs` says that
    something in it isn't so, and isn't read in."""

    number: int
    cells: Mapping[str, str]
    kind: Kind = Kind.REFUSED
    post: PostSeen | None = None
    person: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    held: HeldSeen | None = None
    decided: tuple[int, datetime.date, str] | None = None
    reason: str = ""
    party: str = ""
    faults: list[Finding] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    differs: bool = False
    candidates: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Plan:
    """What a whole file does."""

    rows: list[Planned]
    new: dict[int, NewPerson]

    def of(self, kind: Kind) -> list[Planned]:
        return [each for each in self.rows if each.kind is kind]

    @property
    def counts(self) -> dict[Kind, int]:
        return {kind: len(self.of(kind)) for kind in Kind}

    @property
    def differing(self) -> list[Planned]:
        return [each for each in self.rows if each.differs]

    @property
    def can_be_done(self) -> bool:
        """Whether nothing is refused or left to choose, and something is to be done."""
        counts = self.counts
        return (
            not counts[Kind.REFUSED]
            and not counts[Kind.CHOOSE]
            and counts[Kind.NOTHING] < len(self.rows)
        )
