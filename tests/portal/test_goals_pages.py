"""The public pages of goals: what the drawings say, the tables say, and both say what is stored."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisation.models import Page
from programmes.models import PatientPromise, QualityGoal
from tests import factories as make

D = datetime.date
pytestmark = pytest.mark.django_db
GOAL = "/omraden/ett/mal/1/"


@pytest.fixture
def regions():
    make.healthcare_region()
    return [make.region(name=f"Region {name}") for name in ("Ett", "Två", "Tre")]


@pytest.fixture
def area(regions):
    Page.objects.create(path="loften", title="Våra löften", lead="Du ska", body="<p>Först.</p>")
    kind = make.kind("omrade", prefix="omraden", panels=["programmes.goals"], counted="områden")
    return make.body("Första", of=kind, path="omraden/ett")


@pytest.fixture
def goal(area, regions):
    """Measured as a whole and in two regions, with a gap; the third has told of nothing."""
    promise = PatientPromise.objects.create(number=1, text="få vård i tid")
    made = make.goal(area, 1, text="Besked i tid", promise=promise, decimals=1)
    for year, whole, one, two in (
        (2021, "80", "81", "71"),
        (2022, "82.5", None, None),
        (2023, "84", "88", "79.5"),
    ):
        make.measurement(made, year, whole)
        make.measurement(made, year, one, regions[0], comment="" if one else "Nytt system.")
        if two:
            make.measurement(made, year, two, regions[1])
    make.goal_target(made, "2026-12-31", "85")
    return made


def html_of(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, path
    return answer.content.decode().replace("\N{SOFT HYPHEN}", "")


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def table(text: str, caption: str) -> list[list[str]]:
    """The rows of the table with the caption, with the words of each cell."""
    found = next(
        each for each in re.findall(r"<table.*?</table>", text, re.S) if f">{caption}<" in each
    )
    return [
        [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr.*?</tr>", found, re.S)
    ]


def drawing(text: str, kind: str) -> str:
    start = text.index(f'class="goal-chart {kind}"')
    # Signs are drawings within the drawing: it ends where its figure goes on.
    return text[start : text.index("</figure>", start)]


def test_table_says_what_is_stored_and_what_is_missing(goal):
    assert table(html_of(GOAL), "Mätvärden per period och region") == [
        ["Period", "Hela sjukvårdsregionen", "Region Ett", "Region Två", "Region Tre"],
        ["2023", "84,0 %", "88,0 %", "79,5 %", "Ingen uppgift"],
        ["2022", "82,5 %", "Ingen uppgift Nytt system.", "Ingen uppgift", "Ingen uppgift"],
        ["2021", "80,0 %", "81,0 %", "71,0 %", "Ingen uppgift"],
    ]


def test_drawing_over_time_has_the_points_of_the_table(goal):
    """By the page's own marks: the height of each sign is its value."""
    drawn = drawing(html_of(GOAL), "is-over-time")
    marks = {
        float(text.replace(",", ".")): float(y) - 5
        for y, text in re.findall(r'class="goal-mark" x="0" y="([0-9.]+)">([^<]+)<', drawn)
    }
    low, high = min(marks), max(marks)
    across = [float(x) for x in re.findall(r'class="goal-period" x="([0-9.]+)"', drawn)]
    found = {}
    for line in re.findall(r'class="goal-line is-line-([0-9]).*?</text>', drawn, re.S):
        part = drawn.split(f"goal-line is-line-{line}")[1].split("</text>")[0]
        points = re.findall(r'goal-dot" transform="translate\(([0-9.]+) ([0-9.]+)\)', part)
        for x, y in points:
            year = min(range(len(across)), key=lambda at: abs(across[at] - float(x) - 6))
            value = low + (marks[low] - float(y) - 6) / (marks[low] - marks[high]) * (high - low)
            found[line, 2021 + year] = round(value, 1)
    marks_of = {"0": None, "1": "Region Ett", "2": "Region Två"}
    expected = {
        (line, row.period_start.year): float(row.value)
        for row in goal.measurements.select_related("region")
        for line, name in marks_of.items()
        if row.value is not None and name == (row.region.name if row.region else None)
    }
    assert len(expected) == 7
    assert found == pytest.approx(expected, abs=0.06)


def test_drawing_of_each_region_says_what_its_table_says(goal):
    text = html_of(GOAL)
    drawn = drawing(text, "is-by-region")
    told = re.findall(
        r'<text x="18"[^>]*>([^<]+)</text>\s*<text class="goal-value[^>]*>([^<]+)</text>', drawn
    )
    rows = table(text, "Varje region 2023 mot vad som ska nås")[1:]
    assert [[name, value.replace("\xa0", " ")] for name, value in told] == [
        [name, value] for name, value, *_ in rows
    ]
    assert [row[3] for row in rows] == ["På väg", "Nått", "På väg", "Ingen uppgift"]
    assert drawn.count('class="goal-target"') == 4
    assert drawn.count('class="goal-dot"') == 3


def test_names_of_the_drawings_tell_what_they_show(goal):
    text = html_of(GOAL)
    labels = re.findall(r'role="img" aria-label="([^"]+)"', text)
    assert labels[0].startswith("Diagram: Andel som fått vård i tid, 2023. Hela")
    assert "Region Tre: ingen uppgift." in labels[0]
    assert "2021 till 2023" in labels[1]


