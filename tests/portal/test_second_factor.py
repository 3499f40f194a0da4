"""The second factor: turning it on and off, signing in with it, and who must have one."""

import datetime
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bodies.models import Body
from organisation.actions.sign_ins import remove_second_factor
from organisation.models import Outbox
from portal.sign_in import factor
from tests import factories as make
from tests.portal.second_factor import anna, enrolled, give, told_at_once
from tests.portal.signing_in import (
    account,
    code,
    enrol,
    recovery_codes,
    sign_in,
    signed_in,
    text_of,
)

__all__ = ["anna", "enrolled", "told_at_once"]
pytestmark = pytest.mark.django_db


def test_second_factor_is_turned_on_with_a_code(client, anna):
    sign_in(client)
    assert "Av." in text_of(client.get("/konto/"))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'account-key">([^<]+)<', page)[1].replace(" ", "")
    # The picture is drawn within the page, and without what the policy stops.
    svg = re.search(r"<svg class=\"qr\".*?</svg>", page, re.DOTALL)[0]
    assert "style" not in svg
    assert "data:" not in page
    assert f"secret={key}" in page
    assert "issuer=Provregionens" in page

    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Koden stämmer inte." in text_of(wrong, 400)
    assert key in wrong.content.decode().replace(" ", "")
    assert not Authenticator.objects.exists()
    given = f" {code(key)[:3]} {code(key)[3:]} "
    answer = client.post(
        reverse("mfa_activate_totp"), {"code": given, "next": "/arbetsyta/uppdrag/"}
    )
    page = client.get(answer["Location"])
    text = text_of(page)
    assert "Tvåstegsinloggningen är på." in text
    assert "Du har 10 av 10 koder kvar." in text
    assert 'href="/arbetsyta/uppdrag/"' in page.content.decode()
    assert [each.subject for each in Outbox.objects.all()] == ["Tvåstegsinloggningen är på"]
    assert "På." in text_of(client.get("/konto/"))
    # It's on already.
    assert client.get(reverse("mfa_activate_totp"))["Location"] == reverse("mfa_deactivate_totp")


def test_sign_in_takes_a_code_too(client, anna, enrolled):
    answer = sign_in(client, next="/arbetsyta/uppdrag/")
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    for address in ("/arbetsyta/", "/konto/", "/konto/reservkoder/", reverse("mfa_reauthenticate")):
        assert client.get(address)["Location"].startswith("/logga-in/")
    assert "Koden stämmer inte." in text_of(give(client, "000000"), 400)
    assert "Fyll i koden." in text_of(give(client, ""), 400)
    assert "Fyll i koden." in text_of(client.post(reverse("mfa_authenticate")), 400)
    answer = give(client, code(enrolled, steps=1))
    assert answer["Location"] == "/arbetsyta/uppdrag/"
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_code_is_asked_for_after_the_password_only(client, enrolled):
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")
    assert give(client, code(enrolled, steps=1))["Location"] == reverse("account_login")
    assert not signed_in(client)


def test_second_step_can_be_left_for_another_account(client, enrolled):
    sign_in(client)
    assert client.get(reverse("sign_in"))["Location"] == reverse("mfa_authenticate")
    answer = client.post(reverse("sign_out"), {"next": reverse("sign_in")})
    assert answer["Location"] == reverse("sign_in")
    assert "Användarnamn" in text_of(client.get(reverse("sign_in")))


def test_second_step_waits_a_quarter_of_an_hour(client, enrolled, monkeypatch):
    sign_in(client)
    import time

    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)
    assert give(client, code(enrolled, steps=1))["Location"] == reverse("account_login")


def test_code_is_good_for_one_time(client, enrolled, caplog):
    used = code(enrolled, steps=1)
    sign_in(client)
    give(client, used)
    assert signed_in(client)
    other = Client()
    sign_in(other)
    assert "Koden är redan använd." in text_of(give(other, used), 400)
    assert not signed_in(other)
    assert any("kod avvisad, redan använd" in each for each in caplog.messages)


def test_code_that_turned_it_on_signs_nobody_in(client, enrolled):
    sign_in(client)
    for steps in (0, -1):
        assert give(client, code(enrolled, steps=steps)).status_code == 400
    assert not signed_in(client)


@pytest.mark.parametrize("steps", [-2, 2, 1000])
def test_code_of_another_time_is_refused(client, enrolled, steps):
    Authenticator.objects.filter(type="totp").update(
        data={"secret": Authenticator.objects.get(type="totp").data["secret"]}
    )
    sign_in(client)
    # A step may begin between the two: those that are just outside are then asked for anew.
    assert give(client, code(enrolled, steps=steps)).status_code == 400


def test_codes_are_not_guessed(client, anna, enrolled, caplog):
    for number in range(5):
        each = Client()
        sign_in(each)
        assert give(each, f"00000{number}").status_code == 400
    sign_in(client)
    answer = give(client, code(enrolled, steps=1))
    assert "Vänta 5 minuter" in text_of(answer, 429)
    assert not signed_in(client)
    assert any(f"för många försök: konto {anna.pk}" in each for each in caplog.messages)


def test_recovery_code_signs_in_once(client, anna):
    sign_in(client)
    enrol(client)
    first, second, *_ = recovery_codes(client)
    other = Client()
    sign_in(other)
    give(other, f"{first[:4]} {first[4:]}")
    assert signed_in(other)
    third = Client()
    sign_in(third)
    assert give(third, first).status_code == 400
    give(third, second)
    assert signed_in(third)
    assert len(recovery_codes(client)) == 8


