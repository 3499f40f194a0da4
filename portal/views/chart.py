"""The organisation chart, in a small form and with everyone in it."""

from dataclasses import dataclass

from bodies.chart import drawn
from bodies.drawing import Box, Drawing
from bodies.hierarchy import RELATIONS, Hierarchy, folded
from bodies.lettering import SOFT_HYPHEN
from bodies.models import BodyRelation
from bodies.seating import Seat
from bodies.structure import Structure, structure_on
from organisation.dates import long_date
from organisation.models import Source
from organisation.shapes import Crumb
from portal.asof import Day
from portal.site import Site, SourceLine, public_page

SMALL, LARGE = "/organisation/skiss/", "/organisation/skiss/stor/"
LEAD = (
    "Så hänger organisationen ihop: vilka som hör till vilka, vem som ger uppdrag och vem som "
    "följer upp."
)


@dataclass(frozen=True)
class Linked:
    """A box, where it leads, and all that it says in words."""

    box: Box
    url: str
    words: str
    chair: Seat | None = None


@public_page
def small(request, site: Site, day: Day):
    """The organisation at a glance: lists and what stands under a council are numbers."""
    structure = structure_on(day.on, site.all_regions)
    context = chart(site, structure, folded(structure.hierarchy))
    return "portal/chart.html", context | {
        "title": "Organisationsskiss",
        "trail": [Crumb("Organisation", "/organisation/")],
        "form": "small",
        "other": Crumb("Större organisationsskiss, med alla områden och grupper", LARGE),
    }


@public_page
def large(request, site: Site, day: Day):
    """The organisation with every body in it."""
    structure = structure_on(day.on, site.all_regions)
    context = chart(site, structure, structure.hierarchy)
    return "portal/chart.html", context | {
        "title": "Större organisationsskiss",
        "trail": [
            Crumb("Organisation", "/organisation/"),
            Crumb("Organisationsskiss", SMALL),
        ],
        "form": "large",
        "other": Crumb("Mindre organisationsskiss, utan de enskilda områdena och grupperna", SMALL),
    }


def chart(site: Site, structure: Structure, whole: Hierarchy) -> dict:
    """What both forms show: the drawing, its legend and the same as a list."""
    drawing = drawn(whole)
    used = {each.relation for each in drawing.lines}
    return {
        "lead": LEAD,
        "drawing": drawing,
        "boxes": linked(structure, drawing),
        "relations": [(each, BodyRelation.Kind(each).label) for each in RELATIONS if each in used],
        "vacant": any(each.status == "vacant" for each in structure.chairs.values()),
        "groups": structure.entries([*whole.tops, *whole.loose]),
        "readings": [(text, ", ".join(names)) for text, names in structure.readings.items()],
        "source_line": SourceLine(sources_in_words(structure.sources), owner=site.row.page_owner),
    }


def linked(structure: Structure, drawing: Drawing) -> list[Linked]:
    """The boxes of the drawing with what they lead to."""
    found = []
    for box in drawing.boxes:
        if box.node is None:
            number = box.group.kind.number(len(box.group.members))
            words = f"{box.group.heading}, {number}".replace(SOFT_HYPHEN, "")
            found.append(Linked(box, box.group.kind.url, words))
        else:
            body = structure.bodies[box.node.key]
            words = structure.described(box.node, box.number)
            found.append(Linked(box, body.url, words, structure.chairs.get(body.pk)))
    return found


def sources_in_words(sources: list[Source]) -> str:
    """The documents that say how the bodies stand to each other, in a sentence."""
    named = [
        f"{each.title} ({long_date(each.date) if each.date else 'odaterad'})"
        for each in sources
        if not each.is_demo
    ]
    invented = [f"{each.title}." for each in sources if each.is_demo]
    if named:
        last = f" och {named[-1]}" if named[1:] else named[-1]
        invented.insert(0, f"Enligt {', '.join(named[:-1])}{last}.")
    return " ".join(invented)
