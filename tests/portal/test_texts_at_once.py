"""Two who save the same text at once, and several who come the moment that a text is due."""

import datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from bodies.standings import standing_of
from organisation.actions.refusals import Conflict, Refused
from organisation.models import Page, TextDraft
from portal.texts.drafting import save_draft, text_of
from portal.texts.kinds import BY_SLUG
from portal.texts.publishing import plan, publish, publish_due
from tests import factories as make
from tests.portal.texts import office, page

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = BY_SLUG["sidor"]
TODAY = datetime.date.today()


def at_once(*works):
    """Does the works at the same moment, each with a connection of its own; what came of each."""
    told, ready = [None] * len(works), Barrier(len(works))

    def run(number, work):
        try:
            ready.wait()
            told[number] = work()
        except (Conflict, Refused) as error:
            told[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return told


def opened(who, pk: int):

    return text_of(PAGES, str(pk), standing_of(who, TODAY))


def saves(who, text, words: str):
    return lambda: save_draft(
        text,
        {"lead": [words]},
        by=who,
        version=text.version,
        revision=text.draft.revision if text.draft else 0,
        token=f"{who.pk}-{words}",
    )


@pytest.mark.parametrize(
    "pairs", [pytest.param(6, id="6"), pytest.param(50, id="50", marks=pytest.mark.full)]
)
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(pairs, capsys):
    people, record = [office(), make.user()], page()
    won = 0
    for number in range(pairs):
        texts = [opened(each, record.pk) for each in people]
        told = at_once(
            *(
                saves(who, text, f"{number} {who.pk}")
                for who, text in zip(people, texts, strict=True)
            )
        )
        (winner,) = [each for each in told if isinstance(each, TextDraft)]
        (loser,) = [each for each in told if isinstance(each, Conflict)]
        stored = TextDraft.objects.open().get()
        assert stored.values == winner.values
        assert loser.current.values == winner.values
        won += 1
    with capsys.disabled():
        print(f"\n{won} of {pairs} pairs had one winner")
    assert TextDraft.objects.count() == 1


def test_of_two_who_publish_at_once_one_does():
    people, record = [office(), make.user()], page()
    saves(people[0], opened(people[0], record.pk), "Ord.")()
    texts = [opened(each, record.pk) for each in people]
    now = make.NOW

    def publishes(who, text):
        return lambda: publish(text, by=who, seen=text.draft.revision, why="", now=now)

    told = at_once(*(publishes(*each) for each in zip(people, texts, strict=True)))
    assert sorted(type(each).__name__ for each in told) == ["Page", "Refused"]
    assert record.history.filter(lead="Ord.").count() == 1


def test_a_text_that_is_due_is_published_once_however_many_come():
    who, record = office(), page()
    saves(who, opened(who, record.pk), "Ord.")()
    text = opened(who, record.pk)
    day = TODAY + datetime.timedelta(days=1)
    plan(text, by=who, seen=text.draft.revision, why="", day=day, on=TODAY)
    told = at_once(*[lambda: publish_due(day)] * 4)
    assert sum(told) == 1
    assert Page.objects.get(pk=record.pk).lead == "Ord."
    assert record.history.filter(lead="Ord.").count() == 1


def planned(who, record, words: str) -> TextDraft:
    """A draft whose day came yesterday."""
    saves(who, opened(who, record.pk), words)()
    text = opened(who, record.pk)
    day = TODAY + datetime.timedelta(days=1)
    draft = plan(text, by=who, seen=text.draft.revision, why="", day=day, on=TODAY)
    TextDraft.objects.filter(pk=draft.pk).update(publish_on=TODAY - datetime.timedelta(days=1))
    return draft


def test_a_due_text_that_fails_unexpectedly_stops_no_page_and_no_other_text(caplog):
    who, one, other = office(), page(), page(path="andra", title="Andra")
    broken, sound = planned(who, one, "Trasigt."), planned(who, other, "Helt.")
    TextDraft.objects.filter(pk=broken.pk).update(label="ingen.sadan")
    assert "Helt." in Client().get("/andra/").content.decode()
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert broken.failed_at
    assert "Öppna utkastet och publicera det för hand" in broken.failed_why
    assert sound.published_at
    assert "KeyError" in caplog.text


def test_a_due_text_waits_where_nothing_can_be_written_and_the_page_is_made(caplog):
    who, record = office(), page()
    draft = planned(who, record, "Ord.")
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        try:
            assert Client().get("/").status_code == 200
        finally:
            cursor.execute("SET default_transaction_read_only = off")
    draft.refresh_from_db()
    assert (draft.failed_at, draft.published_at) == (None, None)
    assert "Ord." in Client().get("/om/").content.decode()


@pytest.mark.parametrize("table", ["organisation_page", "portal_generation"])
def test_a_page_waits_for_no_lock_of_a_due_text(table, caplog):
    """The record's row, and the row that everyone who changes something public holds."""
    who, record = office(), page()
    planned(who, record, "Först.")
    assert publish_due(TODAY) == 1
    draft = planned(who, record, "Ord.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} FOR UPDATE")
        # It would wait for ever: the lock is let go only after it.
        (status,) = at_once(lambda: Client().get("/om/").status_code)
    assert status == 200
    draft.refresh_from_db()
    assert (draft.failed_at, draft.published_at) == (None, None)
    assert "Ord." in Client().get("/om/").content.decode()
