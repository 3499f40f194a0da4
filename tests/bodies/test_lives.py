"""What becomes of what when bodies end, change or become one: the cases written by hand in
`life_cases.txt`, each worked out without a database."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bodies.lives import plan
from bodies.lives.rules import start_findings
from bodies.lives.values import (
    BodyFacts,
    Does,
    Followed,
    Held,
    Link,
    Name,
    Outcome,
    PostFacts,
    Thing,
    World,
)
from organisation.rules import Severity

FILE = Path(__file__).with_name("life_cases.txt")
EARLIER = datetime.date(2020, 6, 1)


def a_day(text: str) -> datetime.date | None:
    if not text:
        return None
    return datetime.date.fromisoformat(text if "-" in text else f"{text}-01-01")


def some_days(text: str):
    first, _, end = text.partition("..")
    return a_day(first), a_day(end)


@dataclass
class Case:
    """A case as it's written, and read."""

    title: str
    bodies: dict = field(default_factory=dict)
    links: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    held: list = field(default_factory=list)
    turns: list = field(default_factory=list)
    names: list = field(default_factory=list)
    roles: dict = field(default_factory=dict)
    doing: list = field(default_factory=list)
    on: datetime.date = EARLIER
    expected: list = field(default_factory=list)

    def pk(self, letter: str) -> int:
        return list(self.bodies).index(letter) + 1

    def letter(self, pk: int) -> str:
        return "Ny" if pk == 0 else list(self.bodies)[pk - 1]

    def role(self, word: str) -> int:
        return self.roles.setdefault(word, len(self.roles) + 1)

    def world(self) -> World:
        bodies = {
            self.pk(each): BodyFacts(self.pk(each), each, days)
            for each, days in self.bodies.items()
        }
        rows = (self.links, self.posts, self.held, self.turns, self.names)
        return World(bodies, *map(tuple, rows))


def read(text: str) -> list[Case]:
    cases = []
    for block in re.split(r"^## ", text, flags=re.M)[1:]:
        lines = [each.strip() for each in block.splitlines() if each.strip()]
        case = Case(lines[0])
        for line in sorted(lines[1:], key=lambda each: " body " not in f" {each} "):
            read_line(case, line)
        cases.append(case)
    return cases


def read_line(case: Case, line: str) -> None:
    words = line.split()
    if line[0] in "=!?":
        case.expected.append(line)
    elif words[0] == "do":
        case.doing = words[1:]
    elif words[:2] == ["as", "of"]:
        case.on = a_day(words[2])
    elif words[0] == "post":
        read_post(case, words)
    elif words[0] in ("held", "turn"):
        rows = case.held if words[0] == "held" else case.turns
        rows.append(Held(len(rows) + 1, int(words[1]), some_days(words[2])))
    elif words[1] == "body":
        case.bodies[words[0]] = some_days(words[2])
    elif words[1] == "name":
        days = some_days(words[3])
        case.names.append(Name(len(case.names) + 1, case.pk(words[0]), words[2], days))
    else:
        subject, kind, target, days = words
        link = Link(len(case.links) + 1, case.pk(subject), kind, case.pk(target), some_days(days))
        case.links.append(link)


def read_post(case: Case, words: list[str]) -> None:
    number, _, body, role, *rest = words[1:]
    follows = None
    if rest:
        _, followed, _, of, *how = rest
        relation = how[1] if how[:1] == ["by"] else ""
        turn = int(how[1]) if how[:1] == ["turn"] else None
        follows = Followed(case.role(followed), case.pk(of), relation, turn)
    post = PostFacts(int(number), case.pk(body), case.role(role), (None, None), role, follows)
    case.posts.append(post)


def done(case: Case) -> Outcome:
    verb, *words = case.doing
    world, day = case.world(), None
    if verb == "start":
        name, _, under, days = words
        facts = world.bodies[case.pk(under)]
        return Outcome((), tuple(start_findings(world, name, some_days(days), facts, case.on)))
    day = a_day(words[-1])
    if verb == "end":
        return plan.ending(world, case.pk(words[0]), day, case.on)
    if verb == "move":
        return plan.moving(world, case.pk(words[0]), case.pk(words[2]), day, case.on)
    if verb == "rename":
        return plan.renaming(world, case.pk(words[0]), words[2], day, case.on)
    at = words.index("by" if verb == "replace" else "into")
    olds = [case.pk(each) for each in words[:at]]
    return plan.replacing(world, olds, case.pk(words[-2]), day, case.on, is_new="new" in words[at:])


def text_of(day: datetime.date | None) -> str:
    if day is None:
        return ""
    return str(day.year) if (day.month, day.day) == (1, 1) else day.isoformat()


def told(case: Case, outcome: Outcome) -> list[str]:
    return [
        *(f"= {change_told(case, each)}" for each in outcome.changes),
        *(
            f"{'!' if each.severity is Severity.ERROR else '?'} {each.code} about "
            f"{case.letter(int(each.subject))}"
            for each in outcome.findings
        ),
    ]


def change_told(case: Case, change) -> str:
    if change.does is Does.NEW:
        return f"+ {new_told(case, change)}"
    row = row_told(case, change)
    return f"{row} never" if change.does is Does.NEVER else f"{row} ends {text_of(change.day)}"


def new_told(case: Case, change) -> str:
    new = change.new
    if change.thing is Thing.POST:
        follows = f" follows {case.letter(new.follows.body)}" if new.follows else ""
        return f"post like {change.pk} in {case.letter(new.body)}{follows}"
    days = f"{text_of(new.days[0])}..{text_of(new.days[1])}"
    if change.thing is Thing.NAME:
        return f"{case.letter(new.body)} name {new.name} {days}"
    return f"{case.letter(new.subject)} {new.kind} {case.letter(new.object)} {days}"


def row_told(case: Case, change) -> str:
    number = change.pk - 1
    if change.thing is Thing.BODY:
        return case.letter(change.pk)
    if change.thing is Thing.LINK:
        link = case.links[number]
        return f"{case.letter(link.subject)} {link.kind} {case.letter(link.object)}"
    if change.thing is Thing.NAME:
        return f"{case.letter(case.names[number].body)} name {case.names[number].name}"
    if change.thing is Thing.POST:
        return f"post {change.pk}"
    held = (case.held if change.thing is Thing.HELD else case.turns)[number]
    return f"{change.thing} {held.post} {text_of(held.days[0])}"


CASES = read(FILE.read_text(encoding="utf-8"))


def test_there_are_as_many_cases_as_are_written():
    assert len(CASES) == 85
    assert len({each.title for each in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.title)
def test_what_becomes_of_what_is_as_worked_out_by_hand(case):
    assert sorted(told(case, done(case))) == sorted(case.expected)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.title)
def test_every_refusal_says_how_it_is_resolved(case):
    for each in done(case).findings:
        assert each.message.count(".") >= 2 or each.code == "same-place", each.message
