"""Measurements from a spreadsheet, through the pages: what is shown, what is written, and that it's
all or nothing."""

import datetime
import html
import re
import time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from organisation.models import TableUpload
from organisation.tables import read_table, table_file
from programmes.actions import importing as actions
from programmes.models import Measurement
from tests import factories as make
from tests.organisation.bad_books import BAD

ADDRESS = "/arbetsyta/mal/las-in/"
HEADINGS = ["Organ", "Mål", "Period", "Region", "Värde", "Kommentar", "Enhet"]


@pytest.fixture
def area():
    """An area with a goal that is measured every year, one of its values known; and its chair."""
    make.healthcare_region()
    regions = [make.region(name=f"Region {name}") for name in ("Norr", "Syd")]
    body = make.body("Astma", of=make.kind("omrade"), path="omraden/astma")
    body.chair = make.user("Olle", office=False)
    make.holding(body.chair, body, "ordforande")
    body.goal = make.goal(body, 1, text="Vård i tid", decimals=1)
    body.regions = regions
    make.measurement(body.goal, 2024, "80", regions[0])
    body.client = Client()
    body.client.force_login(body.chair)
    return body


def rows(*told, unit=""):
    """Rows of the area's goal: period, region, value and comment of each."""
    return [["Astma", "1", *each, *[""] * (4 - len(each)), unit] for each in told]


def csv_of(lines, headings=HEADINGS) -> bytes:
    return table_file("csv", headings, lines)


def send(client, content: bytes, name="varden.csv"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def paste(client, text: str):
    return client.post(ADDRESS, {"pasted": text})


def text_of(answer) -> str:
    found = html.unescape(answer.content.decode().replace("\xad", ""))
    return " ".join(re.sub(r"<[^>]+>", " ", found).split()).replace("\xa0", " ")


def seen_in(answer) -> str:
    return re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]


def shown(client, content: bytes, name="varden.csv"):
    answer = send(client, content, name)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"], client.get(answer["Location"])


def done(client, address: str) -> str:
    """Has what is shown done, and returns what the page said while it was."""
    answer = client.post(f"{address}gor/", {"seen": seen_in(client.get(address))})
    return b"".join(answer.streaming_content).decode()


def values() -> dict:
    return {
        (each.period_start.year, each.region and each.region.name): (each.value, each.comment)
        for each in Measurement.objects.select_related("region")
    }


BEFORE = {(2024, "Region Norr"): (Decimal(80), "")}


@pytest.mark.django_db
def test_preview_tells_what_each_row_does_and_stores_nothing(area):
    content = csv_of(
        rows(
            ("2024", "Region Norr", "81,5"),
            ("2024", "Region Syd", "70"),
            ("2025", "Region Norr", "Uppgift saknas", "Nytt system."),
            ("2025", "Region Syd", ""),
        )
    )
    _, page = shown(area.client, content)
    told = text_of(page)
    assert "3 rader ändrar något. Inget är sparat än." in told
    assert "2 rader lägger till mätvärden" in told
    assert "1 rad ändrar ett mätvärde" in told
    assert "1 rad har inget värde och hoppas över" in told
    assert "81,5 % förut 80,0 %" in told
    assert "Uppgift saknas Nytt system." in told
    assert values() == BEFORE


@pytest.mark.django_db(transaction=True)
def test_rows_are_stored_with_history_and_can_be_taken_back(area):
    content = csv_of(
        rows(("2024", "RNorr", "81,5"), ("2024", "Region Syd", "70"), ("2024", "hela", "75"))
    ).replace(b"RNorr", b"Region Norr")
    address, _ = shown(area.client, content)
    assert "Klart: allt i filen är inläst." in done(area.client, address)
    assert values() == {
        (2024, "Region Norr"): (Decimal("81.5"), ""),
        (2024, "Region Syd"): (Decimal(70), ""),
        (2024, None): (Decimal(75), ""),
    }
    history = Measurement.history.filter(history_change_reason__startswith="Inläst från varden")
    assert {(each.history_type, each.history_user) for each in history} == {
        ("~", area.chair),
        ("+", area.chair),
    }
    receipt = text_of(area.client.get(address))
    assert "2 lägger till mätvärden" in receipt
    assert "1 ändrar ett mätvärde" in receipt
    # Sent once more it's done no more.
    again = area.client.post(f"{address}gor/", {"seen": "x"})
    assert again.status_code == 302
    answer = area.client.post(f"{address}angra/", follow=True)
    assert "Inläsningen är ångrad. 3 mätvärden är som förut." in text_of(answer)
    assert values() == BEFORE
    assert Measurement.history.filter(history_type="-").count() == 2
    assert "Ångra hela inläsningen" not in text_of(area.client.get(address))
    answer = area.client.post(f"{address}angra/", follow=True)
    assert "redan ångrad" in text_of(answer)


