import pytest

from portal.env import (
    SettingError,
    env_bool,
    env_database,
    env_int,
    env_list,
    env_str,
    is_loopback,
)

NAME = "PORTAL_TRIAL"


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize("helper", [env_str, env_bool, env_int, env_list, env_database])
@pytest.mark.parametrize("value", [None, ""])
def test_missing_value_is_refused_by_name(helper, value, monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    if value is not None:
        monkeypatch.setenv(NAME, value)
    with pytest.raises(SettingError, match=f"^{NAME} saknas. Sätt miljövariabeln {NAME} till "):
        helper(NAME)


@pytest.mark.parametrize(
    ("helper", "default"), [(env_str, None), (env_bool, True), (env_int, 7), (env_list, ["a"])]
)
def test_missing_value_gives_the_default(helper, default, monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    assert helper(NAME, default=default) == default


def test_text_is_returned_as_given(given):
    given(" å ä ö ")
    assert env_str(NAME) == " å ä ö "


def test_short_secret_is_refused_without_being_repeated(given):
    given("hemlig")
    with pytest.raises(SettingError) as refusal:
        env_str(NAME, min_length=50)
    assert str(refusal.value) == (f"{NAME} är 6 tecken lång. Den måste ha minst 50 tecken.")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1", True), ("true", True), ("YES", True), ("on", True)),
        *(("0", False), ("False", False), ("no", False), ("off", False)),
    ],
)
def test_bool_reads_the_accepted_words(text, value, given):
    given(text)
    assert env_bool(NAME) is value


@pytest.mark.parametrize("text", ["ja", "2", "sant", " 1"])
def test_bool_refuses_other_words_and_says_which_are_accepted(text, given):
    given(text)
    with pytest.raises(SettingError, match=f"{NAME} är {text!r}. Tillåtna värden: 1, true, "):
        env_bool(NAME)


def test_int_reads_whole_numbers_at_the_limits(given):
    given("5")
    assert env_int(NAME, least=5, most=5) == 5


@pytest.mark.parametrize("text", ["4", "7", "5.5", "fem"])
def test_int_refuses_what_is_outside_and_says_the_limits(text, given):
    given(text)
    with pytest.raises(SettingError, match="Tillåtet: ett heltal, minst 5, högst 6"):
        env_int(NAME, least=5, most=6)


def test_list_drops_spaces_and_empty_items(given):
    given(" a.example, ,b.example,")
    assert env_list(NAME) == ["a.example", "b.example"]


def test_database_reads_every_part(given):
    given("postgresql://an%40v:l%C3%B6s%2Fen@db.example:5433/port%20al?sslmode=require")
    assert env_database(NAME) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "port al",
        "USER": "an@v",
        "PASSWORD": "lös/en",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_reads_a_socket_folder(given):
    given("postgresql://portal@/portal?host=/run/postgresql")
    found = env_database(NAME)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:hemligt@h/d",
        "portal",
        "postgresql://u:hemligt@h",
        "postgresql://u:hemligt@h/",
        "postgresql://u:hemligt@h/a/b",
        "postgresql://u:hemligt@h:port/d",
        "postgresql://u:hemligt@h/d?sslmode",
    ],
)
def test_database_refuses_other_addresses_without_repeating_the_password(address, given):
    given(address)
    with pytest.raises(SettingError, match=f"^{NAME} .*Tillåtet: postgresql://") as refusal:
        env_database(NAME)
    assert "hemligt" not in str(refusal.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])
def test_loopback_names_are_recognised(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "example.org", "localhost.example.org", "127.0.0.1.example.org", "10.0.0.1", "*"]
)
def test_other_names_are_not_loopback(host):
    assert not is_loopback(host)
