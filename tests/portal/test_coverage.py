"""Which plans and reports are published: the page, what may be asked of it, and its file."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import DutyAdjustment
from tests import factories as make
from tests.documents.duties import withdrawn, written
from tests.sources.reading import text_of

pytestmark = pytest.mark.django_db
D = datetime.date
PAGE = "/planering/planer-och-rapporter/"
FILE = PAGE + "planer-och-rapporter.csv"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    noon = datetime.datetime(2026, 6, 30, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)


class World:
    """Two areas, one of a council, and a group; each owes a plan and a report a year."""

    def __init__(self):
        make.healthcare_region()
        self.north, self.south = (
            make.region(name=name, slug=slug)
            for name, slug in (("Norr", "norr"), ("Söder", "soder"))
        )
        councils = make.kind("rad", short_name="Råd")
        areas = make.kind("omrade", plural="Områden", belongs_to=councils)
        self.council = make.body("Rådet", of=councils)
        self.first, self.second = (make.body(name, of=areas) for name in ("Astma", "Öron"))
        self.group = make.body("Gruppen", of=make.kind("grupp", plural="Grupper"))
        make.relate(self.first, "part_of", self.council)
        for kind in (areas, self.group.kind):
            self.plan = make.duty(kind, "plan", "+0 01-31", start="2025-01-01")
            self.report = make.duty(kind, "report", "+1 03-31", start="2026-01-01")


@pytest.fixture
def world():
    return World()


def shown(client, query="", status=200) -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == status
    html = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    return " ".join(text_of(html, within="main").split())


def table(client, query="") -> dict[str, list[str]]:
    """The rows of the table, by their first cell."""
    html = client.get(PAGE + query).content.decode().replace("\N{SOFT HYPHEN}", "")
    rows = []
    for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL):
        cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        rows.append([" ".join(text_of(each).split()) for each in cells])
    return {first: rest for first, *rest in rows if first and rest}


NOT = "Inte publicerad"


def test_table_tells_what_is_published_council_by_council(client, world):
    written(make.yearly(world.first, 2026), on=D(2026, 1, 20))
    written(make.yearly(world.first, 2025, "annual_report"), on=D(2026, 5, 4))
    taken_back = written(make.yearly(world.group, 2026), on=D(2026, 1, 20))
    withdrawn(taken_back, D(2026, 5, 1))
    found = table(client)
    assert found["Organ"] == ["Plan", "Årsrapport", "Plan", "Årsrapport"]
    assert found["Astma"] == [NOT, "Publicerad 4 maj 2026", "Publicerad 20 jan. 2026", NOT]
    assert found["Öron"] == found["Gruppen"] == [NOT, NOT, NOT, NOT]
    assert found["Publicerat"] == ["0 av 3", "1 av 3", "1 av 3", "0 av 3"]
    text = shown(client)
    places = [text.index(each) for each in ("Rådet Astma", "utan uppgift om råd Öron", "Grupper G")]
    assert places == sorted(places)
    html = client.get(PAGE).content.decode()
    document = world.first.documents.get(kind="action_plan")
    assert f'href="{document.url}"' in html


def test_nothing_of_what_is_under_way_is_told(client, world):
    """Not drafts, not what is late, exempt or moved: the page is the same without them."""
    before = client.get(PAGE).content, client.get(FILE).content
    written(make.yearly(world.first, 2026))
    written(make.yearly(world.second, 2026), "submitted")
    written(make.yearly(world.group, 2025, "annual_report"), "adopted")
    DutyAdjustment.objects.create(
        duty=world.plan, body=world.group, year=2026, due=D(2026, 12, 1), reason="Kvastfening"
    )
    DutyAdjustment.objects.create(duty=world.report, year=2025, reason="Kvastfening")
    assert (client.get(PAGE).content, client.get(FILE).content) == before


def test_choices_narrow_the_table_down(client, world):
    make.holding(make.user(office=False), world.group, "ordforande", represents_region=world.south)
    written(make.yearly(world.group, 2026), on=D(2026, 1, 20))
    last = {"Organ", "Publicerat"}
    assert table(client, f"?rad={world.council.path}").keys() - last == {"Astma"}
    assert table(client, "?slag=grupp").keys() - last == {"Gruppen"}
    assert table(client, "?region=soder").keys() - last == {"Gruppen"}
    assert "Inget organ stämmer" in shown(client, "?region=norr")
    years = "fran=2026&till=2026"
    assert table(client, f"?{years}")["Gruppen"] == ["Publicerad 20 jan. 2026", NOT]
    report = written(make.yearly(world.group, 2026, "annual_report"), on=D(2026, 6, 1))
    assert "Gruppen" not in table(client, f"?{years}&saknas=on")
    assert table(client, f"?{years}&saknas=on").keys() - last == {"Astma", "Öron"}
    withdrawn(report, D(2026, 6, 2))
    assert "Gruppen" in table(client, f"?{years}&saknas=on")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?slag=finns-inte", "Slag av organ: det slaget finns inte. Välj ett ur listan."),
        ("?region=x", "Ordförande från: regionen finns inte. Välj en ur listan."),
        ("?rad=x", "Hör till: det organet finns inte. Välj ett ur listan."),
        ("?fran=i+fjol", "Från och med år: det året går inte att visa. Välj ett annat."),
        ("?till=2090", "Till och med år: det året går inte att visa. Välj ett annat."),
        ("?fran=2026&till=2025", "Från och med år: 2026 ligger efter 2025. Ändra något av åren."),
        ("?fran=2019&till=2025", "Från och med år: det går att visa högst 6 år i taget."),
    ],
)
def test_what_cannot_be_shown_is_said_where_it_is_asked(client, world, query, said):
    assert said in shown(client, query, status=400)
    assert client.get(FILE + query).status_code == 400


def test_looking_back_shows_what_was_published_then(client, world):
    written(make.yearly(world.first, 2026), on=D(2026, 2, 20))
    assert table(client, "?datum=2026-02-19")["Astma"][2] == NOT
    assert table(client, "?datum=2026-02-20")["Astma"][2] == "Publicerad 20 febr. 2026"


def test_body_that_has_ended_keeps_what_it_published(client, world):
    written(make.yearly(world.second, 2025), on=D(2025, 1, 20))
    type(world.second).objects.filter(pk=world.second.pk).update(end="2025-07-01")
    found = table(client)["Öron till 30 juni 2025"]
    assert found == ["Publicerad 20 jan. 2025", *["– Ska inte lämnas"] * 3]
    assert "Finns inte 30 juni 2026" in shown(client)


def test_file_says_the_same_as_the_table(client, world):
    written(make.yearly(world.first, 2026), on=D(2026, 1, 20))
    answer = client.get(FILE + "?fran=2026&till=2026")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Organ", "Hör till", "Slag", "År", "Vad", "Läge", "Publicerad", "Adress"]
    plan, report, *_ = rows[1:]
    assert plan[:7] == ["Astma", "Rådet", "Omrade", "2026", "plan", "publicerad", "2026-01-20"]
    assert plan[7].startswith("http")
    assert report[3:] == ["2026", "årsrapport", "inte publicerad", "", ""]
    assert len(rows) == 1 + 3 * 2


def test_without_duties_or_in_years_without_it_says_so(client, world):
    assert "inget ska lämnas för de åren" in shown(client, "?fran=2019&till=2020")
    world.plan.adjustments.all().delete()
    type(world.plan).objects.all().delete()
    assert "inget ska lämnas för de åren" in shown(client)


def test_what_is_to_be_written_is_told_with_whose_word_it_is(client, world):
    world.plan.interpretation = "Källan nämner ingen dag."
    world.plan.save()
    text = shown(client)
    assert "Grupper ska lämna plan senast 31 januari samma år" in text
    assert "Områden ska lämna årsrapport senast 31 mars året efter" in text
    assert "Tolkning Källan nämner ingen dag." in text


def test_few_and_many_bodies_ask_as_much(client, world):
    def asked() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE + "?region=norr").status_code == 200
        return len(queries)

    few = asked()
    for number in range(30):
        body = make.body(f"Område {number}", of=world.first.kind)
        make.relate(body, "part_of", world.council)
        written(make.yearly(body, 2026), on=D(2026, 1, 20))
    assert asked() == few <= MOST_QUERIES
