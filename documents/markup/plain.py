"""The tree of a text, read from the plain form and written as it."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .tree import (
    MAX_LEVEL,
    Builder,
    Cell,
    Heading,
    ListOf,
    Marks,
    Paragraph,
    Run,
    Table,
    address,
    legible,
    one_line,
    reaches,
    tidy,
)

_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BULLETS = "–—*•·◦▪‣-"
_POINT = re.compile(rf"[{_BULLETS}]\s+(?=\S)")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])\s+(?=\S)")
_HEADING = re.compile(r"(#{2,3})\s+(?=\S)")
_ROW_HEADING = re.compile(r"#(?=\s|$)")
_RULE = re.compile(r":?[-–—]{2,}:?")
_CELL_BREAK = re.compile(r"(?<!\S)//(?!\S)")
# What a backslash takes the meaning from.
_SIGNS = re.escape(_BULLETS + "\\[]()|#./:")
_ESCAPED = re.compile(rf"\\([{_SIGNS}])")
_TOKEN = re.compile(rf"(?<=\*)\\&|\\&(?=\*)|\\[{_SIGNS}]|\*+|\[|\]\(?")
# What of a text would be read as markup. A star between two letters or two spaces would not.
_LITERAL = re.compile(
    rf"\\(?=[{_SIGNS}&]|\Z)"
    r"|(?!(?<=[^\W_])\*(?=[^\W_])|(?<= )\*(?= ))\*"
    r"|\](?=\()"
)
_LITERAL_LINKED = re.compile(_LITERAL.pattern + r"|[\[\]]")
_ADDRESS = re.compile(r"(?:\\\S|[^\s()\[\]<>\\]|\((?:\\\S|[^\s()\[\]<>\\])*\))+(?=\))")
STARS = {"strong": "**", "em": "*"}
TAB = 4
STEP = 2


def read(markup: str) -> list:
    """The blocks of what was typed. Whatever has no meaning is text."""
    return _Reader().read(_BREAK.sub("\n", markup))


class _Reader:
    """Reads line by line. `indents` holds where the marks of the open items stand."""

    def __init__(self):
        self.builder = Builder()
        self.indents: list[int] = []
        self.lines: list[str] | None = None  # of the paragraph that goes on
        self.table: Table | None = None  # the table that goes on
        self.texts: list[tuple[Paragraph, list[str]]] = []
        self.tables: list[Table] = []

    def read(self, markup):
        for raw in markup.split("\n"):
            line = legible(raw.expandtabs(TAB)).rstrip()
            text = line.lstrip()
            if not text:
                self.lines = self.table = None
            elif heading := _HEADING.match(text):
                self.heading(len(heading[1]) + 1, text[heading.end() :])
            elif not self.item(len(line) - len(text), text):
                self.row(len(line) - len(text), text)
        for paragraph, lines in self.texts:
            paragraph.runs = inline("\n".join(lines))
        for table in self.tables:
            table.settle()
        return self.builder.blocks

    def heading(self, level, text):
        self.indents.clear()
        self.lines = self.table = None
        self.builder.block(0, Heading(level, inline(text)))

    def item(self, indent, text):
        """Begin an item if the line does: a mark of a point, or the number that is next."""
        point, number = _POINT.match(text), _NUMBER.match(text)
        if not (point or number):
            return False
        outer = sum(1 for each in self.indents[: MAX_LEVEL - 1] if indent >= each + STEP)
        if number:
            value = int(number[1])
            # Only a number that the page will show too begins an item.
            if value != 1 and value != self.builder.count(outer + 1) + 1:
                return False
        fresh = bool(number) and value == 1
        paragraph = self.paragraph(text[(point or number).end() :])
        self.builder.item(outer + 1, bool(number), fresh, paragraph)
        self.indents[outer:] = [indent]
        self.table = None
        return True

    def row(self, indent, text):
        """Add a row to the table, a line to the paragraph, or begin one of them."""
        cells = cells_of(text)
        if cells is None and self.lines is not None:
            self.lines.append(text)
            return
        if cells is None or self.table is None:
            while self.indents and indent < self.indents[-1] + STEP:
                self.indents.pop()
        if cells is None:
            self.table = None
            self.builder.block(len(self.indents), self.paragraph(text))
            return
        self.lines = None
        if self.table is None:
            self.table = Table()
            self.tables.append(self.table)
            self.builder.block(len(self.indents), self.table)
        self.cells(cells)

    def cells(self, cells):
        table = self.table
        if table.rows and not table.head and all(map(_RULE.fullmatch, cells)):
            table.head = len(table.rows)
            return
        row = []
        for text in cells:
            mark = _ROW_HEADING.match(text)
            text = text[mark.end() :].strip() if mark else text
            row.append(Cell(bool(mark), inline(_CELL_BREAK.sub("\n", text))))
        table.rows.append(row)

    def paragraph(self, text):
        paragraph, self.lines = Paragraph([]), [text]
        self.texts.append((paragraph, self.lines))
        return paragraph


def cells_of(line: str) -> list[str] | None:
    """The cells of a table's row, as typed; None if the line, without outer space, isn't a row."""
    if len(line) < 3 or line[0] != "|" or line[-1] != "|":
        return None
    bars = [found.start() for found in re.finditer(r"\\.|\|", line) if found[0] == "|"]
    if len(bars) < 2 or bars[-1] != len(line) - 1:
        return None
    return [line[start + 1 : end].strip() for start, end in pairwise(bars)]


# Inside a line


@dataclass
class _Stars:
    """One to three stars that may begin or end emphasis, until it's known whether they do."""

    text: str
    before: str
    after: str
    bold: bool = False
    italic: bool = False

    def may_begin(self, bold):
        return not self.after.isspace() and (bold or not self.before.isalnum())

    def may_end(self, bold):
        return not self.before.isspace() and (bold or not self.after.isalnum())


