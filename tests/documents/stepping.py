"""What tests of an edition's way share: a writer, an approver, and editions some steps on."""

import datetime

import pytest

from documents import actions
from documents.actions.locking import fingerprint
from tests import factories as make
from tests.factories import NOW

D = datetime.date
TODAY = D(2026, 2, 6)


@pytest.fixture
def writer(db):
    make.healthcare_region()
    return make.user("Skriv Exempelsson")


@pytest.fixture
def approver(db):
    return make.user("Besluta Exempelsson")


def submitted(writer, *texts):
    edition = make.edition(None, *texts, author=writer)
    return actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))


def adopted(writer, approver, **values):
    edition = submitted(writer)
    return actions.adopt(
        edition,
        by=approver,
        at=NOW,
        seen=fingerprint(edition),
        decision=make.decision(edition.document.owner),
        valid_from=D(2026, 3, 1),
    )


def codes(caught):
    return [each.code for each in caught.value.findings]
