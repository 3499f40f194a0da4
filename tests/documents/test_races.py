"""Two who save at once, in processes of their own."""

import time
from threading import Thread

import pytest
from django.db import connection, transaction

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Edition
from tests import factories as make

from .processes import process, tell
from .sharing import draft_for, shared_text

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 50


def test_of_two_who_save_at_once_one_wins_and_the_other_is_told():
    edition = make.edition(None, "Från början.")
    people = [make.user(), make.user()]
    with process("saver.py") as one, process("saver.py") as two:
        for number in range(PAIRS):
            section = edition.sections.get()
            start = time.time() + 0.02
            for child, person in zip((one, two), people, strict=True):
                tell(
                    child,
                    f"{edition.pk} {person.pk} {section.revision} {start} {number}-{person.pk}",
                )
            answers = [child.stdout.readline().strip() for child in (one, two)]
            section.refresh_from_db()
            winner = next(n for n, each in enumerate(answers) if each == "saved")
            won = f"<p>{number}-{people[winner].pk}</p>"
            assert section.html == won
            assert answers[1 - winner] == f"conflict {won}"


def test_who_begins_a_draft_does_not_wait_for_who_publishes():
    """Publishing holds the edition and asks for the document; beginning holds the document."""
    make.healthcare_region()
    group = make.body(of=make.kind("samverkansgrupp"))
    text = shared_text("Syfte")
    draft, people, told = draft_for(group, text), make.user(), []
    actions.submit(draft, by=people, at=make.NOW, seen=fingerprint(draft))

    def begin():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            draft_for(group, text, by=people)
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=draft.pk)
        beginner = Thread(target=begin)
        beginner.start()
        beginner.join()
    assert [type(each) for each in told] == [actions.Refused]
