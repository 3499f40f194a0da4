"""Whether a body is composed as it should be, on a day.

Rules say how many places of a role there shall be, and for whom: each region, a region, each body
of a kind, a body, or no one in particular. What is found is told rule by rule: places that were
never made or are too many, that nobody is in or the wrong one, and whether so few are left that
the body can't decide.

Pure: plain values in, findings out. Roles, regions and bodies are whatever can be told apart and
has a name as text; all days are half-open, [start, end).
"""

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from organisation.rules import Finding, Severity

Role = Region = Body = Whom = Hashable


class Per(StrEnum):
    """What a rule's number is counted for."""

    WHOLE = "whole"
    EACH_REGION = "each-region"
    REGION = "region"
    EACH_BODY = "each-body"
    BODY = "body"


@dataclass(frozen=True)
class Rule:
    """So many places of a role, `least` to `most`, for each of those that `per` says. One that is
    `derived` is held by whoever holds another post; `seat_in` must be sat in too; those with
    `votes` are counted when the body decides."""

    role: Role
    least: int
    most: int | None
    per: Per = Per.WHOLE
    whom: Whom | None = None
    derived: bool = False
    seat_in: Body | None = None
    votes: bool = False
    start: datetime.date | None = None
    end: datetime.date | None = None

    def holds(self, on: datetime.date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    def groups(self, regions: Sequence[Region], bodies: Sequence[Body]) -> Sequence[Whom | None]:
        """Those that the number is counted for, each by itself."""
        if self.per == Per.EACH_REGION:
            return regions
        if self.per == Per.EACH_BODY:
            return bodies
        return (self.whom,)


@dataclass(frozen=True)
class Seat:
    """A place on the day: whom it's for, who is in it ("" for nobody), of which region, and whether
    they sit where the rule demands it."""

    role: Role
    whom: Whom | None
    person: str = ""
    region: Region | None = None
    is_derived: bool = False
    has_other_seat: bool = True
    # Nobody is known to be in it, nor that nobody is (ADR 0008).
    is_unknown: bool = False


@dataclass(frozen=True)
class Found:
    """What was found of the places of a role for someone, and how many it's about."""

    code: str
    role: Role
    whom: Whom | None
    count: int = 1
    people: tuple[str, ...] = ()
    seat_in: Body | None = None

    @property
    def place(self) -> str:
        """Which places: "ledamot för Norra regionen"; of several, in the plural that the role
        may have."""
        role = getattr(self.role, "plural", self.role) if self.count > 1 else self.role
        return f"{str(role).lower()}{f' för {self.whom}' if self.whom is not None else ''}"

    def finding(self) -> Finding:
        """The finding, in words, with what to do about it."""
        title, remedy, severity = WORDS[self.code]
        many = f"{self.count} " if self.count > 1 else ""
        people = f" ({', '.join(self.people)})" if self.people else ""
        where = self.seat_in if self.seat_in is not None else ""
        places = "Platser" if self.count > 1 else "En plats"
        told = title.format(place=self.place, places=places, many=many, where=where)
        return Finding(self.code, severity, f"{told}{people}. {remedy}", self.place, told)


WORDS = {
    "places-missing": (
        "{places} saknas: {many}{place}",
        "Skapa det som saknas ur reglerna, eller ändra regeln.",
        Severity.WARNING,
    ),
    "derived-missing": (
        "Platsen som följer av en annan post saknas: {place}",
        "Skapa den ur reglerna.",
        Severity.WARNING,
    ),
    "vacant": ("Vakant: {many}{place}", "Utse någon.", Severity.WARNING),
    "surplus": (
        "Fler än reglerna medger: {many}{place}",
        "Avsluta det som är för mycket, eller ändra regeln.",
        Severity.WARNING,
    ),
    "wrong-region": (
        "Fel region: {many}{place}",
        "Kontrollera var personen hör hemma, eller utse någon annan.",
        Severity.WARNING,
    ),
    "no-seat": (
        "Saknar plats i {where}: {many}{place}",
        "Utse personen till en plats där, eller utse någon annan.",
        Severity.WARNING,
    ),
    "no-quorum": (
        "Så många platser är tomma att organet inte kan besluta",
        "Utse fler: mer än hälften behövs.",
        Severity.WARNING,
    ),
}


def composition_found(
    rules: Iterable[Rule],
    seats: Iterable[Seat],
    on: datetime.date,
    regions: Sequence[Region],
    bodies: Sequence[Body] = (),
) -> list[Found]:
    """What isn't as the rules say on the day. `regions` and `bodies` are those that the rules for
    each speak of. Without a rule that holds, a body is composed as it is: nothing is found."""
    rules = [each for each in rules if each.holds(on)]
    if not rules:
        return []
    left, found = list(seats), []
    demanded = voting = 0
    for rule in rules:
        for whom in rule.groups(regions, bodies):
            mine = [
                each
                for each in left
                if (each.role, each.whom) == (rule.role, whom)
                and (each.is_derived or not rule.derived)
            ]
            left = [each for each in left if each not in mine]
            found += _of_group(rule, whom, mine)
            if rule.votes:
                demanded += rule.least
                voting += sum(1 for each in mine if each.person or each.is_unknown)
    extra = Counter((each.role, each.whom) for each in left)
    found += [Found("surplus", role, whom, count) for (role, whom), count in extra.items()]
    if demanded and voting * 2 <= demanded:
        found.append(Found("no-quorum", "", None))
    return found


def _of_group(rule: Rule, whom: Whom | None, seats: list[Seat]) -> Iterator[Found]:
    """What is found of the places of one rule for one of those it counts for."""
    missing = rule.least - len(seats)
    if missing > 0:
        code = "derived-missing" if rule.derived else "places-missing"
        yield Found(code, rule.role, whom, missing)
    filled = [each for each in seats if each.person]
    vacant = min(rule.least, len(seats)) - len(filled)
    if vacant > 0:
        yield Found("vacant", rule.role, whom, vacant)
    if rule.most is not None and len(seats) > rule.most:
        yield Found("surplus", rule.role, whom, len(seats) - rule.most)
    if rule.per in (Per.EACH_REGION, Per.REGION):
        strangers = tuple(each.person for each in filled if each.region != whom)
        if strangers:
            yield Found("wrong-region", rule.role, whom, len(strangers), strangers)
    if rule.seat_in is not None:
        outside = tuple(each.person for each in filled if not each.has_other_seat)
        if outside:
            yield Found("no-seat", rule.role, whom, len(outside), outside, rule.seat_in)
