"""The small HTML of a section as a tree of blocks and pieces of text, in plain JSON values.

Blocks: `para`, `list`, `heading`, `table`. Pieces: `text`, `strong`, `em`, `link`, `break`; and
`named`, which `signs.py` puts in the place of a sign that can't be shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from organisation.richtext import clean_html

Json = dict[str, Any]
INLINE = {"strong", "em", "a", "br"}
SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Longer than any word of the language. Signs in a row without a space, such as a code, are let
# break earlier: no rule of the language says where.
WORD = re.compile(r"\S{30,}")
LONG = re.compile(r"[^\W\d_]{60,}|[^\s/-]{30,}")
NOT_LETTERS = re.compile(r"[\W\d_]")
BREAK_HERE = "\N{ZERO WIDTH SPACE}"
STEP = 10
# How many elements may lie in one another: twelve lists fit side by side on a sheet.
DEEPEST = 24
# A table's header is repeated on each page only if it is a header and no text of its own.
LONGEST_REPEATED = 300


class TooDeep(ValueError):
    """The elements of a text lie in one another in more steps than a sheet has room for."""


@dataclass
class Node:
    """An element, or the whole, with what stands in it in order."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def holds_blocks(self) -> bool:
        return any(
            isinstance(child, Node) and (child.tag not in INLINE or child.holds_blocks)
            for child in self.children
        )

    def elements(self, *tags: str) -> Iterator["Node"]:
        """The elements of these kinds right below, in order."""
        return (each for each in self.children if isinstance(each, Node) and each.tag in tags)


class _TreeReader(HTMLParser):
    """Reads clean HTML, in which every element is closed, into nodes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag != "br":
            self.open.append(node)
        if len(self.open) > DEEPEST + 1:
            raise TooDeep

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree_of(html: str) -> Node:
    """The HTML, cleaned, as a tree. Raises TooDeep."""
    reader = _TreeReader()
    reader.feed(clean_html(one_line(html, keep_spaces=True)))
    reader.close()
    return reader.root


def one_line(text: str, *, keep_spaces: bool = False) -> str:
    """The text without control characters and half characters, and with single spaces."""
    text = CONTROLS.sub("", text.encode("utf-8", "replace").decode())
    return text if keep_spaces else SPACES.sub(" ", text).strip()


def plain(text: str) -> list[Json]:
    """A text without markup, as pieces."""
    return [{"is": "text", "text": breakable(one_line(text))}]


def breakable(text: str) -> str:
    """The text with places to break in what is too long for any line."""

    def broken(match: re.Match) -> str:
        part = match[0]
        if len(part) < 60 and not NOT_LETTERS.search(part):
            return part
        return BREAK_HERE.join(part[at : at + STEP] for at in range(0, len(part), STEP))

    # An address is left whole, so that it can be copied; it breaks at its own signs.
    return WORD.sub(lambda word: word[0] if "://" in word[0] else LONG.sub(broken, word[0]), text)


def blocks_of(html: str, level: int, address: Callable[[str], str]) -> list[Json]:
    """The HTML of a section as blocks.

    `level` is that of the section's heading: h3 comes one below it and h4 two. `address` makes a
    link's target whole. Raises TooDeep.
    """
    return _Builder(level, address).blocks(tree_of(html).children)


def text_of(pieces: Iterable[Json]) -> str:
    """The words of the pieces."""
    return "".join(
        text_of(piece["text"]) if isinstance(piece.get("text"), list) else piece.get("text", " ")
        for piece in pieces
    )


def every_block(blocks: Iterable[Json]) -> Iterator[Json]:
    """The blocks and all that lie in them, in reading order."""
    for block in blocks:
        yield block
        for item in block.get("items", ()):
            yield from every_block(item)
        for row in [*block.get("head", ()), *block.get("rows", ())]:
            for cell in row:
                yield from every_block(cell["blocks"])


def every_link(blocks: Iterable[Json]) -> Iterator[Json]:
    """The links in the blocks and in all that lie in them, in reading order."""

    def among(pieces: Iterable[Json]) -> Iterator[Json]:
        for piece in pieces:
            if piece["is"] == "link":
                yield piece
            if isinstance(piece.get("text"), list):
                yield from among(piece["text"])

    for block in every_block(blocks):
        yield from among(block.get("text", ()))


@dataclass(frozen=True)
class _Builder:
    level: int
    address: Callable[[str], str]

    def blocks(self, nodes: list[Node | str], around: tuple[Node, ...] = ()) -> list[Json]:
        """The nodes as blocks. Text that stands in no paragraph becomes one; formatting `around`
        several blocks goes to the text of each."""
        made: list[Json] = []
        loose: list[Node | str] = []

        def settle() -> None:
            pieces = loose[:]
            for wrap in reversed(around):
                pieces = [Node(wrap.tag, wrap.attributes, pieces)]
            if settled := self.pieces(pieces):
                made.append({"is": "para", "text": settled})
            loose.clear()

        for node in nodes:
            if isinstance(node, str) or (node.tag in INLINE and not node.holds_blocks):
                loose.append(node)
                continue
            settle()
            made += self.block(node, around)
        settle()
        return made

    def block(self, node: Node, around: tuple[Node, ...]) -> list[Json]:
        if node.tag in ("h3", "h4"):
            level = self.level + int(node.tag[1]) - 2
            heading = {"is": "heading", "level": level, "text": self.pieces(node.children)}
            # A note in a heading would stand in the middle of its bookmark.
            for link in every_link([heading]):
                link["note"] = False
            return [heading]
        if node.tag in ("ul", "ol"):
            items = self.items(node)
            return [{"is": "list", "ordered": node.tag == "ol", "items": items}] if items else []
        if node.tag == "table":
            return self.table(node)
        return self.blocks(node.children, (*around, node) if node.tag in INLINE else around)

    def items(self, node: Node) -> list[list[Json]]:
        """A list's items. What stands in the list but in no item goes on the item before it."""
        items: list[list[Json]] = []
        for child in node.children:
            is_item = isinstance(child, Node) and child.tag == "li"
            blocks = self.blocks(child.children if is_item else [child])
            if is_item or (blocks and not items):
                items.append(blocks)
            elif blocks:
                items[-1] += blocks
        return [item for item in items if item]

    def table(self, node: Node) -> list[Json]:
        """The table with its header rows apart; short rows are filled with empty cells."""
        head = [row for part in node.elements("thead") for row in part.elements("tr")]
        rows = [
            row for part in [node, *node.elements("tbody", "tfoot")] for row in part.elements("tr")
        ]
        while not head and rows and all(cell.tag == "th" for cell in _cells(rows[0])):
            head.append(rows.pop(0))
        columns = max((len(_cells(row)) for row in [*head, *rows]), default=0)
        if not columns:
            return []
        head_rows = [self.row(row, columns, "col") for row in head]
        return [
            {
                "is": "table",
                "columns": columns,
                "head": head_rows,
                "repeat": _is_short([each for row in head_rows for each in row]),
                "rows": [self.row(row, columns, "row") for row in rows],
            }
        ]

    def row(self, node: Node, columns: int, scope: str) -> list[Json]:
        cells = [
            {
                "blocks": self.blocks(cell.children),
                "scope": (cell.attributes.get("scope") or scope) if cell.tag == "th" else "",
            }
            for cell in _cells(node)
        ]
        return cells + [{"blocks": [], "scope": ""} for _ in range(columns - len(cells))]

    def pieces(self, nodes: list[Node | str]) -> list[Json]:
        """Text and formatting, with white space as a browser shows it."""
        made = _trimmed(list(self.raw_pieces(nodes)))
        return made if text_of(made).strip() else []

    def raw_pieces(self, nodes: list[Node | str]) -> Iterator[Json]:
        for node in nodes:
            if isinstance(node, str):
                yield {"is": "text", "text": breakable(SPACES.sub(" ", node))}
            elif node.tag == "br":
                yield {"is": "break"}
            else:
                inner = list(self.raw_pieces(node.children))
                if node.tag == "a" and node.attributes.get("href"):
                    yield self.link(node.attributes["href"], inner)
                elif node.tag in ("strong", "em"):
                    yield {"is": node.tag, "text": inner}
                else:
                    yield from inner

    def link(self, href: str, inner: list[Json]) -> Json:
        """A link; `note` says that its address is to be told, as the text doesn't tell it."""
        target = self.address(href)
        told = {target.casefold(), target.partition(":")[2].lstrip("/").casefold()}
        words = one_line(text_of(inner).replace(BREAK_HERE, "")).casefold()
        known = words.rstrip("/") in {each.rstrip("/") for each in told}
        return {"is": "link", "to": target, "note": not known, "text": inner}


