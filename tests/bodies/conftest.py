"""What tests of turns have in common: who decides, three regions, and an office that may go in
turn. A test that needs them otherwise makes its own."""

import pytest

from tests import factories as make


@pytest.fixture
def admin():
    return make.user("Admin", is_superuser=True, office=False)


@pytest.fixture
def regions():
    """A, B and C."""
    return [make.region(name=f"Region {letter}", slug=letter.lower()) for letter in "ABC"]


@pytest.fixture
def chair():
    return make.post(make.body("Ledningen"), "ordforande")
