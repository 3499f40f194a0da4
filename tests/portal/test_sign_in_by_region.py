"""Signing in by a region's identity provider: a real one, over HTTP, right and wrong."""

import logging
import re
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from bodies.models import Body
from organisation.actions.sign_ins import AlreadyTied, handle_request, tie, untie
from organisation.models import AccessRequest, Outbox, User
from portal.providers import env_providers
from portal.sign_in import limits
from tests import factories as make
from tests.portal.identity_provider import CLIENT, SECRET, IdentityProvider, followed, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def key():
    return new_key()


@pytest.fixture(scope="module")
def other_key():
    return new_key()


@pytest.fixture
def run(key):
    """Starts providers, stopped after the test."""
    running = []

    def start():
        running.append(IdentityProvider(key))
        return running[-1]

    yield start
    for each in running:
        each.stop()


@pytest.fixture
def provider(run):
    return run()


@pytest.fixture
def known(settings, monkeypatch):
    """Puts providers in the settings, by way of the environment."""

    def put(**providers):
        monkeypatch.setenv("OIDC_PROVIDERS", ",".join(providers))
        for name, each in providers.items():
            prefix = f"OIDC_{name.upper()}_"
            monkeypatch.setenv(f"{prefix}NAME", f"Region {name.title()}")
            monkeypatch.setenv(f"{prefix}SERVER_URL", each.issuer)
            monkeypatch.setenv(f"{prefix}CLIENT_ID", CLIENT)
            monkeypatch.setenv(f"{prefix}CLIENT_SECRET", SECRET)
        own = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": own | {"APPS": env_providers("OIDC")}}

    return put


@pytest.fixture
def site(provider, known):
    make.healthcare_region()
    known(norr=provider)


@pytest.fixture
def anna(site, provider):
    """Someone who signs in by the provider, and has an address that it mustn't be found by."""
    user = make.user("Anna", username="anna", email="anna@prov.example")
    tie(user, "norr", provider.issuer, "anna-1", by=make.user())
    return user


def begin(client, name="norr", **query):
    """Goes to the provider and is sent back; returns the address back."""
    answer = client.get(reverse("openid_connect_login", args=[name]), query)
    assert answer.status_code == 302, answer.content.decode()
    return followed(answer["Location"])


def come_back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client, name="norr", **query):
    return come_back(client, begin(client, name, **query))


def signed_in(client):
    return client.session.get("_auth_user_id")


def refused(client, answer, said="gick inte att lita på", status=401):
    """Whether it ended on a page of ours that says so, and nobody is signed in."""
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == status, text
    assert said in text
    assert "Du är inte inloggad." in text
    assert signed_in(client) is None
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    return text


def test_known_subject_is_signed_in_with_pkce_and_led_on(client, anna, provider):
    answer = sign_in(client, next="/konto/losenord/")
    assert (answer.status_code, answer["Location"]) == (302, "/konto/losenord/")
    assert signed_in(client) == str(anna.pk)
    (asked,) = provider.authorized
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) > 20
    assert asked["redirect_uri"] == "http://testserver/logga-in/region/norr/svar/"
    assert len(provider.exchanged[0]["code_verifier"]) > 40
    # Nothing of what the provider told is kept but who it is.
    assert SocialAccount.objects.get().extra_data == {
        "issuer": provider.issuer,
        "subject": "anna-1",
    }


def test_visitor_chooses_nothing_of_what_the_provider_is_asked(client, anna, provider):
    extra = {"redirect_uri": "https://ond.example/", "state": "x", "nonce": "y"}
    begin(client, auth_params=urlencode(extra), scope="offline", process="connect", action="z")
    (asked,) = provider.authorized
    assert asked["redirect_uri"].startswith("http://testserver/")
    assert (asked["state"] == "x", asked["nonce"] == "y") == (False, False)
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_signed_in_person_cannot_tie_a_sign_in_to_themselves(client, site, provider):
    client.force_login(make.user())
    answer = sign_in(client, process="connect")
    assert answer["Location"] == reverse("ask_access")
    assert not SocialAccount.objects.exists()


def test_state_of_another_browser_is_refused(client, anna):
    address = begin(client)
    stranger = client.__class__()
    refused(stranger, come_back(stranger, address), "hör inte ihop med den här webbläsaren")


@pytest.mark.parametrize("state", ["", "påhittad"])
def test_wrong_state_is_refused(client, anna, state):
    parts = urlsplit(begin(client))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    answer = client.get(parts.path, query | {"state": state})
    refused(client, answer, "hör inte ihop med den här webbläsaren")


def test_state_that_is_too_old_is_refused(client, anna, monkeypatch):
    address = begin(client)
    later = time.time() + 601
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)
    refused(client, come_back(client, address), "hör inte ihop med den här webbläsaren")


def test_state_of_one_provider_is_no_other_providers(client, anna, provider, run, known):
    other = run()
    known(norr=provider, syd=other)
    address = begin(client).replace("/norr/", "/syd/")
    refused(client, come_back(client, address), "hör inte ihop med den här webbläsaren")
    assert other.exchanged == []


