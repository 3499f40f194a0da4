"""What there is to put right in what the sources alone give: written by hand from the documents
and fixtures/sydostra, where no person is known."""

from collections import Counter

import pytest

from organisation.standing import Standing
from portal.findings import findings_of
from tests.conftest import ANCHOR
from tests.portal.test_workspace import standing_of_admin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]

# SVN, RSL, its working committee, 4 councils, 24 areas and 10 groups have posts of their own; the
# staff office's follow from others'.
BODIES_WITH_POSTS = 1 + 1 + 1 + 4 + 24 + 10
# Those and the staff office: none has an address or anyone to write to.
BODIES = BODIES_WITH_POSTS + 1
# fixtures/sydostra/90, 91 and 92.
DISAGREEMENTS = 17 + 16 + 15
# Of 3 pages, 1 reading of the groups' counterparts, 5 of relations, 3 of posts, 1 promise, 7
# commissions and shared texts, and 4 duties; the same reading of many records is one.
INTERPRETATIONS = 3 + 1 + 5 + 3 + 1 + 7 + 4

EXPECTED = {
    "unplaced": 1,
    "unknown-holders": BODIES_WITH_POSTS,
    "no-contact": BODIES,
    "disagreement": DISAGREEMENTS,
    "interpretation": INTERPRETATIONS,
}


@pytest.fixture(scope="module")
def found(sydostra, django_db_blocker):
    with django_db_blocker.unblock():
        return findings_of(standing_of_admin(ANCHOR), ANCHOR)


def test_the_sources_alone_give_just_these(found):
    assert Counter(each.code for each in found) == EXPECTED


def test_the_one_area_without_a_council_is_named_and_no_council_is_guessed(found):
    [unplaced] = [each for each in found if each.code == "unplaced"]
    assert unplaced.subject == "Reumatiska sjukdomar"
    assert "kunskapsråd" in unplaced.message
    assert unplaced.url.startswith("/admin/forhallanden/")


def test_addresses_that_were_read_wrongly_are_told_but_not_published(found):
    told = [each for each in found if each.subject == "E-postadresser med fel domän"]
    assert [each.code for each in told] == ["disagreement"]
    assert "ril.se" in told[0].message
    assert "@" not in told[0].message


def test_nothing_is_to_be_put_right_by_someone_without_rights():
    assert findings_of(Standing(ANCHOR), ANCHOR) == []


def test_each_finding_says_what_to_do_and_where(found):
    for each in found:
        assert all((each.title, each.message, each.action)), each
        assert each.url.startswith("/"), each
        assert each.subject in each.title + each.message or each.code == "interpretation", each
    keys = [(each.code, each.key) for each in found]
    assert len(keys) == len(set(keys))
