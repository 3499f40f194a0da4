"""A right ends with what gives it, at midnight in Stockholm, with no job run and in a session that
is open: whoever signed in before it finds the door closed one second after."""

import datetime
import os
import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bodies.models import BodyRelation, Grant
from bodies.standings import standing_of
from documents import actions
from documents.actions.locking import fingerprint
from organisation.dates import today
from organisation.models import User
from organisation.rights import Action
from portal.rights import POLICIES
from tests import factories as make

from .rights_checks import Clock, everything, writes

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
# Days, each with the moment that it begins in Stockholm, by the almanac and not by the code.
MIDNIGHTS = {
    "a day in winter": ("2026-02-10", "2026-02-09T23:00:00"),
    "a day in summer": ("2026-07-01", "2026-06-30T22:00:00"),
    "the day that summer time begins": ("2026-03-29", "2026-03-28T23:00:00"),
    "the day after summer time began": ("2026-03-30", "2026-03-29T22:00:00"),
    "the day that summer time ends": ("2026-10-25", "2026-10-24T22:00:00"),
    "the day after summer time ended": ("2026-10-26", "2026-10-25T23:00:00"),
    "New Year's Day": ("2027-01-01", "2026-12-31T23:00:00"),
    "the day after a leap day": ("2028-03-01", "2028-02-29T23:00:00"),
}
SIDES = {"second before": -1, "last moment before": -0.001, "midnight": 0, "second after": 1}


@pytest.fixture
def clock(monkeypatch):
    """A clock; and a machine that keeps its own time by UTC, as servers do."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield Clock(monkeypatch)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture(params=MIDNIGHTS, ids=lambda each: each.replace(" ", "-"))
def midnight(request):
    day, moment = MIDNIGHTS[request.param]
    return (
        datetime.date.fromisoformat(day),
        datetime.datetime.fromisoformat(moment).replace(tzinfo=UTC),
    )


@pytest.fixture
def edition():
    """A body's action plan under way: its chair writes, decides and publishes."""
    make.healthcare_region()
    return make.edition(make.document(kind="action_plan"), title="Planen")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(client, edition, **values):
    section = edition.sections.get(key="avsnitt-1")
    return client.post(
        reverse("desk_section", kwargs={"pk": edition.pk, "key": section.key}),
        {"heading": "Ny", "level": 1, "text": "Ny text.", "revision": section.revision, **values},
    )


def every_write(edition):
    """Every way to write in an edition: name, rest of the address, and what is sent."""
    revision = {"revision": edition.revision}
    seen = {"seen": fingerprint(edition)}
    section = {"pk": edition.pk, "key": "avsnitt-1"}
    pk = {"pk": edition.pk}
    yield "desk_section", section, {"heading": "Ny", "level": 1, "text": "Ny.", "revision": 1}
    yield "desk_details", pk, {"title": "Ny titel", **revision}
    yield "desk_new_section", pk, {"heading": "Nytt", "level": 1, **revision}
    yield "desk_move_section", section, {"vart": "ned", **revision}
    yield "desk_take_out_section", section, revision
    yield "desk_put_back_section", section, revision
    yield "desk_comment", section, {"token": "t", "text": "Hej"}
    for step in ("skicka", "tillbaka", "besluta", "publicera", "kasta", "aterkalla"):
        yield "desk_step", {**pk, "name": step}, {"text": "Skäl", **seen}


def test_chair_writes_until_midnight_and_the_next_one_from_then(clock, midnight, edition):
    day, moment = midnight
    clock.set(moment, seconds=-3600)
    post = make.post(edition.document.owner, "ordforande")
    former, coming = (make.user(office=False, person=make.person()) for _ in range(2))
    make.appoint(former.person, post, end=day)
    make.appoint(coming.person, post, start=day)
    before, after = signed_in(former), signed_in(coming)
    for side, seconds in SIDES.items():
        clock.set(moment, seconds=seconds)
        may, may_not = (before, after) if seconds < 0 else (after, before)
        with writes() as written:
            refused = save(may_not, edition)
        assert (refused.status_code, written) == (404, []), side
        assert may_not.get(edition.desk_url).status_code == 404, side
        with writes() as written:
            saved = save(may, edition, text=f"Skrivet {side}.")
        assert (saved.status_code, saved["Location"]) == (302, f"{edition.desk_url}#avsnitt-1")
        assert "documents_section" in written, side
        assert edition.sections.get().html == f"<p>Skrivet {side}.</p>"
        assert may.get(edition.desk_url).status_code == 200


def test_former_chair_can_do_nothing_at_all_one_second_after(clock, edition):
    """In a session that was opened while the right was there; what is sent is what was shown."""
    day, moment = datetime.date(2026, 7, 1), datetime.datetime(2026, 6, 30, 22, tzinfo=UTC)
    clock.set(moment, seconds=-60)
    chair = make.user(office=False)
    make.holding(chair, edition.document.owner, "ordforande", end=day)
    client = signed_in(chair)
    assert client.get(edition.desk_url).status_code == 200
    prepared = list(every_write(edition))
    clock.set(moment, seconds=1)
    stored = everything()
    for name, where, values in prepared:
        with writes() as written:
            answer = client.post(reverse(name, kwargs=where), values)
        assert (answer.status_code, written) == (404, []), (name, where)
        assert client.get(reverse(name, kwargs=where)).status_code in (404, 405), (name, where)
    for name in ("desk_preview", "desk_compare", "desk_word_download"):
        assert client.get(reverse(name, kwargs={"pk": edition.pk})).status_code == 404
    assert everything() == stored
    # The account is there still, with nothing to do.
    answer = client.get(reverse("desk"))
    assert answer.status_code == 200
    assert "Planen" not in answer.content.decode()


