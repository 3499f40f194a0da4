"""The chart's order and its drawing: everyone once, every relation once, nothing on top of another.

Plain values; no database.
"""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bodies.chart import drawn
from bodies.hierarchy import RELATIONS, Edge, Kind, Node, Place, folded, hierarchy
from bodies.lettering import SOFT_HYPHEN, text_width, wrapped

LONG = f"Rehabilitering, habilitering och för{SOFT_HYPHEN}säkrings{SOFT_HYPHEN}medicin"
KINDS = [
    Kind(n, f"Slag {n}", f"Slag {n} för sig", "organ", "Organ", f"/slag-{n}/") for n in range(5)
]
PART, COMMISSIONED, FOLLOWED = RELATIONS


def node(key, place=Place.LISTED, kind=0, **values):
    return Node(key, values.pop("label", f"Organ {key}"), KINDS[kind], place, **values)


def edges_of(drawing):
    return sorted(edge for line in drawing.lines for edge in line.edges)


def nodes_of(whole):
    return sorted(each.node.key for group in whole.groups for each in group.members)


def overlap(one, other):
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def segments(drawing):
    """Every straight piece of every line, once: left, right, top, bottom."""
    return {
        (min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2))
        for line in drawing.lines
        for (x1, y1), (x2, y2) in pairwise(line.points)
    }


def through_boxes(drawing):
    """The pieces of lines that run inside a box, not only along its edge or up to it."""
    return [
        (left, right, top, bottom)
        for pieces in [segments(drawing)]
        for box in drawing.boxes
        for left, right, top, bottom in pieces
        if left < box.right - 0.1
        and right > box.x + 0.1
        and top < box.bottom - 0.1
        and bottom > box.y + 0.1
    ]


def check(drawing):
    """What must be true of every drawing."""
    assert [pair for pair in combinations(drawing.boxes, 2) if overlap(*pair)] == []
    for each in drawing.boxes + drawing.frames:
        assert each.x >= 0
        assert each.y >= 0
        assert each.x + each.width <= drawing.width
        assert each.y + each.height <= drawing.height
    for frame in drawing.frames:
        for box in drawing.boxes:
            within = frame.x <= box.x and box.right <= frame.x + frame.width
            assert not overlap(frame, box) or within
    for box in drawing.boxes:
        assert box.texts
        for text in box.texts:
            assert box.x < text.x < box.right
            assert box.y < text.y < box.bottom
    for line in drawing.lines:
        for (x1, y1), (x2, y2) in pairwise(line.points):
            assert x1 == x2 or y1 == y2, "only upright and level"
        for x, y in line.points:
            assert 0 <= x <= drawing.width
            assert 0 <= y <= drawing.height
    assert through_boxes(drawing) == []


def leading(children, place, *, under=0):
    """A board, an executive with two at its side, `children` under it, and `under` below each."""
    nodes = [node(1, Place.BOX, label=LONG), node(2, Place.BOX, detail=LONG * 3)]
    nodes += [node(3, Place.BESIDE), node(4, Place.BESIDE)]
    edges = [Edge(2, PART, 1), Edge(3, PART, 2), Edge(4, PART, 2)]
    for number in range(children):
        key = 1000 + number
        nodes.append(node(key, place, 1, label=LONG, eyebrow="Råd", marked=True))
        edges += [Edge(key, PART, 2), Edge(key, COMMISSIONED, 2), Edge(key, FOLLOWED, 4)]
        for below in range(under):
            own = 100_000 + number * 100 + below
            nodes.append(node(own, kind=2, marked=True))
            edges += [Edge(own, PART, key), Edge(own, FOLLOWED, key)]
    nodes.append(node(9, kind=3))
    return nodes, edges


@pytest.mark.parametrize("place", [Place.BOX, Place.COLUMN, Place.LISTED])
@pytest.mark.parametrize("children", [0, 1, 4, 40, 240])
def test_drawing_has_room_for_any_number_of_children(children, place):
    nodes, edges = leading(children, place, under=0 if children > 40 else 3)
    whole = hierarchy(nodes, edges)
    assert nodes_of(whole) == sorted(each.key for each in nodes)
    drawing = drawn(whole)
    drawn_nodes = [each.node.key for each in drawing.boxes if each.node]
    assert sorted(drawn_nodes) == sorted(each.key for each in nodes)
    assert edges_of(drawing) == sorted(edges)
    check(drawing)
    check(drawn(folded(whole)))


