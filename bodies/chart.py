"""Where everything stands in the organisation chart: boxes, frames and lines, for any number of
bodies.

Takes a `Hierarchy` and gives a `Drawing` in plain numbers; knows neither database nor clock.

From the top down: each body with a box of its own has a row of its own, the bodies at its side to
the right of it, then columns under it, as many in a row as there is room for. A column is a body
with those under it in a list, or a list of one kind in a frame. Lines run where no box can be: to
the left of rows, between them, in the gaps between columns and, for relations to others than the
one above, along the right edge.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .drawing import Box, Drawing, Frame, Line, Point, lettered, number_under, parts_of
from .hierarchy import RELATIONS, Branch, Edge, Group, Hierarchy, Place, Tie

WIDTH = 1152
BOX_WIDTH, BESIDE_WIDTH, COLUMN_WIDTH = 320, 272, 164
WIDEST_COLUMN, MOST_COLUMNS = 232, 6
GAP, ROW_GAP, BETWEEN, AIR, INDENT = 24, 6, 36, 12, 26
APART = 8  # between parallel lines

# From a box to the right edge, for a lane: the points on the way, the last at its height there.
Port = Callable[[int], list[Point]]
Column = tuple[Branch | None, Group]


@dataclass(frozen=True)
class Arrival:
    """How lines come from the body above to a row. `bus` is where they run above it, `first` where
    they run above the first row, `rail` where they go down to a later one."""

    above: Box | None
    first: float
    bus: float
    channel: float
    rail: float | None

    def points(self, step: int, box: Box, *, stacked: bool) -> list[Point]:
        """The way to the upper side of a box; to the left side of one that stands under another,
        by the gap to the left of its column."""
        shift, down = (step - 1) * APART, step * APART
        points = [(self.above.center + shift, self.above.bottom)]
        points.append((points[0][0], self.first + down))
        if self.rail is not None:
            points += [(self.rail + down, self.first + down), (self.rail + down, self.bus + down)]
        if stacked:
            x, level = box.x - 20 + 6 * step, box.middle + 6 * (step - 1)
            return [*points, (x, self.bus + down), (x, level), (box.x, level)]
        return [*points, (box.center + shift, self.bus + down), (box.center + shift, box.y)]


def steps_under(branch: Branch) -> int:
    """How many steps there are under a body."""
    deepest, waiting = 0, [(branch, 0)]
    while waiting:
        each, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(one, level + 1) for group in each.groups for one in group.members]
    return deepest


def needed(columns: Iterable[Column]) -> float:
    """How wide the widest of some columns must be at the least."""
    steps = [
        max(map(steps_under, [branch] if branch else group.members)) for branch, group in columns
    ]
    return COLUMN_WIDTH + INDENT * max([0, *(each - 1 for each in steps)])


def room_for(columns: list[Column], width: float) -> tuple[float, int]:
    """How wide a column may be, and how many of them stand in a row."""
    least = needed(columns)
    number = min(MOST_COLUMNS, len(columns), int((width + GAP) // (least + GAP)))
    share = (width + GAP) // max(1, number) - GAP
    return max(least, min(share, WIDEST_COLUMN)), max(1, number)


class Draughtsman:
    """Draws a hierarchy from the top down."""

    def __init__(self, whole: Hierarchy):
        self.whole = whole
        self.drawing = Drawing()
        self.ports: dict[int, Port] = {}
        self.crossing: list[tuple[Tie, Port, tuple[Edge, ...]]] = []
        self.beside_columns: dict[int, list[Group]] = {}
        across = {
            (RELATIONS.index(tie.relation), tie.object)
            for group in whole.groups
            for tie in group.ties
            if tie.object != group.parent
        }
        # All that stand in one relation to one body share a lane, and their lines run together.
        self.lanes = {each: number for number, each in enumerate(sorted(across))}

    def draw(self) -> Drawing:
        drawing, bottom = self.drawing, 1
        tops, loose = self.whole.tops, self.whole.loose
        last = [each for each in tops if each.members]
        while len(last) == 1 and last[0].place == Place.BOX and len(last[0].members) == 1:
            # Under a single top, what stands with its kind finds room among the columns.
            branch = last[0].members[0]
            last = [each for each in branch.groups if each.place != Place.BESIDE]
            if len(last) != 1 or last[0].place != Place.BOX:
                self.beside_columns, loose = {branch.node.key: loose}, []
        for groups in (tops, loose):
            if groups:
                bottom = self.under(None, groups, 1, bottom, WIDTH - 2) + BETWEEN
        right = max([WIDTH - 1, *(each.x + each.width for each in drawing.boxes + drawing.frames)])
        for tie, out, edges in self.crossing:
            lane = self.lane(tie)
            rail = right + APART * (lane + 1)
            there, here = self.ports[tie.object](lane), out(lane)
            points = [*there, (rail, there[-1][1]), (rail, here[-1][1]), *here[::-1]]
            drawing.lines.append(Line(tie.relation, tuple(points), edges))
        drawing.width = right + (max(GAP, APART * (len(self.lanes) + 1)) if self.lanes else 1)
        drawing.height = max(1, bottom - BETWEEN) + 1
        return drawing

    def lane(self, tie: Tie) -> int:
        return self.lanes[RELATIONS.index(tie.relation), tie.object]

    def under(self, above: Box | None, groups: list[Group], x, y, width) -> float:
        """Draws groups from (x, y) down, and returns where they end."""
        boxes: list[Column] = [
            (one, each) for each in groups if each.place == Place.BOX for one in each.members
        ]
        columns: list[Column] = []
        for each in groups:
            if each.place == Place.COLUMN:
                columns += [(one, each) for one in each.members]
            elif each.place == Place.LISTED:
                columns.append((None, each))
        rail, first = None, y + AIR
        if above and len(boxes) + bool(columns) > 1:
            rail, x, width = x + 4, x + APART * 4, width - APART * 4
        for row in [*boxes, *([columns] if columns else [])]:
            bus = y + AIR
            channel = bus + APART * len(RELATIONS) if above else y
            top = channel + APART * len(self.lanes) + (AIR if above or self.lanes else 0)
            arrival = Arrival(above, first, bus, channel, rail if bus > first else None)
            if row is columns:
                y = self.columns(columns, x, top, width, arrival)
            else:
                y = self.boxed(*row, x, top, width, arrival)
            y += BETWEEN
        return y - BETWEEN

    def boxed(self, branch: Branch, group: Group, x, top, width, arrival: Arrival) -> float:
        """A body in a box of its own, those at its side, and all under it."""
        beside = [
            (one, each)
            for each in branch.groups
            if each.place == Place.BESIDE
            for one in each.members
        ]
        highs = [
            lettered(0, 0, BESIDE_WIDTH, parts_of(*each), marked=each[0].node.marked)[2]
            for each in beside
        ]
        style = "top" if arrival.above is None else "box"
        parts, marked = parts_of(branch, group), branch.node.marked
        high = lettered(0, 0, BOX_WIDTH, parts, marked=marked)[2]
        stack = sum(highs) + AIR * (len(highs) - 1)
        left = x + max(0, width - BOX_WIDTH) // 2
        box = self.put(branch, group, left, top + max(0, stack - high) // 2, BOX_WIDTH, style)
        self.ports[branch.node.key] = self.upwards(box, arrival.channel)
        self.connect(box, group, branch, arrival, self.ports[branch.node.key])
        y = top + max(0, high - stack) // 2
        side = max(x + width - BESIDE_WIDTH, box.right + 3 * GAP)
        for (one, each), own in zip(beside, highs, strict=True):
            other = self.put(one, each, side, y, BESIDE_WIDTH, "beside")
            self.ports[one.node.key] = self.sideways(other)
            for tie in each.ties:
                if tie.object == each.parent:
                    self.drawing.lines.append(beside_line(box, other, tie, own_edges(one, tie)))
                else:
                    self.cross(tie, self.ports[one.node.key], own_edges(one, tie))
            y += own + AIR
        bottom = max(box.bottom, y - AIR)
        rest = [each for each in branch.groups if each.place != Place.BESIDE]
        rest += self.beside_columns.get(branch.node.key, [])
        return self.under(box, rest, x, bottom, width) if rest else bottom

    def columns(self, columns: list[Column], x, top, width, arrival: Arrival) -> float:
        """Columns side by side, their heads equally high; those that there is no room for stand
        under the shortest ones."""
        room, number = room_for(columns, width)
        if number < len(columns):
            x, width = x + GAP, width - GAP
            room, number = room_for(columns, width)
        x += max(0, width - number * (room + GAP) + GAP) // 2 if arrival.above else 0
        high = max(
            lettered(0, 0, room, parts_of(*each), marked=bool(each[0] and each[0].node.marked))[2]
            for each in columns[:number]
        )
        bottoms = [top] * number
        for index, column in enumerate(columns):
            at = index if index < number else bottoms.index(min(bottoms))
            left, y = x + at * (room + GAP), bottoms[at] + (BETWEEN if index >= number else 0)
            least = high if index < number else 0
            bottoms[at] = self.column(*column, Box(left, y, room, least, "", ()), arrival)
        return max(bottoms)

    def column(self, branch, group: Group, space: Box, arrival: Arrival) -> float:
        """A column where there is space for it; `space` is as wide as the column, and as high as
        its head is to be at the least (0 for one that stands under another)."""
        head = self.put(
            branch, group, space.x, space.y, space.width, "head" if branch else "list", space.height
        )
        stacked = not space.height
        gutter = (head.right, arrival.channel)
        port = self.through(head, gutter) if stacked else self.upwards(head, arrival.channel)
        self.connect(head, group, branch, arrival, port, stacked=stacked)
        if branch:
            self.ports[branch.node.key] = port
            return self.listed(branch.groups, head, head.bottom, head.right, gutter)
        if group.folded:
            return head.bottom
        bottom = head.bottom
        for each in group.members:
            one = self.put(each, group, head.x + 8, bottom + 8, head.width - 16, "row")
            self.ports[each.node.key] = self.through(one, gutter)
            bottom = self.listed(each.groups, one, one.bottom, one.right, gutter)
        bottom += 8
        self.drawing.frames.append(Frame(head.x, head.y, head.width, bottom - head.y))
        return bottom

    def listed(self, groups: list[Group], above: Box, y, right, gutter: Point) -> float:
        """Bodies in a list under another, step by step to the right."""
        usual = groups[0].kind if groups and above.style == "head" else None
        for group in groups:
            for each in group.members:
                left = above.x + INDENT
                eyebrow = "" if group.kind == usual else group.kind.one
                box = self.put(each, group, left, y + ROW_GAP, right - left, "row", eyebrow=eyebrow)
                self.ports[each.node.key] = self.through(box, gutter)
                for tie in group.ties:
                    if tie.object != group.parent:
                        self.cross(tie, self.ports[each.node.key], own_edges(each, tie))
                        continue
                    step = RELATIONS.index(tie.relation)
                    # The most broken pattern runs farthest out: its way in is long enough to see.
                    start, level = (
                        above.x + 6 * (len(RELATIONS) - step),
                        box.middle + 6 * (step - 1),
                    )
                    points = ((start, above.bottom), (start, level), (box.x, level))
                    line = Line(tie.relation, points, own_edges(each, tie))
                    self.drawing.lines.append(line)
                y = self.listed(each.groups, box, box.bottom, right, gutter)
        return y

    def put(self, branch, group, x, y, width, style, least=0.0, eyebrow="") -> Box:
        """Adds a box."""
        node = branch.node if branch else None
        parts = parts_of(branch, group)
        if style == "row":
            parts = [("eyebrow", eyebrow)] * bool(eyebrow) + [("row", node.label)]
        texts, mark, high = lettered(x, y, width, parts, marked=bool(node and node.marked))
        high, number = max(high, least), number_under(branch, group) if style == "head" else ""
        box = Box(x, y, width, high, style, texts, node, None if node else group, mark, number)
        self.drawing.boxes.append(box)
        return box

    def connect(self, box, group, branch, arrival: Arrival, port: Port, *, stacked=False) -> None:
        """Draws the lines from what stands above to the box of a body or of a whole list."""
        for tie in group.ties:
            edges = tuple(
                edge
                for one in ([branch] if branch else group.members)
                for edge in own_edges(one, tie)
            )
            if tie.object == group.parent:
                points = arrival.points(RELATIONS.index(tie.relation), box, stacked=stacked)
                self.drawing.lines.append(Line(tie.relation, tuple(points), edges))
            else:
                self.cross(tie, port, edges)

    def cross(self, tie: Tie, port: Port, edges: tuple[Edge, ...]) -> None:
        self.crossing.append((tie, port, edges))

    # The ways to the right edge

    def upwards(self, box: Box, channel: float) -> Port:
        """By the upper side and above the row."""

        def port(lane: int) -> list[Point]:
            x = box.right - 10 - 6 * (lane % 8)
            return [(x, box.y), (x, channel + APART * (lane + 0.5))]

        return port

    def sideways(self, box: Box) -> Port:
        """Straight to the right."""
        return lambda lane: [(box.right, box.middle + 6 * (lane % 3 - 1))]

    def through(self, box: Box, gutter: Point) -> Port:
        """By the gap to the right of the column and above the row."""

        def port(lane: int) -> list[Point]:
            x, level = gutter[0] + 6 * (lane % 3 + 1), box.middle + 6 * (lane % 3 - 1)
            return [(box.right, level), (x, level), (x, gutter[1] + APART * (lane + 0.5))]

        return port


def own_edges(branch: Branch, tie: Tie) -> tuple[Edge, ...]:
    return (Edge(branch.node.key, tie.relation, tie.object),)


def beside_line(box: Box, other: Box, tie: Tie, edges: tuple[Edge, ...]) -> Line:
    """The line to a body at the side."""
    shift = (RELATIONS.index(tie.relation) - 1) * APART
    turn, start, end = other.x - GAP + shift, box.middle + shift, other.middle + shift
    return Line(
        tie.relation, ((box.right, start), (turn, start), (turn, end), (other.x, end)), edges
    )


def drawn(whole: Hierarchy) -> Drawing:
    """The chart of a hierarchy."""
    return Draughtsman(whole).draw()