def inline(text: str) -> list[Run]:
    """The runs of a typed text, where each new line is a line break."""
    parts, links = _parts(text)
    stars = [part for part in parts if isinstance(part, _Stars)]
    _pair(stars, bold=True)
    _pair(stars, bold=False)
    runs, bold, italic = [], False, False
    starts = {start: (end, link) for start, end, link in links}
    until, link = -1, ""
    for at, part in enumerate(parts):
        if at in starts:
            until, link = starts[at]
        if at == until:
            link = ""
        if isinstance(part, _Stars):
            left = len(part.text) - 2 * part.bold - part.italic
            part_text = "*" * left
            # What is left over of stars that end something stands outside it.
            if not (bold and part.bold) and not (italic and part.italic):
                runs.append((part_text, Marks(link, bold, italic)))
                part_text = ""
            bold, italic = bold ^ part.bold, italic ^ part.italic
            part = part_text
        runs.append((part, Marks(link, bold, italic)))
    shown = one_line(tidy(runs), "\n")
    return shown or one_line(tidy([(text, Marks())]), "\n")


def _parts(text):
    """The text taken apart at what may be markup: pieces of text and stars, and the links as
    (first part, part after the last, address)."""
    parts, links, start, at = [], [], None, 0
    while found := _TOKEN.search(text, at):
        if found.start() > at:
            parts.append(text[at : found.start()])
        sign, at = found[0], found.end()
        if sign[0] == "*":
            before, after = text[found.start() - 1 : found.start()], text[at : at + 1]
            stars = _Stars(sign, before or " ", after or " ")
            parts.append(stars if len(sign) <= 3 else sign)
        elif sign == "[":
            start = len(parts)
            parts.append(sign)
        elif sign == "](" and start is not None and (link := _link(text, at, parts[start + 1 :])):
            links.append((start, len(parts), link[0]))
            parts[start] = ""
            parts.append("")
            start, at = None, link[1] + 1
        elif sign[0] == "]":
            start = None
            parts.append(sign)
        elif sign != "\\&":
            parts.append(sign[1:])
    parts.append(text[at:])
    return parts, links


def _link(text, at, label):
    """The address that begins at `at` and where it ends, or None if there is no link."""
    if not any(isinstance(part, str) and part.strip() for part in label):
        return None
    found = _ADDRESS.match(text, at)
    link = address(_ESCAPED.sub(r"\1", found[0])) if found else ""
    return (link, found.end()) if link else None


def _pair(stars, *, bold):
    """Mark the stars that begin and end something: each end with the nearest beginning before."""
    begun = None
    for each in stars:
        if len(each.text) not in ((2, 3) if bold else (1, 3)):
            continue
        if begun and each.may_end(bold):
            for one in (begun, each):
                setattr(one, "bold" if bold else "italic", True)
            begun = None
        elif each.may_begin(bold):
            begun = each


# Writing


