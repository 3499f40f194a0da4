"""A new password: by a link in the mail, or by the old one."""

import datetime
import re

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator as Generator
from django.test import Client
from django.urls import reverse

from organisation.models import Outbox, User
from tests.portal.signing_in import (
    PASSWORD,
    account,
    code,
    enrol,
    sign_in,
    signed_in,
    text_of,
)

pytestmark = pytest.mark.django_db

NEW = "fyra ord som inte hor ihop"


@pytest.fixture
def anna():
    return account()


def ask(client, email="anna@prov.example"):
    answer = client.post(reverse("account_reset_password"), {"email": email})
    assert answer["Location"] == reverse("account_reset_password_done")
    return text_of(client.get(answer["Location"]))


def link() -> str:
    """The address of the link in the last mail, within the site."""
    mail = Outbox.objects.order_by("pk").last()
    return re.search(r"^http://localhost(/logga-in/\S+)$", mail.text, re.MULTILINE)[1]


def without_key(address: str) -> str:
    return re.sub(r"(/[0-9a-z]+)-[^/]+/$", r"\1-set-password/", address)


def choose(client, address, password=NEW, again=None):
    """Follows the link and fills in the form; returns the answer to it."""
    page = client.get(address)
    assert page.status_code == 302, text_of(page, page.status_code)
    # The key of the link isn't left in the address.
    assert page["Location"] == without_key(address)
    form = {"password1": password, "password2": password if again is None else again}
    return client.post(page["Location"], form)


def no_longer(client, address):
    assert "Länken gäller inte längre" in text_of(client.get(address), 410)


def test_link_in_the_mail_leads_to_a_new_password(client, anna):
    told = ask(client)
    assert "Om adressen hör till ett konto" in told
    mail = Outbox.objects.get()
    assert (mail.to, mail.subject) == ("anna@prov.example", "Välj ett nytt lösenord")
    assert "Ditt användarnamn är anna." in mail.text
    answer = choose(client, link())
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    assert "Du har bytt lösenord" in text_of(client.get(answer["Location"]))
    # It signs nobody in.
    assert not signed_in(client)
    assert sign_in(Client()).status_code == 400
    assert sign_in(client, password=NEW).status_code == 302
    told = Outbox.objects.order_by("pk").last()
    assert (told.to, told.subject) == ("anna@prov.example", "Ditt lösenord är bytt")
    trace = anna.history.first()
    assert (trace.history_change_reason, trace.history_user) == ("Nytt lösenord", anna)


def test_link_is_good_for_one_time(client, anna):
    ask(client)
    address = link()
    choose(client, address)
    for each in (client, Client()):
        no_longer(each, address)
        no_longer(each, without_key(address))


def test_link_that_is_an_hour_old_is_refused(client, anna, monkeypatch, caplog):
    ask(client)
    address = link()
    real = Generator._now

    def later(seconds):
        monkeypatch.setattr(
            Generator, "_now", lambda self: real(self) + datetime.timedelta(seconds=seconds)
        )

    later(3590)
    assert client.get(address).status_code == 302
    later(3601)
    no_longer(client, address)
    assert any("länk till nytt lösenord avvisad" in each for each in caplog.messages)


def test_link_is_refused_after_a_sign_in_and_after_a_new_address(client, anna):
    ask(client)
    sign_in(Client())
    no_longer(client, link())
    ask(client)
    User.objects.filter(pk=anna.pk).update(email="annan@prov.example")
    no_longer(client, link())


@pytest.mark.parametrize("uid", ["0", "zzzzzzzzzzzzzzzzzzzzzzzzz", "1"])
@pytest.mark.parametrize("key", ["x", "set-password", "abc-0123456789abcdef"])
def test_made_up_link_is_refused(client, anna, uid, key):
    no_longer(client, f"/logga-in/glomt-losenord/{uid}-{key}/")


@pytest.mark.parametrize("email", ["finns-inte@prov.example", "ANNA@prov.example"])
def test_it_is_told_the_same_whether_there_is_an_account_or_not(client, anna, email):
    assert ask(client, email) == ask(client)


