"""How evenly a burden is shared: every case that was worked out by hand."""

import datetime
import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodies.fairness import Held, Member, shares, years
from tests.bodies.rotations import day

CASES_FILE = Path(__file__).parent / "fairness_cases.txt"


@dataclass
class Case:
    name: str
    members: list[Member] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    span: tuple = ()
    held: list[Held] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    found = []
    for line in CASES_FILE.read_text().splitlines():
        words = line.split()
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif not found or not words:
            continue
        elif words[0] == "regions":
            found[-1].members = [member(each) for each in words[1:]]
        elif words[0] == "people":
            people = zip(words[1::2], map(int, words[2::2]), strict=True)
            found[-1].people = dict(people)
        elif words[0] == "span":
            found[-1].span = (day(words[1]), day(words[2]))
        elif words[0] == "=":
            found[-1].expected.append(line[2:])
        else:
            measure, region, *days = words
            start, end = (None if each == "-" else day(each) for each in days)
            found[-1].held.append(Held(measure, region, start, end))
    return found


def member(text: str) -> Member:
    region, sign, since = re.fullmatch(r"(\w)([<>]?)([\d-]*)", text).groups()
    return Member(
        region,
        day(since) if sign == ">" else None,
        day(since) if sign == "<" else None,
    )


def told(share) -> str:
    text = f"{share.measure} {share.region} {float(share.years):.2f}"
    text += f" equal {float(share.equal):.2f} {float(share.off_equal):+.2f}"
    if share.by_people is not None:
        text += f" people {float(share.by_people):.2f} {float(share.off_people):+.2f}"
    return text


@pytest.mark.parametrize("case", cases(), ids=lambda each: each.name)
def test_shares_are_those_worked_out_by_hand(case):
    found = shares(case.held, case.members, *case.span, case.people)
    assert [told(each) for each in found] == case.expected


def test_years_are_calendar_years():
    assert years(day("2020"), day("2024")) == 4
    assert years(day("2023-07-02"), day("2024-07-01")) == Fraction(183, 365) + Fraction(182, 366)
    assert years(day("2024"), day("2024")) == 0
    assert years(day("2025"), day("2024")) == 0


DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 1, 1))
SPELLS = st.lists(
    st.tuples(st.sampled_from("JKÖ"), DAYS, DAYS).filter(lambda each: each[1] < each[2]),
    max_size=8,
)


@given(SPELLS, DAYS, DAYS)
def test_what_some_have_too_much_others_have_too_little(spells, start, end):
    held = [Held("chair", *each) for each in spells]
    found = shares(held, [Member(each) for each in "JKÖ"], start, end, {"J": 4, "K": 2, "Ö": 6})
    assert sum(each.off_equal for each in found) == 0
    assert sum(each.off_people for each in found) == 0
    together = sum(
        (years(max(each.start, start), min(each.end, end)) for each in held), Fraction(0)
    )
    assert sum(each.years for each in found) == together
