"""Two editions of a text compared: what a reader needs to see of what has changed.

Sections belong together by their key, blocks (paragraphs, items, sub-headings, rows) by their
words, and then words are compared with words. A move is told as a move, a split as a split, a
changed link as a note; only words that are another are marked. Nothing here knows a model or the
clock, and two texts that change places give the mirrored answer.

The work grows with the words: each is looked up in at most blocks.COMMON_WORD blocks, and no table
of words.TABLE_LIMIT bits is exceeded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import wording
from .blocks import grouped, staying
from .reading import Format, blocks_of, words_of
from .result import (
    BlockChange,
    CellChange,
    Change,
    Comparison,
    Item,
    ListTree,
    Note,
    Part,
    Piece,
    Run,
    SectionChange,
    Status,
)
from .runs import runs_of, steps_between
from .sections import Blocks

__all__ = [
    "BlockChange",
    "CellChange",
    "Change",
    "Comparison",
    "Format",
    "Item",
    "ListTree",
    "Note",
    "Part",
    "Piece",
    "Run",
    "SectionChange",
    "SectionText",
    "Status",
    "compare",
]


@dataclass(frozen=True)
class SectionText:
    """A section of an edition: the key that it keeps from edition to edition, its heading and the
    heading's level (2 is the highest), and its text in the small HTML of organisation.richtext."""

    key: str
    heading: str
    level: int
    html: str


def compare(old: Sequence[SectionText], new: Sequence[SectionText]) -> Comparison:
    """What changed from the old text to the new one.

    Raises ValueError if two sections of one text have the same key.
    """
    olds, news = _by_key(old), _by_key(new)
    old_blocks = {key: blocks_of(section.html) for key, section in olds.items()}
    new_blocks = {key: blocks_of(section.html) for key, section in news.items()}
    titles = {key: section.heading for key, section in {**olds, **news}.items()}
    blocks = Blocks(old_blocks, new_blocks, grouped(old_blocks, new_blocks), titles)

    old_at = {key: at for at, key in enumerate(olds)}
    new_at = {key: at for at, key in enumerate(news)}
    stays = _staying_sections(old_at, new_at, old_blocks, new_blocks)
    sections = tuple(
        _section(olds.get(key), news.get(key), old_at, new_at, key not in stays, blocks.shown(key))
        for key in _reading_order(olds, news, stays)
    )
    return Comparison(sections, wording.summary(section.status for section in sections))


def _by_key(sections: Sequence[SectionText]) -> dict[str, SectionText]:
    found = {section.key: section for section in sections}
    if len(found) != len(sections):
        keys = [section.key for section in sections]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"Two sections have the key {twice!r}: a key is one section's own.")
    return found


def _staying_sections(old_at, new_at, old_blocks, new_blocks) -> set[str]:
    """The keys of the sections that have not moved among those in both texts."""

    def weight(key):
        blocks = [*old_blocks[key], *new_blocks[key]]
        return 1 + sum(len(block.words) for block in blocks)

    # Always read from the same text, whichever is the old one, so that the answer is mirrored also
    # when two sections of the same weight have changed places.
    one, other = sorted((old_at, new_at), key=list)
    both = [key for key in one if key in other]
    chosen = staying([(one[key], other[key], weight(key)) for key in both])
    return {both[at] for at in chosen}


def _reading_order(olds, news, stays) -> list[str]:
    """The new text's order, with each removed section after the one it followed."""
    order = list(news)
    after = None
    for key in olds:
        if key not in news:
            order.insert(order.index(after) + 1 if after else 0, key)
            after = key
        elif key in stays:
            after = key
    return order


def _section(old, new, old_at, new_at, moved, blocks) -> SectionChange:
    key = (new or old).key
    positions = tuple(at[key] + 1 if key in at else None for at in (old_at, new_at))
    steps = steps_between(
        words_of(old.heading) if old else (), words_of(new.heading) if new else ()
    )
    heading, notes = runs_of(steps), []
    levels = (new.level - old.level) if old and new else 0
    changed = bool(levels) or any(run.change is not Change.KEPT for run in heading)
    changed = changed or not all(block.is_plain for block in blocks)
    if old is None:
        status = Status.ADDED
    elif new is None:
        status = Status.REMOVED
    elif moved:
        status = Status.MOVED_AND_CHANGED if changed else Status.MOVED
        notes.append(wording.section_moved(*positions))
    else:
        status = Status.CHANGED if changed else Status.UNCHANGED
    label = wording.capital(wording.word_label(heading))
    if status in (Status.ADDED, Status.REMOVED):
        # Said once for the section, not at each of its blocks.
        blocks = tuple(replace(block, label="") for block in blocks)
        label = wording.section_summary(status)
    if levels:
        notes.append(wording.heading_level("Rubriken", levels))
    return SectionChange(
        key=key,
        status=status,
        title=(new or old).heading,
        heading=heading,
        level=(new or old).level,
        blocks=blocks,
        notes=tuple(notes),
        summary=wording.section_summary(status, positions, heading, blocks, bool(levels)),
        label=label,
        old_position=positions[0],
        new_position=positions[1],
    )
