"""A region, a body with a vacant post, and the region's editor."""

import pytest

from organisation.dates import today
from tests import factories as make

from .pages import DAY, of


@pytest.fixture
def north():
    make.healthcare_region()
    return make.region(name="Norr", email_domain="norr.example")


@pytest.fixture
def south(north):
    return make.region(name="Söder", email_domain="soder.example")


@pytest.fixture
def body(north):
    return make.body("Tandvård")


@pytest.fixture
def post(body, north):
    return make.post(body, "ordforande", represents_region=north, start=today() - 900 * DAY)


@pytest.fixture
def asa(north):
    return of(north, "Åsa Öberg", email="asa@norr.example")


@pytest.fixture
def editor(client, north):
    user = make.user("Rut", office=False, person=of(north, "Rut Redaktör"))
    make.editor_of(user, north)
    client.force_login(user)
    return user


@pytest.fixture
def board(north):
    board = make.body("Nämnden", function="board")
    return make.post(board, represents_region=north)
