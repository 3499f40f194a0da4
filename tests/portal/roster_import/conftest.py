"""Whoever reads in rosters in these tests."""

import pytest

from tests import factories as make
from tests.portal.rosters import organisation


@pytest.fixture
def admin(db):
    organisation()
    return make.user("Adam", office=False, is_superuser=True)


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    session = client.session
    session.save()
    return client


@pytest.fixture(autouse=True)
def without_second_factor(monkeypatch):
    monkeypatch.setattr("portal.second_factor.missing", lambda request: None)
