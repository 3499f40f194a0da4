"""The organisation chart of the sets `sydostra` and `demo` equals their relations."""

import datetime

import pytest

from bodies.models import Body
from tests.charts import (
    LARGE,
    SMALL,
    chart_on,
    drawn_links,
    listed_edges,
    listed_links,
    page,
    paths_on,
    relations_on,
)
from tests.conftest import ANCHOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]
D = datetime.date


@pytest.mark.parametrize(
    "on", [D(2018, 8, 13), ANCHOR - datetime.timedelta(days=500), ANCHOR, D(2030, 1, 1)]
)
def test_chart_and_list_equal_the_relations_of_the_day(client, on):
    nodes, edges = chart_on(on)
    assert len(edges) > 60
    assert nodes == paths_on(on)
    assert edges == relations_on(on)
    document = page(client, LARGE, on)
    assert listed_edges(document) == relations_on(on)
    assert drawn_links(document) == listed_links(document)
    assert set(paths_on(on)) <= set(drawn_links(document))


def test_small_form_has_the_leading_bodies_and_numbers_for_the_rest(client):
    document = page(client, SMALL)
    links = drawn_links(document)
    assert links == listed_links(document)
    councils = Body.objects.filter(function=Body.Function.COUNCIL).values_list("path", flat=True)
    assert set(councils) < set(links)
    assert links[:4] == [
        "samverkansnamnden",
        "regionsjukvardsledningen",
        "regionsjukvardsledningen/stab",
        "regionsjukvardsledningen/arbetsutskott",
    ]
    assert set(links[8:]) == {"samverkansgrupper", "arbetsgrupper", "programomraden"}
    text = document.query("svg.chart")[0].to_text()
    assert "10 grupper" in text
    assert text.count("6 områden") == 3
    assert "5 områden" in text


def test_area_without_a_council_stands_with_its_kind(client):
    path = "programomraden/reumatiska-sjukdomar"
    nodes, edges = chart_on(ANCHOR)
    assert path in nodes
    assert [each for each in edges if path in each] == []
    for form in (SMALL, LARGE):
        text = " ".join(page(client, form).query(".chart-as-list")[0].to_text().split())
        text = text.replace("\N{SOFT HYPHEN}", "")
        assert "Programområden utan uppgift om kunskapsråd , 1 programområde" in text.replace(
            "kunskapsråd,", "kunskapsråd ,"
        )
