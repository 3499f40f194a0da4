"""What the styles of a Word file say of its paragraphs, words and tables.

Styles are known by their names, in English as Word stores them or in Swedish, or by their ids; one
that is built on another is what the other is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .elements import Element, whole

HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])")
CONTENTS = re.compile(r"(?:toc|innehåll) ?[1-9]|toc heading|innehållsförteckningsrubrik")
LIST = re.compile(r"(list bullet|punktlista|list number|numrerad lista)(?: ([2-9]))?")
POINTS = ("list bullet", "punktlista")
CONTINUED = re.compile(r"(?:list continue|listfortsättning)(?: [2-9])?|list paragraph|liststycke")
NAMED = {
    "title": "title",
    "titel": "title",
    "rubrik": "title",
    "subtitle": "lead",
    "underrubrik": "lead",
    # Those of the files that are made here, in `writing_parts.py`.
    "portalens mellanrubrik 1": "h3",
    "portalens mellanrubrik 2": "h4",
    "portalens uppgift": "left out",
    "portalens anmärkning": "left out",
    "portalens tabellrubrik": "cell heading",
}
TABLE_IN_ITEM = re.compile(r"portalens tabell i punkt ([1-9])")
MOST_STEPS = 30


@dataclass
class Look:
    """A style: its name, the one it's built on, and what it says itself."""

    id: str
    name: str
    based: str
    outline: int | None
    numbering: tuple[str | None, int | None]
    bold: bool | None
    italic: bool | None
    size: int | None
    first_row: bool


class Looks:
    """The styles by id."""

    def __init__(self, root: Element | None) -> None:
        self._looks: dict[str, Look] = {}
        self.size = 22
        self._kinds: dict[str, tuple[str, int]] = {}
        if root is None:
            return
        self.size = _size(root.first("w:docDefaults", "w:rPrDefault", "w:rPr")) or 20
        for each in root.every("w:style"):
            look = _look(each)
            self._looks[look.id] = look
            if each.attributes.get("w:default") == "1" and look.size:
                self.size = look.size

    def chain(self, style: str) -> Iterator[Look]:
        """The style and those that it's built on, the nearest first."""
        for _ in range(MOST_STEPS):
            look = self._looks.get(style)
            if look is None:
                return
            yield look
            style = look.based

    def kind(self, style: str) -> tuple[str, int]:
        """What a paragraph of the style is: "heading" with its level, one of `NAMED`, "contents",
        "point" or "numbered" with the level of the list, "continued", or "" for plain text."""
        if style not in self._kinds:
            self._kinds[style] = self._kind(style)
        return self._kinds[style]

    def _kind(self, style: str) -> tuple[str, int]:
        if style and style not in self._looks:
            return _kind_by_name(style.lower()) or ("", 0)
        for look in self.chain(style):
            found = _kind_by_name(look.name) or _kind_by_name(look.id.lower())
            if found:
                return found
            if look.outline is not None:
                return ("heading", look.outline + 1) if look.outline < 9 else ("", 0)
        return ("", 0)

    def numbering(self, style: str) -> tuple[str | None, int | None, str]:
        """The list that the style belongs to, its level where it's told, and the style it's of."""
        for look in self.chain(style):
            if look.numbering[0] is not None:
                return (*look.numbering, look.id)
        return (None, None, "")

    def bold(self, style: str) -> bool:
        """Whether text of the style is bold."""
        return next((each.bold for each in self.chain(style) if each.bold is not None), False)

    def italic(self, style: str) -> bool:
        """Whether text of the style is italic."""
        return next((each.italic for each in self.chain(style) if each.italic is not None), False)

    def size_of(self, style: str) -> int:
        """The size of the style's letters, in half points."""
        return next((each.size for each in self.chain(style) if each.size), self.size)

    def looks_at_first_row(self, style: str) -> bool:
        """Whether a table of the style shows its first row in a way of its own."""
        return any(each.first_row for each in self.chain(style))

    def level_of_table(self, style: str) -> int:
        """In an item of which level a table of the style lies; 0 for none."""
        for look in self.chain(style):
            if found := TABLE_IN_ITEM.fullmatch(look.name):
                return int(found[1])
        return 0


def _kind_by_name(name: str) -> tuple[str, int] | None:
    if found := HEADING.fullmatch(name):
        return ("heading", int(found[1]))
    if CONTENTS.fullmatch(name):
        return ("contents", 0)
    if found := LIST.fullmatch(name):
        return ("point" if found[1] in POINTS else "numbered", int(found[2] or 1))
    if CONTINUED.fullmatch(name):
        return ("continued", 0)
    return (NAMED[name], 0) if name in NAMED else None


def _look(style: Element) -> Look:
    words = style.first("w:rPr")
    return Look(
        id=style.attributes.get("w:styleId", ""),
        name=" ".join((style.value("w:name") or "").lower().split()),
        based=style.value("w:basedOn") or "",
        outline=style.number("w:pPr", "w:outlineLvl"),
        numbering=(
            style.value("w:pPr", "w:numPr", "w:numId"),
            style.number("w:pPr", "w:numPr", "w:ilvl"),
        ),
        bold=words and words.switch("w:b"),
        italic=words and words.switch("w:i"),
        size=_size(words),
        first_row=any(
            each.attributes.get("w:type") == "firstRow" for each in style.every("w:tblStylePr")
        ),
    )


def _size(words: Element | None) -> int | None:
    return whole(words.value("w:sz")) if words is not None else None