def test_240_bodies_in_one_council_stand_in_one_column():
    nodes = [node(1, Place.COLUMN), *(node(n, kind=1) for n in range(2, 242))]
    edges = [Edge(n, PART, 1) for n in range(2, 242)]
    drawing = drawn(hierarchy(nodes, edges))
    assert edges_of(drawing) == sorted(edges)
    check(drawing)


@st.composite
def organisations(draw):
    count = draw(st.integers(0, 14))
    places = draw(st.lists(st.sampled_from(list(Place)), min_size=count, max_size=count))
    kinds = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    nodes = [
        node(n, places[n], kinds[n], marked=bool(n % 2), label=LONG if n % 3 else "Kort")
        for n in range(count)
    ]
    pairs = st.tuples(st.integers(0, max(0, count - 1)), st.sampled_from(RELATIONS))
    found, parents = set(), {}
    for subject, relation in draw(st.lists(pairs, max_size=2 * count)):
        to = draw(st.integers(0, max(0, count - 1)))
        # As the database has it: one parent, above in the order, and nobody related to itself.
        if to == subject or (relation == PART and (subject in parents or to > subject)):
            continue
        if relation == PART:
            parents[subject] = to
        found.add(Edge(subject, relation, to))
    return nodes, sorted(found)


@given(organisations())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_organisation_is_drawn_whole_and_clear(given_):
    nodes, edges = given_
    whole = hierarchy(nodes, edges)
    assert nodes_of(whole) == [each.key for each in nodes]
    drawing = drawn(whole)
    assert sorted(each.node.key for each in drawing.boxes if each.node) == nodes_of(whole)
    assert edges_of(drawing) == edges
    check(drawing)
    check(drawn(folded(whole)))


def test_small_form_shows_lists_as_numbers_and_bundles_their_relations():
    nodes, edges = leading(3, Place.COLUMN, under=2)
    nodes += [node(50, kind=4), node(51, kind=4)]
    edges += [Edge(50, COMMISSIONED, 2), Edge(51, COMMISSIONED, 2)]
    drawing = drawn(folded(hierarchy(nodes, edges)))
    boxes = {each.node.key: each for each in drawing.boxes if each.node}
    assert set(boxes) == {1, 2, 3, 4, 1000, 1001, 1002}
    assert boxes[1000].texts[-1].text == "2 organ"
    lists = {each.group.heading: each.texts[-1].text for each in drawing.boxes if each.group}
    assert lists == {"Slag 4": "2 organ", "Slag 3 för sig": "1 organ"}
    under_a_council = {each for each in edges if each.subject >= 100_000}
    assert edges_of(drawing) == sorted(set(edges) - under_a_council)


def test_body_that_belongs_nowhere_stands_with_its_kind_and_under_nobody():
    nodes, edges = leading(2, Place.COLUMN, under=2)
    whole = hierarchy(nodes, edges)
    assert [each.node.key for group in whole.loose for each in group.members] == [9]
    drawing = drawn(whole)
    box = next(each for each in drawing.boxes if each.node and each.node.key == 9)
    frame = next(each for each in drawing.frames if overlap(each, box))
    assert not [line for line in drawing.lines for edge in line.edges if edge.subject == 9]
    inside = [each for each in drawing.boxes if overlap(each, frame)]
    assert [each.group.heading if each.group else each.node.key for each in inside] == [
        "Slag 3 för sig",
        9,
    ]


def test_ring_of_relations_of_different_kinds_still_has_a_top():
    nodes = [node(1, Place.BOX), node(2, Place.BOX)]
    edges = [Edge(1, COMMISSIONED, 2), Edge(2, PART, 1)]
    drawing = drawn(hierarchy(nodes, edges))
    assert edges_of(drawing) == sorted(edges)
    check(drawing)


@pytest.mark.parametrize("width", [45, 60, 100, 300])
def test_wrapped_text_fits_and_loses_nothing(width):
    lines = wrapped(LONG, width, 14, bold=True)
    assert all(text_width(each, 14, bold=True) <= width for each in lines)
    bare = "".join(lines).replace("-", "").replace(" ", "")
    assert bare == LONG.replace(SOFT_HYPHEN, "").replace(" ", "")


def test_word_breaks_where_it_may_and_leaves_no_stump():
    word = f"Infektions{SOFT_HYPHEN}sjuk{SOFT_HYPHEN}do{SOFT_HYPHEN}mar"
    whole = text_width(word, 14)
    assert wrapped(word, whole, 14) == ["Infektionssjukdomar"]
    assert wrapped(word, whole - 1, 14) == ["Infektionssjuk-", "domar"]
