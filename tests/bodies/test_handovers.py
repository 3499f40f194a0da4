"""What goes from one region to another, and whom that is told and when: the cases worked out by
hand, without database."""

import datetime
from pathlib import Path

import pytest

from bodies.rotations.handovers import Handover, OfficeTurn, follows, handovers
from bodies.rotations.reminders import REMINDER_DAYS, Reminder, due

HERE = Path(__file__).parent


def cases(name: str) -> list:
    """The cases of a file by what they are called: their lines."""
    found = []
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("## "):
            found.append(pytest.param([], id=line[3:]))
        elif line and not line.startswith("#"):
            found[-1].values[0].append(line)
    return found


def day_of(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text if "-" in text else f"{text}-01-01")


def turns_in(line: str) -> list[OfficeTurn]:
    """The turns of a line "Board chair: J 2025, K 2027"."""
    whose, _, told = line.partition(": ")
    body, office = whose.split()
    parts = [each.split() for each in told.split(", ")]
    ends = [day_of(day) for _, day in parts[1:]] + [None]
    return [
        OfficeTurn(body, office, region, day_of(day), end)
        for (region, day), end in zip(parts, ends, strict=True)
        if region != "-"
    ]


def words(each: Handover) -> str:
    offices = " ".join(each.offices)
    return f"{each.day} {each.body} {each.leaving}>{each.coming}: {offices}"


@pytest.mark.parametrize("lines", cases("handover_cases.txt"))
def test_what_is_handed_over_and_what_is_told_when(lines):
    assert any(line.startswith("on ") for line in lines)
    told: set[Reminder] = set()
    turns, expected, runs = [], [], []

    def look():
        there = handovers(turns)
        assert [words(each) for each in there] == expected
        for day, wanted in runs:
            found = due(there, day, told)
            told.update(found)
            assert [f"{each.handover.body} {each.days}" for each in found] == wanted, day

    for line in lines:
        if line == "then":
            look()
            turns, expected, runs = [], [], []
        elif line.startswith("= "):
            expected.append(line[2:])
        elif line.startswith("on "):
            day, _, after = line[3:].partition(":")
            wanted = [each for each in after.strip().split(" · ") if each]
            runs.append((day_of(day), wanted))
        else:
            turns += turns_in(line)
    look()


def between(text: str) -> Handover:
    day, regions = text.split()
    return Handover("Board", day_of(day), *regions.split(">"))


@pytest.mark.parametrize("lines", cases("handover_moves.txt"))
def test_what_was_begun_follows_a_handover_that_is_moved(lines):
    there = [between(each) for each in lines[0].removeprefix("there:").strip().split(", ") if each]
    for line in lines[1:]:
        begun, _, wanted = line.partition(": ")
        found = follows(between(begun), there)
        assert str(found.day if found else "none") == wanted, line


def test_a_handover_that_stays_is_told_of_each_time_once_whatever_the_day():
    """Day by day for two years: every reminder on its own day, and never another."""
    day, seen, told = datetime.date(2027, 1, 1), [], set()
    there = [Handover("Board", day, "J", "K", ("chair",))]
    on = datetime.date(2026, 1, 1)
    while on < datetime.date(2028, 1, 1):
        for each in due(there, on, told):
            told.add(each)
            seen.append((on, each.days))
        on += datetime.timedelta(1)
    assert seen == [(day - datetime.timedelta(days), days) for days in REMINDER_DAYS]
