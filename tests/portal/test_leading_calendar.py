"""The calendar of handovers: what it tells, to whom, and how a program knows an event again."""

import datetime

import pytest
from django.utils import timezone

from bodies.models import (
    Body,
    BodyKind,
    BodyName,
    Post,
    Role,
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
    RotationTerm,
)
from organisation.dates import today
from organisation.models import OldAddress, Region
from tests import factories as make
from tests.calendars import parsed
from tests.portal.turns import exception, scheme, store

D = datetime.date
TURNS = (
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
    RotationTerm,
)
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


def renamed(world):
    name = world[1].names.get()
    name.name = "Rådet"
    name.save()


def moved(world):
    world[1].path = "annan"
    world[1].save()


def given_a_label(world):
    post = RotationOffice.objects.get().post
    post.label = "Talman"
    post.save()


def given_another_role(world):
    post = RotationOffice.objects.get().post
    post.role = make.role("talman", function="chair", place="office")
    post.save()


def role_renamed(world):
    role = RotationOffice.objects.get().post.role
    role.name = "Talman"
    role.save()


def region_renamed(world):
    world[0][1].name = "Region Sydost"
    world[0][1].save()


def said_with_its_kind(world):
    world[1].kind.name_prefix = "Nämnd"
    world[1].kind.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        *(renamed, moved, given_a_label, given_another_role),
        *(role_renamed, region_renamed, said_with_its_kind),
    ],
)
def test_other_words_are_a_change_too(client, world, change):
    long_ago()
    before = by_uid(events(client))
    change(world)
    after = by_uid(events(client))
    assert before.keys() == after.keys()
    told = ("SUMMARY", "DESCRIPTION", "URL")
    others = [uid for uid in before if any(before[uid][k] != after[uid][k] for k in told)]
    assert others
    for uid in others:
        assert int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])
        assert after[uid]["LAST-MODIFIED"] > before[uid]["LAST-MODIFIED"]


def long_ago():
    """As if all that is stored were so since 2010."""
    for model in (Body, BodyKind, BodyName, Post, Region, Role, *TURNS):
        model.history.update(history_date=datetime.datetime(2010, 1, 1, tzinfo=datetime.UTC))


@pytest.mark.django_db
def test_name_that_begins_is_a_change_on_its_day(client, world, monkeypatch):
    old = world[1].names.get()
    old.end = today() + datetime.timedelta(days=30)
    old.save()
    BodyName.objects.create(body=world[1], name="Rådet", start=old.end)
    long_ago()
    before = by_uid(events(client))
    noon = datetime.datetime.combine(old.end, datetime.time(12), datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    after = by_uid(events(client))
    uid = next(iter(before))
    assert after[uid]["SUMMARY"].endswith("i Rådet")
    assert int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])
    evening = old.end - datetime.timedelta(days=1)
    assert after[uid]["LAST-MODIFIED"][:8] == f"{evening:%Y%m%d}"


@pytest.mark.django_db
def test_turn_that_no_longer_follows_has_no_lower_number(client, world):
    leader = RotationOffice.objects.get()
    council = make.body("Rådet", of=make.kind("rad"), path="radet")
    made = scheme(council, "ordforande", order=world[0], since=START)
    part = RotationPart.objects.create(scheme=made, since=THIRD, follows=leader, ahead=1)
    store(today())
    before = by_uid(events(client, "?organ=radet"))
    part.delete()
    store(today())
    after = by_uid(events(client, "?organ=radet"))
    same = before.keys() & after.keys()
    assert same
    assert all(int(after[each]["SEQUENCE"]) > int(before[each]["SEQUENCE"]) for each in same)


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
def test_subscription_leads_on_when_the_body_has_moved(client, world):
    board = world[1]
    before = by_uid(events(client))
    board.path = "stora-namnden"
    board.save()
    answer = client.get(FEED + "?organ=namnden&region=norr")
    assert answer.status_code == 301
    assert answer["Location"] == f"{FEED}?organ=stora-namnden&region=norr"
    assert answer["Cache-Control"] == "no-cache"
    assert by_uid(events(client, "?organ=stora-namnden")).keys() == before.keys()


@pytest.mark.django_db
def test_subscription_to_what_is_gone_says_so(client, world):
    OldAddress.objects.create(path="utskottet", target="", explanation="Nedlagt.")
    assert client.get(FEED + "?organ=utskottet").status_code == 410
    OldAddress.objects.create(path="sidan", target="en-sida")
    assert client.get(FEED + "?organ=sidan").status_code == 404


@pytest.mark.django_db
def test_body_without_changes_to_come_has_an_empty_calendar(client, world):
    make.body("Det lugna rådet", of=make.kind("rad"), path="radet")
    answer = client.get(FEED + "?organ=radet")
    assert answer.status_code == 200
    read = parsed(answer.content)
    assert (read.events, read.properties["NAME"]) == ([], "Byten: Det lugna rådet")


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