WRONG = {
    "issuer": {"iss": "https://ond.example/region"},
    "no issuer": {"iss": None},
    "audience": {"aud": "nagon-annan"},
    "no audience": {"aud": None},
    "several audiences": {"aud": [CLIENT, "nagon-annan"]},
    "other party": {"aud": [CLIENT, "nagon-annan"], "azp": "nagon-annan"},
    "expired": {"exp": int(time.time()) - 3600},
    "no expiry": {"exp": None},
    "from the future": {"iat": int(time.time()) + 3600},
    "nonce of another": {"nonce": "nagon-annans"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
}


@pytest.mark.parametrize("says", WRONG.values(), ids=WRONG.keys())
def test_wrong_token_is_refused_with_a_clear_page(client, anna, provider, says, caplog):
    provider.says = says
    text = refused(client, sign_in(client))
    assert "Region Norr" in text
    assert any("inloggning via norr avvisad: ID token" in each for each in caplog.messages)


def test_token_signed_by_another_is_refused(client, anna, provider, other_key):
    provider.signs_with = other_key
    refused(client, sign_in(client))


def test_token_signed_with_the_shared_secret_is_refused(client, anna, provider):
    provider.signs_with, provider.algorithm = SECRET * 3, "HS256"
    refused(client, sign_in(client))


def test_unsigned_token_is_refused(client, anna, provider):
    provider.signs_with, provider.algorithm = None, "none"
    refused(client, sign_in(client))


def test_code_is_good_for_one_time(client, anna, provider):
    address = begin(client)
    come_back(client, address)
    client.post(reverse("sign_out"))
    # The same address again: its state is used.
    refused(client, come_back(client, address), "hör inte ihop")
    # The same code with a state that is fresh: the provider takes it once.
    code = parse_qs(urlsplit(address).query)["code"][0]
    fresh = re.sub(r"code=[^&]+", f"code={code}", begin(client))
    refused(client, come_back(client, fresh))
    assert [each["code"] for each in provider.exchanged] == [code, code]


def test_code_of_another_sign_in_does_not_fit_the_verifier(client, anna, provider):
    other = client.__class__()
    code = parse_qs(urlsplit(begin(other)).query)["code"][0]
    refused(client, come_back(client, re.sub(r"code=[^&]+", f"code={code}", begin(client))))


def test_answer_that_names_another_issuer_is_refused(client, anna, provider):
    provider.answers_iss = "https://ond.example"
    refused(client, sign_in(client))
    provider.answers_iss = provider.issuer
    sign_in(client)
    assert signed_in(client) == str(anna.pk)


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://ond.example"},
        {"jwks_uri": "http://ond.example/keys"},
        {"token_endpoint": "http://ond.example/token"},
        {"authorization_endpoint": None},
    ],
)
def test_configuration_of_another_is_refused(client, anna, provider, says):
    provider.config_says = says
    refused(client, client.get(reverse("openid_connect_login", args=["norr"])))


def test_provider_that_is_gone_is_said_to_be(client, anna, provider):
    address = begin(client)
    provider.stop()
    refused(client, come_back(client, address), "Vi får inte kontakt", 503)
    begun = client.get(reverse("openid_connect_login", args=["norr"]))
    refused(client, begun, "Vi får inte kontakt", 503)
    provider.server.server_close = provider.server.shutdown = lambda: None


def test_cancelled_sign_in_is_said_to_be(client, anna):
    parts = urlsplit(begin(client))
    state = parse_qs(parts.query)["state"][0]
    answer = client.get(parts.path, {"state": state, "error": "access_denied"})
    refused(client, answer, "Inloggningen avbröts", 200)


def test_provider_that_is_not_in_the_settings_is_not_found(client, site):
    for name in ("openid_connect_login", "openid_connect_callback"):
        assert client.get(reverse(name, args=["okand"])).status_code == 404


def test_same_subject_of_two_issuers_is_two_people(client, anna, provider, run, known):
    other = run()
    known(norr=provider, syd=other)
    answer = sign_in(client, "syd")
    assert answer["Location"] == reverse("ask_access")
    assert signed_in(client) is None
    bert = make.user("Bert", username="bert")
    tie(bert, "syd", other.issuer, "anna-1", by=anna)
    sign_in(client, "syd")
    assert signed_in(client) == str(bert.pk)
    client.post(reverse("sign_out"))
    sign_in(client)
    assert signed_in(client) == str(anna.pk)


def test_provider_that_moves_to_another_issuer_opens_nobodys_account(client, anna, run, known):
    known(norr=run())
    assert sign_in(client)["Location"] == reverse("ask_access")
    assert signed_in(client) is None


