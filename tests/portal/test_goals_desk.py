"""Goals, targets and measurements in the workspace."""

import datetime
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisation.models import Region
from programmes.models import GoalTarget, Measurement, QualityGoal
from tests import factories as make
from tests.sources.reading import text_of

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 2, 9, 11, tzinfo=datetime.UTC)
LIST = "/arbetsyta/mal/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def world():
    make.healthcare_region()
    for name in ("norr", "soder"):
        make.region(slug=name, name=f"Region {name.capitalize()}")
    body = make.body("Astma", of=make.kind("omrade"))
    user = make.user("Olle", office=False)
    make.holding(user, body, "ordforande")
    client = Client()
    client.force_login(user)
    body.client, body.chair = client, user
    return body


def words(answer) -> str:
    html = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
    return " ".join(text_of(html, within="main").split())


def hidden(answer, name: str) -> str:
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1])


MEASURED = {
    **{"text": "Fler får vård i tid", "indicator": "Andel inom 90 dagar", "unit": "%"},
    **{"decimals": "1", "direction": "higher", "interval": "year", "why": ""},
}


def test_chair_sets_a_goal_a_target_and_fills_in_a_year(world):
    client = world.client
    assert "Inga än" in words(client.get(LIST))
    page = f"{LIST}organ/{world.path}/"
    assert "Inga mål gäller just nu" in words(client.get(page))
    answer = client.post(f"{page}nytt/", MEASURED)
    goal = QualityGoal.objects.get()
    assert answer["Location"] == f"{LIST}{goal.pk}/"
    assert (goal.number, goal.unit, goal.body_id) == (1, "procent", world.pk)
    assert goal.history.get().history_user == world.chair
    assert "Målet är sparat och syns på webbplatsen." in words(client.get(answer["Location"]))

    client.post(f"{LIST}{goal.pk}/malvarde/", {"value": "90,5 %", "by": "2026-12-31"})
    target = GoalTarget.objects.get()
    assert (target.value, target.region) == (Decimal("90.5"), None)
    assert "Minst 90,5\N{NO-BREAK SPACE}% senast 31 december 2026" in (
        client.get(f"{LIST}{goal.pk}/").content.decode()
    )

    norr, soder = Region.objects.order_by("order")
    at = f"{LIST}{goal.pk}/perioder/2025-01-01/"
    typed = {
        "value_0": "87,5",
        f"value_{norr.pk}": "90 %",
        f"value_{soder.pk}": "uppgift saknas",
        f"comment_{soder.pk}": "Registret byttes",
        "seen": hidden(client.get(at), "seen"),
    }
    assert client.post(at, typed).status_code == 302
    rows = Measurement.objects.order_by("region__order").values_list("region", "value", "comment")
    assert sorted(rows, key=str) == sorted(
        [
            (None, Decimal("87.5"), ""),
            (norr.pk, Decimal(90), ""),
            (soder.pk, None, "Registret byttes"),
        ],
        key=str,
    )
    text = words(client.get(f"{LIST}{goal.pk}/"))
    assert "2025 87,5 % 90,0 % Uppgift saknas Registret byttes Fyll i 2025" in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(world):
    goal = make.goal(world)
    at = f"{LIST}{goal.pk}/perioder/2025-01-01/"
    norr = Region.objects.first()
    typed = {"value_0": "1.234", f"value_{norr.pk}": "87 dagar", "seen": "0"}
    answer = world.client.post(at, typed)
    text = words(answer)
    assert answer.status_code == 400
    assert "Hela sjukvårdsregionen: ”1.234” går att läsa på två sätt." in text
    assert "Region Norr: Målet mäts i procent, men det står ”dagar”." in text
    assert 'value="1.234"' in answer.content.decode()
    missing = world.client.post(at, {"value_0": "saknas", "seen": "0"})
    assert "skriv varför uppgiften saknas" in words(missing)
    number = world.client.post(at, {"value_0": "8", "comment_0": "19121212-1212", "seen": "0"})
    assert "Texten innehåller ett personnummer." in words(number)
    assert not Measurement.objects.exists()


