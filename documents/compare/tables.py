"""Which columns of two tables are the same ones."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from .reading import ROW, Cell, TextBlock

Layout = list[tuple[int | None, int | None]]  # the column's number in the old and the new table
Rows = Sequence[tuple[TextBlock, TextBlock]]

# Beyond so many pairs of columns they are taken as they stand.
COLUMN_PAIRS = 2_500


class Tables:
    """The tables of a section: which old one is which new one, and what columns they share.

    `pairs` are the rows that belong together.
    """

    def __init__(self, pairs: Rows):
        met: dict[tuple[int, int], list] = defaultdict(list)
        for old, new in pairs:
            if old.kind == new.kind == ROW:
                met[old.table, new.table].append((old, new))
        self.layouts = {tables: columns(rows) for tables, rows in met.items()}
        self.new_of: dict[int, int] = {}
        self.old_of: dict[int, int] = {}
        for old, new in sorted(met, key=lambda each: (-len(met[each]), each)):
            self.new_of.setdefault(old, new)
            self.old_of.setdefault(new, old)

    def layout(self, old: TextBlock | None, new: TextBlock | None) -> Layout:
        """The columns for a row that stands in both tables, or in one."""
        old_table = old.table if old else self.old_of.get(new.table)
        new_table = new.table if new else self.new_of.get(old.table)
        return self.layouts.get((old_table, new_table)) or [
            (at, at) for at in range(len((new or old).cells))
        ]

    def identity(self, old: TextBlock | None, new: TextBlock | None) -> tuple[str, int]:
        """What tells the table shown from others."""
        if new:
            return ("new", new.table)
        return ("new", self.new_of[old.table]) if old.table in self.new_of else ("old", old.table)


def columns(pairs: Rows) -> Layout:
    """The columns of two tables, those that are the same beside each other; mirrored when the
    tables change places."""
    if [old.texts for old, _ in pairs] > [new.texts for _, new in pairs]:
        return [(old, new) for new, old in columns([(new, old) for old, new in pairs])]
    wide_old = max(len(old.cells) for old, _ in pairs)
    wide_new = max(len(new.cells) for _, new in pairs)
    if wide_old == wide_new == 1 or wide_old * wide_new > COLUMN_PAIRS:
        return _side_by_side(range(wide_old), range(wide_new))
    alike = [[0] * wide_new for _ in range(wide_old)]
    for old, new in pairs:
        for i, one in enumerate(old.cells):
            for j, other in enumerate(new.cells):
                alike[i][j] += _alike(one, other)
    return _aligned(alike, wide_old, wide_new)


def _texts(cell: Cell) -> list[str]:
    return [word.text for word in cell.words]


def _alike(one: Cell, other: Cell) -> int:
    if _texts(one) == _texts(other):
        return 2 * len(one.words)
    return (Counter(_texts(one)) & Counter(_texts(other))).total()


def _aligned(alike: list[list[int]], wide_old: int, wide_new: int) -> Layout:
    best = [[0] * (wide_new + 1) for _ in range(wide_old + 1)]
    for i in range(wide_old - 1, -1, -1):
        for j in range(wide_new - 1, -1, -1):
            together = best[i + 1][j + 1] + alike[i][j]
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    layout: Layout = []
    i = j = start_old = start_new = 0
    while i < wide_old and j < wide_new:
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            layout += [*_side_by_side(range(start_old, i), range(start_new, j)), (i, j)]
            i, j = i + 1, j + 1
            start_old, start_new = i, j
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    rest = _side_by_side(range(start_old, wide_old), range(start_new, wide_new))
    return layout + rest


def _side_by_side(old: range, new: range) -> Layout:
    """Columns with nothing in common: as many on both sides are the same with other words."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    return [(i, None) for i in old] + [(None, j) for j in new]


def cell_of(block: TextBlock | None, at: int | None) -> Cell | None:
    """The row's cell in a column, or None."""
    if block is None or at is None or at >= len(block.cells):
        return None
    return block.cells[at]


def added_and_removed(layout: Layout) -> Mapping[str, int]:
    """How many columns only the new, and only the old, table has."""
    return {
        "inserted": sum(old is None for old, _ in layout),
        "deleted": sum(new is None for _, new in layout),
    }
