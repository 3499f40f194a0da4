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
# And so many pairs of words are compared in all, those of the most promising sections first: a
# person waits for the answer.
MOST_WORK = 40_000_000
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
    alike = _alike(
        {place: read[place].text for place in new}, {other: known[other].text for other in left}
    )
    for place, other in alike:
        if found[place] is None and other in left:
            pair(place, other)
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


def _alike(read: dict[int, str], known: dict[int, str]) -> list[tuple[int, int]]:
    """The places of texts that say much the same, those most alike first."""
    new = {place: text.casefold().split()[:MOST] for place, text in read.items()}
    new = {place: words for place, words in new.items() if len(words) >= FEWEST}
    pairs = []
    for other, text in known.items():
        words = text.casefold().split()[:MOST]
        if len(words) < FEWEST:
            continue
        matcher = SequenceMatcher(None, "", words, autojunk=False)
        for place, each in new.items():
            matcher.set_seq1(each)
            # The quick ratios are never less than the real one.
            if matcher.real_quick_ratio() >= ALIKE and (most := matcher.quick_ratio()) >= ALIKE:
                pairs.append((-most, place, other, each, words))
    found, work = [], 0
    for _, place, other, each, words in sorted(pairs, key=lambda pair: pair[:3]):
        work += len(each) * len(words)
        if work > MOST_WORK:
            break
        ratio = SequenceMatcher(None, each, words, autojunk=False).ratio()
        if ratio >= ALIKE:
            found.append((-ratio, place, other))
    return [(place, other) for _, place, other in sorted(found)]
