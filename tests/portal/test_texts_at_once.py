"""Two who save the same text at once, and several who come the moment that a text is due."""

import datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

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
