"""The table of cases, each met exactly."""

import tomllib
from pathlib import Path

import pytest

from documents.compare import Change, SectionText, compare

PATH = Path(__file__).with_name("comparison_cases.toml")
CASES = tomllib.loads(PATH.read_text("utf-8"))["case"]


def sections(text):
    """A case's text as sections: its HTML alone is one section."""
    if isinstance(text, str):
        text = [["a", "Uppdrag", text]]
    return [
        SectionText(key, heading, level[0] if level else 2, html)
        for key, heading, html, *level in text
    ]


@pytest.fixture(params=CASES, ids=lambda case: case["name"])
def case(request):
    return request.param


def test_there_are_forty_cases_and_more():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40


def test_comparison_marks_exactly_the_words_of_the_case(case):
    found = compare(sections(case["old"]), sections(case["new"]))
    assert found.words(Change.INSERTED) == case.get("inserted", "").split()
    assert found.words(Change.DELETED) == case.get("deleted", "").split()


def test_comparison_says_what_else_changed(case):
    found = compare(sections(case["old"]), sections(case["new"]))
    notes = [note.text for section in found.sections for note in section.all_notes]
    assert notes == case.get("notes", [])


def test_comparison_tells_the_status_of_each_section(case):
    found = compare(sections(case["old"]), sections(case["new"]))
    expected = case["status"]
    if isinstance(expected, str):
        assert [section.status for section in found.sections] == [expected]
    else:
        assert [f"{each.key} {each.status}" for each in found.sections] == expected


def test_comparison_marks_hardly_more_than_a_person(case):
    found = compare(sections(case["old"]), sections(case["new"]))
    marked = len(found.words(Change.INSERTED)) + len(found.words(Change.DELETED))
    assert marked <= 1.2 * case["person"]
