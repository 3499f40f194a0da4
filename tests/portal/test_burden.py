"""How the work is shared: the page, what may be asked of it, and its file."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bodies.models import Body
from organisation.models import Page, Shortcut
from programmes.models import Hosting
from tests import factories as make
from tests.prepared import know_the_tables
from tests.sources.reading import text_of

D = datetime.date
PAGE, FILE = "/om/fordelning/", "/om/fordelning/fordelning.csv"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    noon = datetime.datetime(2026, 6, 30, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)


@pytest.fixture
def regions(db):
    make.healthcare_region()
    return [make.region(name=each, slug=each.lower()) for each in ("Norr", "Söder", "Väster")]


@pytest.fixture
def board(regions):
    """A board whose chair goes in turn, two years each but for a half year more, 2018 to 2026."""
    board = make.body("Nämnden", of=make.kind("namnd"))
    chair = make.post(board, "ordforande")
    for region, start, end in (
        (2, D(2018, 1, 1), D(2020, 1, 1)),
        (0, D(2020, 1, 1), D(2022, 7, 1)),
        (1, D(2022, 7, 1), D(2024, 1, 1)),
        (2, D(2024, 1, 1), D(2026, 1, 1)),
        (0, D(2026, 1, 1), D(2028, 1, 1)),
    ):
        make.term(chair, regions[region], start, end)
    return board


def shown(client, query="", status=200) -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == status
    html = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    return text_of(html, within="main")


def table(client, query="", title="År som ordförande") -> dict[str, list[str]]:
    """The rows of one table of the page, by region."""
    html = client.get(PAGE + query).content.decode()
    part = re.search(rf"<caption[^>]*>{title} .*?</table>", html, re.S)
    if not part:
        return {}
    rows = re.findall(r'<tr role="row">(?!\s*<th scope="col").*?</tr>', part[0], re.S)
    cells = [
        [re.sub(r"<[^>]+>|\s+", "", each) for each in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in rows
    ]
    return {first: rest for first, *rest in cells}


def file_rows(client, query="") -> list[dict[str, str]]:
    answer = client.get(FILE + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


CHAIRS = {
    # Eight years: 2.67 each. 2020 to July 2022 is 2 years and 181 days of 365.
    "Norr": ["2,5", "2,7", "−0,2"],
    "Söder": ["1,5", "2,7", "−1,2"],
    "Väster": ["4", "2,7", "+1,3"],
}


def test_years_of_each_region_beside_an_equal_part(client, board):
    assert table(client, "?fran=2018&till=2025") == CHAIRS
    text = shown(client, "?fran=2018&till=2025")
    assert "Sammanlagt 8 år 2018–2025." in text
    assert "Här räknas 2018–2025." in text
    assert "De äldsta uppgifterna är från 1 januari 2018." in text


def test_chart_says_the_same_to_those_who_do_not_see_it(client, board):
    html = client.get(PAGE + "?fran=2018&till=2025").content.decode()
    labels = re.findall(r'role="img" aria-label="([^"]*)"', html)
    assert labels == [
        "0,2 år mindre än en lika del",
        "1,2 år mindre än en lika del",
        "1,3 år mer än en lika del",
    ]
    bars = re.findall(r'burden-bar is-solid" x="(\d+)" y="\d+" width="(\d+)"', html)
    # From the middle: the widest fills its half, and what is less goes the other way.
    assert bars == [("87", "13"), ("13", "87"), ("100", "100")]


def test_part_by_inhabitants_when_all_are_known(client, board, regions):
    for region, number in zip(regions, (400, 200), strict=False):
        make.inhabitants(region, 2018, number)
    assert table(client, "?fran=2018&till=2025") == CHAIRS
    assert "antalet invånare är inte känt" in shown(client, "?fran=2018&till=2025")
    make.inhabitants(regions[2], 2018, 600)
    assert table(client, "?fran=2018&till=2025") == {
        "Norr": [*CHAIRS["Norr"], "2,7", "−0,2"],
        "Söder": [*CHAIRS["Söder"], "1,3", "+0,2"],
        "Väster": [*CHAIRS["Väster"], "4", "0"],
    }
    text = shown(client, "?fran=2018&till=2025")
    assert "antalet invånare är inte känt" not in text
    assert "Norr 400 (2018), Söder 200 (2018), Väster 600 (2018)." in text
    html = client.get(PAGE + "?fran=2018&till=2025").content.decode()
    assert 'aria-label="1,3 år mer än en lika del, lika mycket som en del efter invånare"' in html


def test_chart_is_drawn_when_only_the_parts_by_inhabitants_differ(client, board, regions):
    chair = board.posts.get()
    chair.rotation_terms.all().delete()
    for at, region in enumerate(regions):
        make.inhabitants(region, 2018, 100 + 100 * at)
        make.term(chair, region, D(2018 + at, 1, 1), D(2019 + at, 1, 1))
    text = shown(client, "?fran=2018&till=2020")
    assert "Alla har haft lika mycket." in text
    html = client.get(PAGE + "?fran=2018&till=2020").content.decode()
    assert html.count('burden-bar is-open" x=') == 2
    assert 'burden-bar is-solid" x=' not in html


def test_how_turns_were_filled_stands_apart(client, board, regions):
    person = make.person()
    make.affiliation(person, regions[1])
    make.appoint(person, board.posts.get(), D(2021, 1, 1), D(2023, 1, 1))
    query = "?fran=2018&till=2025"
    # From 2021 to July 2022 it was Norr's turn; after 2022 nobody had it.
    said = (
        "Av åren i tur, så långt det är känt: Norr 1,5 år med någon från en annan region; "
        "Söder 1 år vakant; Väster 2 år vakant."
    )
    assert said in shown(client, query)
    assert table(client, query) == CHAIRS
    rows = [
        (each["Region"], each["Varav vakant"], each["Varav med någon från en annan region"])
        for each in file_rows(client, query)
    ]
    assert rows == [("Norr", "0,0", "1,5"), ("Söder", "1,0", "0,0"), ("Väster", "2,0", "0,0")]
    assert "Av åren i tur" not in shown(client, "?fran=2018&till=2020")


def test_what_a_region_that_left_has_after_that_is_not_counted(client, board, regions):
    regions[2].end = D(2025, 1, 1)
    regions[2].save()
    told = table(client, "?fran=2024&till=2025")
    assert told == {
        "Norr": ["0", "0,3", "−0,3"],
        "Söder": ["0", "0,3", "−0,3"],
        "Väster": ["1", "0,3", "+0,7"],
    }


def test_nothing_is_counted_after_the_day_unless_it_is_asked_for(client, board):
    now = table(client, "?fran=2026&till=2027")
    assert {region: row[0] for region, row in now.items()} == {
        "Norr": "0,5",
        "Söder": "0",
        "Väster": "0",
    }
    assert "till och med 30 juni 2026" in shown(client, "?fran=2026&till=2027")
    planned = table(client, "?fran=2026&till=2027&planerat=on")
    assert planned["Norr"][0] == "2"
    # Looking back, what came later isn't told.
    assert table(client, "?fran=2018&till=2025&datum=2020-12-31")["Norr"][0] == "1"
    past = shown(client, "?fran=2018&till=2025&datum=2020-12-31")
    assert "till och med 31 december 2020" in past


def test_without_years_it_is_from_the_first_that_is_known_to_the_years_end(client, board):
    assert "Här räknas 2018–2026, till och med 30 juni 2026" in shown(client)
    board.posts.get().rotation_terms.filter(start__lt=D(2022, 7, 1)).delete()
    assert "Här räknas 2022–2026" in shown(client)
    assert "Här räknas 2019," not in shown(client, "?till=2019")
    assert "inga uppgifter att räkna för 2019" in shown(client, "?till=2019")


def test_what_is_chosen_only(client, board, regions):
    other = make.body("Gruppen", function=Body.Function.WORK_GROUP)
    seat = make.post(other, represents_region=regions[0])
    make.appoint(make.person(), seat, D(2024, 1, 1), D(2025, 1, 1))
    make.appoint(make.person(), seat, D(2025, 7, 1))
    titles = ["År som ordförande", "Platser i arbetsgrupper", "Vakanta platser"]

    def told(query):
        return [each for each in titles if table(client, query, each)]

    assert told("") == titles
    assert told("?matt=ordforande&matt=vakanser") == [titles[0], titles[2]]
    assert told("?slag=grupp") == titles[1:]
    assert told("?slag=namnd&matt=vakanser") == []
    assert table(client, "", titles[1])["Norr"][0] == "2"
    assert table(client, "", titles[2])["Norr"][0] == "0,5"


def test_hosting_and_what_nobody_knows_the_region_of(client, regions):
    nation = make.kind("npo", level="national")
    for region, start, end in (
        (regions[0], D(2020, 1, 1), D(2022, 1, 1)),
        (regions[1], D(2024, 1, 1), None),
        (None, D(2025, 1, 1), D(2026, 1, 1)),
    ):
        Hosting.objects.create(
            national_body=make.body(of=nation), region=region, start=start, end=end
        )
    hosted = table(client, "", "Värdskap")
    # 2024, 2025 and 181 days of 365 to the day.
    assert [hosted[each][0] for each in ("Norr", "Söder", "Väster")] == ["2", "2,5", "0"]
    assert "Dessutom 1 år där det inte är känt vilken region det gäller." in shown(client)
    assert file_rows(client)[-1]["Region"] == "Region inte känd"
    assert file_rows(client)[-1]["År"] == "1,0"
    # They aren't of any kind that can be chosen.
    make.body(of=make.kind())
    assert table(client, "?slag=grupp", "Värdskap") == {}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("fran=20x8", "Från och med år: skriv ett år från 2018 till 2046 med fyra siffror."),
        ("fran=2017", "Från och med år: skriv ett år från 2018 till 2046"),
        ("till=2047", "Till och med år: skriv ett år från 2018 till 2046"),
        ("till=99999999999999999999", "Till och med år: skriv ett år"),
        ("till=٢٠٢٠", "Till och med år: skriv ett år"),
        ("fran=2024&till=2020", "Från och med år: 2024 ligger efter det sista året, 2020."),
        ("fran=2030", "Från och med år: 2030 ligger efter det sista året, 2026."),
        ("slag=atlantis", "I vilka organ: det slaget finns inte. Välj ett ur listan."),
        ("matt=x", "Visa: det går inte att räkna det. Välj bland rutorna."),
    ],
)
def test_what_cannot_be_asked_is_said_by_its_field(client, board, query, said):
    answer = client.get(f"{PAGE}?{query}")
    html = answer.content.decode()
    assert answer.status_code == 400
    assert said in html
    assert 'class="burden-chart"' not in html
    assert client.get(f"{FILE}?{query}").status_code == 400


def test_what_was_typed_stands(client, board):
    html = client.get(f"{PAGE}?fran=20x8&till=2025&slag=namnd&matt=platser").content.decode()
    assert 'value="20x8"' in html
    assert 'value="2025"' in html
    assert '<option value="namnd" selected>' in html
    assert re.search(r'value="platser"[^>]* checked', html)
    assert 'href="#val-fran"' in html


def test_nothing_known_yet(client, regions):
    text = shown(client)
    assert "Det finns inga uppgifter att räkna för 2018–2026. Välj andra år." in text
    assert "Så räknas det" in text
    assert file_rows(client) == []


def test_file_says_what_the_tables_say(client, board, regions):
    query = "?fran=2018&till=2025"
    for region, number in zip(regions, (400, 200, 600), strict=True):
        make.inhabitants(region, 2018, number)
    for title in ("År som ordförande",):
        rows = {
            each["Region"]: [
                each[name].replace("-", "−").removesuffix(",0") for name in list(each)[5:10]
            ]
            for each in file_rows(client, query)
            if each["Vad"] == title
        }
        page = {
            region: [each.removeprefix("+") for each in row]
            for region, row in table(client, query, title).items()
        }
        assert rows == page
    first = file_rows(client, query)[0]
    assert first["Räknat till och med"] == "2025-12-31"
    assert (first["Från och med år"], first["Till och med år"]) == ("2018", "2025")


def test_file_holds_no_formula_that_somebody_wrote(client, board, regions):
    regions[1].name = "=HYPERLINK(1)"
    regions[1].save()
    rows = file_rows(client, "?fran=2018&till=2025")
    assert [each["Region"] for each in rows] == ["Norr", "'=HYPERLINK(1)", "Väster"]
    # A number that is less than nothing is still a number.
    assert rows[1]["Avvikelse från lika del"] == "-1,2"


def test_file_is_of_what_the_page_shows(client, board):
    html = client.get(PAGE + "?fran=2018&till=&matt=ordforande").content.decode()
    assert f'href="{FILE}?fran=2018&amp;matt=ordforande"' in html


def test_page_of_another_day_keeps_it(client, board):
    html = client.get(PAGE + "?datum=2022-01-01").content.decode()
    assert '<input type="hidden" name="datum" value="2022-01-01">' in html
    assert f'href="{FILE}?datum=2022-01-01"' in html
    assert client.get(PAGE + "?datum=i-dag").status_code == 400


def test_words_of_the_page_and_the_way_to_it_are_data(client, board):
    assert "<h1>Hur ansvaret fördelas</h1>" in client.get(PAGE).content.decode().replace(
        "\N{SOFT HYPHEN}", ""
    )
    Page.objects.create(path="om", title="Om oss")
    Page.objects.create(path="om/fordelning", title="Rättvist", lead="Så är det.")
    Shortcut.objects.create(place="entrance", label="Om oss", target="/om/")
    html = client.get(PAGE).content.decode()
    assert "<h1>Rättvist</h1>" in html
    assert '<li><a href="/om/">Om oss</a></li>' in html
    assert 'href="/om/fordelning/"' in client.get("/om/").content.decode()


def questions(client, query):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(PAGE + query).status_code == 200
    told = [each["sql"] for each in caught.captured_queries]
    assert len(told) == len(set(told)), "the same question twice"
    return len(told)


def test_as_many_questions_for_sixty_bodies_over_forty_years(client, regions):
    site = make.healthcare_region()
    site.facts_from = D(1990, 1, 1)
    site.save()
    people = [make.person() for _ in regions]
    for person, region in zip(people, regions, strict=True):
        make.affiliation(person, region)
        make.inhabitants(region, 1990, 1000)
    asked = []
    for number in (5, 55):
        for _ in range(number):
            body = make.body()
            chair = make.post(body, "ordforande")
            for at in range(20):
                days = D(1990 + 2 * at, 1, 1), D(1992 + 2 * at, 1, 1)
                make.term(chair, regions[at % 3], *days)
            for person, region in zip(people, regions, strict=True):
                seat = make.post(body, represents_region=region)
                make.appoint(person, seat, D(1992, 1, 1), D(2020, 1, 1))
        know_the_tables()
        asked.append(questions(client, "?fran=1990&till=2029&planerat=on"))
    assert asked[0] == asked[1] <= MOST_QUERIES