def test_recovery_codes_are_made_anew_and_fetched_as_a_file(client, anna):
    sign_in(client)
    enrol(client)
    before = recovery_codes(client)
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="reservkoder.txt"'
    assert re.findall(r"^(\d{4}) (\d{4})$", file.content.decode(), re.MULTILINE) == [
        (each[:4], each[4:]) for each in before
    ]
    assert "också de 10 som du inte har använt" in text_of(
        client.get(reverse("mfa_generate_recovery_codes"))
    )
    client.post(reverse("mfa_generate_recovery_codes"))
    assert set(recovery_codes(client)).isdisjoint(before)


def test_without_a_second_factor_there_are_no_recovery_codes(client, anna):
    sign_in(client)
    for name in (
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name)).status_code in (404, 405)


def test_it_is_turned_off_by_who_has_it(client, anna):
    sign_in(client)
    enrol(client)
    assert "Reservkoderna slutar gälla." in text_of(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert "Tvåstegsinloggningen är av." in text_of(client.get(reverse("mfa_index")))
    assert Outbox.objects.order_by("pk").last().subject == "Tvåstegsinloggningen är av"
    client.post(reverse("sign_out"))
    assert sign_in(client)["Location"] == "/arbetsyta/"


# How secrets are kept


def test_secrets_are_locked_up_everywhere(client, anna):
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'account-key">([^<]+)<', page)[1].replace(" ", "")
    assert key not in json.dumps(dict(client.session.items()))
    client.post(reverse("mfa_activate_totp"), {"code": code(key)})
    stored = json.dumps([each.data for each in Authenticator.objects.all()])
    assert key not in stored
    assert not any(each in stored for each in recovery_codes(client))
    assert "second_factor_pending" not in client.session
    for each in Session.objects.all():
        assert key not in json.dumps(each.get_decoded())


def test_earlier_secret_key_opens_until_it_is_locked_anew(client, enrolled, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 60, [old]
    client = Client()
    sign_in(client)
    give(client, code(enrolled, steps=1))
    assert signed_in(client)
    call_command("encrypt_anew")
    settings.SECRET_KEY_FALLBACKS = []
    secret = Authenticator.objects.get(type="totp").data["secret"]
    assert factor.FactorAdapter().decrypt(secret) == enrolled


def test_secret_that_no_key_opens_is_told_of_and_signs_nobody_in(client, enrolled, settings):
    settings.SECRET_KEY = "z" * 60
    client = Client()
    sign_in(client)
    text = text_of(give(client, code(enrolled, steps=1)), 400)
    assert "Be den som ansvarar för webbplatsen" in text
    assert not signed_in(client)
    with pytest.raises(InvalidToken):
        factor.encrypt_anew()
    anna = Authenticator.objects.first().user
    client.force_login(anna)
    session = client.session
    answer = client.get(reverse("mfa_view_recovery_codes"))
    assert answer.status_code == 302
    assert session.session_key


def test_lost_second_factor_is_taken_away_by_another_and_leaves_a_trace(anna, enrolled):
    admin = make.user()
    assert remove_second_factor(anna, by=admin)
    assert not remove_second_factor(anna, by=admin)
    trace = anna.history.first()
    assert (trace.history_user, trace.history_change_reason) == (
        admin,
        "Tvåstegsinloggningen togs bort",
    )
    client = Client()
    sign_in(client)
    assert signed_in(client)


# Who must have one


@pytest.fixture
def needed(settings):
    """As in production."""
    settings.SECOND_FACTOR_OPTIONAL = False


def test_who_must_have_a_second_factor_does_nothing_without(client, anna, needed):
    sign_in(client)
    for address in ("/arbetsyta/", "/arbetsyta/uppdrag/?a=1"):
        answer = client.get(address)
        assert answer["Location"].startswith(reverse("mfa_activate_totp") + "?next=%2Farbetsyta")
        assert answer["Cache-Control"] == "no-store"
    assert client.post("/arbetsyta/uppdrag/paborja/")["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"), {"next": "/arbetsyta/"})
    assert "Du har behörigheter som kräver tvåstegsinloggning." in text_of(page)
    # Pages for all, and their own account, are open.
    assert client.get("/").status_code == 200
    assert client.get("/konto/").status_code == 200
    enrol(client)
    assert client.get("/arbetsyta/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/arbetsyta/").status_code == 302


def test_nobody_is_asked_where_it_is_optional(client, anna, needed, settings):
    settings.SECOND_FACTOR_OPTIONAL = True
    sign_in(client)
    assert client.get("/arbetsyta/").status_code == 200


def test_nobody_must_have_one_whose_rights_are_small(client, needed):
    user = account(office=False)
    make.holding(user, make.body(), "processtod")
    sign_in(client)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/arbetsyta/").status_code == 200
    # Whether they have one to prove is asked once.
    assert sum("mfa_authenticator" in each["sql"] for each in asked.captured_queries) == 1


def test_right_that_comes_with_a_second_factor_goes_with_the_post(client, needed):
    user = account(office=False)
    sign_in(client)
    assert client.get("/arbetsyta/").status_code == 200
    make.holding(user, Body.Function.STAFF_OFFICE)
    assert client.get("/arbetsyta/")["Location"].startswith(reverse("mfa_activate_totp"))


def test_times_of_mails_are_those_of_sweden(client, anna):
    sign_in(client)
    enrol(client)
    text = Outbox.objects.get().text
    year = datetime.date.today().year
    assert re.search(rf"\d+ [a-z]+ {year} klockan \d\d\.\d\d", text)
    assert "http://localhost/logga-in/glomt-losenord/" in text
