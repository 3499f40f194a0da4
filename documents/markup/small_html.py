"""The tree of a text, read from small HTML and written as it."""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from organisation.richtext import clean_html

from .tree import (
    Builder,
    Cell,
    Heading,
    ListOf,
    Marks,
    Paragraph,
    Table,
    address,
    legible,
    nested,
    one_line,
    tidy,
)

HEADINGS = {"h3": 3, "h4": 4}


@dataclass
class OpenList:
    """A list that is being read. Its level is known when its first item has text."""

    ordered: bool
    level: int = 0
    waiting: bool = True
    number: int = 0
    stray: bool = False


def read(html: str) -> list:
    """The blocks of any HTML, cleaned first."""
    reader = Reader()
    reader.feed(clean_html(legible(html)))
    return reader.finish()


class Reader(HTMLParser):
    """Reads cleaned HTML, where every element that is opened is closed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.builder = Builder()
        self.runs = []
        self.strong = self.em = 0
        self.links = []
        self.headings = []
        self.lists = []
        self.tables = []  # True for the outermost, False for those inside its cells
        self.table = None
        self.row = None
        self.cell = None
        self.cell_lists = []
        self.at_item = -1
        self.in_head = False

    # What an element does

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.runs.append(("\n", self.marks()))
        elif tag == "strong":
            self.strong += 1
        elif tag == "em":
            self.em += 1
        elif tag == "a":
            self.links.append(address(dict(attrs).get("href") or ""))
        elif tag == "table":
            self.open_table()
        elif self.tables and tag in ("thead", "tbody", "tr", "td", "th"):
            self.open_in_table(tag)
        elif self.cell is not None:
            self.open_in_cell(tag)
        else:
            self.open_block(tag)

    def handle_endtag(self, tag):
        if tag == "strong":
            self.strong -= 1
        elif tag == "em":
            self.em -= 1
        elif tag == "a":
            self.links.pop()
        elif tag == "table":
            self.close_table()
        elif self.tables and tag in ("thead", "tbody", "tr", "td", "th"):
            self.close_in_table(tag)
        elif self.cell is not None:
            self.close_in_cell(tag)
        else:
            self.close_block(tag)

    def handle_data(self, data):
        self.runs.append((legible(data).replace("\n", " "), self.marks()))

    def finish(self):
        """The blocks, when all is read."""
        self.close()
        self.flush()
        return self.builder.blocks

    def marks(self):
        heading = self.headings and (self.lists or self.cell is not None)
        link = next((each for each in reversed(self.links) if each), "")
        return Marks(link, bool(self.strong or heading), self.em > 0)

    # Blocks and lists

    def open_block(self, tag):
        self.flush()
        if tag in HEADINGS:
            self.headings.append(HEADINGS[tag])
        elif tag in ("ul", "ol"):
            self.lists.append(OpenList(tag == "ol"))
        elif tag == "li":
            if not self.lists:
                self.lists.append(OpenList(False, stray=True))
            self.lists[-1].waiting = True

    def close_block(self, tag):
        self.flush()
        if tag in HEADINGS:
            self.headings.pop()
        elif self.lists and (tag in ("ul", "ol") or (tag == "li" and self.lists[-1].stray)):
            self.lists.pop()

    def level(self):
        """How deep in lists that have text the reader is."""
        return next((each.level for each in reversed(self.lists) if each.level), 0)

    def flush(self):
        """Put what was read into the text as paragraphs, an item's text or a heading."""
        paragraphs, self.runs = tidy(self.runs), []
        if paragraphs and self.headings and not self.lists:
            self.builder.block(0, Heading(self.headings[-1], one_line(paragraphs, " ")))
            return
        for runs in paragraphs:
            if self.lists and self.lists[-1].waiting:
                self.add_item(self.lists[-1], Paragraph(runs))
            else:
                self.builder.block(self.level(), Paragraph(runs))

    def add_item(self, open_list, paragraph):
        open_list.level = open_list.level or self.level() + 1
        open_list.waiting = False
        open_list.number += 1
        fresh = open_list.number == 1
        self.builder.item(open_list.level, open_list.ordered, fresh, paragraph)

    # Tables. One inside a cell becomes lines of that cell.

    def open_table(self):
        if self.cell is None:
            self.flush()
        if not self.tables:
            self.table, self.row = Table(), None
        else:
            self.line()
        self.tables.append(not self.tables)

    def close_table(self):
        self.tables.pop()
        if self.tables:
            self.line()
            return
        self.flush()
        table, self.table = self.table, None
        table.rows = [row for row in table.rows if row]
        table.head = min(table.head, len(table.rows))
        if table.rows:
            table.settle()
            self.builder.block(self.level(), table)

    def open_in_table(self, tag):
        if not self.tables[-1]:
            if tag == "tr":
                self.line()
            elif tag in ("td", "th"):
                self.runs.append((" ", Marks()))
        elif tag == "thead":
            self.in_head = True
        elif tag == "tr":
            self.row = []
            self.table.rows.append(self.row)
        elif tag in ("td", "th"):
            self.flush()
            self.cell = Cell(tag == "th", [])
            self.cell_lists = []
            self.at_item = -1

    def close_in_table(self, tag):
        if not self.tables[-1]:
            return
        if tag == "thead":
            self.in_head = False
        elif tag == "tr":
            if self.in_head and self.row and self.table.head == len(self.table.rows) - 1:
                self.table.head += 1
        elif tag in ("td", "th") and self.cell is not None:
            self.cell.runs = one_line(tidy(self.runs), "\n")
            self.runs = []
            if self.row is None:
                self.row = []
                self.table.rows.append(self.row)
            self.row.append(self.cell)
            self.cell = None

    def open_in_cell(self, tag):
        self.line()
        if tag in HEADINGS:
            self.headings.append(HEADINGS[tag])
        elif tag in ("ul", "ol"):
            self.cell_lists.append(OpenList(tag == "ol"))
        elif tag == "li":
            inner = self.cell_lists[-1] if self.cell_lists else OpenList(False)
            inner.number += 1
            self.runs.append((f"{inner.number}. " if inner.ordered else "– ", Marks()))
            self.at_item = len(self.runs)

    def close_in_cell(self, tag):
        self.line()
        if tag in HEADINGS:
            self.headings.pop()
        elif tag in ("ul", "ol"):
            self.cell_lists.pop()

    def line(self):
        if self.at_item != len(self.runs):  # the text of an item follows its mark
            self.runs.append(("\n", Marks()))


