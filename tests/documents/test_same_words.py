"""Which words stay: the longest common row of words, and what is done to make it read well."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.compare import words as words_module
from documents.compare.words import longest_common, same_words

rows = st.lists(st.sampled_from("abcd.,"), max_size=14)
numbered = st.lists(st.integers(0, 40).map(str), max_size=40)


def length_by_table(old, new):
    """The length of a longest common subsequence, in the plain way."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            same = best[i][j] + 1 if one == other else 0
            best[i + 1][j + 1] = max(same, best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


def is_sound(pairs, old, new):
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    return rising and all(old[i] == new[j] for i, j in pairs)


@settings(deadline=None, max_examples=300)
@given(rows, rows)
def test_as_many_words_stay_as_can(old, new):
    pairs = longest_common(old, new)
    assert is_sound(pairs, old, new)
    assert len(pairs) == length_by_table(old, new)


@settings(deadline=None, max_examples=300)
@given(rows, rows)
def test_sliding_and_islands_keep_the_pairs_sound_and_mirrored(old, new):
    pairs = same_words(old, new)
    assert is_sound(pairs, old, new)
    assert [(j, i) for i, j in same_words(new, old)] == pairs


@pytest.fixture(scope="module")
def small_tables():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words_module, "TABLE_LIMIT", 16)
        yield


@settings(deadline=None, max_examples=300)
@given(numbered, numbered)
def test_texts_too_large_for_a_table_are_cut_at_words_of_their_own(small_tables, old, new):
    assert is_sound(longest_common(old, new), old, new)
    assert longest_common(old, old) == [(at, at) for at in range(len(old))]


def test_large_texts_keep_what_is_the_same_between_their_own_words(small_tables):
    old, new = [*"xabcdefy"], [*"zabc", "ny", *"defw"]
    assert longest_common(old, new) == [(1, 1), (2, 2), (3, 3), (4, 5), (5, 6), (6, 7)]


def test_large_texts_without_words_of_their_own_are_all_changed(small_tables):
    assert longest_common(["x", *"abab" * 3, "y"], ["z", *"baba" * 3, "w"]) == []


@pytest.mark.parametrize(
    ("old", "new", "inserted"),
    [
        ("A . C .", "A . B . C .", "B ."),
        ("a , c", "a , b , c", "b ,"),
        ("i länet", "i staden i länet", "i staden"),
        ("a b", "a b a b", "a b"),
    ],
)
def test_an_insertion_begins_and_ends_where_it_reads_best(old, new, inserted):
    old, new = old.split(), new.split()
    kept = {j for _, j in same_words(old, new)}
    assert [word for at, word in enumerate(new) if at not in kept] == inserted.split()


@pytest.mark.parametrize(
    ("old", "new", "staying"),
    [
        ("x1 x2 och x3 x4 slut", "y1 y2 och y3 y4 slut", "slut"),
        # A longer word, or a single word on either side, and it stays.
        ("x1 x2 vården x3 x4", "y1 y2 vården y3 y4", "vården"),
        ("x1 och x3 x4", "y1 och y3 y4", "och"),
    ],
)
def test_small_words_between_rewritten_passages_go_with_them(old, new, staying):
    old, new = old.split(), new.split()
    assert [old[i] for i, _ in same_words(old, new)] == staying.split()