def write(blocks: list) -> str:
    """The blocks in the plain form."""
    return "\n\n".join("\n".join(_block(each)) for each in blocks)


def _block(block) -> list[str]:
    if isinstance(block, Heading):
        return ["#" * (block.level - 1) + " " + _inline(block.runs)]
    if isinstance(block, ListOf):
        return _list(block)
    if isinstance(block, Table):
        return _table(block)
    return _lines(block.runs)


def _lines(runs):
    return [_plain_line(line) for line in _inline(runs).split("\n")]


def _plain_line(line):
    """The line with a backslash where it would else begin an item, a heading or a table."""
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.start(2) :]}"
    if _POINT.match(line) or _HEADING.match(line) or cells_of(line) is not None:
        return "\\" + line
    return line


def _list(block):
    lines = []
    loose = False
    for number, (text, *rest) in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "– "
        indent = " " * len(mark)
        spaced = any(not isinstance(each, ListOf) for each in rest)
        if lines and (spaced or loose):
            lines.append("")
        loose = spaced
        first, *more = _inline(text.runs).split("\n")
        lines.append(mark + first)
        lines += [indent + _plain_line(each) for each in more]
        before = text
        for each in rest:
            if before is not text or not isinstance(each, ListOf):
                lines.append("")
            lines += [indent + line if line else "" for line in _block(each)]
            before = each
    return lines


def _table(table):
    rows = [_row(row, row_heads=at >= table.head) for at, row in enumerate(table.rows)]
    if table.head:
        rule = "| " + " | ".join("---" for _ in table.rows[table.head - 1]) + " |"
        rows.insert(table.head, rule)
    return rows


def _row(cells, *, row_heads):
    texts = []
    for cell in cells:
        text = _inline(cell.runs, cell=True).replace("\n", " // ")
        if _ROW_HEADING.match(text):
            text = "\\" + text
        elif _RULE.fullmatch(text):
            text = re.sub("([-–—])", r"\\\1", text, count=1)
        texts.append(f"# {text}".rstrip() if cell.heading and row_heads else text)
    return "| " + " | ".join(texts) + " |"


def _inline(runs, *, cell=False):
    """The runs as typed text, with what parts emphasis from its surroundings where it must."""
    out, before, said = [], "", ""
    for what, text in _tokens(runs, cell):
        inside = said[-1:].isalnum() and what == "open" and len(text) != 2
        after = before == "close" and len(said) != 2 and what == "text" and text[0].isalnum()
        if inside or after or (before == "close" and what == "open"):
            out.append("\\&")
        out.append(text)
        before, said = what, text
    return "".join(out)


def _tokens(runs, cell):
    """("text", …), ("link", "[" or "](address)") and ("open" or "close", stars), in their order.

    Bold and italic need not lie within one another or within a link, as elements must.
    """
    reach = reaches(runs)
    past, in_link = Marks(), set()
    for at, (text, marks) in enumerate([*runs, ("", Marks())]):
        turned = past.link != marks.link
        ends = {each for each in STARS if getattr(past, each) and not getattr(marks, each)}
        begins = {each for each in STARS if getattr(marks, each) and not getattr(past, each)}
        outer = set()
        if turned and past.link:
            yield from _stars("close", ends & in_link)
            yield "link", f"]({_escaped_address(past.link, cell)})"
            ends, in_link = ends - in_link, set()
        yield from _stars("close", ends)
        in_link -= ends
        if turned and marks.link:
            outer = {each for each in begins if getattr(reach[at], each) > reach[at].link}
            yield from _stars("open", outer)
            yield "link", "["
        yield from _stars("open", begins - outer)
        in_link |= begins - outer if marks.link else set()
        if text:
            yield "text", _escaped(text, bool(marks.link), cell)
        past = marks


def _stars(what, kinds):
    return [(what, "".join(STARS[kind] for kind in kinds))] if kinds else []


def _escaped(text, linked, cell):
    text = _LITERAL_LINKED.sub(r"\\\g<0>", text) if linked else _LITERAL.sub(r"\\\g<0>", text)
    if cell:
        text = _CELL_BREAK.sub(r"\\//", text.replace("|", "\\|"))
    return text


def _escaped_address(link, cell):
    whole = _ADDRESS.match(link + ")")
    if whole is None or whole.end() != len(link):
        link = re.sub(r"[()\[\]]", r"\\\g<0>", link)
    return link.replace("|", "\\|") if cell else link
