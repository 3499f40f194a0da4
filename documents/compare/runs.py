"""Words side by side: what is kept, inserted and deleted, and what else changed in what is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from . import wording
from .reading import Word
from .result import Change, Note, Piece, Run
from .words import same_words

CLOSING = frozenset(".,;:!?)]}”%")


@dataclass(frozen=True, slots=True)
class Step:
    """A word of the text as it is shown; a kept word is one of each text."""

    change: Change
    old: Word | None
    new: Word | None
    part: int = 0

    @property
    def word(self) -> Word:
        return self.new or self.old


def steps_between(old: Sequence[Word], new: Sequence[Word], starts: Sequence[int] = ()) -> list:
    """The words of both texts in the order shown: what is deleted stands before what replaces it.

    `starts` are the places in the new words where a further part of a split block begins; each step
    then tells its part.
    """
    pairs = same_words([word.text for word in old], [word.text for word in new])
    steps, i, j, part = [], 0, 0, 0
    for stop_old, stop_new in [*pairs, (len(old), len(new))]:
        steps += [Step(Change.DELETED, word, None, part) for word in old[i:stop_old]]
        for at in range(j, min(stop_new + 1, len(new))):
            part += at in starts
            if at < stop_new:
                steps.append(Step(Change.INSERTED, None, new[at], part))
            else:
                steps.append(Step(Change.KEPT, old[stop_old], new[at], part))
        i, j = stop_old + 1, stop_new + 1
    return steps


def steps_of(words: Iterable[Word], change: Change) -> list[Step]:
    """The words of one text, all of them inserted or all deleted."""
    if change is Change.INSERTED:
        return [Step(change, None, word) for word in words]
    return [Step(change, word, None) for word in words]


def joined(blocks: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of several blocks as those of one, with a space between the blocks."""
    words: list[Word] = []
    for block in blocks:
        for at, word in enumerate(block):
            spaced = word if at or not words else Word(word.text, word.spans, space=True)
            words.append(spaced)
    return tuple(words)


def runs_of(steps: Sequence[Step]) -> tuple[Run, ...]:
    """The steps gathered into runs, ready to show."""
    runs, before = [], None
    for change, group in groupby(steps, key=lambda step: step.change):
        row = list(group)
        space = before is not None and _space(before, row[0])
        runs.append(Run(change, tuple(step.word.text for step in row), _pieces(row), space))
        before = change
    return tuple(runs)


def _space(before: Change, step: Step) -> bool:
    if step.word.space:
        return True
    if before is not Change.DELETED:
        return False
    if step.old and step.new:
        return step.old.space
    return step.word.text not in CLOSING


def _pieces(row: Sequence[Step]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for at, step in enumerate(row):
        word = step.word
        altered = step.change is Change.KEPT and _looks(step.old) != _looks(step.new)
        for number, (letters, look) in enumerate(word.spans):
            broken = word.broken and number == 0
            space = " " if at and word.space and not number and not broken else ""
            last = pieces[-1] if pieces else None
            if last and not broken and (last.look, last.altered) == (look, altered):
                pieces[-1] = Piece(last.text + space + letters, look, altered, last.broken)
            else:
                # A link begins with its words, not with the space before them.
                if space and last:
                    pieces[-1] = Piece(last.text + space, last.look, last.altered, last.broken)
                pieces.append(Piece(letters, look, altered, broken))
    return tuple(pieces)


def _looks(word: Word) -> list:
    return [look for letters, look in word.spans for _ in letters]


def notes_of(steps: Sequence[Step]) -> list[Note]:
    """What changed without changing the words: bold, emphasis, links, line breaks."""
    notes: list[tuple[Note, list[Word]]] = []
    going_on: dict[Note, list[Word]] = {}
    for kept, group in groupby(steps, key=lambda step: step.change is Change.KEPT):
        row = list(group)
        if not kept:
            going_on = {}
            note = _replaced_link(row)
            if note and note not in [each for each, _ in notes]:
                notes.append((note, []))
            continue
        for step in row:
            now = {}
            for note in _alterations(step.old, step.new):
                if note not in going_on:
                    notes.append((note, []))
                now[note] = going_on.get(note, notes[-1][1])
                now[note].append(step.new)
            going_on = now
            if step.old.broken != step.new.broken:
                said = "tillagd" if step.new.broken else "borttagen"
                notes.append((Note(f"Radbrytning {said}"), []))
    return [replace(note, words=plain(words)) for note, words in notes]


def plain(words: Sequence[Word]) -> str:
    """Words as a plain text."""
    spaced = [(" " if word.space and at else "") + word.text for at, word in enumerate(words)]
    return "".join(spaced)


def _alterations(old: Word, new: Word) -> list[Note]:
    if old.spans == new.spans:
        return []
    looks = list(zip(_looks(old), _looks(new), strict=True))
    said = []
    for index, name in ((0, "Fetstil"), (1, "Kursiv stil")):
        if any(one[index] and not other[index] for one, other in looks):
            said.append(Note(f"{name} borttagen"))
        if any(other[index] and not one[index] for one, other in looks):
            said.append(Note(f"{name} tillagd"))
    links = {(one.href, other.href): None for one, other in looks if one.href != other.href}
    return said + [wording.link(*each) for each in links]


def _replaced_link(row: Sequence[Step]) -> Note | None:
    """A link whose words were replaced together with its address."""
    links = {Change.DELETED: {}, Change.INSERTED: {}}
    for step in row:
        for _, look in step.word.spans:
            if look.href:
                links[step.change][look.href] = None
    old = [href for href in links[Change.DELETED] if href not in links[Change.INSERTED]]
    new = [href for href in links[Change.INSERTED] if href not in links[Change.DELETED]]
    return wording.link(old[0], new[0]) if len(old) == len(new) == 1 else None
