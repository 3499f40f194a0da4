"""What the life of bodies is worked out from, and what comes of it, as plain values."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from organisation.rules import Finding, Severity

Day = datetime.date
Days = tuple[Day | None, Day | None]
# As `BodyRelation.Kind` has them.
PART_OF, REPLACES = "part_of", "replaces"


@dataclass(frozen=True)
class BodyFacts:
    """A body: what it's called, and its days."""

    pk: int
    name: str
    days: Days


@dataclass(frozen=True)
class Name:
    """An official name of a body."""

    pk: int
    body: int
    name: str
    days: Days


@dataclass(frozen=True)
class Link:
    """A relation: `subject` stands to `object` as the kind says."""

    pk: int
    subject: int
    kind: str
    object: int
    days: Days


@dataclass(frozen=True)
class Followed:
    """Which posts a derived post follows: those of the role in the body, or in the bodies that
    stand in a relation to it; with `turn`, whose turn the post with that number is."""

    role: int
    body: int
    relation: str = ""
    turn: int | None = None


@dataclass(frozen=True)
class PostFacts:
    """A post; `follows` says that it's derived."""

    pk: int
    body: int
    role: int
    days: Days
    told: str = ""
    follows: Followed | None = None


@dataclass(frozen=True)
class Held:
    """An appointment to a post, or a region's turn to it."""

    pk: int
    post: int
    days: Days
    told: str = ""


@dataclass(frozen=True)
class World:
    """The bodies concerned, and what hangs on them: all their relations and posts, the posts that
    follow theirs, who has them and whose turn they are, and the names of bodies of their kind."""

    bodies: dict[int, BodyFacts]
    links: tuple[Link, ...] = ()
    posts: tuple[PostFacts, ...] = ()
    appointments: tuple[Held, ...] = ()
    turns: tuple[Held, ...] = ()
    names: tuple[Name, ...] = ()


class Thing(StrEnum):
    """What is changed."""

    BODY = "body"
    NAME = "name"
    LINK = "link"
    POST = "post"
    HELD = "held"
    TURN = "turn"


class Does(StrEnum):
    """What is done with it: it ends on a day; it was to come, and never holds; it's new."""

    ENDS = "ends"
    NEVER = "never"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """One row that is changed, or a new one (`new`: a Link or a Name; for a post the facts of the
    one that it's made after, with what it follows)."""

    thing: Thing
    does: Does
    pk: int | None = None
    day: Day | None = None
    new: Link | Name | PostFacts | None = None


@dataclass(frozen=True)
class Outcome:
    """All that changes, and what was found. Nothing changes when something stands in the way."""

    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.severity is Severity.ERROR]
