"""What a body owes for a year, and how it stands: the cases written by hand in
`coverage_cases.txt`."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.coverage import Adjustment, Cell, Due, Paper, Standing, cell

FILE = Path(__file__).with_name("coverage_cases.txt")
Date = datetime.date


def days(text: str):
    first, _, end = text.partition("..")
    return tuple(Date.fromisoformat(each) if each else None for each in (first, end))


@dataclass
class Case:
    title: str
    on: Date = None
    year: int = 0
    body: tuple = (None, None)
    due: Due = None
    papers: list = field(default_factory=list)
    adjustments: list = field(default_factory=list)
    expected: str = ""
    seen_by_all: str = ""

    def read(self, line: str) -> None:
        word, *rest = line.split()
        match word:
            case "on":
                self.on = Date.fromisoformat(rest[0])
            case "year":
                self.year = int(rest[0])
            case "body":
                self.body = days(rest[0])
            case "duty":
                month, day = map(int, rest[1].split("-"))
                span = days(rest[2]) if rest[2:] else (None, None)
                self.due = Due(int(rest[0]), month, day, span)
            case "moved" | "exempt":
                day = Date.fromisoformat(rest[-1]) if word == "moved" else None
                self.adjustments.append(Adjustment(day, for_all="all" in rest))
            case "paper":
                self.papers.append(paper(rest))
            case "=":
                self.expected = " ".join(rest)
            case "~":
                self.seen_by_all = " ".join(rest)
            case _:
                raise ValueError(line)


def paper(words: list[str]) -> Paper:
    number, what, *rest = words
    if what != "published":
        return Paper(int(number), state=what)
    taken_back = Date.fromisoformat(rest[2]) if rest[1:] else None
    return Paper(int(number), Date.fromisoformat(rest[0]), taken_back)


def cases() -> list[Case]:
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append(Case(line[3:]))
        elif found and line:
            found[-1].read(line)
    return found


def told(found: Cell) -> str:
    words = [found.standing.value]
    if found.published:
        words.append(str(found.published))
    if found.standing is Standing.PUBLISHED and found.late:
        words.append("late")
    if found.late:
        words.append(str(found.late))
    return " ".join([*words, *filter(None, [found.because, found.work])])


def told_to_all(found: Cell) -> str:
    if found.standing is Standing.PUBLISHED:
        return f"published {found.published}"
    return "not-owed" if found.standing is Standing.NOT_OWED else "missing"


CASES = cases()


def test_there_are_as_many_cases_as_are_written():
    assert len(CASES) == 50
    assert len({each.title for each in CASES}) == 50


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.title)
def test_it_stands_as_worked_out_by_hand(case):
    found = cell(case.due, case.body, case.year, case.on, case.papers, case.adjustments)
    assert told(found) == case.expected
    public = found.seen_by_all
    assert told_to_all(public) == case.seen_by_all
    # Nothing of work under way, of what is late or exempt, is left for the public.
    assert (public.late, public.work, public.due) == (0, "", None)


SOME_DAY = st.dates(Date(2024, 1, 1), Date(2027, 12, 31))


@given(
    on=SOME_DAY,
    published=st.lists(SOME_DAY, max_size=3),
    order=st.randoms(),
    moved=st.none() | SOME_DAY,
)
def test_it_never_depends_on_the_order_that_versions_are_given_in(on, published, order, moved):
    papers = [Paper(number, day) for number, day in enumerate(sorted(published), 1)]
    shuffled = list(papers)
    order.shuffle(shuffled)
    due, decided = Due(0, 1, 31), [Adjustment(moved)] if moved else []
    found = cell(due, (None, None), 2026, on, papers, decided)
    assert found == cell(due, (None, None), 2026, on, shuffled, decided)
    has_come = any(each <= on for each in published)
    assert (found.standing is Standing.PUBLISHED) == has_come
    assert found.late >= 0