def test_period_that_is_not_over_or_not_the_goals_is_not_there(world):
    goal = make.goal(world)
    for first in ("2026-01-01", "2025-02-01", "1900-01-01", "2030-01-01"):
        assert world.client.get(f"{LIST}{goal.pk}/perioder/{first}/").status_code == 404


def test_any_earlier_period_is_reached_by_its_name(world):
    goal = make.goal(world)
    page = f"{LIST}{goal.pk}/"
    answer = world.client.get(page, {"period": "2009"})
    assert answer["Location"] == f"{page}perioder/2009-01-01/"
    wrong = world.client.get(page, {"period": "kv 1 2025"})
    assert wrong.status_code == 400
    assert "Målet mäts varje år" in words(wrong)


def test_two_at_once_one_wins_and_the_other_sees_both(world):
    goal = make.goal(world)
    at = f"{LIST}{goal.pk}/perioder/2025-01-01/"
    seen = hidden(world.client.get(at), "seen")
    assert world.client.post(at, {"value_0": "80", "seen": seen}).status_code == 302
    late = world.client.post(at, {"value_0": "70", "seen": seen})
    assert late.status_code == 409
    assert "Hela sjukvårdsregionen: 80" in words(late)
    assert 'value="70"' in late.content.decode()
    assert Measurement.objects.get().value == 80
    again = world.client.post(at, {"value_0": "70", "seen": hidden(late, "seen")})
    assert again.status_code == 302
    assert Measurement.objects.get().value == 70
    assert world.client.post(at, {"value_0": "60"}).status_code == 409

    version = hidden(world.client.get(f"{LIST}{goal.pk}/andra/"), "version")
    one = MEASURED | {"version": version, "decimals": "0"}
    assert world.client.post(f"{LIST}{goal.pk}/andra/", one).status_code == 302
    two = world.client.post(f"{LIST}{goal.pk}/andra/", one | {"text": "Något annat"})
    assert two.status_code == 409
    assert "Mål: Fler får vård i tid" in words(two)
    assert QualityGoal.objects.get().text == "Fler får vård i tid"


