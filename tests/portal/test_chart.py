"""The organisation chart follows its day, in the drawing and in the list."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.chart import drawn
from bodies.hierarchy import RELATIONS, folded
from bodies.models import Body
from bodies.structure import structure_on
from organisation.models import Page, Region
from tests import factories as make
from tests.charts import LARGE, SMALL, chart_on, page
from tests.test_house import ROOT

D = datetime.date
MOST = 12


@pytest.fixture
def changing(db):
    """A board with an executive; a council that ends and a new one that takes over its area, and
    a group that gets its commission later."""
    make.healthcare_region()
    region = make.region(name="Region Ett")
    board = make.body("Nämnden", of=make.kind("namnd", prefix=""), path="namnd")
    lead = make.body("Ledningen", of=make.kind("ledning", prefix=""), path="ledning")
    councils = make.kind("rad", prefix="rad", layout="by_parent")
    areas = make.kind("omrade", prefix="omraden", belongs_to=councils)
    groups = make.kind("samling", prefix="samlingar")
    old = make.body("Gammelrådet", of=councils, path="rad/gammalt", end=D(2025, 5, 1))
    new = make.body("Nyrådet", of=councils, path="rad/nytt", start=D(2025, 5, 1))
    area = make.body("Området", of=areas, path="omraden/ett")
    group = make.body("Gruppen", of=groups, path="samlingar/ett")
    nation = make.body("NPO", of=make.kind("npo", prefix="npo", level="national"), path="npo/ett")
    make.relate(lead, "part_of", board)
    for council, start, end in ((old, None, D(2025, 5, 1)), (new, D(2025, 5, 1), None)):
        make.relate(council, "part_of", lead)
        make.relate(council, "commissioned_by", lead)
        make.relate(area, "part_of", council, start, end)
        make.relate(area, "followed_up_by", council, start, end)
    make.relate(group, "commissioned_by", lead, D(2025, 7, 1))
    make.relate(area, "commissioned_by", nation)
    make.relate(area, "counterpart_of", nation)
    chair = make.post(area, "ordforande")
    person = make.person("Nya Ordföranden")
    make.affiliation(person, region)
    make.appoint(person, chair, D(2025, 6, 1))
    return area


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (
            D(2025, 4, 30),
            [
                ("ledning", "part_of", "namnd"),
                ("omraden/ett", "followed_up_by", "rad/gammalt"),
                ("omraden/ett", "part_of", "rad/gammalt"),
                ("rad/gammalt", "commissioned_by", "ledning"),
                ("rad/gammalt", "part_of", "ledning"),
            ],
        ),
        (
            D(2025, 5, 1),
            [
                ("ledning", "part_of", "namnd"),
                ("omraden/ett", "followed_up_by", "rad/nytt"),
                ("omraden/ett", "part_of", "rad/nytt"),
                ("rad/nytt", "commissioned_by", "ledning"),
                ("rad/nytt", "part_of", "ledning"),
            ],
        ),
        (
            D(2025, 7, 1),
            [
                ("ledning", "part_of", "namnd"),
                ("omraden/ett", "followed_up_by", "rad/nytt"),
                ("omraden/ett", "part_of", "rad/nytt"),
                ("rad/nytt", "commissioned_by", "ledning"),
                ("rad/nytt", "part_of", "ledning"),
                ("samlingar/ett", "commissioned_by", "ledning"),
            ],
        ),
    ],
)
def test_chart_follows_the_day(client, changing, on, expected):
    nodes, edges = chart_on(on)
    assert edges == expected
    assert "npo/ett" not in nodes
    for form in (SMALL, LARGE):
        document = page(client, form, on)
        text = document.query("main")[0].to_text()
        assert ("Gammelrådet" in text) == (on < D(2025, 5, 1))
        assert ("Nyrådet" in text) == (on >= D(2025, 5, 1))
        for link in document.query("svg.chart a") + document.query(".chart-as-list a"):
            assert link.attrs["href"].endswith(f"?datum={on}")
    labels = [each.attrs["aria-label"] for each in page(client, LARGE, on).query("svg.chart a")]
    told = "Området, ordförande: Region Ett" in labels
    assert told == (on >= D(2025, 6, 1))


def test_forms_lead_to_each_other_and_the_organisation_page_to_them(client, changing):
    Page.objects.create(path="organisation", title="Organisationen")
    query = "?datum=2025-05-01"
    for path, other in (("/organisation/", SMALL), (SMALL, LARGE), (LARGE, SMALL)):
        found = [each.attrs["href"] for each in page(client, path, "2025-05-01").query("main a")]
        assert other + query in found


def test_empty_organisation_says_so(client, db):
    make.healthcare_region()
    make.region()
    for form in (SMALL, LARGE):
        document = page(client, form)
        assert document.query("svg.chart") == []
        assert "Inget att visa ännu" in document.query("main")[0].to_text()


@pytest.mark.parametrize("path", [SMALL, LARGE])
def test_chart_asks_as_often_with_sixty_bodies_as_with_five(client, changing, path):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path + "?datum=2026-01-01").status_code == 200
        told = [each["sql"] for each in caught.captured_queries]
        assert len(told) == len(set(told))
        counts.append(len(told))
        council = Body.objects.get(path="rad/nytt")
        for _ in range(60):
            area = make.body(of=make.kind("omrade"))
            make.relate(area, "part_of", council)
            make.post(area, "ordforande")
    assert counts[0] == counts[1] <= MOST


def test_lines_are_told_apart_by_pattern_and_by_words(client, changing):
    document = page(client, LARGE, "2025-07-01")
    legend = document.query(".chart-legend")[0]
    told = [each.to_text().strip() for each in legend.query("li")]
    assert [each.split(" rutan")[0] for each in told] == [
        "Hör till",
        "Får uppdrag av",
        "Följs upp av",
    ]
    css = (ROOT / "static/css/chart.css").read_text()
    patterns = {
        each: re.search(rf"is-{each} {{\s*stroke-dasharray: ([^;]+)", css) for each in RELATIONS
    }
    assert patterns["part_of"] is None
    assert patterns["commissioned_by"][1] != patterns["followed_up_by"][1]


def test_box_says_in_words_what_its_mark_shows(client, changing):
    structure = structure_on(D(2025, 5, 1), list(Region.objects.all()))
    area = next(each for each in structure.nodes if each.key == changing.pk)
    chair = structure.chairs[changing.pk]
    assert (chair.status, area.marked) == ("unknown", False)
    small = folded(structure.hierarchy)
    assert drawn(small).height < drawn(structure.hierarchy).height
