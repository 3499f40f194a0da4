"""The organisation on a day: which bodies there are, how they stand to each other, who chairs them.

Three queries, however many bodies. `hierarchy` and `chart` put it in order and draw it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from organisation.models import Region, Source
from organisation.sorting import swedish_order
from organisation.templatetags.text import soft_hyphens

from .hierarchy import RELATIONS, Edge, Group, Hierarchy, Kind, Node, Place, Tie, hierarchy
from .models import Body, BodyKind, BodyRelation
from .panels import full_name
from .registers import officers
from .seating import Seat

AT_THE_SIDE = (
    Body.Function.STAFF_OFFICE,
    Body.Function.WORKING_COMMITTEE,
    Body.Function.SECRETARIAT,
)


@dataclass
class Entry:
    """A body in the list beside the chart."""

    body: Body
    chair: Seat | None
    detail: str
    groups: list["EntryGroup"]


@dataclass
class EntryGroup:
    """Those of a kind that stand in the same relations. `lead` says which; `kind` is given where
    the group has a box of its own in the chart."""

    lead: str
    number: str
    kind: Kind | None
    entries: list[Entry]
    heading: str = ""


@dataclass
class Structure:
    """The bodies and their relations on a day. `edges` are those of the kinds in `RELATIONS`."""

    bodies: dict[int, Body]
    chairs: dict[int, Seat]
    nodes: list[Node]
    edges: list[Edge]
    sources: list[Source] = field(default_factory=list)
    readings: dict[str, list[str]] = field(default_factory=dict)

    @property
    def hierarchy(self) -> Hierarchy:
        return hierarchy(self.nodes, self.edges)

    def described(self, node: Node, number: str = "") -> str:
        """A body in words, for one who doesn't see its box; `number` tells of those under it."""
        chair = self.chairs.get(node.key)
        parts = [full_name(self.bodies[node.key]), node.detail.rstrip("."), number]
        if chair and chair.status == "vacant":
            parts.append("ordförande: vakant")
        elif chair and chair.region:
            parts.append(f"ordförande: {chair.region.name}")
        return ", ".join(each for each in parts if each)

    def relations_in_words(self, ties: Iterable[Tie]) -> str:
        """ "Hör till och följs upp av Kunskapsråd Exempelvård"."""
        verbs: dict[int, list[str]] = {}
        for tie in ties:
            verbs.setdefault(tie.object, []).append(BodyRelation.Kind(tie.relation).label)
        parts = []
        for key, said in verbs.items():
            joined = " och ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)
            parts.append(f"{joined} {full_name(self.bodies[key])}")
        text = ", ".join(parts)
        return f"{text[:1].upper()}{text[1:]}"

    def entries(self, groups: Iterable[Group], *, listed: bool = False) -> list[EntryGroup]:
        """The nested list of some groups. `listed`: they stand in a list in the chart too, where a
        kind has no box of its own."""
        shown = []
        for group in groups:
            boxed = group.place == Place.LISTED and not listed
            several = boxed or (group.place == Place.COLUMN and len(group.members) > 1) or listed
            below = listed or group.place in (Place.LISTED, Place.COLUMN)
            made = EntryGroup(
                self.relations_in_words(group.ties),
                group.kind.number(len(group.members)) if several else "",
                group.kind if boxed else None,
                [
                    Entry(
                        self.bodies[each.node.key],
                        self.chairs.get(each.node.key),
                        each.node.detail,
                        self.entries(each.groups, listed=below),
                    )
                    for each in ([] if group.folded else group.members)
                ],
                group.heading if boxed else "",
            )
            before = shown[-1] if shown else None
            if before and not several and (before.lead, before.number) == (made.lead, ""):
                before.entries += made.entries
            else:
                shown.append(made)
        return shown


def chart_kind(kind: BodyKind) -> Kind:
    """A kind as the chart names it."""
    loose = ""
    if kind.belongs_to:
        loose = f"{kind.plural} utan uppgift om {kind.belongs_to.short_name.lower()}"
    return Kind(
        kind.pk,
        soft_hyphens(kind.plural),
        soft_hyphens(loose),
        kind.counted,
        kind.short_name,
        f"/{kind.prefix}/" if kind.prefix else "",
    )


def place_of(body: Body, heads: set[int]) -> Place:
    """How a body stands in the chart, by what it does and by what its kind is."""
    if body.function in AT_THE_SIDE:
        return Place.BESIDE
    if not body.kind.prefix:
        return Place.BOX
    is_head = body.kind_id in heads or body.kind.layout == BodyKind.Layout.BY_CHILDREN
    return Place.COLUMN if is_head else Place.LISTED


def node_of(body: Body, kind: Kind, place: Place, chair: Seat | None) -> Node:
    """A body as a node of the chart."""
    alone = place in (Place.BOX, Place.BESIDE)
    return Node(
        body.pk,
        soft_hyphens(body.name),
        kind,
        place,
        eyebrow=body.kind.name_prefix if place == Place.COLUMN else "",
        detail=body.summary if alone else "",
        marked=bool(chair and (chair.region or chair.status == "vacant")),
    )


def structure_on(on: datetime.date, regions: list[Region]) -> Structure:
    """The organisation of the healthcare region on the day `on` (3 queries)."""
    bodies = {
        each.pk: each
        for each in Body.objects.current(on)
        .named(on)
        .filter(kind__level=BodyKind.Level.REGIONAL)
        .select_related("kind__belongs_to")
        .order_by("kind__order", "kind__slug", swedish_order("name"), "path")
    }
    relations = [
        each
        for each in BodyRelation.objects.current(on)
        .filter(kind__in=RELATIONS)
        .select_related("source")
        .order_by("id")
        if each.subject_id in bodies and each.object_id in bodies
    ]
    seats = officers(bodies.values(), on, regions)
    chairs = {key: seat for (key, function), seat in seats.items() if function == "chair"}
    heads = {each.kind.belongs_to_id for each in bodies.values()}
    kinds = {each.kind_id: chart_kind(each.kind) for each in bodies.values()}
    nodes = [
        node_of(each, kinds[each.kind_id], place_of(each, heads), chairs.get(each.pk))
        for each in bodies.values()
    ]
    readings: dict[str, list[str]] = {}
    for each in relations:
        if each.interpretation:
            names = readings.setdefault(each.interpretation, [])
            names.append(full_name(bodies[each.subject_id]))
    return Structure(
        bodies,
        chairs,
        nodes,
        [Edge(each.subject_id, each.kind, each.object_id) for each in relations],
        sorted({each.source for each in relations if each.source}, key=lambda each: each.code),
        readings,
    )
