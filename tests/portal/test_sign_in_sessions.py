"""Where one is signed in, and signing out there."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.sign_in.devices import device
from tests.portal.signing_in import account, sign_in, signed_in, text_of

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def anna():
    return account()


def page(client):
    return text_of(client.get(reverse("usersessions_list")))


def test_each_place_is_told_with_this_one_first(client, anna):
    other = Client()
    sign_in(client, HTTP_USER_AGENT=FIREFOX)
    sign_in(other, HTTP_USER_AGENT=SAFARI, REMOTE_ADDR="198.51.100.7")
    text = page(client)
    assert text.index("Firefox på Linux – här") < text.index("Safari på iPhone Inloggad sedan")
    assert "från adressen 198.51.100.7" in text
    assert "2 ställen" in text_of(client.get("/konto/"))


def test_one_place_is_signed_out(client, anna):
    other = Client()
    sign_in(client)
    sign_in(other)
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(reverse("end_session", args=[row.pk]))["Location"] == "/konto/inloggningar/"
    assert "Du är utloggad där." in page(client)
    assert other.get("/konto/").status_code == 302
    assert client.get("/konto/").status_code == 200


def test_all_other_places_are_signed_out(client, anna):
    others = [Client(), Client()]
    for each in (client, *others):
        sign_in(each)
    client.post(reverse("usersessions_list"))
    assert "Du är utloggad på alla andra ställen." in page(client)
    assert [each.get("/konto/").status_code for each in (client, *others)] == [200, 302, 302]
    assert UserSession.objects.count() == 1


def test_nobody_signs_another_out(client, anna):
    account(username="bert", email="")
    other = Client()
    sign_in(other, "bert")
    sign_in(client)
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(reverse("end_session", args=[row.pk])).status_code == 404
    assert client.post(reverse("end_session", args=[99999])).status_code == 404
    assert client.get(reverse("end_session", args=[row.pk])).status_code == 405
    client.post(reverse("usersessions_list"))
    assert signed_in(other)
    assert other.get("/konto/").status_code == 200


def test_this_place_is_not_signed_out_by_mistake(client, anna):
    sign_in(client)
    row = UserSession.objects.get()
    client.post(reverse("end_session", args=[row.pk]))
    assert client.get("/konto/").status_code == 200


def test_session_that_was_opened_otherwise_is_told_too(client, anna):
    client.force_login(anna)
    assert "Den här webbläsaren – här" in page(client)
    assert "det här stället" in text_of(client.get("/konto/"))


def test_what_is_known_of_sessions_goes_with_them(client, anna, capsys):
    other = Client()
    sign_in(client)
    sign_in(other)
    other.session.flush()
    call_command("clear_expired")
    assert UserSession.objects.get().session_key == client.session.session_key
    assert "1 inloggningar" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox på Linux"),
        (SAFARI, "Safari på iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge på Windows"),
        ("curl/8.0", "Okänd webbläsare"),
        ("", "Okänd webbläsare"),
    ],
)
def test_browser_is_called_what_its_owner_calls_it(agent, words):
    assert device(agent) == words
