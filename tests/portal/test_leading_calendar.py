"""The calendar of handovers: what it tells, to whom, and how a program knows an event again."""

import datetime

import pytest

from bodies.models import RotationException, RotationOffice
from organisation.dates import today
from tests import factories as make
from tests.calendars import parsed
from tests.portal.turns import exception, scheme, store

D = datetime.date
FEED = "/om/vem-leder/kalender.ics"
START = D(today().year - 1, 1, 1)
SECOND = D(START.year + 2, 1, 1)
THIRD = D(START.year + 4, 1, 1)


@pytest.fixture
def world(db):
    make.healthcare_region(facts_from=D(2018, 1, 1))
    names = ("Region Norr", "Region Söder", "Region Väster")
    regions = [make.region(name=each, slug=each[7:].lower()) for each in names]
    board = make.body("Nämnden, den stora", of=make.kind("namnd"), path="namnden")
    made = scheme(board, "ordforande", order=regions, since=START)
    store(today())
    return regions, board, made


def events(client, query=""):
    answer = client.get(FEED + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return parsed(answer.content).events


def by_uid(found):
    return {each["UID"]: each for each in found}


@pytest.mark.django_db
def test_each_change_is_a_whole_day_with_who_takes_over_and_who_had_it(client, world):
    found = events(client)
    second = next(each for each in found if each["DTSTART;VALUE=DATE"] == f"{SECOND:%Y%m%d}")
    assert second["SUMMARY"] == "Region Söder tar över: ordförande i Nämnden, den stora"
    assert "Före det: Region Norr." in second["DESCRIPTION"]
    assert second["DTEND;VALUE=DATE"] == f"{SECOND:%Y}0102"
    assert second["URL"] == "http://testserver/namnden/"


@pytest.mark.django_db
def test_it_reaches_as_far_as_terms_are_stored(client, world):
    days = [each["DTSTART;VALUE=DATE"] for each in events(client)]
    assert days == sorted(days)
    assert max(days) > f"{today().year + 8}"
    assert max(days) < f"{today().year + 11}"


@pytest.mark.django_db
def test_asking_twice_gives_the_same(client, world):
    assert client.get(FEED).content == client.get(FEED).content


@pytest.mark.django_db
def test_moved_change_keeps_its_name_and_gets_a_higher_number(client, world):
    before = by_uid(events(client))
    exception(world[2], "move", SECOND, D(SECOND.year, 7, 1), why="Valet; nämnden, och mer")
    store(today())
    after = by_uid(events(client))
    assert before.keys() == after.keys()
    (moved,) = (
        uid
        for uid in before
        if before[uid]["DTSTART;VALUE=DATE"] != after[uid]["DTSTART;VALUE=DATE"]
    )
    assert after[moved]["DTSTART;VALUE=DATE"] == f"{SECOND:%Y}0701"
    assert int(after[moved]["SEQUENCE"]) > int(before[moved]["SEQUENCE"])
    assert after[moved]["LAST-MODIFIED"] >= before[moved]["LAST-MODIFIED"]
    assert "Undantag från turordningen: Valet; nämnden, och mer" in after[moved]["DESCRIPTION"]


@pytest.mark.django_db
def test_swapped_terms_keep_their_names(client, world):
    before = by_uid(events(client))
    exception(world[2], "swap", SECOND, THIRD)
    store(today())
    after = by_uid(events(client))
    changed = {uid for uid in before if before[uid]["SUMMARY"] != after[uid]["SUMMARY"]}
    assert before.keys() == after.keys()
    assert len(changed) == 2


@pytest.mark.django_db
def test_interim_adds_two_changes_and_renames_none(client, world):
    before = by_uid(events(client))
    days = (D(SECOND.year, 3, 1), D(SECOND.year, 9, 1))
    exception(world[2], "interim", *days, region=world[0][2])
    store(today())
    after = by_uid(events(client))
    new = sorted(after[each]["DTSTART;VALUE=DATE"] for each in after.keys() - before.keys())
    assert before.keys() < after.keys()
    assert new == [f"{each:%Y%m%d}" for each in days]


@pytest.mark.django_db
def test_what_is_taken_back_has_its_old_day_and_a_higher_number(client, world):
    uid = next(iter(by_uid(events(client))))
    first = by_uid(events(client))[uid]["SEQUENCE"]
    exception(world[2], "move", SECOND, D(SECOND.year, 7, 1))
    store(today())
    RotationException.objects.get().delete()
    store(today())
    found = by_uid(events(client))
    assert f"{SECOND:%Y%m%d}" in {each["DTSTART;VALUE=DATE"] for each in found.values()}
    assert int(found[uid]["SEQUENCE"]) == int(first) + 2


@pytest.mark.django_db
def test_who_follows_changes_on_the_same_days_and_keeps_its_names_too(client, world):
    leader = RotationOffice.objects.get()
    council = make.body("Rådet", of=make.kind("rad"), path="radet")
    scheme(council, "ordforande", follows=leader, ahead=1, since=START)
    store(today())
    before = by_uid(events(client, "?organ=radet"))
    assert {each["DTSTART;VALUE=DATE"] for each in before.values()} == {
        each["DTSTART;VALUE=DATE"] for each in events(client, "?organ=namnden")
    }
    exception(world[2], "shift", SECOND, D(SECOND.year, 7, 1))
    store(today())
    after = by_uid(events(client, "?organ=radet"))
    assert before.keys() == after.keys()
    assert f"{SECOND:%Y}0701" in {each["DTSTART;VALUE=DATE"] for each in after.values()}
    assert all(int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"]) for uid in before)


@pytest.mark.django_db
def test_region_has_its_own_changes_to_and_from_it(client, world):
    found = events(client, "?region=norr")
    assert found
    assert all("Norr" in each["SUMMARY"] + each["DESCRIPTION"] for each in found)
    assert len(found) < len(events(client))


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?organ=finns-inte", "?organ=a'b", "?region=atlantis"])
def test_what_is_not_there_is_not_found(client, world, query):
    assert client.get(FEED + query).status_code == 404


@pytest.mark.django_db
def test_without_turns_it_is_an_empty_calendar(client):
    make.healthcare_region()
    assert events(client) == []


@pytest.mark.django_db
def test_no_person_is_named(client, world):
    post = RotationOffice.objects.get().post
    make.appoint(make.person("Anna Prov"), post, START)
    assert "Anna" not in client.get(FEED).content.decode()


@pytest.mark.django_db
def test_timeline_and_body_lead_to_it(client, world):
    assert f'href="{FEED}"' in client.get("/om/vem-leder/").content.decode()
    assert f'href="{FEED}?organ=namnden"' in client.get("/namnden/").content.decode()
