"""The blocks of one section as they are shown, from groups of blocks that belong together."""

from bisect import bisect_left
from collections.abc import Sequence

from . import wording
from .blocks import Group, Place, Text
from .reading import HEADING, ITEM, PARAGRAPH, ROW, TextBlock
from .result import BlockChange, CellChange, Change, Note
from .runs import joined, notes_of, plain, runs_of, steps_between, steps_of
from .tables import Tables, added_and_removed, cell_of

EXCERPT = 8


class Blocks:
    """Both texts of an edition, and which of their blocks belong together."""

    def __init__(self, old: Text, new: Text, groups: Sequence[Group], titles: dict[str, str]):
        self.old, self.new, self.titles = old, new, titles
        self.by_old = {place: group for group in groups for place in group.old}
        self.by_new = {place: group for group in groups for place in group.new}

    def shown(self, key: str) -> tuple[BlockChange, ...]:
        """The section's blocks in the new text's order, with struck ones where they stood."""
        return tuple(_SectionBlocks(self, key).shown())


class _SectionBlocks:
    def __init__(self, texts: Blocks, key: str):
        self.texts, self.key = texts, key
        self.old, self.new = texts.old.get(key, ()), texts.new.get(key, ())
        groups = dict.fromkeys(
            group
            for at in range(len(self.new))
            if (group := texts.by_new.get((key, at))) is not None
        )
        self.stays = [group for group in groups if group.stays]
        self.stay_old = sorted(group.old[0][1] for group in self.stays)
        self.stay_new = sorted(group.new[0][1] for group in self.stays)
        self.tables = Tables(
            [
                (self._block(texts.old, group.old[0]), self._block(texts.new, group.new[0]))
                for group in groups
            ]
        )
        self.told_tables: set[tuple] = set()
        self.told_numbers: bool | None = None

    @staticmethod
    def _block(text: Text, place: Place) -> TextBlock:
        return text[place[0]][place[1]]

    def shown(self):
        """Each block that stays is followed by what stood after it, then by what stands there."""
        waiting = [
            at
            for at in range(len(self.old))
            if (group := self.texts.by_old.get((self.key, at))) is None
            or group.new[0][0] != self.key
        ]
        anchors = {group.new[-1]: group for group in self.stays}
        done = set()
        yield from self._left(waiting, self._next_stay(0))
        for at in range(len(self.new)):
            place = (self.key, at)
            group = self.texts.by_new.get(place)
            if group is None:
                yield self._alone(self.new[at], Change.INSERTED, place)
            elif group not in done:
                done.add(group)
                yield from self._together(group)
            if place in anchors:
                after = anchors[place].old[-1][1] + 1
                yield from self._left(waiting, self._next_stay(after))

    def _next_stay(self, at: int) -> int:
        following = bisect_left(self.stay_old, at)
        return self.stay_old[following] if following < len(self.stay_old) else len(self.old)

    def _left(self, waiting: list[int], before: int):
        """What stood before a place: struck blocks, and traces of those that stand elsewhere."""
        while waiting and waiting[0] < before:
            place = (self.key, waiting.pop(0))
            block = self._block(self.texts.old, place)
            group = self.texts.by_old.get(place)
            if group is None:
                yield self._alone(block, Change.DELETED, place)
            else:
                words = plain(block.words[:EXCERPT])
                words += " …" if len(block.words) > EXCERPT else ""
                title = self.texts.titles[group.new[0][0]]
                note = wording.moved_away(block.kind, title, words)
                yield self._as(block, Change.GONE, notes=(note,))

    def _as(self, block: TextBlock, change: Change, **values) -> BlockChange:
        """The block with its own shape."""
        return BlockChange(
            kind=block.kind,
            change=change,
            depth=block.depth,
            ordered=block.ordered,
            number=block.number,
            begins=block.begins,
            level=block.level,
            **values,
        )

    def _alone(self, block: TextBlock, change: Change, place: Place) -> BlockChange:
        values = {"label": wording.block_label(block.kind, change)}
        new = change is Change.INSERTED
        values["new_at" if new else "old_at"] = place
        if block.kind == ROW:
            both = (None, block) if new else (block, None)
            values["cells"], values["table"] = self._cells(*both), self.tables.identity(*both)
            values["label"] = self._row_label(block, change)
        else:
            values["runs"] = runs_of(steps_of(block.words, change))
        return self._as(block, change, **values)

    def _row_label(self, row: TextBlock, change: Change) -> str:
        """A whole table that is new or struck is said once, at its first row."""
        if row.table in (self.tables.old_of if change is Change.INSERTED else self.tables.new_of):
            return wording.block_label(ROW, change)
        told = (change, row.table) in self.told_tables
        self.told_tables.add((change, row.table))
        return "" if told else wording.table_label(change)

    def _together(self, group: Group):
        """The blocks of a group: one, or the parts of a split one."""
        olds = [self._block(self.texts.old, place) for place in group.old]
        news = [self._block(self.texts.new, place) for place in group.new]
        notes = self._group_notes(group, olds, news)
        if news[0].kind == ROW:
            yield self._row(group, olds[0], news[0], notes)
            return
        starts, at = set(), 0
        for block in news[:-1]:
            at += len(block.words)
            starts.add(at)
        old, new = joined([b.words for b in olds]), joined([b.words for b in news])
        steps = steps_between(old, new, starts)
        for part, block in enumerate(news):
            mine = [step for step in steps if step.part == part]
            said = (*(notes if part == 0 else ()), *notes_of(mine))
            runs = runs_of(mine)
            yield self._paired(group, part, block, said, runs=runs)

    def _paired(self, group, part, block, notes, **values) -> BlockChange:
        runs = [*values.get("runs", ())]
        runs += [run for cell in values.get("cells", ()) for run in cell.runs]
        in_cells = any(cell.notes for cell in values.get("cells", ()))
        label = wording.capital(wording.word_label(runs))
        moved = not group.stays and part == 0
        only_moved = moved and len(notes) == 1
        changed = bool(label) or in_cells or (bool(notes) and not only_moved)
        return self._as(
            block,
            Change.CHANGED if changed else Change.KEPT,
            notes=tuple(notes),
            label=label,
            moved=moved,
            old_at=group.old[0],
            new_at=group.new[part],
            **values,
        )

    def _group_notes(self, group: Group, olds, news) -> list[Note]:
        old, new = olds[0], news[0]
        notes = []
        if not group.stays:
            notes.append(self._move(group, new.kind))
        if len(news) > 1:
            notes.append(wording.divided(old.kind, len(news)))
        if len(olds) > 1:
            notes.append(wording.merged(old.kind, len(olds)))
        if new.kind != old.kind:
            notes.append(wording.became(old.kind, new.kind))
        elif new.kind == HEADING and new.level != old.level:
            notes.append(wording.heading_level("Underrubriken", new.level - old.level))
        elif new.kind == ITEM and new.depth != old.depth:
            notes.append(wording.item_depth(new.depth - old.depth))
        if new.kind == old.kind == ITEM and new.ordered != old.ordered:
            # Said once for the list, not at each of its items.
            if self.told_numbers is not new.ordered:
                notes.append(wording.list_numbers(new.ordered))
            self.told_numbers = new.ordered
        elif new.kind in (PARAGRAPH, HEADING, ROW):
            self.told_numbers = None
        return notes

    def _move(self, group: Group, kind: str) -> Note:
        (section, old), (_, new) = group.old[0], group.new[0]
        if section != self.key:
            return wording.moved_here(kind, self.texts.titles[section])
        before = bisect_left(self.stay_old, old), bisect_left(self.stay_new, new)
        upwards = before[1] < before[0] if before[0] != before[1] else new < old
        return wording.moved(kind, upwards)

    def _row(self, group: Group, old: TextBlock, new: TextBlock, notes: list[Note]) -> BlockChange:
        if (old.table, new.table) not in self.told_tables:
            self.told_tables.add((old.table, new.table))
            for change, count in added_and_removed(self.tables.layout(old, new)).items():
                if count:
                    notes.append(wording.columns(Change(change), count))
        cells, table = self._cells(old, new), self.tables.identity(old, new)
        return self._paired(group, 0, new, notes, cells=cells, table=table)

    def _cells(self, old: TextBlock | None, new: TextBlock | None) -> tuple[CellChange, ...]:
        return tuple(
            _cell(cell_of(old, at_old), cell_of(new, at_new))
            for at_old, at_new in self.tables.layout(old, new)
        )


def _cell(old, new) -> CellChange:
    if old is None and new is None:
        return CellChange(Change.KEPT)
    if old is None or new is None:
        change = Change.INSERTED if new else Change.DELETED
        only = new or old
        return CellChange(change, runs_of(steps_of(only.words, change)), header=only.header)
    steps = steps_between(old.words, new.words)
    notes = notes_of(steps)
    if old.header != new.header:
        notes.insert(0, wording.cell_header(new.header))
    changed = notes or any(step.change is not Change.KEPT for step in steps)
    change = Change.CHANGED if changed else Change.KEPT
    return CellChange(change, runs_of(steps), tuple(notes), new.header)
