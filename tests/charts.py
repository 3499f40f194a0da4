"""Reading the organisation chart: what the database, the drawing and the page's list say."""

import re

from justhtml import JustHTML

from bodies.chart import drawn
from bodies.hierarchy import RELATIONS
from bodies.models import Body, BodyKind, BodyRelation
from bodies.structure import structure_on
from organisation.models import Region

SMALL, LARGE = "/organisation/skiss/", "/organisation/skiss/stor/"


def relations_on(on):
    """Of the healthcare region's own bodies on the day, the relations that a chart shows."""
    bodies = Body.objects.current(on).filter(kind__level=BodyKind.Level.REGIONAL)
    return sorted(
        BodyRelation.objects.current(on)
        .filter(kind__in=RELATIONS, subject__in=bodies, object__in=bodies)
        .values_list("subject__path", "kind", "object__path")
    )


def paths_on(on):
    bodies = Body.objects.current(on).filter(kind__level=BodyKind.Level.REGIONAL)
    return sorted(bodies.values_list("path", flat=True))


def chart_on(on):
    """The nodes and edges that the large chart draws that day, by address."""
    structure = structure_on(on, list(Region.objects.all()))
    drawing = drawn(structure.hierarchy)
    path = {key: body.path for key, body in structure.bodies.items()}
    nodes = sorted(path[each.node.key] for each in drawing.boxes if each.node)
    edges = sorted(
        (path[each.subject], each.relation, path[each.object])
        for line in drawing.lines
        for each in line.edges
    )
    return nodes, edges


def page(client, path, on=None):
    answer = client.get(path + (f"?datum={on}" if on else ""))
    assert answer.status_code == 200
    return JustHTML(answer.content.decode(), sanitize=False)


def plain(href):
    return href.split("?")[0].strip("/")


def drawn_links(document):
    return [plain(each.attrs["href"]) for each in document.query("svg.chart a")]


def listed_links(document):
    return [plain(each.attrs["href"]) for each in document.query(".chart-as-list a")]


def listed_edges(document):
    """What the list says in words: each body with the relations told above its list."""
    named = {}
    found = set()
    for link in document.query(".chart-list > li > .chart-entry > a"):
        named[link.to_text().strip()] = plain(link.attrs["href"])
    for name in list(named):
        named.setdefault(re.sub(r"^(Kunskapsråd|Samverkansgrupp) ", "", name), named[name])
    prefixed = {f"Samverkansgrupp {name}": path for name, path in named.items()} | named
    labels = {BodyRelation.Kind(each).label: each for each in RELATIONS}
    for entries in document.query(".chart-list"):
        siblings = [each for each in entries.parent.children if each.name in ("p", "ul")]
        at = next(n for n, each in enumerate(siblings) if each is entries)
        lead = siblings[at - 1].to_text().strip() if at else ""
        if "chart-lead" not in (siblings[at - 1].attrs.get("class") or "" if at else ""):
            continue
        lead = " ".join(lead.split()).rstrip(":").rpartition(". ")[2]
        for part in re.split(r", (?=hör|får|följs)", lead[:1].lower() + lead[1:]):
            verbs = re.match(rf"(?:(?:{'|'.join(labels)})(?: och |, )?)+", part)
            if not verbs:
                continue
            target = prefixed[part[verbs.end() :].strip()]
            for label, relation in labels.items():
                if label in verbs[0]:
                    for item in entries.children:
                        if item.name == "li":
                            link = item.query(".chart-entry > a")[0]
                            found.add((plain(link.attrs["href"]), relation, target))
    return sorted(found)
