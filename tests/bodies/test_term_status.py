"""How a term stands on a day: every case that was worked out by hand."""

from pathlib import Path

import pytest

from bodies.rotations.status import Held, Status, Turn, status_of
from tests.bodies.rotations import day

CASES_FILE = Path(__file__).parent / "term_status_cases.txt"


def known_day(text):
    return None if text == "-" else day(text)


def cases():
    """(what it's called, the term, who held it, on which day, what is expected), line by line."""
    name, turn, held = "", None, []
    for line in CASES_FILE.read_text().splitlines():
        words = line.split()
        if line.startswith("## "):
            name, turn, held = line[3:], None, []
        elif not name or not words:
            continue
        elif words[0] == "turn":
            turn = Turn(words[1], *map(known_day, words[2:]))
        elif words[0] == "held":
            region = None if words[2] == "?" else words[2]
            held.append(Held(words[1], region, *map(known_day, words[3:])))
        else:
            _, on, state, *who = words
            expected = Status(state, who[0] if who else None)
            yield pytest.param(turn, tuple(held), day(on), expected, id=f"{name}, {on}")


CASES = list(cases())


@pytest.mark.parametrize(("turn", "held", "on", "expected"), CASES)
def test_term_stands_as_it_was_worked_out(turn, held, on, expected):
    assert status_of(turn, held, on) == expected


@pytest.mark.parametrize(("turn", "held", "on", "expected"), CASES)
def test_order_of_the_holders_does_not_matter(turn, held, on, expected):
    assert status_of(turn, reversed(held), on) == expected


def test_all_states_have_cases():
    states = {each.values[3].state for each in CASES}
    assert states == {"planned", "filled", "carried", "vacant"}
    assert len(CASES) >= 35
