"""What tests of the second factor share: an account that has one, a code, and time that passes."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.portal.signing_in import account, enrol, sign_in


@pytest.fixture
def anna():
    return account()


@pytest.fixture(autouse=True)
def told_at_once(monkeypatch):
    """What is told when a transaction is through is told at once, in the tests' own, which never
    is."""
    monkeypatch.setattr(transaction, "on_commit", lambda what, **options: what())


def long_ago(client):
    """Lets a quarter of an hour pass since the sign-in."""
    session = client.session
    for each in session["account_authentication_methods"]:
        each["at"] -= 15 * 60
    session.save()


@pytest.fixture
def enrolled(client, anna):
    """The key of Anna, who has turned a second factor on with the code of the step before now, and
    has signed out."""
    sign_in(client)
    key = enrol(client)
    client.post(reverse("sign_out"))
    return key


def give(client, given):
    return client.post(reverse("mfa_authenticate"), {"code": given})


SENSITIVE = [
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
]