def test_address_of_someone_elses_account_opens_nothing(client, site, provider):
    make.user(username="chef", email="chef@prov.example")
    answer = sign_in(client)
    assert answer["Location"] == reverse("ask_access")
    assert signed_in(client) is None
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_inactive_account_is_not_signed_in(client, anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert sign_in(client)["Location"] == reverse("account_inactive")
    assert signed_in(client) is None


def test_sign_in_that_leads_to_another_site_leads_home(client, anna, caplog):
    answer = sign_in(client, next="https://ond.example/")
    assert answer["Location"] == "/arbetsyta/"
    assert any("annan webbplats avvisades" in each for each in caplog.messages)


def test_providers_are_not_asked_without_end(client, anna, provider):
    page = reverse("openid_connect_login", args=["norr"])
    take = [(limits.OUTSIDE, "127.0.0.1")]
    for _ in range(limits.OUTSIDE.amount - 1):
        limits.take(*take)
    assert client.get(page).status_code == 302
    answer = client.get(page)
    assert answer.status_code == 429
    assert "Vänta en minut" in answer.content.decode()


def test_no_secret_is_logged(client, anna, provider, caplog):
    caplog.set_level(logging.DEBUG, "portal.sign_in")
    provider.says = {"nonce": "x"}
    sign_in(client)
    own = [each.getMessage() for each in caplog.records if each.name == "portal.sign_in"]
    assert own
    assert not any(SECRET in each or "eyJ" in each for each in own)


# Asking for access


@pytest.fixture
def norr(site):
    return make.region(slug="norr", name="Region Norr", email_domain="norr.example")


def ask(client, norr, **changes):
    form = {
        "name": "Anna Provberg",
        "email": "anna@norr.example",
        "region": norr.pk,
        "text": "Skriver för kirurgin.",
    }
    return client.post(reverse("ask_access"), form | changes)


def test_stranger_asks_for_access_once(client, norr, provider):
    office = make.body("Staben", function=Body.Function.STAFF_OFFICE, email="stab@norr.example")
    sign_in(client)
    page = client.get(reverse("ask_access")).content.decode()
    assert "Vi känner inte igen din inloggning" in page
    assert 'value="Anna Provberg"' in page
    assert ask(client, norr, provider="syd", subject="chefen")["Location"] == reverse(
        "access_asked"
    )
    request = AccessRequest.objects.get()
    assert (request.provider, request.issuer) == ("norr", provider.issuer)
    assert (request.subject, request.region, request.handled_at) == ("anna-1", norr, None)
    assert (request.told_name, request.told_region) == ("Anna Provberg", norr)
    mail = Outbox.objects.get()
    assert (mail.to, mail.subject) == (office.email, "Anna Provberg ber om behörighet")
    assert "Skriver för kirurgin." in mail.text
    assert "staben läser den" in client.get(reverse("access_asked")).content.decode().lower()

    sign_in(client)
    ask(client, norr, text="Igen!")
    assert "Vi har inte sparat någon ny" in client.get(reverse("access_asked")).content.decode()
    assert AccessRequest.objects.count() == Outbox.objects.count() == 1
    assert AccessRequest.objects.get().text == "Skriver för kirurgin."

    handle_request(request, by=make.user(), at=make.NOW)
    sign_in(client)
    ask(client, norr)
    assert AccessRequest.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Skriv ditt namn."),
        ({"email": "anna@gmail.com"}, "utanför regionernas domäner"),
        ({"email": "anna"}, "ser inte ut som en e-postadress"),
        ({"region": "999"}, "Välj en av regionerna i listan."),
        ({"text": ""}, "Skriv vad du behöver göra"),
        ({"text": "Jag är 19811218-9876."}, "personnummer"),
    ],
)
def test_faulty_request_comes_back_with_what_is_wrong(client, norr, changes, said):
    sign_in(client)
    answer = ask(client, norr, **changes)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not AccessRequest.objects.exists()


def test_nobody_asks_without_having_signed_in_with_a_region(client, norr):
    assert client.get(reverse("ask_access"))["Location"] == reverse("sign_in")
    assert ask(client, norr)["Location"] == reverse("sign_in")
    assert client.get(reverse("access_asked"))["Location"] == reverse("sign_in")
    assert not AccessRequest.objects.exists()


def test_sign_in_is_tied_to_one_account_and_leaves_a_trace(anna, provider):
    other, office = make.user(), make.user()
    with pytest.raises(AlreadyTied):
        tie(other, "norr", provider.issuer, "anna-1", by=office)
    assert tie(anna, "norr", provider.issuer, "anna-1", by=office).user == anna
    assert SocialAccount.objects.count() == 1
    assert untie(anna, "norr", provider.issuer, "anna-1", by=office)
    assert not untie(anna, "norr", provider.issuer, "anna-1", by=office)
    trace = anna.history.first()
    assert (trace.history_user, trace.history_change_reason) == (
        office,
        "Inloggning via norr kopplades loss från kontot",
    )
    tie(other, "norr", provider.issuer, "anna-1", by=office)
    assert SocialAccount.objects.get().user == other
