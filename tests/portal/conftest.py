"""What many tests of pages have in common. A test that needs it otherwise makes its own."""

import pytest

from tests import factories as make


@pytest.fixture
def admin(client):
    """An administrator who has signed in."""
    user = make.user("Ada", office=False, is_superuser=True)
    client.force_login(user)
    return user
