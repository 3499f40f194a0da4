"""What the organisation chart is drawn of: boxes with their texts, frames and lines, in plain
numbers.
"""

from dataclasses import dataclass, field

from .hierarchy import Branch, Edge, Group, Node, Place
from .lettering import wrapped

MARK = 18  # a mark and the air after it
PAD = 12  # at the sides of a box
HIGH_PAD, ROW_PAD = 10, 6  # above and below its text, and in a list
# Role of a text: size, height of a line, bold.
LETTERS = {
    "eyebrow": (13, 17, False),
    "name": (15, 19, True),
    "row": (14, 18, False),
    "detail": (13, 17, False),
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    role: str


@dataclass(frozen=True)
class Box:
    """A body, or (without `node`) the heading of a list of a kind. `style` is one of top, box,
    beside, head, list and row; `number` tells in words how many stand under the head of a column.
    """

    x: float
    y: float
    width: float
    height: float
    style: str
    texts: tuple[Text, ...]
    node: Node | None = None
    group: Group | None = None
    mark: Point | None = None
    number: str = ""

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> float:
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Frame:
    """What holds the list of a kind together."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A line of one relation, from the body above to the one under it, and all that it stands
    for."""

    relation: str
    points: tuple[Point, ...]
    edges: tuple[Edge, ...]

    @property
    def path(self) -> str:
        """The line as SVG writes it."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass
class Drawing:
    """The chart. The boxes stand in reading order."""

    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def lettered(x: float, y: float, width: float, parts, *, marked: bool = False):
    """The texts of a box at (x, y), where its mark stands, and how high it is. `parts` are pairs
    of role and text; the mark stands before the name."""
    pad = ROW_PAD if "row" in dict(parts) else HIGH_PAD
    texts, at, mark = [], y + pad, None
    left = x + PAD + (MARK if marked else 0)
    for role, words in parts:
        size, high, bold = LETTERS[role]
        if marked and role in ("name", "row"):
            mark = (x + PAD, at + (high - 12) / 2)
        for each in wrapped(words, x + width - PAD - left, size, bold=bold):
            texts.append(Text(left, at + high - 4.5, each, role))
            at += high
    return tuple(texts), mark, at + pad - y


def number_under(branch: Branch | None, group: Group) -> str:
    """How many stand under the head of a column, in words; nothing for others."""
    return ", ".join(branch.folded) if branch and group.place == Place.COLUMN else ""


def parts_of(branch: Branch | None, group: Group) -> list[tuple[str, str]]:
    """What stands in a box: of a body, or of the heading of a list."""
    if branch is None:
        number = group.kind.number(len(group.members))
        return [("name", group.heading), ("detail", number)]
    node = branch.node
    number = number_under(branch, group)
    parts = [("eyebrow", node.eyebrow), ("name", node.label)]
    parts += [("detail", node.detail), ("detail", number)]
    return [each for each in parts if each[1]]
