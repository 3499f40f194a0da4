"""A section's small HTML, read as blocks of words: what a comparison compares."""

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

# A word holds its inner hyphens, points and colons ("e-post", "9.30", "WHO:s") and a hyphen at
# either end ("barn- och ungdomar"). Every other sign stands for itself.
WORD = re.compile(r"-?\w+(?:[-'’.:@]+\w+)*-?|\S")
UNSEEN = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}]")
SPACE = re.compile(r"\s+")
BREAK = "\n"
SCHEME = re.compile(r"([^/?#]*?):")
LINK_SCHEMES = {"http", "https", "mailto"}

PARAGRAPH, ITEM, HEADING, ROW = "paragraph", "item", "heading", "row"


class Format(NamedTuple):
    """How letters look, and where they lead."""

    strong: bool = False
    em: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign. `spans` is its letters with their format; `space` and `broken` tell
    whether a space or a line break stands before it."""

    text: str
    spans: tuple[tuple[str, Format], ...]
    space: bool
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row."""

    words: tuple[Word, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, an item, a sub-heading or a table row, with what its kind needs:
    an item its depth (from 1), number and whether it begins its item; a sub-heading its level;
    a row its cells and the table's number in the section. `words` of a row are all its cells'."""

    kind: str
    words: tuple[Word, ...]
    depth: int = 0
    ordered: bool = False
    number: int = 0
    begins: bool = True
    level: int = 0
    cells: tuple[Cell, ...] = ()
    table: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


def blocks_of(html: str) -> tuple[TextBlock, ...]:
    """The blocks of a cleaned text (organisation.richtext.clean_html), those without words left
    out. White space, soft hyphens and the composition of letters make no difference."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish_block()
    return tuple(reader.blocks)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a plain text, such as a heading."""
    return _words([(SPACE.sub(" ", text), Format())])


def _words(chunks: list[tuple[str, Format]]) -> tuple[Word, ...]:
    chunks = [(unicodedata.normalize("NFC", UNSEEN.sub("", text)), look) for text, look in chunks]
    whole = "".join(text for text, _ in chunks)
    edges, at = [], 0
    for text, look in chunks:
        edges.append((at, at + len(text), look))
        at += len(text)
    words, end, edge = [], 0, 0
    for found in WORD.finditer(whole):
        before = whole[end : found.start()]
        start, end = found.span()
        while edges[edge][1] <= start:
            edge += 1
        spans, at = [], edge
        while at < len(edges) and edges[at][0] < end:
            low, high, look = edges[at]
            letters = whole[max(low, start) : min(high, end)]
            if letters and spans and spans[-1][1] == look:
                spans[-1] = (spans[-1][0] + letters, look)
            elif letters:
                spans.append((letters, look))
            at += 1
        space = bool(before) and bool(words)
        words.append(Word(found.group(), tuple(spans), space, space and BREAK in before))
    return tuple(words)


def _address(href: str | None) -> str:
    """Where a link leads; nowhere, if no cleaned text would hold such a link."""
    href = (href or "").strip()
    scheme = SCHEME.match(href)
    return href if scheme is None or scheme[1].lower() in LINK_SCHEMES else ""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.chunks: list[tuple[str, Format]] = []
        self.strong = self.em = 0
        self.links: list[str] = []
        self.lists: list[list] = []  # [ordered, number, an item awaits its first words]
        self.level = 0
        self.tables = 0
        self.cells: list[Cell] | None = None
        self.header: bool | None = None  # None: outside every cell

    def handle_data(self, data):
        look = Format(self.strong > 0, self.em > 0, self.links[-1] if self.links else "")
        self.chunks.append((SPACE.sub(" ", data), look))

    def finish_block(self):
        """What was read since the last block becomes one; inside a cell, a line of it."""
        if self.header is not None:
            self.chunks.append((BREAK, Format()))
            return
        words, self.chunks = _words(self.chunks), []
        if not words:
            return
        if self.level:
            self.blocks.append(TextBlock(HEADING, words, level=self.level))
        elif self.lists:
            ordered, number, begins = self.lists[-1]
            self.lists[-1][2] = False
            depth = len(self.lists)
            self.blocks.append(
                TextBlock(ITEM, words, depth, ordered, number, begins or number == 0)
            )
        else:
            self.blocks.append(TextBlock(PARAGRAPH, words))

    def finish_cell(self):
        if self.header is not None and self.cells is not None:
            self.cells.append(Cell(_words(self.chunks), self.header))
        self.chunks, self.header = [], None

    def finish_row(self):
        self.finish_cell()
        if self.cells:
            words = tuple(word for cell in self.cells for word in cell.words)
            self.blocks.append(TextBlock(ROW, words, cells=tuple(self.cells), table=self.tables))
        self.cells = None

    def handle_starttag(self, tag, attrs):
        match tag:
            case "strong":
                self.strong += 1
            case "em":
                self.em += 1
            case "a":
                self.links.append(_address(dict(attrs).get("href")))
            case "br":
                self.chunks.append((BREAK, Format()))
            case "td" | "th":
                self.finish_cell()
                self.header = tag == "th"
            case "tr":
                self.finish_row() if self.cells else self.finish_block()
                self.cells = []
            case _:
                self.finish_block()
                if tag == "table":
                    self.tables += 1
                elif self.header is None and tag in ("ul", "ol"):
                    self.lists.append([tag == "ol", 0, False])
                elif self.header is None and tag == "li" and self.lists:
                    self.lists[-1][1:] = [self.lists[-1][1] + 1, True]
                elif self.header is None and tag in ("h3", "h4"):
                    self.level = int(tag[1])

    def handle_endtag(self, tag):
        match tag:
            case "strong":
                self.strong -= 1
            case "em":
                self.em -= 1
            case "a":
                self.links.pop() if self.links else None
            case "br":
                pass
            case "td" | "th":
                self.finish_cell()
            case "tr" | "table":
                self.finish_row()
            case _:
                self.finish_block()
                if self.header is None and tag in ("ul", "ol") and self.lists:
                    self.lists.pop()
                elif tag in ("h3", "h4"):
                    self.level = 0
