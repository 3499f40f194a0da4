"""Two who fill the same post, or end the same appointment, at the same moment: processes of their
own. One gets through, the other is told what the first did."""

import time

import pytest

from bodies.models import Appointment
from organisation.dates import today
from tests import factories as make
from tests.documents.processes import process, tell

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "../bodies/appointing.py"


@pytest.mark.parametrize("pairs", [8, pytest.param(50, marks=pytest.mark.full)])
def test_of_two_who_fill_or_end_the_same_one_wins_and_the_other_is_told(pairs, capsys):
    make.healthcare_region()
    body = make.body()
    accounts = [make.user(office=False, is_superuser=True) for _ in range(2)]
    people = [make.person(f"Person Nummer{n}") for n in range(2)]
    with process(HERE) as one, process(HERE) as two:

        def at_once(*lines: str) -> list[str]:
            start = time.time() + 0.03
            for child, line in zip((one, two), lines, strict=True):
                tell(child, f"{line} {start}")
            return [child.stdout.readline().strip() for child in (one, two)]

        for _ in range(pairs):
            post = make.post(body)
            lines = [
                f"{post.pk} {who.pk} {by.pk} 0" for who, by in zip(people, accounts, strict=True)
            ]
            answers = at_once(*lines)
            made = Appointment.objects.get(post=post)
            winner = people.index(made.person)
            assert answers[winner] == "done 1"
            assert answers[1 - winner].startswith(f"Refused {made.person.name} har posten")
            assert made.history.count() == 1

            version = made.history.get().history_id
            answers = at_once(*(f"{made.pk} 0 {by.pk} {version}" for by in accounts))
            made.refresh_from_db()
            winner = answers.index("done 1")
            assert made.end > today()
            assert made.end_reason == f"Skäl {accounts[winner].pk}."
            assert answers[1 - winner] == f"Conflict {made.end_reason}"
            assert made.history.count() == 2

            # The same form sent twice at once is done once.
            free = make.post(body)
            twice = f"{free.pk} {people[0].pk} {accounts[0].pk} 0"
            assert sorted(at_once(twice, twice)) == ["done 0", "done 1"]
            assert Appointment.objects.get(post=free).history.count() == 1
    with capsys.disabled():
        print(f"\n{pairs} pairs: one done and one told, each time")
