"""Which section of one text is which of another, where no key says so: a file from a word
processor. Pure: headings and plain words in, places out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Sections are the same one when this much of their words are, in order.
ALIKE = 0.7
# So few words can be the same by chance.
FEWEST = 5
# A longer section is compared by its beginning: the time grows by the square.
MOST = 600
# "1.2 Mål": the number is Word's, not the heading's.
_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s+")


@dataclass(frozen=True)
class Words:
    """A section: its heading, and its words as plain text."""

    heading: str
    text: str


def matches(read: Sequence[Words], known: Sequence[Words]) -> list[int | None]:
    """For each section read, the place of the known one that it is, or None for a new one; no known
    one is taken twice. The same words go first, then the same heading, then likeness."""
    found: list[int | None] = [None] * len(read)
    left = list(range(len(known)))

    def pair(place: int, other: int) -> None:
        found[place] = other
        left.remove(other)

    for same in (_is_same, _says_the_same, _has_same_heading):
        for place, each in enumerate(read):
            if found[place] is None:
                other = next((n for n in left if same(each, known[n])), None)
                if other is not None:
                    pair(place, other)
    new = [place for place, other in enumerate(found) if other is None]
    likeness = [
        (ratio, -place, -other)
        for place in new
        for other in left
        if (ratio := _likeness(read[place].text, known[other].text)) >= ALIKE
    ]
    for _, place, other in sorted(likeness, reverse=True):
        if found[-place] is None and -other in left:
            pair(-place, -other)
    return found


def _is_same(one: Words, other: Words) -> bool:
    return _has_same_heading(one, other) and _says_the_same(one, other)


def _says_the_same(one: Words, other: Words) -> bool:
    return bool(one.text) and one.text.split() == other.text.split()


def _has_same_heading(one: Words, other: Words) -> bool:
    return _bare(one.heading) == _bare(other.heading)


def _bare(heading: str) -> str:
    """The heading without number, capitals and final colon."""
    return " ".join(_NUMBER.sub("", heading).casefold().rstrip(":. ").split())


def _likeness(one: str, other: str) -> float:
    """How much of two texts is the same words in the same order: 0–1."""
    a, b = one.casefold().split()[:MOST], other.casefold().split()[:MOST]
    if min(len(a), len(b)) < FEWEST:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    # The quick ratios are never less than the real one.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
