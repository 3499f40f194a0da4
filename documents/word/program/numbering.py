"""Lists: which kind a paragraph's is, how deep it stands there, and its number as Word counts."""

from dataclasses import dataclass

from .elements import Element, whole
from .looks import Looks

MOST_STEPS = 30
FIGURES = {"decimal", "decimalZero", "ordinal", "cardinalText", "ordinalText"}


@dataclass(frozen=True)
class Level:
    """A level of a list: its form of numbers, where they begin, and the style that it goes with."""

    form: str
    start: int
    style: str


@dataclass(frozen=True)
class Item:
    """A paragraph of a list. `ordered` is None for one that has neither sign nor number: it goes on
    with the item before it. `first`: its number is the one that the list begins with."""

    level: int
    ordered: bool | None
    number: int = 0
    first: bool = False
    figures: bool = True


class Numbering:
    """The lists of a Word file. Its paragraphs are to be asked for in their order."""

    def __init__(self, root: Element | None, looks: Looks) -> None:
        self._looks = looks
        self._lists: dict[str, dict[int, Level]] = {}
        self._of_style: dict[str, str] = {}
        self._used: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for each in root.every("w:abstractNum"):
            key = each.attributes.get("w:abstractNumId", "")
            self._lists[key] = _levels(each)
            self._of_style[key] = each.value("w:numStyleLink") or ""
        for each in root.every("w:num"):
            starts, levels = {}, {}
            for override in each.every("w:lvlOverride"):
                at = whole(override.attributes.get("w:ilvl")) or 0
                start = override.number("w:startOverride")
                if start is not None:
                    starts[at] = start
                levels |= _levels(override)
            key = each.attributes.get("w:numId", "")
            self._used[key] = (each.value("w:abstractNumId") or "", starts, levels)

    def item(self, number: str | None, level: int | None, style: str) -> Item | None:
        """The item that a paragraph is which names a list and a level, or whose style does."""
        of_style = ""
        if number is None:
            number, at, of_style = self._looks.numbering(style)
            level = at if level is None else level
        if number is None or number == "0" or number not in self._used:
            return None
        key, starts, own = self._list(number)
        levels = self._lists.get(key, {}) | own
        if level is None:
            level = next((at for at, each in levels.items() if each.style == of_style != ""), 0)
        level = min(level, 8)
        kind = levels.get(level, Level("bullet", 1, ""))
        if kind.form in ("bullet", "none"):
            return Item(level + 1, False if kind.form == "bullet" else None)
        counts = self._counts.setdefault(key, {})
        if level in starts and (number, level) not in self._begun:
            counts[level] = starts[level] - 1
        self._begun.add((number, level))
        start = starts.get(level, kind.start)
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = counts[level]
        return Item(level + 1, True, shown, shown == start, kind.form in FIGURES)

    def _list(self, number: str) -> tuple[str, dict[int, int], dict[int, Level]]:
        """The list that a number stands for, also when it's that of a style of lists."""
        key, starts, own = self._used[number]
        for _ in range(MOST_STEPS):
            style = self._of_style.get(key)
            other = self._looks.numbering(style)[0] if style else None
            if other not in self._used:
                break
            key = self._used[other][0]
        return key, starts, own


def _levels(element: Element) -> dict[int, Level]:
    return {
        whole(each.attributes.get("w:ilvl")) or 0: Level(
            each.value("w:numFmt") or "decimal",
            each.number("w:start") or 0 if each.first("w:start") else 1,
            each.value("w:pStyle") or "",
        )
        for each in element.every("w:lvl")
    }
