"""What tests of shared texts in commissions do with a draft: renew it, give it its own words."""

import pytest

from documents import actions
from documents.models import Edition, Section
from tests import factories
from tests.factories import user


@pytest.fixture
def group():
    return factories.body(kind=factories.kind("samverkansgrupp"))


def add_own(draft: Edition, heading="Eget", after="", by=None) -> Section:
    by = by or user()
    draft.refresh_from_db()
    made = actions.add_section(
        draft, by=by, revision=draft.revision, heading=heading, level=1, after=after
    )
    return actions.save_section(
        draft, made.key, by=by, revision=made.revision, heading=heading, level=1, html="<p>Vi.</p>"
    )


def renewed(draft: Edition, text, *, keep=(), number=None) -> Edition:
    editions = text.document.editions
    shared = editions.get(number=number) if number else editions.order_by("-number").first()
    return actions.renew(draft, shared, by=user(), keep=frozenset(keep))


def own(draft: Edition, key: str, reason="Här gäller annat.") -> Section:
    draft.refresh_from_db()
    return actions.make_own(draft, key, by=user(), revision=draft.revision, reason=reason)


def seen(draft):
    draft.refresh_from_db()
    return actions.locking.fingerprint(draft)
