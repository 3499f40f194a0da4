"""What a comparison says: plain values to render and to summarise."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .reading import Format


class Change(StrEnum):
    """What happened to words, a cell or a block. A block is `changed` when something in it is;
    `gone` stands where a block was that now stands in another section."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"
    GONE = "gone"


class Status(StrEnum):
    """What happened to a section."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_AND_CHANGED = "moved and changed"


@dataclass(frozen=True)
class Piece:
    """Letters with one look. `altered`: the words stay, but their look or link is another."""

    text: str
    look: Format
    altered: bool = False
    broken: bool = False

    @property
    def is_internal(self) -> bool:
        """Whether it leads to a page of the site, with nothing asked of that page."""
        href = self.look.href
        return href.startswith("/") and not href.startswith("//") and not {"?", "#"} & {*href}


@dataclass(frozen=True)
class Run:
    """Words in a row that are kept, inserted or deleted. `space`: one stands before them."""

    change: Change
    words: tuple[str, ...]
    pieces: tuple[Piece, ...]
    space: bool = False


@dataclass(frozen=True)
class Note:
    """A change that isn't of words: what happened, further detail, the words it concerns."""

    what: str
    detail: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        return f"{self.what} {self.detail}".strip()


@dataclass(frozen=True)
class CellChange:
    """A table cell; one that a row never had is empty and kept."""

    change: Change
    runs: tuple[Run, ...] = ()
    notes: tuple[Note, ...] = ()
    header: bool = False


@dataclass(frozen=True)
class BlockChange:
    """A paragraph, item, sub-heading or row, as it is shown.

    `old_at` and `new_at` are where it stands in each text, as section key and number (None: it
    isn't there). The parts of a split block share `old_at`; a merged block has the first one's.
    `label` says in a few words what happened to its words, `notes` everything else.
    """

    kind: str
    change: Change
    runs: tuple[Run, ...] = ()
    notes: tuple[Note, ...] = ()
    label: str = ""
    moved: bool = False
    depth: int = 0
    ordered: bool = False
    number: int = 0
    begins: bool = True
    level: int = 0
    cells: tuple[CellChange, ...] = ()
    table: tuple = ()
    old_at: tuple[str, int] | None = None
    new_at: tuple[str, int] | None = None

    @property
    def is_plain(self) -> bool:
        return self.change is Change.KEPT and not self.moved

    @property
    def all_runs(self) -> tuple[Run, ...]:
        return self.runs + tuple(run for cell in self.cells for run in cell.runs)

    @property
    def all_notes(self) -> tuple[Note, ...]:
        return self.notes + tuple(note for cell in self.cells for note in cell.notes)


@dataclass
class Item:
    """An item of a list; `under` are its further paragraphs and the lists in it."""

    block: BlockChange
    under: list["BlockChange | ListTree"] = field(default_factory=list)


@dataclass
class ListTree:
    """Items in a row as the nested list they make."""

    ordered: bool
    items: list[Item] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return "ol" if self.ordered else "ul"


@dataclass(frozen=True)
class Part:
    """Blocks in a row of one shape: `kind` is paragraph, heading, list or table. `level` is that
    of a sub-heading on the page, under the section's own heading."""

    kind: str
    block: BlockChange | None = None
    level: int = 0
    tree: ListTree | None = None
    rows: tuple[BlockChange, ...] = ()


@dataclass(frozen=True)
class SectionChange:
    """A section of the new text, or a removed one where it stood. Positions count from 1.

    `label` says what happened to the section or its heading's words, `notes` how it moved,
    `summary` everything in it, in a line.
    """

    key: str
    status: Status
    title: str
    heading: tuple[Run, ...]
    level: int
    blocks: tuple[BlockChange, ...]
    notes: tuple[Note, ...]
    summary: str
    label: str
    old_position: int | None
    new_position: int | None

    @property
    def is_changed(self) -> bool:
        return self.status is not Status.UNCHANGED

    @property
    def anchor(self) -> str:
        """The fragment that leads here, of its own on the page."""
        if self.new_position is None:
            return f"struket-avsnitt-{self.old_position}"
        return f"avsnitt-{self.new_position}"

    @property
    def heading_level(self) -> int:
        return min(max(self.level, 2), 4)

    @property
    def all_notes(self) -> tuple[Note, ...]:
        return self.notes + tuple(note for block in self.blocks for note in block.all_notes)

    @property
    def all_runs(self) -> tuple[Run, ...]:
        return self.heading + tuple(run for block in self.blocks for run in block.all_runs)

    @property
    def parts(self) -> list[Part]:
        """The blocks gathered into lists and tables, as a page shows them."""
        return list(_parts(self.blocks, self.heading_level))


@dataclass(frozen=True)
class Comparison:
    """Two texts compared. `summary` is a sentence without its full stop."""

    sections: tuple[SectionChange, ...]
    summary: str

    @property
    def changed(self) -> list[SectionChange]:
        return [section for section in self.sections if section.is_changed]

    @property
    def unchanged(self) -> list[SectionChange]:
        return [section for section in self.sections if not section.is_changed]

    def words(self, change: Change) -> list[str]:
        """Every word that was inserted (or deleted, or kept), in the order shown."""
        return [
            word
            for section in self.sections
            for run in section.all_runs
            if run.change is change
            for word in run.words
        ]


def _parts(blocks: tuple[BlockChange, ...], level: int) -> Iterator[Part]:
    at, above = 0, level
    while at < len(blocks):
        stop = at + 1
        while stop < len(blocks) and _go_together(blocks[at], blocks[stop]):
            stop += 1
        row = blocks[at:stop]
        if row[0].kind == "item":
            for tree in _trees(row):
                yield Part("list", tree=tree)
        elif row[0].kind == "row":
            yield Part("table", rows=row)
        else:
            if row[0].kind == "heading":
                # No level is skipped on the page, also where a heading between them was struck.
                above = min(level + row[0].level - 2, above + 1)
            yield Part(row[0].kind, block=row[0], level=above)
        at = stop


def _go_together(one: BlockChange, other: BlockChange) -> bool:
    return one.kind == other.kind and one.kind in ("item", "row") and one.table == other.table


def _trees(items: tuple[BlockChange, ...]) -> list[ListTree]:
    """The lists that items in a row make."""
    top: list[ListTree] = []
    path: list[ListTree] = []
    for block in items:
        del path[max(block.depth, 1) :]
        last = path[-1] if path else None
        if last and not block.begins and len(path) == block.depth:
            last.items[-1].under.append(block)
            continue
        if last and len(path) == block.depth and last.ordered == block.ordered:
            last.items.append(Item(block))
            continue
        if len(path) == block.depth and path:
            path.pop()
        tree = ListTree(block.ordered, [Item(block)])
        if path:
            path[-1].items[-1].under.append(tree)
        else:
            top.append(tree)
        path.append(tree)
    return top
