"""Whose turn it is: every case that was worked out by hand."""

import pytest

from bodies.rotation import Rota, Rotation
from bodies.rotation_faults import rotation_faults
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


REFUSALS = cases("rotation_refusals.txt")


@pytest.mark.parametrize("case", REFUSALS, ids=lambda each: each.name)
def test_what_cannot_be_is_told_and_nothing_else(case):
    found = rotation_faults(case.schemes, lambda on: "JKÖ")
    assert sorted({f"{each.subject} {each.code}" for each in found}) == sorted(case.faults)
    assert all(each.message.endswith(".") for each in found)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_what_was_worked_out_has_no_fault(case):
    parts = [each for scheme in case.schemes for each in scheme.parts]
    own = {each.since: {*each.order, *each.without} for each in parts if isinstance(each, Rota)}
    assert rotation_faults(case.schemes, lambda on: own.get(on, set("JKÖBHS"))) == []
