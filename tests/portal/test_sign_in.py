"""Signing in and out with a password: where it leads, what it tells, what it changes."""

import logging

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from organisation.models import User
from portal.demo import REGION
from portal.demo_accounts import make_sign_ins, sign_ins_there_are
from tests import factories as make
from tests.portal.signing_in import PASSWORD, account, sign_in, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return account()


def test_password_signs_in_and_leads_to_the_workspace(client, anna):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/arbetsyta/")
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_someone_who_may_not_work_here_is_led_to_their_account(client):
    account(office=False)
    answer = sign_in(client)
    assert answer["Location"] == "/konto/"
    assert "Ditt konto" in text_of(client.get("/konto/"))


def test_sign_in_gives_the_session_another_name(client, anna):
    client.get(reverse("sign_in"))
    session = client.session
    session["something"] = "before"
    session.save()
    client.cookies["session"] = before = session.session_key
    sign_in(client)
    after = client.cookies["session"].value
    assert after != before
    assert client.session.session_key == after
    assert not client.session.exists(before)


def test_session_ends_with_the_browser(client, anna):
    cookie = sign_in(client).cookies["session"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


OUTSIDE = [
    "https://ond.example/",
    "//ond.example/",
    "/\\ond.example/",
    "javascript:alert(1)",
    "http:///ond.example",
    "\x08//ond.example",
    "http://localhost/arbetsyta/",
]


@pytest.mark.parametrize("following", OUTSIDE)
def test_sign_in_leads_to_no_other_site(client, anna, following, caplog):
    page = client.get(reverse("sign_in"), {"next": following}).content.decode()
    assert 'name="next"' not in page
    answer = sign_in(client, next=following)
    assert (answer.status_code, answer["Location"]) == (302, "/arbetsyta/")
    assert any("annan webbplats avvisades" in each for each in caplog.messages)
    for name in ("sign_in", "sign_out"):
        assert "ond" not in client.post(reverse(name), {"next": following})["Location"]


def test_sign_in_leads_on_within_the_site(client, anna):
    page = client.get(reverse("sign_in"), {"next": "/arbetsyta/uppdrag/?a=1&b=2"})
    assert 'name="next" value="/arbetsyta/uppdrag/?a=1&amp;b=2"' in page.content.decode()
    answer = sign_in(client, next="/arbetsyta/uppdrag/?a=1&b=2")
    assert answer["Location"] == "/arbetsyta/uppdrag/?a=1&b=2"


@pytest.mark.parametrize(
    ("username", "password"),
    [("anna", "fel"), ("finns-inte", PASSWORD), ("anna", PASSWORD.upper()), ("anna ", " ")],
)
def test_wrong_sign_in_says_the_same_whatever_is_wrong(client, anna, username, password):
    text = text_of(sign_in(client, username, password), 400)
    assert "Användarnamnet och lösenordet stämmer inte." in text
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, ["Fyll i ditt användarnamn.", "Fyll i ditt lösenord."]),
        ({"username": "anna"}, ["Fyll i ditt lösenord."]),
        ({"username": "an\0na", "password": PASSWORD}, ["Texten innehåller ett tecken"]),
    ],
)
def test_sign_in_that_lacks_something_says_what(client, anna, form, said):
    text = text_of(client.post(reverse("sign_in"), form), 400)
    assert all(each in text for each in said)


def test_refusals_are_logged_without_what_was_written(client, anna, caplog):
    caplog.set_level(logging.INFO)
    sign_in(client, "anna", "mitt-fel-losenord")
    sign_in(client, "mitt-losenord-i-fel-falt", "x")
    own = [each.getMessage() for each in caplog.records if each.name == "portal.sign_in"]
    assert own == [
        f"inloggning avvisad, fel lösenord: konto {anna.pk} från 192.0.2.1",
        "inloggning avvisad, fel lösenord: okänt konto från 192.0.2.1",
    ]
    assert "losenord" not in caplog.text


def test_inactive_account_is_told_so_only_with_its_password(client, caplog):
    account(is_active=False)
    text = text_of(sign_in(client, password="fel"), 400)
    assert "stämmer inte" in text
    assert "avstängt" not in text
    answer = sign_in(client)
    assert answer["Location"] == reverse("account_inactive")
    assert "Kontot är avstängt" in text_of(client.get(answer["Location"]))
    assert not signed_in(client)
    assert any("avstängt: konto" in each for each in caplog.messages)


def test_session_of_an_account_that_is_closed_ends_at_once(client, anna):
    sign_in(client)
    assert client.get("/arbetsyta/").status_code == 200
    User.objects.filter(pk=anna.pk).update(is_active=False)
    for address in ("/arbetsyta/", "/konto/"):
        assert client.get(address)["Location"].startswith("/logga-in/")
        assert client.post(address)["Location"].startswith("/logga-in/")


def test_sign_in_leaves_no_history_and_other_changes_do(client, anna):
    before = anna.history.count()
    sign_in(client)
    anna.refresh_from_db()
    assert anna.last_login is not None
    assert anna.history.count() == before
    anna.first_name = "Annika"
    anna.save()
    assert anna.history.count() == before + 1
    anna.save(update_fields=["first_name", "last_login"])
    assert anna.history.count() == before + 2


def test_sign_out_asks_first_and_then_does_it(client, anna):
    sign_in(client)
    assert "Vill du logga ut?" in text_of(client.get(reverse("sign_out")))
    assert signed_in(client)
    assert client.post(reverse("sign_out"))["Location"] == "/"
    assert not signed_in(client)
    assert client.get(reverse("sign_out"))["Location"] == "/"


@pytest.mark.parametrize("header", ["HTTP_X_REQUESTED_WITH", "HTTP_ACCEPT"])
def test_nobody_is_answered_in_json(client, anna, header):
    value = {"HTTP_ACCEPT": "application/json"}.get(header, "XMLHttpRequest")
    answer = sign_in(client, password="fel", **{header: value})
    assert answer["Content-Type"].startswith("text/html")
    assert answer.status_code == 400


# What allauth has and the site doesn't offer.
CLOSED = [
    "account_signup",
    "account_signup_by_passkey",
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_verify_phone",
    "account_change_phone",
    "account_confirm_password_reset_code",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
    "socialaccount_signup",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_not_used_of_allauth_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_change_password",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "usersessions_list",
    "openid_connect_login",
    "openid_connect_callback",
}


def test_what_is_used_of_allauth_is_what_stands_here():
    names = {each for each in get_resolver().reverse_dict if isinstance(each, str)}
    known = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_", "headless")
    assert {each for each in names if each.startswith(known)} == OPEN


def test_every_form_of_allauth_that_is_used_has_our_words():
    for name in ("ACCOUNT_FORMS", "MFA_FORMS"):
        assert all(
            each.startswith("portal.forms.") for each in getattr(django_settings, name).values()
        )


def test_public_pages_ask_readers_nothing(client, anna):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/regioner/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    asked = [each["sql"] for each in captured.captured_queries]
    assert asked
    for table in ("django_session", "organisation_user", "usersessions", "mfa", "cacheentry"):
        assert not any(table in each for each in asked)


def test_demo_accounts_sign_in_with_their_short_passwords(client):
    make.healthcare_region(slug=REGION)
    make_sign_ins()
    there_are = sign_ins_there_are()
    assert there_are
    for each in there_are:
        assert sign_in(client, each.username, each.password).status_code == 302
        assert signed_in(client)
        client.post(reverse("sign_out"))
