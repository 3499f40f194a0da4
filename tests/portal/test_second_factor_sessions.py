"""Which session has proved the second factor, and what one that hasn't may do."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from portal.sign_in import factor
from tests.portal.second_factor import SENSITIVE, anna, give, long_ago, told_at_once
from tests.portal.signing_in import (
    PASSWORD,
    account,
    code,
    enrol,
    recovery_codes,
    sign_in,
    signed_in,
    text_of,
)

__all__ = ["anna", "told_at_once"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SENSITIVE[1:])
def test_who_signed_in_a_while_ago_says_again_who_they_are(client, anna, name):
    sign_in(client)
    key = enrol(client)
    long_ago(client)
    # By code: a password alone mustn't take the second factor away.
    page = reverse("mfa_reauthenticate")
    assert client.get(reverse(name))["Location"].startswith(page)
    assert client.post(reverse(name)).get("Location", page).startswith(page)
    assert Authenticator.objects.count() == 2
    assert client.get(reverse("account_reauthenticate"))["Location"].startswith(page)
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD})[
        "Location"
    ].startswith(page)
    assert client.post(page, {"code": "000000"}).status_code == 400
    answer = client.post(page, {"code": code(key, steps=1), "next": reverse("mfa_index")})
    assert answer["Location"] == reverse("mfa_index")


def test_who_has_no_second_factor_says_who_they_are_by_password(client, anna):
    sign_in(client)
    long_ago(client)
    answer = client.get(reverse("mfa_activate_totp") + "?next=/arbetsyta/")
    assert answer["Location"].startswith(reverse("account_reauthenticate") + "?next=%2Fkonto%2F")
    page = client.get(answer["Location"])
    assert "Skriv ditt lösenord en gång till." in text_of(page)
    following = re.search(r'name="next" value="([^"]+)"', page.content.decode())[1]
    form = {"password": "fel", "next": following}
    assert "Lösenordet stämmer inte." in text_of(
        client.post(reverse("account_reauthenticate"), form), 400
    )
    answer = client.post(reverse("account_reauthenticate"), form | {"password": PASSWORD})
    assert answer["Location"] == reverse("mfa_activate_totp") + "?next=/arbetsyta/"


def elsewhere() -> Client:
    """Someone who is signed in with the same account in another browser."""
    other = Client()
    sign_in(other)
    assert signed_in(other)
    return other


def test_session_from_before_it_was_turned_on_is_ended(client, anna):
    other = elsewhere()
    sign_in(client)
    enrol(client)
    assert other.get("/arbetsyta/")["Location"].startswith("/logga-in/")
    assert other.get(reverse("mfa_view_recovery_codes"))["Location"].startswith("/logga-in/")
    assert client.get("/arbetsyta/").status_code == 200
    assert len(recovery_codes(client)) == 10
    assert [each.session_key for each in anna.usersession_set.all()] == [client.session.session_key]


@pytest.mark.parametrize("name", ["mfa_generate_recovery_codes", "mfa_deactivate_totp"])
def test_changing_it_ends_the_other_sessions(client, anna, name):
    sign_in(client)
    key = enrol(client)
    other = Client()
    sign_in(other)
    give(other, code(key, steps=1))
    assert other.get("/arbetsyta/").status_code == 200
    client.post(reverse(name))
    assert other.get("/arbetsyta/")["Location"].startswith("/logga-in/")
    assert client.get("/arbetsyta/").status_code == 200


@pytest.mark.parametrize("optional", [True, False])
@pytest.mark.parametrize("office", [True, False])
def test_session_that_never_gave_a_code_gives_one_first(client, settings, office, optional):
    settings.SECOND_FACTOR_OPTIONAL = optional
    anna = account(office=office)
    sign_in(client)
    # Lately proved, by what a thief has too.
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = "JBSWY3DPEHPK3PXP"
    locked = factor.FactorAdapter().encrypt(secret)
    Authenticator.objects.create(user=anna, type="totp", data={"secret": locked})
    prove = reverse("mfa_reauthenticate")
    for address in (
        *("/arbetsyta/", "/konto/", "/konto/losenord/", "/konto/inloggningar/"),
        *map(reverse, SENSITIVE),
    ):
        assert client.get(address)["Location"].startswith(f"{prove}?next=%2F"), address
        assert client.post(address)["Location"] == prove
    assert Authenticator.objects.filter(user=anna).count() == 1
    page = text_of(client.get(prove))
    assert "här har du inte skrivit någon kod" in page
    assert "Till arbetsytan" not in page
    assert client.post(prove, {"code": "000000"}).status_code == 400
    answer = client.post(prove, {"code": code(secret), "next": "/konto/inloggningar/"})
    assert answer["Location"] == "/konto/inloggningar/"
    assert client.get("/konto/inloggningar/").status_code == 200


def test_password_given_once_more_does_not_stand_for_a_code(client, anna):
    """In the session that turned it on too, when a while has passed."""
    sign_in(client)
    long_ago(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    enrol(client)
    session = client.session
    for each in session["account_authentication_methods"]:
        if each["method"] == "mfa":
            each["at"] -= 15 * 60
    session.save()
    for name in SENSITIVE[1:]:
        where = client.get(reverse(name))["Location"]
        assert where.startswith(reverse("mfa_reauthenticate"))
