"""Silencing a finding: who may, how long, and that it comes back."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from bodies.standings import standing_of
from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.actions.silences import lift, silence
from organisation.dates import today
from organisation.models import FindingSilence
from organisation.standing import Standing
from portal.findings import every_finding, findings_of, sorted_out
from tests import factories as make
from tests.portal.test_workspace import standing_of_admin

ON = datetime.date(2026, 2, 6)
DAY = datetime.timedelta(days=1)
REASON = "Frågan är ställd till regionen."


@pytest.fixture
def body(db):
    make.healthcare_region()
    return make.body("Provgruppen", path="grupper/prov")


@pytest.fixture
def admin(client, body):
    user = make.user("Admin", is_superuser=True, office=False)
    client.force_login(user)
    return user


def key_of(body):
    return f"body:{body.pk}"


def at(body, name="desk_silence"):
    return reverse(name, args=["no-contact", key_of(body)])


def codes(on, standing=None):
    return [each.code for each in findings_of(standing or standing_of_admin(on), on)]


def silenced(body, by, **values):
    given = {"until": ON + 30 * DAY, "reason": REASON, "on": ON, "seen": 0} | values
    return silence("no-contact", key_of(body), "Provgruppen har ingen kontakt", by=by, **given)


def test_a_silenced_finding_comes_back_when_its_last_day_has_passed(body):
    user = make.user("Admin", is_superuser=True, office=False)
    assert codes(ON) == ["no-contact"]
    silenced(body, user)
    last = ON + 30 * DAY
    assert codes(ON) == codes(last) == []
    assert codes(last + DAY) == ["no-contact"]


def test_it_comes_back_at_midnight_in_stockholm(client, admin, body, monkeypatch):
    """The page asks which day it is there: silent a minute before midnight, back a minute after."""
    made = silenced(body, admin)
    midnight = datetime.datetime.combine(
        made.until + DAY, datetime.time(), tzinfo=datetime.timezone(datetime.timedelta(hours=1))
    )
    for minutes, seen in ((-1, False), (1, True)):
        now = midnight + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(
            "django.utils.timezone.now", lambda now=now: now.astimezone(datetime.UTC)
        )
        page = client.get(reverse("desk")).content.decode()
        assert ("Provgruppen har ingen kontakt" in page) is seen


def test_it_is_listed_with_why_and_can_be_lifted(client, admin, body):
    answer = client.post(
        at(body), {"until": today() + DAY, "reason": REASON, "seen": 0}, follow=True
    )
    assert "Raden är tyst till och med" in answer.content.decode()
    assert "1 rad är tystad" in answer.content.decode()
    page = client.get(reverse("desk_silent")).content.decode()
    assert REASON in page
    assert "Provgruppen har ingen kontakt" in page
    made = FindingSilence.objects.get()
    assert made.history.latest().history_user == admin
    client.post(reverse("desk_lift_silence", args=[made.pk]))
    made.refresh_from_db()
    assert made.is_lifted
    assert [each.history_change_reason for each in made.history.all()][:2] == [
        "Visas igen",
        "Tystad",
    ]
    assert codes(today()) == ["no-contact"]
    lift(made, by=admin)
    assert made.history.filter(history_change_reason="Visas igen").count() == 1
    assert REASON in client.get(at(body)).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"until": ""}, "Välj en dag."),
        ({"until": "i morgon"}, "Skriv datumet som år, månad och dag"),
        ({"until": str(today() - DAY)}, "Välj en dag från"),
        ({"until": str(today() + 400 * DAY)}, "Välj en dag från"),
        ({"reason": ""}, "Skriv varför"),
        ({"reason": "x" * 301}, "högst 300 tecken"),
        ({"reason": "Ring 19121212-1212."}, "personnummer"),
        ({"seen": "x"}, "Öppna sidan igen."),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_stays(
    client, admin, body, values, said
):
    given = {"until": str(today() + DAY), "reason": REASON, "seen": "0"} | values
    answer = client.post(at(body), given)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (400, True)
    assert given["reason"] in page
    assert not FindingSilence.objects.exists()


def test_nobody_silences_what_they_do_not_see(client, body):
    stranger = make.user("Ingen", office=False)
    client.force_login(stranger)
    assert client.get(at(body)).status_code == 404
    assert client.post(at(body), {"until": today(), "reason": "x", "seen": 0}).status_code == 404
    made = silenced(body, stranger)
    assert client.post(reverse("desk_lift_silence", args=[made.pk])).status_code == 404
    assert REASON not in client.get(reverse("desk_silent")).content.decode()
    assert sorted_out(every_finding(Standing(ON), ON), ON) == ([], [])


def test_the_second_of_two_sees_what_the_first_wrote(client, admin, body):
    silenced(
        body,
        make.user("Annan", office=False),
        on=today(),
        until=today() + DAY,
        reason="Den andras skäl.",
    )
    answer = client.post(
        at(body), {"until": today() + 2 * DAY, "reason": "Mitt skäl.", "seen": "0"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Den andras skäl." in page
    assert "Mitt skäl." in page
    made = FindingSilence.objects.get()
    assert f'name="seen" value="{version_of(made)}"' in page
    given = {"until": today() + 2 * DAY, "reason": "Mitt skäl.", "seen": version_of(made)}
    assert client.post(at(body), given).status_code == 302
    made.refresh_from_db()
    assert made.reason == "Mitt skäl."


def test_a_refusal_leaves_no_row(body):
    with pytest.raises(Refused):
        silenced(body, make.user("A", office=False), until=ON - DAY)
    assert not FindingSilence.objects.exists()


def pairs(number):
    """How many of so many pairs of simultaneous saves had just one winner."""
    users = [make.user("Ett", office=False), make.user("Två", office=False)]
    right = 0
    for pair in range(number):

        def save(user, pair=pair):
            try:
                silence(
                    "no-contact",
                    f"body:{pair}",
                    "Provgruppen har ingen kontakt",
                    until=ON + DAY,
                    reason=f"Av {user.pk}",
                    by=user,
                    on=ON,
                    seen=0,
                )
                return "saved"
            except Conflict as error:
                return error.current.reason
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(save, users))
        stored = FindingSilence.objects.get(subject=f"body:{pair}").reason
        right += sorted(answers) == sorted(("saved", stored))
    return right


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_sees_its_text():
    assert pairs(5) == 5


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_of_fifty_pairs_at_once_one_wins_in_each():
    assert pairs(50) == 50


def keys_of(standing, on, code):
    return [each.key for each in every_finding(standing, on) if each.code == code]


def test_a_post_that_is_vacant_anew_is_told_though_the_last_time_was_silenced(body):
    keeper = make.user(office=False)
    make.holding(keeper, body, "processtod")
    post = make.post(body, "ledamot")
    make.appoint(make.person("Anna Ett"), post, datetime.date(2026, 1, 1), ON - 20 * DAY)
    [first] = keys_of(standing_of(keeper, ON), ON, "vacant")
    values = {"until": ON + 90 * DAY, "reason": REASON, "on": ON, "seen": 0}
    silence("vacant", first, "Vakant", by=keeper, **values)
    assert "vacant" not in codes(ON, standing_of(keeper, ON))
    make.appoint(make.person("Bo Två"), post, ON + DAY, ON + 30 * DAY)
    later = ON + 40 * DAY
    [second] = keys_of(standing_of(keeper, later), later, "vacant")
    assert second != first
    assert "vacant" in codes(later, standing_of(keeper, later))


def test_another_person_without_a_seat_is_another_finding(body):
    council = make.body("Rådet", path="grupper/rad")
    post = make.post(body, "ledamot", requires_seat_in=council)
    make.appoint(make.person("Anna Ett"), post, ON - 20 * DAY, ON)
    make.appoint(make.person("Bo Två"), post, ON)
    days, code = (ON - DAY, ON), "office-without-seat"
    first, second = (keys_of(standing_of_admin(on), on, code) for on in days)
    assert len(first) == len(second) == 1
    assert first != second


def test_a_third_person_with_the_same_name_is_another_finding(body):
    for _ in range(2):
        make.person("Anna Ett")
    first = keys_of(standing_of_admin(ON), ON, "same-name")
    assert first == keys_of(standing_of_admin(ON), ON, "same-name")
    for number in range(40):
        make.person("Anna Ett")
        [now] = keys_of(standing_of_admin(ON), ON, "same-name")
        assert now != first[0]
        assert len(now) <= 120, number


def test_another_post_that_nobody_is_known_to_have_held_is_another_finding(body):
    make.post(body, "ledamot")
    first = keys_of(standing_of_admin(ON), ON, "unknown-holders")
    make.post(body, "ordforande")
    second = keys_of(standing_of_admin(ON), ON, "unknown-holders")
    assert len(first) == len(second) == 1
    assert first != second


def test_one_who_moves_to_a_third_region_is_another_finding(body):
    norr, soder, vast = (make.region(name=f"Region {each}") for each in ("Norr", "Söder", "Väst"))
    who = make.person("Anna Ett")
    make.appoint(who, make.post(body, "ledamot", represents_region=norr), ON - DAY)
    belongs = make.affiliation(who, soder)
    first = keys_of(standing_of_admin(ON), ON, "other-region")
    belongs.region = vast
    belongs.save()
    second = keys_of(standing_of_admin(ON), ON, "other-region")
    assert len(first) == len(second) == 1
    assert first != second
