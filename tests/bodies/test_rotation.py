"""Whose turn it is: every case that was worked out by hand."""

import pytest

from bodies.rotation import Rotation
from tests.bodies.rotations import cases, day, told

CASES = cases("rotation_cases.txt")


def test_there_are_enough_cases():
    assert len(CASES) >= 80
    assert len({each.name for each in CASES}) == len(CASES)
    assert all(each.given for each in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_terms_are_those_worked_out_by_hand(case):
    for line in case.given:
        asked, _, expected = line.partition(": ")
        office, start, end = asked.split()
        rotation = Rotation(case.schemes, day(end))
        terms = rotation.terms(office.split(".")[0], office, day(start), day(end))
        assert of_span(terms, day(start), day(end)) == expected, line


def of_span(terms, start, end) -> str:
    """As the cases tell it: what is before the first and after the last of the span, too."""
    if not terms:
        return "-"
    text = told(terms)
    if terms[0].start > start:
        text = f"- | {text}"
    return f"{text} -" if terms[-1].end < end else text
