"""A text as a tree: blocks, items, cells and runs of letters. Both forms are read into it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from organisation.richtext import clean_html

MAX_LEVEL = 9
# Characters that no text needs and that databases and parsers refuse; the rest of the controls
# are white space. Line breaks are kept: what they mean differs between the two forms.
_SPACES = "\t\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_LEGIBLE = dict.fromkeys((*range(32), *range(127, 160))) | {ord(each): " " for each in _SPACES}
del _LEGIBLE[ord("\n")]
_SURROGATE = re.compile("[\ud800-\udfff]")
# No possessive quantifiers: Python 3.11.2, which Debian 12 has, goes wrong over repeated groups.
_WORD = re.compile(r"\S+(?: \S+)*|\s+")
_UNSAFE = re.compile(r"[\s<>\"`\x00-\x1f\x7f]")
_MAIL = re.compile(r"[^\s/:?#@]+@[^\s/:?#@]+\.[^\s/:?#@]+")
_KINDS = ("a", "strong", "em")


class Marks(NamedTuple):
    """How a run stands: the address it leads to (or ""), bold, italic. In the order of _KINDS."""

    link: str = ""
    strong: bool = False
    em: bool = False

    def shared(self, other: "Marks") -> "Marks":
        """What both have, for the white space between them."""
        both = zip(self, other, strict=True)
        return Marks(*(mine if mine == its else type(mine)() for mine, its in both))


# A piece of text and how it stands. A line break is "\n".
Run = tuple[str, Marks]


@dataclass
class Paragraph:
    runs: list[Run]


@dataclass
class Heading:
    level: int
    runs: list[Run]


@dataclass
class ListOf:
    """Points or numbered items. Each item is a list of blocks, the first of them a paragraph."""

    ordered: bool
    items: list[list] = field(default_factory=list)


@dataclass
class Cell:
    heading: bool
    runs: list[Run]


@dataclass
class Table:
    """Rows of cells; the first `head` rows are headings of columns."""

    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 0

    def settle(self) -> None:
        """See that a first row of headings is the table's head, and that a head has no others."""
        if not self.head and self.rows:
            first = self.rows[0]
            corner = len(first) > 1 and not first[0].heading and not first[0].runs
            self.head = int(all(cell.heading for cell in (first[1:] if corner else first)))
        for row in self.rows[: self.head]:
            for cell in row:
                cell.heading = True


class Builder:
    """Puts blocks where they belong. Level 0 is the text itself, level 1 an item of a list in it.

    There is always an item to put a deeper block in, or it comes as deep as there is one.
    """

    def __init__(self):
        self.blocks: list = []
        self._path = [self.blocks]

    def block(self, level: int, block) -> None:
        """Add a paragraph, heading or table to the text or to the last item of the level."""
        level = min(level, len(self._path) - 1)
        del self._path[level + 1 :]
        self._path[level].append(block)

    def item(self, level: int, ordered: bool, fresh: bool, paragraph: Paragraph) -> None:
        """Begin an item with its text; `fresh` when it's the first of a new numbered list."""
        level = min(level, len(self._path), MAX_LEVEL)
        del self._path[level:]
        open_list = self._last_list(level, ordered)
        if open_list is None or (ordered and fresh):
            open_list = ListOf(ordered)
            self._path[-1].append(open_list)
        open_list.items.append([paragraph])
        self._path.append(open_list.items[-1])

    def count(self, level: int) -> int:
        """How many items the numbered list has that an item of the level would belong to."""
        found = self._last_list(level, True)
        return len(found.items) if found else 0

    def _last_list(self, level, ordered):
        blocks = self._path[min(level, len(self._path), MAX_LEVEL) - 1]
        last = blocks[-1] if blocks else None
        return last if isinstance(last, ListOf) and last.ordered == ordered else None


