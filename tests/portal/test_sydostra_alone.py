"""That nothing of another healthcare region's stands on the pages."""

import pytest

from tests.portal.all_pages import addresses, get
from tests.sets import SETS, pattern

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sydostra")]


def test_no_page_holds_what_belongs_to_the_other_healthcare_region():
    found = addresses()
    assert len(found) > 60
    others = pattern(SETS["sodra"])
    told = [(path, others.findall(get(path).lower())) for path in found]
    assert [each for each in told if each[1]] == []
    # The same search finds what it looks for, where that stands.
    assert pattern(SETS["sydostra"]).search(get("/").lower())
