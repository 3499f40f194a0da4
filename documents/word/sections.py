"""From the blocks that the program found to a title, a lead and sections."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from documents.markup import normal, small_html
from documents.markup.tree import (
    MAX_LEVEL,
    Builder,
    Cell,
    Heading,
    Marks,
    Paragraph,
    Run,
    Table,
    address,
    one_line,
    tidy,
)
from documents.word.headings import Headings, plain_text
from documents.word.text import INTRODUCTION, WordSection, WordText

Json = dict[str, Any]
DEEPEST = 3
MOST_LEVELS = 5
OWN_HEADINGS = {"h3": 3, "h4": 4}


@dataclass
class Read:
    """The text, and what its making had to change."""

    text: WordText
    headings: Headings
    introduced: bool = False
    skipped: list[tuple[str, int]] = field(default_factory=list)
    too_many_levels: bool = False
    numbers: bool = False
    letters: bool = False
    lost_links: list[tuple[str, str]] = field(default_factory=list)
    inner_links: bool = False


def text_of(found: Json, site: str) -> Read:
    """The text of what the program found. Where it has no title, that of the properties is
    taken."""
    headings = Headings(found["blocks"], found["title"])
    reader = _Reader(headings, site)
    for block in headings.blocks:
        reader.block(block)
    return reader.finish()


class _Reader:
    def __init__(self, headings: Headings, site: str) -> None:
        self.site = site.rstrip("/") + "/" if site else ""
        self.read = Read(WordText("", "", ()), headings)
        self.sections: list[_Open] = []
        self.above = 0

    def finish(self) -> Read:
        made = tuple(each.made() for each in self.sections)
        headings = self.read.headings
        self.read.text = WordText(headings.title, headings.lead, made)
        return self.read

    def block(self, block: Json) -> None:
        if block["is"] == "note":
            self._note(block)
        elif block["is"] == "table":
            self._here().table(block, self._table(block))
        elif block["kind"] == "heading":
            self._heading(block)
        elif block["kind"] in OWN_HEADINGS:
            if paragraphs := tidy(self._runs(block)):
                level = OWN_HEADINGS[block["kind"]]
                self._here().heading(Heading(level, one_line(paragraphs, " ")))
        elif paragraphs := tidy(self._runs(block)):
            self._here().paragraphs(block, [Paragraph(runs) for runs in paragraphs], self.read)

    def _here(self) -> "_Open":
        """The section that is being read; one of its own for text before the first heading."""
        if not self.sections:
            self.read.introduced = True
            self.sections.append(_Open(INTRODUCTION, 1))
        return self.sections[-1]

    def _heading(self, block: Json) -> None:
        text = plain_text(block["runs"])
        if not text:
            return
        level = block["level"] - self.read.headings.shift
        self.read.too_many_levels |= level > MOST_LEVELS
        if level <= DEEPEST or not self.sections:
            held = min(level, self.above + 1)
            if held < level:
                self.read.skipped.append((text, held))
            self.above = held
            self.sections.append(_Open(text, held))
            return
        here = self._here()
        size = 4 if level > DEEPEST + 1 and here.has_heading else 3
        runs = self._runs(block)
        if all(marks.strong for words, marks in runs if words.strip()):
            runs = [(words, marks._replace(strong=False)) for words, marks in runs]
        here.heading(Heading(size, one_line(tidy(runs), " ")))

    def _note(self, block: Json) -> None:
        texts = [
            runs
            for each in block["paragraphs"]
            if each["is"] == "para"
            for runs in tidy(self._runs(each))
        ]
        if texts:
            mark = (f"[{block['number']}] ", Marks())
            self._here().notes += [tidy([mark, *texts[0]])[0], *texts[1:]]

    def _table(self, block: Json) -> Table:
        rows = [
            [Cell(cell["heading"], self._cell(cell["paragraphs"])) for cell in row]
            for row in block["rows"]
        ]
        table = Table(rows, block["head"])
        table.settle()
        return table

    def _cell(self, paragraphs: list[Json]) -> list[Run]:
        """The text of a cell: its paragraphs are lines, and items have their sign or number."""
        lines: list[Run] = []
        for each in paragraphs:
            runs = self._runs(each)
            if not any(words.strip() for words, _ in runs):
                continue
            if each["kind"] == "heading":
                runs = [(words, marks._replace(strong=True)) for words, marks in runs]
            if each["item"]:
                _, ordered, number, *_ = each["item"]
                mark = f"{number}. " if ordered and number else "– "
                runs = [(mark if ordered is not None else "", Marks()), *runs]
            lines += [("\n", Marks()), *runs]
        return one_line(tidy(lines), "\n")

    # Words

    def _runs(self, block: Json) -> list[Run]:
        """The runs of a paragraph, with links only where they may lead."""
        made: list[Run] = []
        for given, group in groupby(block["runs"], key=lambda run: run[1]):
            pieces = list(group)
            link = self._link(given)
            said = " ".join("".join(text for text, *_ in pieces).split())
            if given.startswith("#"):
                self.read.inner_links |= bool(said)
            elif given and not link and said:
                self.read.lost_links.append((said, given))
            made += [(text, Marks(link, bold, italic)) for text, _, bold, italic in pieces]
        return made

    def _link(self, given: str) -> str:
        if given.startswith("#"):
            return ""
        if self.site and given.startswith(self.site):
            given = "/" + given.removeprefix(self.site)
        return address(given)


class _Open:
    """A section that is being read."""

    def __init__(self, heading: str, level: int) -> None:
        self.name = heading
        self.level = level
        self.builder = Builder()
        self.notes: list[list[Run]] = []
        self.has_heading = False
        self.in_item = False

    def made(self) -> WordSection:
        for runs in self.notes:
            self.builder.block(0, Paragraph(runs))
        html = normal(small_html.write(self.builder.blocks))
        return WordSection(self.name, self.level, html)

    def heading(self, heading: Heading) -> None:
        self.has_heading = True
        self.in_item = False
        self.builder.block(0, heading)

    def table(self, block: Json, table: Table) -> None:
        self.builder.block(block["item"], table)
        self.in_item = self.in_item and bool(block["item"])

    def paragraphs(self, block: Json, paragraphs: list[Paragraph], read: Read) -> None:
        """Add a paragraph where it belongs: in the text, as an item, or in the item before it."""
        first, *rest = paragraphs
        item = block["item"]
        level = item[0] if item and self.in_item else 0
        if item and item[1] is not None:
            self._item(item, first, read)
            level = item[0]
        elif block["kind"] == "continued" and not item and self.in_item:
            level = MAX_LEVEL
            self.builder.block(level, first)
        else:
            self.builder.block(level, first)
        self.in_item = bool(level)
        for each in rest:
            self.builder.block(level, each)

    def _item(self, item: list, paragraph: Paragraph, read: Read) -> None:
        level, ordered, number, is_first, in_figures = item
        self.builder.item(level, ordered, is_first, paragraph)
        if ordered and number:
            read.numbers |= self.builder.count(level) != number
            read.letters |= not in_figures
