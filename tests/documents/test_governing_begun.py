"""Which governing document a request means: names that lead to one address, drafts thrown away."""

import datetime

import pytest

from documents import actions
from documents.actions import Refused
from documents.actions.locking import fingerprint
from documents.models import Document
from tests import factories as make
from tests.documents.stepping import codes
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 2, 6)
AGREEMENT, TEMPLATE = "annual_agreement", "template"


@pytest.fixture
def board(db):
    make.healthcare_region()
    return make.body("En nämnd")


@pytest.fixture
def office(db):
    return make.user("Kansli Exempelsson")


def begun(board, by, kind=AGREEMENT, **asked):
    return actions.begin_governing(board, kind, by=by, at=NOW, on=ON, **asked)


def thrown_away(board, by, kind=AGREEMENT, **asked) -> Document:
    edition = begun(board, by, kind, **asked)
    actions.discard(edition, by=by, at=NOW, seen=fingerprint(edition))
    return edition.document


@pytest.mark.parametrize(
    ("there", "asked"),
    [("Möten", "Moten"), ("Möten", "Möten!"), (90 * "a" + " ett", 90 * "a" + " två")],
)
def test_another_name_with_the_same_address_is_refused(board, office, there, asked):
    begun(board, office, TEMPLATE, name=there)
    with pytest.raises(Refused) as refused:
        begun(board, office, TEMPLATE, name=asked)
    assert codes(refused) == ["governing-name"]
    assert Document.objects.get().name == there


def test_the_same_name_in_other_capitals_goes_on_with_the_draft(board, office):
    first = begun(board, office, TEMPLATE, name="Möten")
    assert begun(board, office, TEMPLATE, name="möten") == first


@pytest.mark.parametrize("years", [(2026, 2026), (2027, 2027), (2025, 2026), (2024, 2030)])
def test_a_year_has_one_agreement_of_a_body(board, office, years):
    begun(board, office, first_year=2026, last_year=2027)
    with pytest.raises(Refused):
        begun(board, office, first_year=years[0], last_year=years[1])
    assert Document.objects.count() == 1
    begun(board, office, first_year=2028)
    begun(make.body("En annan"), office, first_year=2026)


@pytest.mark.parametrize("years", [(2026, 2026), (2027, 2027), (2025, 2026), (2026, 2028)])
def test_years_of_a_draft_that_was_thrown_away_are_free(board, office, years):
    thrown_away(board, office, first_year=2026, last_year=2027)
    document = begun(board, office, first_year=years[0], last_year=years[1]).document
    document.refresh_from_db()
    assert (document.period_start.year, document.period_end.year - 1) == years


def test_name_of_a_template_that_was_thrown_away_can_be_spelled_anew(board, office):
    thrown_away(board, office, TEMPLATE, name="Moten")
    assert begun(board, office, TEMPLATE, name="Möten").title == "Mall: Möten"
