"""Which rules of composition can't be: every case that was worked out by hand."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bodies.composition import Rule
from bodies.composition_faults import Source, There, rule_faults
from tests.bodies.rotations import day
from tests.bodies.test_composition import rule

CASES_FILE = Path(__file__).parent / "composition_refusals.txt"


@dataclass
class Case:
    name: str
    regions: dict = field(default_factory=lambda: dict.fromkeys("JKÖ", (None, None)))
    bodies: dict = field(default_factory=dict)
    posts: set = field(default_factory=set)
    others: dict = field(default_factory=dict)
    beside: list[Rule] = field(default_factory=list)
    new: Rule | None = None
    source: Source | None = None
    expected: list[str] = field(default_factory=list)


def days(words: list[str]) -> dict:
    """Names with the days that they are there."""
    found = {}
    for word in words:
        name, _, end = word.partition("<")
        name, _, start = name.partition(">")
        found[name] = (day(start) if start else None, day(end) if end else None)
    return found


def cases() -> list[Case]:
    found = []
    for line in CASES_FILE.read_text().splitlines():
        word, *words = line.split() or [""]
        if line.startswith("## "):
            found.append(Case(line[3:]))
            continue
        if not found or not word:
            continue
        case = found[-1]
        if word in ("regions", "bodies"):
            setattr(case, word, days(words))
        elif word == "posts":
            case.posts.add((words[0], words[1]))
        elif word == "in":
            case.others.setdefault(words[0].rstrip(":"), []).append(rule(words[1:]))
        elif word == "rule":
            case.beside.append(rule(words))
        elif word == "new":
            if "by" in words:
                case.source = Source(*words[words.index("by") + 1 :])
                words = words[: words.index("by")]
            case.new = rule(words)
        else:
            assert word == "!", line
            case.expected.append(" ".join(words))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda each: each.name)
def test_what_stands_in_the_way_is_what_was_worked_out_by_hand(case):
    there = There(case.regions, case.bodies, frozenset(case.posts), case.others, here="Här")
    found = rule_faults(case.new, case.source, case.beside, there)
    assert [f"{each.code} {each.subject}" for each in found] == case.expected
    for each in found:
        assert each.message[0].isupper()
        assert each.message.count(".") > 1, "what is wrong, and what to do about it"


def test_no_case_is_without_a_rule():
    assert len(cases()) > 25
    assert all(each.new for each in cases())
