"""Every change to a draft says in the history who made it."""

import datetime

import pytest

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Section
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_every_change_of_an_edition_leaves_who_made_it():
    make.healthcare_region()
    writer, approver = make.user(), make.user()
    first = make.published(valid_from="2026-01-01")

    def seen():
        edition.refresh_from_db()
        return {"at": NOW, "seen": fingerprint(edition)}

    def revision():
        edition.refresh_from_db()
        return edition.revision

    edition = actions.start_draft(first.document, by=writer, at=NOW)
    assert {each.history.latest().history_user for each in edition.sections.all()} == {writer}
    decision = make.decision(first.document.owner)
    for person, change in (
        (
            writer,
            lambda by: actions.change_details(edition, by=by, revision=revision(), title="Ny"),
        ),
        (
            writer,
            lambda by: actions.add_section(
                edition, by=by, revision=revision(), heading="Ny", level=1
            ),
        ),
        (writer, lambda by: actions.take_out_section(edition, "ny", by=by, revision=revision())),
        (writer, lambda by: actions.submit(edition, by=by, **seen())),
        (approver, lambda by: actions.send_back(edition, by=by, text="Nej.", **seen())),
        (writer, lambda by: actions.submit(edition, by=by, **seen())),
        (
            approver,
            lambda by: actions.adopt(
                edition,
                by=by,
                decision=decision,
                valid_from=datetime.date(2026, 3, 1),
                **seen(),
            ),
        ),
        (approver, lambda by: actions.publish(edition, by=by, **seen())),
    ):
        rows = edition.history.count()
        change(person)
        assert edition.history.count() == rows + 1
        assert edition.history.first().history_user == person
    assert not edition.history.filter(history_user=None).exists()
    gone = Section.history.get(edition_id=edition.pk, key="ny", history_type="-")
    assert gone.history_user == approver


def test_thrown_away_draft_says_who_threw_it():
    writer = make.user()
    edition = actions.start_draft(make.document(), by=writer, at=NOW, title="Ny")
    actions.discard(edition, by=make.user(), at=NOW, seen=fingerprint(edition))
    first, last = edition.history.last(), edition.history.first()
    assert first.history_user == writer
    assert last.history_user not in (None, writer)