def _cells(row: Node) -> list[Node]:
    return list(row.elements("th", "td"))


def _is_short(cells: list[Json]) -> bool:
    """Whether the cells may stand again on the next page. What is repeated is no part of the text,
    so no link may stand in it."""
    blocks = list(every_block(block for cell in cells for block in cell["blocks"]))
    length = sum(len(text_of(block.get("text", ()))) for block in blocks)
    return length <= LONGEST_REPEATED and not any(every_link(blocks))


def _trimmed(pieces: list[Json]) -> list[Json]:
    """The pieces without empty ones, without breaks at the end, and with one space at most between
    two words, none first and none last."""
    leaves = list(_leaves(pieces))
    after_space = True
    for leaf in leaves:
        if leaf["is"] == "break":
            after_space = True
        elif leaf["text"]:
            if after_space:
                leaf["text"] = leaf["text"].lstrip(" ")
            after_space = leaf["text"].endswith(" ") if leaf["text"] else after_space
    for leaf in reversed(leaves):
        if leaf["is"] == "break":
            leaf["is"], leaf["text"] = "text", ""
        leaf["text"] = leaf["text"].rstrip(" ")
        if leaf["text"]:
            break
    return _without_empty(pieces)


def _leaves(pieces: list[Json]) -> Iterator[Json]:
    for piece in pieces:
        if isinstance(piece.get("text"), list):
            yield from _leaves(piece["text"])
        else:
            yield piece


def _without_empty(pieces: list[Json]) -> list[Json]:
    kept = []
    for piece in pieces:
        if isinstance(piece.get("text"), list):
            piece = piece | {"text": _without_empty(piece["text"])}
        if piece["is"] == "break" or piece["text"]:
            kept.append(piece)
    return kept
