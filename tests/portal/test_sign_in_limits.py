"""How often signing in may be tried: by account and address, the same for all workers."""

import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from organisation.models import Outbox
from portal.models import CacheEntry
from portal.sign_in import limits
from portal.sign_in.limits import Limit, TooOften, give_back, network, take, wait_in_words
from tests.portal.signing_in import PASSWORD, account, sign_in, signed_in, text_of

pytestmark = pytest.mark.django_db

TRIES = limits.SIGN_IN_PAIR.amount


@pytest.fixture
def anna():
    return account()


@pytest.fixture
def clock(monkeypatch):
    """Lets time pass, as the limits see it."""
    passed = [0]
    real = time.time
    monkeypatch.setattr(limits.time, "time", lambda: real() + passed[0])
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


def try_wrong(times, **more):
    return [sign_in(Client(), password="fel", **more).status_code for _ in range(times)]


def test_account_is_closed_to_an_address_after_some_wrong_passwords(client, anna, clock, caplog):
    assert try_wrong(TRIES + 1) == [400] * TRIES + [429]
    answer = sign_in(client)
    assert "Vänta 5 minuter och försök igen." in text_of(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 300
    assert not signed_in(client)
    assert any("för många försök: konto" in each for each in caplog.messages)
    clock(241)
    assert "Vänta en minut och försök igen." in text_of(sign_in(client), 429)
    clock(60)
    assert sign_in(client).status_code == 302


def test_others_are_not_shut_out(client, anna):
    account(username="bert", email="")
    try_wrong(TRIES + 1)
    # The same account from elsewhere, and another account from the same address.
    assert sign_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302
    assert sign_in(Client(), "bert").status_code == 302


def test_writing_the_name_otherwise_does_not_help(anna):
    try_wrong(TRIES)
    for name in ("ANNA", " anna ", "Anna"):
        assert sign_in(Client(), name).status_code == 429


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_forged_header_does_not_help(anna, header):
    answers = [
        sign_in(Client(), password="fel", **{header: f"203.0.113.{number}"}).status_code
        for number in range(TRIES + 1)
    ]
    assert answers == [400] * TRIES + [429]


def test_behind_a_proxy_the_address_that_it_wrote_counts(anna, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def from_(number, forged):
        return try_wrong(
            1, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"{forged}, 203.0.113.{number}"
        )

    answers = [from_(1, f"198.51.100.{number}") for number in range(TRIES + 1)]
    assert answers == [[400]] * TRIES + [[429]]
    assert from_(2, "198.51.100.1") == [400]


def test_address_is_closed_after_wrong_passwords_to_many_accounts(anna):
    most = limits.SIGN_IN_ADDRESS.amount
    names = [f"konto-{number}" for number in range(most + 1)]
    answers = [sign_in(Client(), name, "fel").status_code for name in names]
    assert answers == [400] * most + [429]
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_account_is_closed_to_all_after_a_hundred_wrong_passwords(anna):
    for number in range(limits.SIGN_IN_ACCOUNT.amount):
        take((limits.SIGN_IN_ACCOUNT, "anna"), (limits.SIGN_IN_PAIR, f"anna@{number}"))
    answer = sign_in(Client())
    assert "Vänta en timme och försök igen." in text_of(answer, 429)


def test_owner_gets_in_from_where_they_have_been_before(anna, caplog):
    home, household = "2001:db8:1:2::1", "2001:db8:1:2::9"
    sign_in(Client(), REMOTE_ADDR=home)
    # Wrong passwords make no place known.
    sign_in(Client(), password="fel", REMOTE_ADDR="198.51.100.7")
    for number in range(limits.SIGN_IN_ACCOUNT.amount - 1):
        take((limits.SIGN_IN_ACCOUNT, "anna"), (limits.SIGN_IN_PAIR, f"anna@{number}"))
    for stranger in ("198.51.100.7", "198.51.100.8", "2001:db8:1:3::1"):
        assert sign_in(Client(), REMOTE_ADDR=stranger).status_code == 429
    assert sign_in(Client(), "ANNA", REMOTE_ADDR=household).status_code == 302
    # Not even there is the password guessed.
    assert try_wrong(TRIES + 1, REMOTE_ADDR=home) == [400] * TRIES + [429]
    assert sign_in(Client(), REMOTE_ADDR=home).status_code == 429
    assert not any(home in each for each in CacheEntry.objects.values_list("value", flat=True))


def test_place_of_one_account_is_unknown_to_another(anna):
    account(username="bert", email="")
    sign_in(Client())
    for number in range(limits.SIGN_IN_ACCOUNT.amount):
        take((limits.SIGN_IN_ACCOUNT, "bert"), (limits.SIGN_IN_PAIR, f"bert@{number}"))
    assert sign_in(Client(), "bert").status_code == 429


def test_networks_of_one_organisation_are_counted_together(anna, monkeypatch):
    monkeypatch.setattr(limits, "SIGN_IN_PROVIDED", Limit("sign-in-provided", 3, 300))
    tried = [try_wrong(1, REMOTE_ADDR=f"2001:db8:1:{number}::1") for number in range(4)]
    assert tried == [[400]] * 3 + [[429]]
    assert try_wrong(1, REMOTE_ADDR="2001:db8:2::1") == [400]


def test_right_passwords_do_not_count(anna):
    for _ in range(TRIES + 1):
        client = Client()
        assert sign_in(client).status_code == 302
    # Nor do they take away what wrong ones have counted.
    try_wrong(TRIES - 1)
    sign_in(Client())
    assert try_wrong(2) == [400, 429]


def test_addresses_of_one_household_are_one():
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::2")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("192.0.2.1") == "192.0.2.1"
    assert limits.provided("2001:db8:1:2::1") == limits.provided("2001:db8:1:3::1")
    assert limits.provided("2001:db8:1:2::1") != limits.provided("2001:db8:2:2::1")
    assert limits.provided("192.0.2.1") == limits.provided("::ffff:192.0.2.1") == ""
    # So does a server that listens on both write the address of an IPv4 visitor.
    assert network("::ffff:192.0.2.1") == "192.0.2.1"


def test_what_is_refused_counts_nowhere(clock):
    few, many = Limit("few", 1, 60), Limit("many", 3, 60)
    take((few, "a"), (many, "a"))
    with pytest.raises(TooOften):
        take((few, "a"), (many, "a"))
    take((many, "a"))
    take((many, "a"))
    with pytest.raises(TooOften) as refusal:
        take((many, "a"))
    assert 0 < refusal.value.wait <= 60
    give_back((many, "a"))
    take((many, "a"))
    clock(61)
    take((few, "a"), (many, "a"))


def test_flood_of_others_makes_it_forget_nothing(anna):
    try_wrong(TRIES)
    entries = [CacheEntry(key=str(n), value="1", expires="2099-01-01T00:00Z") for n in range(2000)]
    CacheEntry.objects.bulk_create(entries)
    cache.set("more", 1)
    assert try_wrong(1) == [429]


def test_table_tells_nobody_which_accounts_or_addresses(anna):
    try_wrong(2)
    stored = " ".join(f"{each.key} {each.value}" for each in CacheEntry.objects.all())
    assert "anna" not in stored
    assert "192.0.2" not in stored


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "en minut"),
        (60, "en minut"),
        (61, "2 minuter"),
        (3540, "59 minuter"),
        (3541, "en timme"),
        (3601, "2 timmar"),
        (86400, "24 timmar"),
    ],
)
def test_wait_is_told_in_words_and_never_too_short(seconds, words):
    assert wait_in_words(seconds) == words


def test_links_to_a_new_password_are_limited_by_address(client, anna):
    page, form = reverse("account_reset_password"), {"email": "finns-inte@prov.example"}
    most = limits.RESET_ADDRESS.amount
    answers = [client.post(page, form).status_code for _ in range(most + 1)]
    assert answers == [302] * most + [429]
    assert not Outbox.objects.exists()


def test_mailbox_is_not_filled_and_nobody_is_told(client, anna):
    page, form = reverse("account_reset_password"), {"email": "anna@prov.example"}
    for _ in range(limits.RESET_ACCOUNT.amount + 2):
        answer = client.post(page, form)
        assert answer["Location"] == reverse("account_reset_password_done")
    assert Outbox.objects.count() == limits.RESET_ACCOUNT.amount


def test_page_without_a_form_says_how_long_to_wait(client, anna):
    client.force_login(anna)
    page = reverse("account_change_password")
    form = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    answers = [client.post(page, form) for _ in range(6)]
    assert [each.status_code for each in answers] == [400] * 5 + [429]
    assert "Vänta en minut" in text_of(answers[-1], 429)
    assert answers[-1]["Retry-After"] == "60"