def test_mail_goes_to_the_address_of_the_account(client, anna):
    ask(client, "ANNA@PROV.example")
    assert [each.to for each in Outbox.objects.all()] == ["anna@prov.example"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_closed_account_and_one_without_a_password_get_no_link(client, anna, change):
    ask(client)
    address = link()
    User.objects.filter(pk=anna.pk).update(**change)
    Outbox.objects.all().delete()
    ask(client)
    assert not Outbox.objects.exists()
    no_longer(client, address)


def test_link_names_the_sites_own_host_whichever_was_asked(client, anna):
    client.post(
        reverse("account_reset_password"), {"email": anna.email}, HTTP_HOST="127.0.0.1:8000"
    )
    assert "http://localhost/logga-in/" in Outbox.objects.get().text
    assert "127.0.0.1" not in Outbox.objects.get().text


def test_new_password_signs_out_everywhere(client, anna):
    here, there = Client(), Client()
    assert sign_in(there).status_code == 302
    assert sign_in(here).status_code == 302
    ask(client)
    choose(client, link())
    for each in (here, there):
        assert each.get("/konto/")["Location"].startswith("/logga-in/")


def test_new_password_does_not_get_round_the_second_factor(client, anna):
    other = Client()
    sign_in(other)
    key = enrol(other)
    ask(client)
    choose(client, link())
    answer = sign_in(client, password=NEW)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get("/konto/")["Location"].startswith("/logga-in/")
    client.post(reverse("mfa_authenticate"), {"code": code(key, steps=1)})
    assert signed_in(client)


def test_link_for_one_signs_out_another(client, anna):
    account(username="bert", email="bert@prov.example")
    ask(client)
    sign_in(client, "bert")
    choose(client, link())
    assert not signed_in(client)


def test_wrong_passwords_from_there_are_forgotten_after_a_new_one(client, anna):
    for _ in range(6):
        sign_in(client, password="fel", REMOTE_ADDR="127.0.0.1")
    ask(client)
    choose(client, link())
    assert sign_in(client, password=NEW, REMOTE_ADDR="127.0.0.1").status_code == 302


BAD = [
    ("kort", None, "Det ska ha minst 12 tecken."),
    ("anna@prov.example", None, "liknar ditt namn eller din adress"),
    ("password1234", None, "hör till de vanligaste"),
    ("x" * 201, None, "högst 200 tecken"),
    (NEW, NEW + "!", "De två nya lösenorden är olika."),
    ("", None, "Fyll i ett nytt lösenord."),
]


@pytest.mark.parametrize(("password", "again", "said"), BAD)
def test_password_that_will_not_do_comes_back_with_why(client, anna, password, again, said):
    ask(client)
    text = text_of(choose(client, link(), password, again), 400)
    assert said in text
    assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize(("password", "again", "said"), BAD)
def test_change_that_will_not_do_comes_back_with_why(client, anna, password, again, said):
    sign_in(client)
    again = password if again is None else again
    form = {"oldpassword": PASSWORD, "password1": password, "password2": again}
    assert said in text_of(client.post(reverse("account_change_password"), form), 400)
    assert sign_in(Client()).status_code == 302


def change(client, old=PASSWORD):
    form = {"oldpassword": old, "password1": NEW, "password2": NEW}
    return client.post(reverse("account_change_password"), form)


def test_password_is_changed_by_who_knows_the_old(client, anna):
    other = Client()
    sign_in(other)
    sign_in(client)
    assert "nuvarande lösenord" in text_of(change(client, "fel"), 400)
    assert change(client)["Location"] == "/konto/"
    assert "Du har bytt lösenord." in text_of(client.get("/konto/"))
    assert other.get("/konto/").status_code == 302
    assert sign_in(Client(), password=NEW).status_code == 302
    assert Outbox.objects.get().subject == "Ditt lösenord är bytt"


def test_old_password_is_not_guessed_by_changing(client, anna, caplog):
    sign_in(client)
    for _ in range(5):
        assert change(client, "fel").status_code == 400
    text = text_of(change(client), 429)
    assert "Vänta" in text
    assert any("byte av lösenord avvisat" in each for each in caplog.messages)


def test_who_signs_in_by_their_region_has_no_password_to_change(client, anna):
    User.objects.filter(pk=anna.pk).update(password="!")
    anna.refresh_from_db()
    client.force_login(anna)
    assert "Lösenordet byter du hos din region." in text_of(
        client.get(reverse("account_change_password"))
    )
    change(client)
    anna.refresh_from_db()
    assert not anna.has_usable_password()