def test_right_that_ends_between_the_question_and_the_writing_is_gone(clock, edition):
    """The action asks when the row is locked: midnight may have come since the page let in."""
    day, moment = datetime.date(2027, 1, 1), datetime.datetime(2026, 12, 31, 23, tzinfo=UTC)
    clock.set(moment, seconds=-1)
    chair = make.user(office=False)
    make.holding(chair, edition.document.owner, "ordforande", end=day)
    client = signed_in(chair)

    def midnight_comes(execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            clock.set(moment)
        return execute(sql, params, many, context)

    stored = everything()
    with connection.execute_wrapper(midnight_comes):
        answer = save(client, edition)
    assert today() == day
    assert answer.status_code == 400
    assert "inte rätt" in answer.content.decode()
    assert everything() == stored


def test_change_of_the_clock_in_the_middle_of_a_day_changes_no_right(clock, edition):
    """Both sides of two and three o'clock on the days that have 23 and 25 hours."""
    for day, change in (
        (datetime.date(2026, 3, 29), datetime.datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (datetime.date(2026, 10, 25), datetime.datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ):
        clock.set(change, seconds=-3600)
        chair = make.user(office=False)
        make.holding(chair, edition.document.owner, "ordforande", start=day, end=day + DAY)
        client = signed_in(chair)
        for seconds in (-3600, -1, 0, 1, 3600):
            clock.set(change, seconds=seconds)
            assert save(client, edition).status_code == 302


def granted(user, body, first, last, **values):
    return Grant.objects.create(
        person=user.person,
        body=body,
        capacity="chair",
        start=first,
        end=last + DAY,
        reason="Prov",
        **values,
    )


def test_grant_holds_from_its_first_midnight_to_its_last(clock, midnight, edition):
    day, moment = midnight
    clock.set(moment, seconds=-3600)
    last, first = (make.user(office=False, person=make.person()) for _ in range(2))
    granted(last, edition.document.owner, day - 5 * DAY, day - DAY)
    granted(first, edition.document.owner, day, day + 5 * DAY)
    ending, beginning = signed_in(last), signed_in(first)
    for seconds in SIDES.values():
        clock.set(moment, seconds=seconds)
        answers = [save(each, edition).status_code for each in (ending, beginning)]
        assert answers == ([302, 404] if seconds < 0 else [404, 302])


def test_grant_that_is_taken_back_is_gone_at_once(clock, edition):
    substitute = make.user(office=False, person=make.person())
    on = today()
    grant = granted(substitute, edition.document.owner, on - DAY, on + DAY)
    client = signed_in(substitute)
    assert save(client, edition).status_code == 302
    grant.revoked_at, grant.revoked_by = clock.now, make.user()
    grant.save()
    with writes() as written:
        assert save(client, edition).status_code == 404
    assert written == []


def test_post_that_ends_in_another_way_ends_the_right(clock, edition):
    """The body ends, the post ends, or the body leaves the council: the same midnight."""
    day, moment = datetime.date(2026, 10, 26), datetime.datetime(2026, 10, 25, 23, tzinfo=UTC)
    clock.set(moment, seconds=-1)
    chair, of_post, leader = (make.user(office=False, person=make.person()) for _ in range(3))
    owner = edition.document.owner
    make.holding(chair, owner, "ordforande")
    make.appoint(of_post.person, make.post(owner, "ordforande", end=day))
    council = make.body(function="council")
    make.relate(owner, BodyRelation.Kind.PART_OF, council, end=day)
    make.holding(leader, council, "sekreterare")
    clients = [signed_in(each) for each in (of_post, leader, chair)]
    assert [each.get(edition.desk_url).status_code for each in clients] == [200, 200, 200]
    clock.set(moment)
    assert [each.get(edition.desk_url).status_code for each in clients] == [404, 404, 200]
    owner.end = day
    owner.save()
    assert clients[2].get(edition.desk_url).status_code == 404
    clock.set(moment, seconds=-1)
    assert [each.get(edition.desk_url).status_code for each in clients] == [200, 200, 200]


def test_account_that_is_shut_off_ends_with_its_open_session(clock, edition):
    user = make.user()
    make.holding(user, edition.document.owner, "ordforande")
    client = signed_in(user)
    assert save(client, edition).status_code == 302
    user.is_active = False
    user.save()
    with writes() as written:
        answer = save(client, edition)
    assert (answer.status_code, written) == (302, [])
    assert answer["Location"].startswith(reverse("sign_in"))
    with pytest.raises(actions.Refused):
        actions.show(edition, by=User.objects.get(pk=user.pk), at=clock.now)


def test_editor_ends_with_the_group_and_a_person_with_the_region(clock):
    day, moment = datetime.date(2027, 1, 1), datetime.datetime(2026, 12, 31, 23, tzinfo=UTC)
    old, new = make.region(), make.region()
    editors = [make.editor_of(make.user(office=False), each) for each in (old, new)]
    person = make.person()
    make.affiliation(person, old, end=day)
    make.affiliation(person, new, start=day)
    policy = POLICIES[type(person)]

    def may() -> list[bool]:
        standings = [standing_of(each, today()) for each in editors]
        allowed = [policy.allows(each, Action.WRITE, person) for each in standings]
        found = [policy.filter(each, Action.WRITE).contains(person) for each in standings]
        asked = [each.has_perm("organisation.change_person", person) for each in editors]
        assert allowed == found == asked
        return allowed

    for seconds in SIDES.values():
        clock.set(moment, seconds=seconds)
        assert may() == ([True, False] if seconds < 0 else [False, True])
    editors[1].groups.clear()
    assert may() == [False, False]
