"""Two who save at once, and a publisher that is killed: in processes of their own."""

import datetime
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from documents.actions.locking import fingerprint
from documents.actions.workflow import adopt, submit
from documents.models import Edition, EditionEvent, EditionPdf
from documents.rules import State
from portal.generation import generation
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent
PAIRS = 50


@contextmanager
def process(name: str):
    """A process of its own over the test database, talked to line by line."""
    address = urlsplit(os.environ["DATABASE_URL"])
    own = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    child = subprocess.Popen(
        [sys.executable, HERE / name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE.parents[1],
        env=os.environ | {"DATABASE_URL": own, "PYTHONPATH": str(HERE.parents[1])},
    )
    try:
        yield child
    finally:
        child.stdin.close()
        child.wait(10)
        child.stdout.close()


def tell(child, line: str) -> None:
    child.stdin.write(f"{line}\n")
    child.stdin.flush()


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


def adopted(document, start: datetime.date) -> tuple[Edition, int]:
    """An edition that only needs to be published, and the account that may."""
    edition, writer, approver = make.edition(document), make.user(), make.user()
    submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    edition.refresh_from_db()
    adopt(
        edition,
        by=approver,
        at=NOW,
        seen=fingerprint(edition),
        decision=make.decision(document.owner),
        valid_from=start,
    )
    edition.refresh_from_db()
    return edition, approver.pk


def said(child, word: str) -> list[str]:
    """What the child says up to and with a word."""
    lines = []
    while not lines or not lines[-1].startswith(word):
        line = child.stdout.readline().strip()
        assert line, "the publisher is gone"
        lines.append(line)
    return lines


def check_whole(edition: Edition, before: int) -> bool:
    """Whether the edition is published; asserts that it is so wholly or not at all."""
    edition.refresh_from_db()
    public = edition.state == State.PUBLISHED
    assert edition.state in (State.PUBLISHED, State.ADOPTED)
    assert EditionPdf.objects.filter(edition=edition).exists() == public
    told = EditionEvent.objects.filter(edition=edition, kind="published").exists()
    assert told == public
    assert generation() == before + public
    return public


def kill_publishers(times: int) -> None:
    """Kills a publisher so many times, at moments spread over the time that publishing takes; at
    each, what a reader gets is the old text or the new one."""
    rng = random.Random(4)
    make.healthcare_region()
    document = make.document()
    year, inside, after = 2020, 0, 0
    with process("publisher.py") as publisher:
        edition, account = adopted(document, datetime.date(year, 1, 1))
        before = generation()
        # One that nobody kills, to learn how long it takes.
        tell(publisher, f"{edition.pk} {account}")
        said(publisher, "begun")
        begun = time.perf_counter()
        said(publisher, "done")
        takes = time.perf_counter() - begun
        said(publisher, "ended")
        assert check_whole(edition, before)
        waiting = False
        for _ in range(times):
            if not waiting:
                year += 1
                edition, account = adopted(document, datetime.date(year, 1, 1))
            before = generation()
            tell(publisher, f"{edition.pk} {account}")
            pid = int(said(publisher, "pid")[-1].split()[1])
            said(publisher, "begun")
            time.sleep(rng.uniform(0, 1.1 * takes))
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            done = "done" in said(publisher, "ended")
            # The server lets go of a dead client's transaction when it sees that it's gone.
            public = wait_until_settled(edition)
            assert public or not done
            inside, after = inside + (not public), after + public
            assert check_whole(edition, before) == public
            waiting = not public
    print(f"{times} kills: {inside} inside the transaction, {after} after it")
    assert inside


def wait_until_settled(edition: Edition) -> bool:
    """Whether the edition is published once no other transaction holds its row."""
    with transaction.atomic():
        found = Edition.objects.select_for_update().get(pk=edition.pk)
    return found.state == State.PUBLISHED


def test_killed_publisher_leaves_the_old_text_or_the_new():
    kill_publishers(8)


@pytest.mark.full
def test_publisher_killed_a_hundred_times_leaves_the_old_text_or_the_new():
    kill_publishers(100)
