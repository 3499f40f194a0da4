"""Who stands under whom: bodies and their relations on a day, put in one order.

Takes and gives plain values; the chart and its list are both made of what stands here. Every body
has one place: under the one it is part of, else the one it works for, else the one that follows
it up. Whoever has nobody above stands at the top or, for a kind that is only ever listed, with its
kind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

# The relations that a chart shows, the one that decides the place first.
RELATIONS = ("part_of", "commissioned_by", "followed_up_by")


class Place(StrEnum):
    """How a body stands in a chart: alone with all that is under it, at the side of the one above,
    at the head of a column, or in a list of its kind."""

    BOX = "box"
    BESIDE = "beside"
    COLUMN = "column"
    LISTED = "listed"


# Those at the side of a body are read before those under it.
STANDS_FIRST = {Place.BESIDE: 0, Place.BOX: 1}


@dataclass(frozen=True)
class Kind:
    """A kind of body, as a chart names many of them (`heading`), those that nobody is above
    (`loose`), a number of them (`counted`), and one."""

    key: int
    heading: str
    loose: str = ""
    counted: str = ""
    one: str = ""
    url: str = ""

    def number(self, number: int) -> str:
        """So many of them in words: "6 områden", "1 programområde"."""
        return (
            f"1 {self.one[:1].lower()}{self.one[1:]}"
            if number == 1
            else (f"{number} {self.counted}")
        )


@dataclass(frozen=True)
class Node:
    """A body. `label` may hold soft hyphens; `marked` says that a mark stands before it."""

    key: int
    label: str
    kind: Kind
    place: Place = Place.LISTED
    eyebrow: str = ""
    detail: str = ""
    marked: bool = False


@dataclass(frozen=True, order=True)
class Edge:
    """That a body stands in a relation to another."""

    subject: int
    relation: str
    object: int


@dataclass(frozen=True)
class Tie:
    """A relation upwards that all in a group have."""

    relation: str
    object: int


@dataclass
class Branch:
    """A body and the groups under it."""

    node: Node
    groups: list["Group"] = field(default_factory=list)

    @property
    def folded(self) -> list[str]:
        """How many of each kind stand right under it, in words."""
        kinds: dict[Kind, int] = {}
        for group in self.groups:
            kinds[group.kind] = kinds.get(group.kind, 0) + len(group.members)
        return [kind.number(number) for kind, number in kinds.items()]


@dataclass
class Group:
    """Bodies of one kind under the same one, with the same relations upwards. `folded`: they stand
    as a number."""

    kind: Kind
    place: Place
    ties: tuple[Tie, ...]
    members: list[Branch] = field(default_factory=list)
    parent: int | None = None
    folded: bool = False

    @property
    def heading(self) -> str:
        """What the list is called; another thing where nobody is above."""
        return (self.kind.loose if self.parent is None else "") or self.kind.heading

    @property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(
            Edge(each.node.key, tie.relation, tie.object)
            for each in self.members
            for tie in self.ties
        )


@dataclass
class Hierarchy:
    """The groups that nobody is above: first those at the top, then those that stand with their
    kind."""

    tops: list[Group]
    loose: list[Group]

    @property
    def groups(self) -> Iterator[Group]:
        """Every group, in reading order."""
        waiting = [*self.tops, *self.loose][::-1]
        while waiting:
            group = waiting.pop()
            yield group
            waiting += [each for one in group.members for each in one.groups][::-1]


def parents(nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[int, int]:
    """The one that each body stands under; never in a ring, though relations of different kinds
    may make one."""
    above: dict[int, int] = {}

    def stands_above(key: int, other: int) -> bool:
        while (other := above.get(other)) is not None:
            if other == key:
                return True
        return False

    known = {each.key for each in nodes}
    for relation in RELATIONS:
        for edge in edges:
            fits = edge.relation == relation and {edge.subject, edge.object} <= known
            ring = edge.subject == edge.object or stands_above(edge.subject, edge.object)
            if fits and not ring:
                above.setdefault(edge.subject, edge.object)
    return above


def hierarchy(nodes: list[Node], edges: list[Edge]) -> Hierarchy:
    """The order of the bodies; `nodes` in the order in which siblings are to stand.

    Edges to and from bodies that aren't among the nodes are left out.
    """
    known = {each.key for each in nodes}
    above = parents(nodes, edges)
    ties: dict[int, list[Tie]] = {}
    for edge in sorted(edges, key=lambda each: (RELATIONS.index(each.relation), each.object)):
        if {edge.subject, edge.object} <= known:
            ties.setdefault(edge.subject, []).append(Tie(edge.relation, edge.object))
    branches = {each.key: Branch(each) for each in nodes}
    tops: list[Group] = []
    loose: list[Group] = []
    gathered: dict[tuple, Group] = {}
    below = set(above.values())
    for node in nodes:
        parent, own = above.get(node.key), tuple(ties.get(node.key, ()))
        place = node.place
        if place == Place.BESIDE and (node.key in below or parent is None):
            # What has others under it, or nobody to stand beside, needs room of its own.
            place = Place.BOX if parent is None else Place.COLUMN
        key = (parent, node.kind, place, own)
        if key not in gathered:
            gathered[key] = Group(node.kind, place, own, parent=parent)
            if parent is not None:
                branches[parent].groups.append(gathered[key])
            else:
                (loose if place == Place.LISTED else tops).append(gathered[key])
        gathered[key].members.append(branches[node.key])
    for groups in [tops, *(each.groups for each in branches.values())]:
        groups.sort(key=lambda each: STANDS_FIRST.get(each.place, len(STANDS_FIRST)))
    return Hierarchy(tops, loose)


def folded(whole: Hierarchy) -> Hierarchy:
    """The small form: what is listed, and what stands under the head of a column, as numbers."""

    def small(group: Group) -> Group:
        if group.place == Place.LISTED:
            bare = [Branch(each.node) for each in group.members]
            return replace(group, members=bare, folded=True)
        return replace(group, members=[smaller(each, group.place) for each in group.members])

    def smaller(branch: Branch, place: Place) -> Branch:
        if place == Place.COLUMN:
            detail = ", ".join([branch.node.detail, *branch.folded]).removeprefix(", ")
            return Branch(replace(branch.node, detail=detail))
        return Branch(branch.node, [small(each) for each in branch.groups])

    smalls = Hierarchy([small(each) for each in whole.tops], [small(each) for each in whole.loose])
    shown = {each.node.key for group in smalls.groups if not group.folded for each in group.members}
    for group in smalls.groups:
        group.ties = tuple(tie for tie in group.ties if tie.object in shown)
    return smalls
