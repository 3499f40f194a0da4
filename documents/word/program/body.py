"""The blocks of a part in their order, as plain values for JSON.

Paragraphs: {"is": "para", "kind", "level", "runs", "item", "size", "numbered"}, where `kind` is
that of `Looks.kind` and `item` [level, ordered, number, first, figures] or None. Tables: {"is":
"table", "item", "head", "rows"}, each cell {"heading", "paragraphs"}. Notes: {"is": "note",
"number", "paragraphs"}.
"""

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

from .elements import Element
from .looks import Looks
from .numbering import Item, Numbering
from .tally import Tally, quoted
from .words import Run, Words, chosen, prompt_of

Json = dict[str, Any]
AROUND = {"w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent"}
HEADS = {"heading", "title", "lead"}
BOLD_BY_STYLE = HEADS | {"h3", "h4", "cell heading"}
MOST_COLUMNS = 63  # as many as Word lets a table have


class Body:
    """Reads the blocks of a part. `notes` finds what a note says by its kind and id."""

    def __init__(
        self, words: Words, looks: Looks, numbering: Numbering, tally: Tally, notes=None
    ) -> None:
        self.words = words
        self.looks = looks
        self.numbering = numbering
        self.tally = tally
        self.notes = notes or (lambda kind, id_: [])
        self._carried: list[Run] = []
        self._last: Json | None = None

    def blocks(self, container: Element) -> list[Json]:
        """What stands in the body, in a cell, in a box or in a note."""
        made: list[Json] = []
        for each in spread(container, self.tally):
            if each.name == "w:tbl":
                made += self._table(each)
            else:
                made += self._paragraph(each)
        if self._carried and self._last is not None:
            self._last["runs"] += self._carried
            self._carried = []
        return made

    # Paragraphs

    def _paragraph(self, paragraph: Element) -> list[Json]:
        self.tally.count_paragraph()
        look = paragraph.first("w:pPr") or Element("w:pPr", {})
        style = look.value("w:pStyle") or ""
        kind, level = self.looks.kind(style)
        own_level = look.number("w:outlineLvl")
        if own_level is not None and kind in ("", "heading", "continued"):
            kind, level = ("heading", own_level + 1) if own_level < 9 else ("", 0)
        # A heading is bold as a heading: only what is bold by itself counts.
        shown = "" if self.looks.kind(style)[0] in BOLD_BY_STYLE else style
        runs = self.words.read(paragraph, shown, kind in HEADS)
        mark = look.first("w:rPr")
        goes_on = mark is not None and (mark.first("w:del") or mark.first("w:moveFrom"))
        runs, self._carried = self._carried + runs, []
        boxes, self.words.boxes = self.words.boxes, []
        notes, self.words.notes = self.words.notes, []
        if goes_on and not boxes and not notes:
            # The end of the paragraph is struck: what follows belongs to it.
            self._carried = runs
            return []
        made: list[Json] = []
        if kind == "contents":
            self.tally.contents += 1
        elif kind != "left out":
            item = self._item(look, style, kind, level)
            self._last = {
                "is": "para",
                "kind": kind if kind not in ("point", "numbered") else "",
                "level": level,
                "runs": runs,
                "item": item and astuple(item) if kind not in ("heading", "title") else None,
                "numbered": bool(item and item.ordered),
                "size": self._size(paragraph, style),
            }
            made.append(self._last)
        for box in boxes:
            self.tally.boxes += 1
            made += self.blocks(box)
        made += [
            {"is": "note", "number": number, "paragraphs": self.notes(kind, id_)}
            for kind, id_, number in notes
        ]
        return made

    def _item(self, look: Element, style: str, kind: str, level: int) -> Item | None:
        number = look.value("w:numPr", "w:numId")
        item = self.numbering.item(number, look.number("w:numPr", "w:ilvl"), style)
        if item is None and number != "0" and kind in ("point", "numbered"):
            ordered = kind == "numbered"
            return Item(level, ordered, number=0)
        return item

    def _size(self, paragraph: Element, style: str) -> int:
        """The size of the letters that the paragraph begins with."""
        for run in paragraph.within("w:r"):
            if any(each.text.strip() for each in run.every("w:t")):
                return run.number("w:rPr", "w:sz") or self.looks.size_of(style)
        return 0

    # Tables

    def _table(self, table: Element) -> list[Json]:
        style = table.value("w:tblPr", "w:tblStyle") or ""
        rows, heads = [], []
        for row in spread(table, self.tally, "w:tr"):
            cells = self._row(row)
            if row.first("w:trPr", "w:del") is None and cells:
                heads.append(bool(row.switch("w:trPr", "w:tblHeader")))
                rows.append(cells)
        if not rows:
            return []
        head = heads.index(False) if False in heads else len(heads)
        if not head and len(rows) > 1 and self.looks.looks_at_first_row(style):
            head = int(_looks_at_first_row(table))
        return [
            {"is": "table", "item": self.looks.level_of_table(style), "head": head, "rows": rows}
        ]

    def _row(self, row: Element) -> list[Json]:
        empty = {"heading": False, "paragraphs": []}
        cells = [empty] * min(row.number("w:trPr", "w:gridBefore") or 0, MOST_COLUMNS)
        for cell in spread(row, self.tally, "w:tc"):
            look = cell.first("w:tcPr") or Element("w:tcPr", {})
            goes_on = any(
                (look.value(merge) == "continue" or look.value(merge) == "")
                for merge in ("w:vMerge", "w:hMerge")
                if look.first(merge)
            )
            width = look.number("w:gridSpan") or 1
            self.tally.merged += goes_on or width > 1
            cells.append(empty if goes_on else self._cell(cell))
            cells += [empty] * min(width - 1, MOST_COLUMNS)
        return cells

    def _cell(self, cell: Element) -> Json:
        paragraphs: list[Json] = []
        for each in self.blocks(cell):
            paragraphs += self._lines(each)
        styles = {each.value("w:pPr", "w:pStyle") or "" for each in cell.within("w:p")}
        heading = any(self.looks.kind(each)[0] == "cell heading" for each in styles)
        return {"heading": heading, "paragraphs": paragraphs}

    def _lines(self, block: Json) -> list[Json]:
        """What stands in a cell as paragraphs: each row of a table in it becomes one."""
        if block["is"] == "para":
            return [block]
        if block["is"] == "note":
            first, *rest = block["paragraphs"] or [None]
            if first is None:
                return []
            mark = (f"[{block['number']}] ", "", False, False)
            return [first | {"runs": [mark, *first["runs"]]}, *rest]
        self.tally.nested += 1
        lines = []
        for row in block["rows"]:
            runs: list[Run] = []
            for cell in row:
                for each in cell["paragraphs"]:
                    runs += [*each["runs"], (" ", "", False, False)]
            lines.append(
                {"is": "para", "kind": "", "level": 0, "runs": runs, "item": None}
                | {"numbered": False, "size": 0}
            )
        return lines