def test_file_has_the_same_values(goal):
    answer = Client().get(f"{GOAL}matvarden.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 12
    assert rows[1] == {
        "Organ": "Första",
        "Mål": "Besked i tid",
        "Indikator": "Andel som fått vård i tid",
        "Enhet": "procent",
        "Period": "2021",
        "Från och med": "2021-01-01",
        "Till och med": "2021-12-31",
        "Region": "Region Ett",
        "Värde": "81",
        "Kommentar": "",
    }
    assert (rows[5]["Värde"], rows[5]["Kommentar"]) == ("Uppgift saknas", "Nytt system.")


def test_where_it_stands_is_told_on_every_page_of_the_goal(goal, area):
    told = "På väg 84,0 % för 2023. Ska vara minst 85,0 % senast 31 december 2026."
    for path in (GOAL, "/omraden/ett/mal/", "/omraden/ett/", "/loften/", "/loften/1/"):
        assert told in words(html_of(path)).replace("\xa0", " "), path
    assert f'href="{GOAL}"' in html_of("/omraden/ett/")


def test_another_days_page_knows_nothing_of_what_came_later(goal, area):
    text = words(html_of(f"{GOAL}?datum=2023-06-01"))
    assert "84,0" not in text
    assert "82,5" in text
    assert "Ingen uppgift" in text


def test_promise_tells_of_every_area(goal, area, regions):
    make.body("Utan mål", of=area.kind, path="omraden/utan")
    make.goal(area, 2, text="Mäts inte", promise=goal.promise, indicator="", unit="", **NOTHING)
    other = make.body("Andra", of=area.kind, path="omraden/tva")
    make.goal(other, 1, text="Bara målvärde", promise=goal.promise)
    text = html_of("/loften/1/")
    told = words(text)
    assert "Tre mål från två håll: ett på väg, ett utan uppgift och ett utan mätvärden." in told
    assert "Inga mål för löftet ännu (1)" in told
    assert "Utan mål" in told
    assert table(text, "Senaste mätvärdet för varje mål och region")[1:] == [
        ["Besked i tid 2023", "84,0 %", "88,0 %", "79,5 %", "Ingen uppgift", "På väg"]
    ]
    assert text.count('class="goal-chart is-by-region"') == 1


NOTHING = {"direction": "", "interval": ""}


def test_goals_without_values_say_so(area, regions):
    make.goal(area, 1, text="Mäts inte", indicator="", unit="", **NOTHING)
    make.goal(area, 2, text="Inga värden")
    told = words(html_of("/omraden/ett/mal/"))
    assert "Mäts inte Inga mätvärden publicerade" in told
    assert "Inga värden Ingen uppgift" in told
    assert "Det är inte publicerat hur målet mäts" in words(html_of(GOAL))
    assert "Inga mätvärden är publicerade ännu." in words(html_of("/omraden/ett/mal/2/"))
    html_of(f"{GOAL}matvarden.csv", 404)


def test_body_without_goals_says_so(area):
    assert "Första har inga mål publicerade ännu" in words(html_of("/omraden/ett/mal/"))


def test_ended_goal_has_its_page_and_says_so(goal, area):
    QualityGoal.objects.filter(pk=goal.pk).update(end=D(2025, 1, 1))
    assert "Målet slutade gälla 1 januari 2025" in words(html_of(GOAL))
    listed = words(html_of("/omraden/ett/mal/"))
    assert "Avslutade mål Besked i tid Gällde" in listed
    assert "Målet slutade" not in words(html_of(f"{GOAL}?datum=2024-06-01"))


def test_former_wording_is_told(area):
    QualityGoal.objects.create(body=area, number=1, text="Gammalt mål", end=D(2025, 1, 1))
    make.goal(area, 1, text="Nytt mål", start=D(2025, 1, 1))
    now = words(html_of(GOAL))
    assert "Tidigare ordalydelser" in now
    assert "Gammalt mål" in now
    then = words(html_of(f"{GOAL}?datum=2024-06-01"))
    assert "Nytt mål" not in then


@pytest.mark.parametrize(
    "path",
    ["mal/2/", "mal/99999999999999999999/", "mal/2/matvarden.csv", "mal/ett/", "mal/1/annat/"],
)
def test_what_isnt_there_isnt_found(goal, path):
    html_of(f"/omraden/ett/{path}", 404)


def test_goal_of_a_body_that_isnt_there(area):
    html_of("/omraden/finns-inte/mal/", 404)
    html_of("/omraden/finns-inte/mal/1/", 404)


def test_goals_of_tomorrow_are_not_told_today(area):
    make.goal(area, 1, text="Kommande mål", start=D(2050, 1, 1))
    html_of(GOAL, 404)
    assert "Kommande" not in html_of("/omraden/ett/mal/")
    assert GOAL not in html_of("/sitemap.xml")


def test_site_map_leads_to_measured_goals(goal):
    assert f"http://testserver{GOAL}" in html_of("/sitemap.xml")


@pytest.mark.parametrize("path", ["/omraden/ett/mal/", "/loften/", "/loften/1/", GOAL])
def test_more_goals_and_values_ask_no_more_questions(goal, area, regions, path):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            html_of(path)
        return len(queries)

    few = asked()
    for number in range(2, 12):
        more = make.goal(area, number, promise=goal.promise)
        make.goal_target(more, "2026-12-31", "90")
        for year in range(2015, 2025):
            for region in (None, *regions):
                make.measurement(more, year, 70 + year % 9, region)
    assert asked() == few


def test_activity_that_serves_the_goal_is_named(goal, area):
    year = datetime.date.today().year
    plan = make.edition(make.document(area, kind="action_plan", year=year))
    activity = area.activities.create(number=1)
    make.entry(plan, of=activity, name="Gemensam rutin", quality_goal=goal)
    make.publish_for_the_year(plan, at=datetime.datetime.now(datetime.UTC))
    text = html_of(GOAL)
    assert f"Det här görs {year}" in words(text)
    assert 'href="/omraden/ett/aktiviteter/1/"' in text