@pytest.mark.django_db(transaction=True)
def test_what_was_changed_since_is_not_overwritten_by_taking_back(area):
    address, _ = shown(
        area.client, csv_of(rows(("2024", "Region Norr", "82"), ("2024", "Region Syd", "70")))
    )
    done(area.client, address)
    Measurement.objects.filter(region=area.regions[1]).update(value=71)
    before = values()
    answer = area.client.post(f"{address}angra/", follow=True)
    assert "Ett av värdena har ändrats sedan inläsningen" in text_of(answer)
    assert values() == before


@pytest.mark.django_db
def test_rows_can_be_pasted_from_a_spreadsheet(area):
    answer = paste(area.client, "Mål\tPeriod\tRegion\tVärde\n1\t2025\tRegion Syd\t71,5\n")
    assert answer.status_code == 302
    assert "1 rad lägger till ett mätvärde" in text_of(area.client.get(answer["Location"]))
    assert TableUpload.objects.get().name == "Inklistrade rader"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("", "Välj en fil, eller klistra in rader"),
        ("Mål\tPeriod\tRegion\tVärde", "inga rader"),
        ("1\t2025", "inga rader"),
    ],
)
def test_nothing_pasted_is_told_and_what_was_typed_stays(area, pasted, told):
    answer = paste(area.client, pasted)
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert pasted in html.unescape(answer.content.decode())
    assert not TableUpload.objects.exists()


@pytest.mark.django_db
def test_one_wrong_row_stops_all_and_comes_back_with_its_reason(area):
    content = csv_of(
        rows(("2024", "Region Syd", "70"), ("2024", "Region Öst", "1 dag"), ("2025", "Syd", ""))
    )
    address, page = shown(area.client, content)
    told = text_of(page)
    assert "2 rader går inte att läsa in, så inget läses in." in told
    assert "”Region Öst” finns inte. Skriv Region Norr, Region Syd eller" in told
    assert "Målet mäts i procent, men det står ”dag”" in told
    assert 'name="seen"' not in page.content.decode()
    assert area.client.post(f"{address}gor/", {"seen": "x"}).status_code == 409
    mended = read_table(area.client.get(f"{address}rader.csv").content, "a.csv")
    assert [row.number for row in mended.rows] == [2, 3]
    assert "Region Öst" in mended.rows[0].cells[-1]
    assert (
        len(read_table(area.client.get(f"{address}rader.xlsx?alla=1").content, "a.xlsx").rows) == 3
    )
    assert values() == BEFORE


@pytest.mark.django_db
def test_what_changed_since_it_was_shown_is_shown_again(area):
    address, page = shown(area.client, csv_of(rows(("2024", "Region Norr", "82"))))
    Measurement.objects.update(value=81)
    answer = area.client.post(f"{address}gor/", {"seen": seen_in(page)})
    assert answer.status_code == 409
    told = text_of(answer)
    assert "har ändrats sedan du såg vad de gör" in told
    assert "82,0 % förut 81,0 %" in told


@pytest.mark.django_db(transaction=True)
def test_right_that_ended_meanwhile_ends_the_reading(area):
    _, page = shown(area.client, csv_of(rows(("2024", "Region Norr", "82"))))
    upload = TableUpload.objects.get()
    expected = seen_in(page)
    area.chair.person.appointments.update(end=datetime.date(2020, 1, 1), start=None)
    with pytest.raises(Exception, match="har ändrats"):
        actions.carry_out(
            upload,
            by=area.chair,
            on=datetime.date.today(),
            at=timezone.now(),
            expected=expected,
        )
    assert values() == BEFORE


@pytest.mark.django_db
def test_columns_by_other_names_are_asked_for(area):
    content = csv_of(
        [["1", "2025", "Region Syd", "71", "x"]], ["Mål", "När", "Region", "Värde", "Y"]
    )
    answer = send(area.client, content)
    assert answer["Location"].endswith("/kolumner/")
    page = text_of(area.client.get(answer["Location"]))
    assert "det måste finnas: Period" in page
    assert "”När”" in page
    chosen = {"body": "-", "goal": "0", "period": "1", "region": "2", "value": "3"}
    chosen |= {"comment": "-", "unit": "-"}
    answer = area.client.post(answer["Location"], chosen, follow=True)
    assert "1 rad lägger till ett mätvärde" in text_of(answer)


