"""Two who save at once, in processes of their own."""

import time

import pytest

from tests import factories as make

from .processes import process, tell

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