def legible(text: str) -> str:
    """The text without characters that can't be stored or shown; line breaks stay as they are."""
    return _SURROGATE.sub("\ufffd", text.translate(_LEGIBLE))


def tidy(runs: list[Run]) -> list[list[Run]]:
    """The runs as paragraphs in normal form. "\\n" in a run is a line break, two are a new one."""
    paragraphs: list[list[list]] = [[]]
    gap: list[str] = []
    for text, marks in runs:
        for word in _WORD.findall(text):
            if word.isspace():
                gap.append(word)
                continue
            pieces = paragraphs[-1]
            if gap and pieces:
                white = "".join(gap)
                breaks = white.count("\n")
                if breaks > 1:
                    pieces = []
                    paragraphs.append(pieces)
                else:
                    space = "\n" if breaks else re.sub(" +", " ", white)
                    _extend(pieces, space, pieces[-1][1].shared(marks))
            gap = []
            _extend(pieces, word, marks)
    return [[("".join(texts), marks) for texts, marks in each] for each in paragraphs if each]


def _extend(pieces, text, marks):
    if pieces and pieces[-1][1] == marks:
        pieces[-1][0].append(text)
    else:
        pieces.append([[text], marks])


def one_line(paragraphs: list[list[Run]], between: str) -> list[Run]:
    """The paragraphs as one, with `between` for each break of line and paragraph."""
    joined: list[Run] = []
    for paragraph in paragraphs:
        joined += [("\n", Marks())] if joined else []
        joined += paragraph
    return [
        run for each in tidy([(t.replace("\n", between), m) for t, m in joined]) for run in each
    ]


def reaches(runs: list[Run]) -> list[Marks]:
    """For each run and mark, the number of the run at which what the mark says is over."""
    reach = [[0, 0, 0] for _ in runs]
    for at in range(len(runs) - 1, -1, -1):
        for kind, value in enumerate(runs[at][1]):
            goes_on = at + 1 < len(runs) and runs[at + 1][1][kind] == value
            reach[at][kind] = reach[at + 1][kind] if goes_on else at + 1
    return [Marks(*each) for each in reach]


def nested(runs: list[Run]):
    """What a writer meets: ("open" or "close", kind, address) and ("text", text, "").

    What reaches furthest is opened first; at the same reach link, bold, italic.
    """
    reach = reaches(runs)
    standing: list[tuple[int, str | bool]] = []
    for at, (text, marks) in enumerate(runs):
        wanted = [(kind, value) for kind, value in enumerate(marks) if value]
        keep = next((i for i, each in enumerate(standing) if each not in wanted), len(standing))
        while len(standing) > keep:
            kind, value = standing.pop()
            yield "close", _KINDS[kind], value
        for kind, value in sorted(wanted, key=lambda each, at=at: -reach[at][each[0]]):
            if (kind, value) not in standing:
                standing.append((kind, value))
                yield "open", _KINDS[kind], value
        yield "text", text, ""
    for kind, value in reversed(standing):
        yield "close", _KINDS[kind], value


@lru_cache(4096)
def address(typed: str) -> str:
    """The address a link may lead to, or "" when it may not.

    http, https, mailto, and addresses of the site itself, which begin with a slash. "www.…" and a
    mail address get the scheme that was meant. Signs that no address holds are percent-encoded.
    """
    link = re.sub(r"[\t\r\n]", "", legible(typed)).strip()
    if link[:4].lower() == "www.":
        link = "https://" + link
    elif _MAIL.fullmatch(link):
        link = "mailto:" + link
    if not link[:7].lower().startswith("mailto:"):
        link = link.replace("\\", "/")  # as browsers read it
    link = _UNSAFE.sub(lambda sign: quote(sign[0]), link).replace("\\", "%5C")
    allowed = re.match(r"https?://[^/?#]|mailto:[^?]|/(?!/)", link, re.IGNORECASE)
    return link if allowed and "href=" in clean_html(f'<a href="{escape(link)}">x</a>') else ""