@pytest.mark.django_db
def test_list_to_fill_in_changes_nothing_when_it_comes_back(area):
    for form in ("csv", "xlsx"):
        content = area.client.get(f"{ADDRESS}lista/", {"form": form}).content
        table = read_table(content, f"a.{form}")
        assert list(table.headings) == HEADINGS
        assert len(table.rows) == 10
        _, page = shown(area.client, content, f"a.{form}")
        told = text_of(page)
        assert "Ingen rad ändrar något." in told
        assert "1 rad ändrar inget" in told
        assert "9 rader har inget värde och hoppas över" in told


@pytest.mark.django_db
def test_public_file_of_a_goal_can_be_read_in_again(area):
    content = Client().get(f"{area.goal.url}matvarden.csv").content
    _, page = shown(area.client, content)
    told = text_of(page)
    assert "1 rad ändrar inget" in told
    # What is missing there has no reason yet.
    assert "Skriv varför uppgiften saknas." in told


@pytest.mark.django_db
def test_nobody_reads_anothers_table_or_writes_of_anothers_goals(area):
    address, _ = shown(area.client, csv_of(rows(("2024", "Region Norr", "82"))))
    other = make.body("Tandvård", of=area.kind, path="omraden/tand")
    make.goal(other, 1, text="Friska tänder")
    chair = make.user("Pia", office=False)
    make.holding(chair, other, "ordforande")
    client = Client()
    client.force_login(chair)
    for path in (address, f"{address}kolumner/", f"{address}rader.csv"):
        assert client.get(path).status_code == 404
    for path in ("gor/", "ta-bort/", "angra/"):
        assert client.post(address + path, {"seen": "x"}).status_code == 404
    _, page = shown(client, csv_of(rows(("2024", "Region Norr", "82"))))
    assert "”Astma” finns inte bland de organ vars mål du får ändra" in text_of(page)
    lines = read_table(client.get(f"{ADDRESS}lista/?form=csv").content, "a.csv").rows
    assert {row.cells[0] for row in lines} == {"Tandvård"}
    assert client.get(f"{ADDRESS}lista/?organ=omraden/astma").status_code == 404


@pytest.mark.django_db
def test_table_can_be_thrown_away(area):
    address, _ = shown(area.client, csv_of(rows(("2024", "Region Norr", "82"))))
    answer = area.client.post(f"{address}ta-bort/", follow=True)
    assert "Raderna är borttagna. Inget ur dem är inläst." in text_of(answer)
    assert not TableUpload.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("made", "name", "said", "remedy"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_with_what_to_do(area, made, name, said, remedy):
    answer = send(area.client, made(), name)
    assert answer.status_code == 400
    told = text_of(answer)
    assert said in told
    assert remedy in told
    assert not TableUpload.objects.exists()
    assert values() == BEFORE


@pytest.mark.django_db
def test_personal_identity_number_in_a_comment_is_refused(area):
    _, page = shown(area.client, csv_of(rows(("2025", "Region Norr", "82", "19121212-1212"))))
    assert "personnummer" in text_of(page)
    assert not TableUpload.objects.filter(rows__icontains="19121212").exists()


@pytest.mark.django_db(transaction=True)
def test_5000_rows(area, capsys):
    """Ten goals that are measured every month, ten years, four places and some more. How long it
    takes is told, and held against the goal of 20 seconds by hand."""
    goals = [make.goal(area, number, interval="month") for number in range(2, 13)]
    places = ["Hela sjukvårdsregionen", *(each.name for each in area.regions)]
    lines = [
        ["Astma", str(goal.number), f"{year}-{month:02}", place, str(month * 7), ""]
        for goal in goals
        for year in range(2010, 2023)
        for month in range(1, 13)
        for place in places
    ][:5000]
    assert len(lines) == 5000
    started = time.perf_counter()
    address, page = shown(area.client, csv_of(lines, HEADINGS[:6]))
    previewed = time.perf_counter()
    assert "5000 rader lägger till mätvärden" in text_of(page)
    text = done(area.client, address)
    stored = time.perf_counter()
    steps = re.findall(r"<li>(\d+) av 5000 rader</li>", text)
    assert len(steps) == 20
    assert steps[-1] == "5000"
    assert Measurement.objects.count() == 5001
    assert Measurement.history.filter(history_type="+").count() == 5001
    area.client.post(f"{address}angra/")
    ended = time.perf_counter()
    assert values() == BEFORE
    with capsys.disabled():
        print(
            f"\n5000 mätvärden: {previewed - started:.1f} s till förhandsvisningen, "
            f"{stored - previewed:.1f} s att läsa in, {ended - stored:.1f} s att ångra"
        )