def write(blocks: list) -> str:
    """The blocks as small HTML, a line for each."""
    return clean_html("\n".join(_block(each) for each in blocks))


def _block(block):
    if isinstance(block, Heading):
        return f"<h{block.level}>{_inline(block.runs)}</h{block.level}>"
    if isinstance(block, ListOf):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join(map(_item, block.items))}</{tag}>"
    if isinstance(block, Table):
        return _table(block)
    return f"<p>{_inline(block.runs)}</p>"


def _item(blocks):
    text, *rest = blocks
    return f"<li>{_inline(text.runs)}{''.join(map(_block, rest))}</li>"


def _table(table):
    head = "".join(_row(row, "col") for row in table.rows[: table.head])
    body = "".join(_row(row, "row") for row in table.rows[table.head :])
    head = f"<thead>{head}</thead>" if head else ""
    body = f"<tbody>{body}</tbody>" if body else ""
    return f"<table>{head}{body}</table>"


def _row(cells, scope):
    return "<tr>" + "".join(_cell(cell, scope) for cell in cells) + "</tr>"


def _cell(cell, scope):
    text = _inline(cell.runs)
    return f'<th scope="{scope}">{text}</th>' if cell.heading else f"<td>{text}</td>"


def _inline(runs):
    parts = []
    for event, what, link in nested(runs):
        if event == "text":
            parts.append(escape(what, quote=False).replace("\n", "<br>"))
        elif event == "close":
            parts.append(f"</{what}>")
        else:
            parts.append(f'<a href="{escape(link)}">' if what == "a" else f"<{what}>")
    return "".join(parts)