def spread(container: Element, tally: Tally, *names: str) -> Iterator[Element]:
    """The elements of these names in a container, paragraphs and tables if none are given, whatever
    they are wrapped in. What only asks to be filled in is left out, and a table of contents."""
    wanted = names or ("w:p", "w:tbl")
    for each in container.children:
        if each.name in wanted:
            yield each
        elif each.name == "w:sdt":
            gallery = each.value("w:sdtPr", "w:docPartObj", "w:docPartGallery")
            if gallery == "Table of Contents":
                tally.contents += 1
            elif prompt := prompt_of(each):
                tally.prompts.append(quoted(prompt))
            else:
                for content in each.every("w:sdtContent"):
                    yield from spread(content, tally, *names)
        elif each.name == "mc:AlternateContent":
            yield from spread(chosen(each), tally, *names)
        elif each.name in AROUND:
            yield from spread(each, tally, *names)


def _looks_at_first_row(table: Element) -> bool:
    look = table.first("w:tblPr", "w:tblLook")
    if look is None:
        return False
    said = look.attributes.get("w:firstRow")
    if said is not None:
        return said.lower() in ("1", "true", "on")
    digits = look.attributes.get("w:val", "")
    try:
        return bool(int(digits, 16) & 0x20)
    except ValueError:
        return False


def text_of(blocks: list[Json]) -> str:
    """The words of the blocks, in one line."""
    said = []
    for each in blocks:
        if each["is"] == "para":
            said.append("".join(run[0] for run in each["runs"]))
        elif each["is"] == "table":
            for row in each["rows"]:
                said += [text_of(cell["paragraphs"]) for cell in row]
    return " ".join(" ".join(said).split())


def tracked(root: Element, tally: Tally) -> None:
    """Count the changes that were tracked: text put in, struck and moved."""
    names = ("w:ins", "w:del", "w:moveTo")
    waiting = [root]
    while waiting:
        for each in waiting.pop().children:
            waiting.append(each)
            if each.name in names and each.first("w:r") is not None:
                tally.inserted += each.name == "w:ins"
                tally.deleted += each.name == "w:del"
                tally.moved += each.name == "w:moveTo"


def has_whole_fields(root: Element) -> bool:
    """Whether every field that begins ends. In a file where not, none is believed."""
    depth = {"begin": 1, "end": -1}
    return not sum(
        depth.get(each.attributes.get("w:fldCharType", ""), 0) for each in root.within("w:fldChar")
    )
