"""A commission and a new version of its shared text, against cases written by hand."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.composing import Piece, compose

CASES = tomllib.loads(Path(__file__).with_name("composing_cases.toml").read_text())["case"]


def piece(told: str) -> Piece:
    name = told.lstrip("+!")
    return Piece(name, "" if told[0] == "+" else name, told[0] == "!")


def told(piece: Piece) -> str:
    if not piece.shared:
        return f"+{piece.key}"
    return f"!{piece.shared}" if piece.is_own else piece.shared


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_commission_becomes_what_the_case_says(case):
    composed = compose(
        map(piece, case["now"]),
        before=case["before"],
        after=case["after"],
        keep=frozenset(case.get("keep", ())),
    )
    assert [told(each) for each in composed.pieces] == case["becomes"]
    for name in ("added", "gone", "freed"):
        assert list(getattr(composed, name)) == case.get(name, []), name


names = st.sampled_from("abcdef")


@st.composite
def commissions(draw):
    before = draw(st.lists(names, unique=True))
    after = draw(st.lists(names, unique=True))
    had = draw(st.permutations([each for each in before if draw(st.booleans())]))
    now = [Piece(each, each, draw(st.booleans())) for each in had]
    for number in range(draw(st.integers(0, 3))):
        now.insert(draw(st.integers(0, len(now))), Piece(f"own-{number}"))
    return now, before, after


@settings(max_examples=300, deadline=None)
@given(commissions())
def test_nothing_of_ones_own_is_lost_and_nothing_comes_twice(given_):
    now, before, after = given_
    becomes = compose(now, before=before, after=after)
    own = [each.key for each in now if not each.shared or each.is_own]
    keys = [each.key for each in becomes.pieces]
    assert set(own) <= set(keys)
    made = [each.shared for each in becomes.pieces if each.shared]
    assert len(made) == len(set(made))
    assert set(made) <= set(after)
    assert [each for each in keys if each] == list(dict.fromkeys(each for each in keys if each))


@settings(max_examples=300, deadline=None)
@given(commissions())
def test_to_compose_again_changes_nothing(given_):
    now, before, after = given_
    once = compose(now, before=before, after=after).pieces
    named = [Piece(each.key or each.shared, each.shared, each.is_own) for each in once]
    again = compose(named, before=after, after=after)
    assert list(again.pieces) == named
    assert (again.added, again.gone, again.freed) == ((), (), ())
