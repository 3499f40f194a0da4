"""Publishers that are killed: what a reader gets is the old text or the new one."""

import datetime
import random

import pytest
from django.db import transaction

from bodies.models import Decision
from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Document, Edition, EditionEvent, EditionPdf, SharedPart
from documents.rules import State
from portal.generation import generation
from tests import factories as make
from tests.factories import NOW

from .processes import killed, process, time_taken
from .sharing import shared_text, version

pytestmark = pytest.mark.django_db(transaction=True)


def adopted(editions: list[Edition], start: datetime.date) -> int:
    """Takes drafts to where they only need to be published; returns the account that may."""
    writer, approver = make.user(), make.user()

    def who(by):
        return {"by": by, "at": NOW, "seen": {each.pk: fingerprint(each) for each in stored()}}

    def stored():
        return Edition.objects.filter(pk__in=[each.pk for each in editions])

    actions.submit_all(stored(), **who(writer))
    decision = Decision(body=make.body(), date=datetime.date(2020, 1, 1))
    actions.adopt_all(stored(), **who(approver), decision=decision, valid_from=start)
    return approver.pk


def check_whole(editions: list[Edition], before: int) -> bool:
    """Whether the editions are published; asserts that all are, wholly, or none is at all. Waits
    until the server has let go of a dead client's transaction."""
    ids = [each.pk for each in editions]
    with transaction.atomic():
        stored = list(Edition.objects.select_for_update().filter(pk__in=ids))
    states = {each.state for each in stored}
    assert len(states) == 1, f"a mixture: {states}"
    assert states <= {State.PUBLISHED.value, State.ADOPTED.value}
    public = states == {State.PUBLISHED.value}
    whole = len(ids) if public else 0
    assert EditionPdf.objects.filter(edition__in=ids).count() == whole
    told = EditionEvent.objects.filter(edition__in=ids, kind="published")
    assert told.count() == whole
    assert generation() == before + public
    return public


def kill_publishers(times: int, documents: list[Document], **environment: str) -> None:
    """Kills a publisher of a version of each document so many times, at moments spread over the
    time that publishing takes."""
    rng = random.Random(4)
    make.healthcare_region()
    year, inside, after = 2020, 0, 0

    def next_ones():
        editions = [make.edition(each) for each in documents]
        account = adopted(editions, datetime.date(year, 1, 1))
        return editions, f"publish {','.join(str(each.pk) for each in editions)} {account}"

    with process("publisher.py", **environment) as publisher:
        editions, line = next_ones()
        before = generation()
        takes = time_taken(publisher, line)
        assert check_whole(editions, before)
        waiting = False
        for _ in range(times):
            if not waiting:
                year += 1
                editions, line = next_ones()
            before = generation()
            through = killed(publisher, line, rng.uniform(0, 1.1 * takes))
            public = check_whole(editions, before)
            assert public or not through
            inside, after = inside + (not public), after + public
            waiting = not public
    print(
        f"{times} kills of a publisher of {len(documents)}: "
        f"{inside} inside the transaction, {after} after it"
    )
    assert inside


def many() -> list[Document]:
    return [make.document() for _ in range(10)]


def test_killed_publisher_leaves_the_old_text_or_the_new():
    kill_publishers(8, [make.document()])


def test_killed_publisher_of_ten_leaves_all_old_or_all_new():
    kill_publishers(8, many(), QUICK_PDFS="1")


@pytest.mark.full
def test_publisher_killed_a_hundred_times_leaves_the_old_text_or_the_new():
    kill_publishers(100, [make.document()])


@pytest.mark.full
def test_publisher_of_ten_killed_a_hundred_times_leaves_all_old_or_all_new():
    kill_publishers(100, many())


def kill_beginners(times: int) -> None:
    """Kills so many times whoever makes the drafts for a new version of a shared text: each draft
    is there as a whole, or not at all, and whoever goes on makes the rest."""
    rng = random.Random(5)
    make.healthcare_region()
    kind = make.kind("samverkansgrupp")
    text = shared_text("Syfte", "Medel", "Form", kind=kind.slug)
    shared = version(text, "Syfte", "Nytt", "Form", valid_from="2026-02-01")
    account = make.user().pk
    inside = after = 0
    with process("publisher.py") as beginner:
        first = make.body(of=kind)
        takes = time_taken(beginner, f"begin {first.pk} {shared.pk} {account}")
        for _ in range(times):
            body = make.body(of=kind)
            line = f"begin {body.pk} {shared.pk} {account}"
            through = killed(beginner, line, rng.uniform(0, 1.1 * takes))
            with transaction.atomic():
                list(Document.objects.select_for_update().all())
            made = drafted(body)
            assert made or not through
            inside, after = inside + (not made), after + made
            if not made:
                time_taken(beginner, line)
            assert drafted(body)
    print(f"{times} kills while drafts are made: {inside} inside the transaction, {after} after it")
    assert inside


def drafted(body) -> bool:
    """Whether the body has its draft; asserts that it's whole, or that there is nothing of it."""
    editions = Edition.objects.filter(document__owner=body)
    if not editions.exists():
        assert not Document.objects.filter(owner=body).exists()
        return False
    edition = editions.get()
    assert edition.sections.count() == 3
    assert SharedPart.objects.filter(section__edition=edition).count() == 3
    assert list(edition.events.values_list("kind", flat=True)) == ["started"]
    return True


def test_killed_while_drafts_are_made_leaves_whole_drafts():
    kill_beginners(8)


@pytest.mark.full
def test_killed_a_hundred_times_while_drafts_are_made_leaves_whole_drafts():
    kill_beginners(100)
