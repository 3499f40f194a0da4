"""What holds of the comparison whatever the texts are."""

import sys
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings

from documents.compare import Change, SectionText, Status, compare
from documents.compare.reading import blocks_of, words_of
from organisation.richtext import clean_html
from tests.documents.texts import editions

# Texts are slow to invent; how long one takes tells nothing of the comparison.
any_texts = settings(deadline=None, max_examples=60)
KEPT, INSERTED, DELETED = Change.KEPT, Change.INSERTED, Change.DELETED


def words_read(text):
    """The words of each section that has any, and its heading's."""
    return {
        section.key: (
            [word.text for word in words_of(section.heading)],
            [word for block in blocks_of(section.html) for word in block.texts],
        )
        for section in text
    }


def words_told(found, kind):
    """The same, of a comparison when every insertion is accepted (kind is inserted: the new text)
    or every insertion is rejected (kind is deleted: the old one)."""
    new = kind is INSERTED
    missing = Status.REMOVED if new else Status.ADDED
    told = {section.key: section for section in found.sections if section.status != missing}
    blocks = defaultdict(list)
    for section in found.sections:
        for block in section.blocks:
            place = block.new_at if new else block.old_at
            if place:
                blocks[place[0]].append((place[1], block))

    def words(runs):
        return [word for run in runs if run.change in (KEPT, kind) for word in run.words]

    return {
        key: (
            words(section.heading),
            [
                word
                for _, block in sorted(blocks[key], key=lambda each: each[0])
                for word in words(block.all_runs)
            ],
        )
        for key, section in told.items()
    }


@any_texts
@given(editions())
def test_a_text_compared_with_itself_has_no_change(texts):
    for text in texts:
        found = compare(text, text)
        assert found.summary == "Inga skillnader"
        assert {section.status for section in found.sections} <= {Status.UNCHANGED}
        assert all(block.is_plain for each in found.sections for block in each.blocks)
        assert found.words(INSERTED) == found.words(DELETED) == []
        assert [note for section in found.sections for note in section.all_notes] == []


@any_texts
@given(editions())
def test_accepting_gives_the_new_words_and_rejecting_the_old(texts):
    old, new = texts
    found = compare(old, new)
    assert words_told(found, INSERTED) == words_read(new)
    assert words_told(found, DELETED) == words_read(old)


@any_texts
@given(editions())
def test_new_letters_keep_their_look_and_their_spaces(texts):
    """What stays is shown as the new text has it: bold, links and the spaces between words."""
    old, new = texts
    shown = {}
    for section in compare(old, new).sections:
        for block in section.blocks:
            if block.new_at and block.kind != "row":
                runs = [run for run in block.runs if run.change is not DELETED]
                shown[block.new_at] = [
                    (letter, piece.look)
                    for run in runs
                    for piece in run.pieces
                    for letter in piece.text
                    if letter != " "
                ]
    for section in new:
        for at, block in enumerate(blocks_of(section.html)):
            if block.kind != "row":
                assert shown[section.key, at] == [
                    (letter, look)
                    for word in block.words
                    for letters, look in word.spans
                    for letter in letters
                ]


MIRRORED = {
    Status.ADDED: Status.REMOVED,
    Status.REMOVED: Status.ADDED,
    INSERTED: DELETED,
    DELETED: INSERTED,
    KEPT: KEPT,
}


def told(found, mirrored=False):
    """Everything that a comparison marks, without regard to where it is shown."""

    def seen(value):
        return MIRRORED.get(value, value) if mirrored else value

    statuses = {section.key: seen(section.status) for section in found.sections}
    words = Counter(
        (seen(run.change), word)
        for section in found.sections
        for run in section.all_runs
        for word in run.words
        if run.change is not KEPT
    )
    places = ("new_at", "old_at") if mirrored else ("old_at", "new_at")
    moved = Counter(
        tuple(getattr(block, each) for each in places)
        for section in found.sections
        for block in section.blocks
        if block.moved and all(getattr(block, each) for each in places)
    )
    return statuses, words, moved


@any_texts
@given(editions())
def test_comparison_is_mirrored_when_the_texts_change_places(texts):
    old, new = texts
    one, other = told(compare(old, new)), told(compare(new, old), mirrored=True)
    assert one[0] == other[0]
    assert one[1] == other[1]
    assert one[2] == other[2]


@any_texts
@given(editions())
def test_a_section_is_unchanged_only_if_its_words_are(texts):
    old, new = words_read(texts[0]), words_read(texts[1])
    for section in compare(*texts).sections:
        if section.status in (Status.UNCHANGED, Status.MOVED):
            assert old[section.key] == new[section.key]
        if section.status in (Status.CHANGED, Status.MOVED_AND_CHANGED):
            assert section.summary
            assert section.all_notes or {run.change for run in section.all_runs} != {KEPT}


def test_two_sections_with_one_key_are_refused():
    twice = [SectionText("a", "Bakgrund", 2, ""), SectionText("a", "Uppdrag", 2, "")]
    with pytest.raises(ValueError, match="'a'"):
        compare(twice, [])


def lines_run(work):
    """How many lines of Python a piece of work runs, the same on every machine."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def paragraphs(words, size):
    return "".join(f"<p>{' '.join(words[at : at + size])}</p>" for at in range(0, len(words), size))


def numbered(start, count, step=1):
    return [f"ord{at}" for at in range(start, start + count * step, step)]


FEW = ["vård", "plan", "och", "region", "grupp"]


def hard_texts(name, count):
    """Two texts of so many words that ask for as much work as a text can."""
    one, few, backwards = ["vård"] * count, FEW * (count // 5), FEW[::-1] * (count // 5)
    others = numbered(count, count)
    old, new, size = {
        "one word": (one, one[7:], 20),
        "one word in one paragraph": (one, one[7:], count),
        "few words": (few, backwards, 20),
        "few words in one paragraph": (few, backwards, count),
        "a word to a paragraph": (few, backwards, 1),
        "nothing in common": (numbered(0, count), others, 20),
        "nothing in common in one paragraph": (numbered(0, count), others, count),
        "the other way round": (numbered(0, count), numbered(0, count)[::-1], 20),
        "every other word": (numbered(0, count), numbered(0, count // 2, 2), 20),
    }[name]
    return [[SectionText("a", "Text", 2, paragraphs(words, size))] for words in (old, new)]


HARD = [
    *("one word", "one word in one paragraph", "few words", "few words in one paragraph"),
    *("a word to a paragraph", "nothing in common", "nothing in common in one paragraph"),
    *("the other way round", "every other word"),
]


@pytest.mark.parametrize("name", HARD)
def test_work_grows_with_the_words_and_not_with_their_square(name):
    small, large = (hard_texts(name, count) for count in (800, 3200))
    assert lines_run(lambda: compare(*large)) < 5.5 * lines_run(lambda: compare(*small))


@pytest.mark.full
@pytest.mark.parametrize("name", HARD)
def test_twenty_thousand_words_take_bounded_work(name):
    texts = hard_texts(name, 20_000)
    assert lines_run(lambda: compare(*texts)) < 400 * 40_000


@any_texts
@given(editions())
def test_cleaning_the_texts_first_makes_no_difference(texts):
    cleaned = [
        [SectionText(each.key, each.heading, each.level, clean_html(each.html)) for each in text]
        for text in texts
    ]
    assert told(compare(*texts)) == told(compare(*cleaned))