def test_each_change_is_told_and_the_latest_is_taken_back(world):
    goal = make.goal(world)
    at, history = f"{LIST}{goal.pk}/perioder/2025-01-01/", f"{LIST}{goal.pk}/andringar/"
    for value in ("80", "85", ""):
        seen = hidden(world.client.get(at), "seen")
        world.client.post(at, {"value_0": value, "seen": seen, "why": "Rättning"})
    assert not Measurement.objects.exists()
    last, change, first = Measurement.history.order_by("-history_id")
    text = words(world.client.get(history)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Hela sjukvårdsregionen 85 % Borttaget Ångra" in text
    assert "Hela sjukvårdsregionen 80 % 85 % 9 februari" in text
    assert "Olle" in text
    assert "Rättning" in text
    # Only the latest: what came before it has been changed since.
    stale = world.client.post(f"{LIST}andringar/{change.pk}/angra/")
    assert stale.status_code == 400
    assert "har ändrats igen" in words(stale)

    expected = [Decimal(85), None]
    for value in expected:
        row = Measurement.history.order_by("-history_id").first()
        page = world.client.get(f"{LIST}andringar/{row.pk}/angra/")
        assert page.status_code == 200
        assert world.client.post(f"{LIST}andringar/{row.pk}/angra/").status_code == 302
        assert Measurement.objects.values_list("value", flat=True).first() == value
    # Taking back what took something away, and then that again, leads back.
    assert [each.history_type for each in Measurement.history.order_by("history_id")] == [
        *("+", "~", "-", "+", "-"),
    ]
    assert last.history_type == "-"
    assert first.history_user == world.chair


def test_change_that_is_taken_back_is_as_before(world):
    goal = make.goal(world)
    at = f"{LIST}{goal.pk}/perioder/2025-01-01/"
    for value in ("80", "85"):
        seen = hidden(world.client.get(at), "seen")
        world.client.post(at, {"value_0": value, "seen": seen})
    row = Measurement.history.order_by("-history_id").first()
    world.client.post(f"{LIST}andringar/{row.pk}/angra/")
    assert Measurement.objects.get().value == 80


def test_what_is_measured_keeps_its_unit_and_periods(world):
    goal = make.goal(world, decimals=1)
    make.measurement(goal, 2025, Decimal("80.5"))
    page = f"{LIST}{goal.pk}/andra/"
    for name, value, told in (
        ("unit", "dagar", "så enheten går inte att ändra"),
        ("interval", "quarter", "så hur ofta det mäts går inte att ändra"),
        ("decimals", "0", "Det finns mätvärden med 1 decimaler"),
    ):
        version = hidden(world.client.get(page), "version")
        answer = world.client.post(page, MEASURED | {name: value, "version": version})
        assert answer.status_code == 400
        assert told in words(answer), name
    nothing = dict.fromkeys(("indicator", "unit", "direction", "interval"), "")
    answer = world.client.post(page, MEASURED | nothing | {"version": version})
    assert "Målet har mätvärden, och behöver en indikator." in words(answer)


def test_half_told_measure_asks_for_the_rest(world):
    page = f"{LIST}organ/{world.path}/nytt/"
    answer = world.client.post(page, {"text": "Ett mål", "indicator": "Andel", "decimals": "0"})
    text = words(answer)
    for told in ("Skriv enheten.", "Välj vilka värden som är bra.", "Välj hur ofta det mäts."):
        assert told in text
    assert not QualityGoal.objects.exists()


def test_number_is_never_another_goals(world):
    make.goal(world, number=3, end="2020-01-01")
    world.client.post(f"{LIST}organ/{world.path}/nytt/", MEASURED)
    assert QualityGoal.objects.latest("pk").number == 4


def test_target_within_has_two_ends_and_can_be_taken_away(world):
    goal = make.goal(world, direction="within", unit="dagar")
    new = f"{LIST}{goal.pk}/malvarde/"
    wrong = world.client.post(new, {"value": "80", "upper": "60", "by": "2026-12-31"})
    assert "Den övre gränsen ska vara högre än den undre." in words(wrong)
    world.client.post(new, {"value": "60", "upper": "80", "by": "2026-12-31"})
    target = GoalTarget.objects.get()
    again = world.client.post(new, {"value": "60", "upper": "80", "by": "2026-12-31"})
    assert "Det finns redan ett målvärde för den dagen." in words(again)
    page = f"{LIST}malvarden/{target.pk}/"
    version = hidden(world.client.get(page), "version")
    old = world.client.post(page, {"ta-bort": "ja", "version": "1"})
    assert old.status_code == 409
    assert world.client.post(page, {"ta-bort": "ja", "version": version}).status_code == 302
    assert not GoalTarget.objects.exists()
    assert GoalTarget.history.latest().history_type == "-"


def test_goal_that_is_not_measured_takes_no_values(world):
    goal = make.goal(world, indicator="", unit="", direction="", interval="")
    assert "Målet mäts inte än" in words(world.client.get(f"{LIST}{goal.pk}/"))
    assert world.client.get(f"{LIST}{goal.pk}/perioder/2025-01-01/").status_code == 404
    answer = world.client.get(f"{LIST}{goal.pk}/malvarde/")
    assert answer["Location"] == f"{LIST}{goal.pk}/andra/"


def test_chair_whose_post_has_ended_changes_nothing(world, monkeypatch):
    goal = make.goal(world)
    at = f"{LIST}{goal.pk}/perioder/2025-01-01/"
    post = world.chair.person.appointments.get()
    post.end = NOON.date()
    post.save()
    assert world.client.post(at, {"value_0": "80", "seen": "0"}).status_code == 404
    assert not Measurement.objects.exists()


def test_lists_ask_the_same_whatever_they_hold(world):
    def queries(page) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert world.client.get(page).status_code == 200
        return len(found)

    goal = make.goal(world)
    make.measurement(goal, 2025, 80)
    make.goal_target(goal, "2026-12-31", 90)
    pages = (LIST, f"{LIST}organ/{world.path}/", f"{LIST}{goal.pk}/", f"{LIST}{goal.pk}/andringar/")
    few = [queries(page) for page in pages]
    for number in range(2, 12):
        make.measurement(make.goal(world, number), 2025, 80)
        make.measurement(goal, 2010 + number, 80, Region.objects.first())
        make.goal_target(goal, f"2027-{number:02}-01", 90)
    assert [queries(page) for page in pages] == few
