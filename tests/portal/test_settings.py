import json
import os
import subprocess
import sys

import pytest

from portal.embedded import ROOT

PRODUCTION = {
    "SECRET_KEY": "x3!Zq" * 11,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgresql://portal@localhost/portal",
}
DEMO = PRODUCTION | {"DEMO": "1", "HTTPS": "0", "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]"}
SHOW = """
import json
from portal import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings)}, default=str))
"""


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def settings_with(**changes):
    answer = run(PRODUCTION | changes, "-c", SHOW)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def refusal(environment):
    """Return the only line that a refused start shows."""
    answer = run(environment, "manage.py", "check")
    assert answer.returncode == 1
    assert answer.stdout == ""
    (line,) = answer.stderr.splitlines()
    return line


@pytest.mark.parametrize("name", sorted(PRODUCTION))
@pytest.mark.parametrize("mode", [PRODUCTION, DEMO])
def test_site_refuses_to_start_without_a_required_variable(name, mode):
    rest = {key: value for key, value in mode.items() if key != name}
    assert refusal(rest).startswith(f"Fel: {name} saknas. Sätt miljövariabeln {name} till ")


def test_site_refuses_a_short_secret_key():
    assert refusal(PRODUCTION | {"SECRET_KEY": "kort"}) == (
        "Fel: SECRET_KEY är 4 tecken lång. Den måste ha minst 50 tecken."
    )


@pytest.mark.parametrize("host", ["*", "*.example", "portal.example,*"])
def test_site_refuses_wildcard_hosts(host):
    assert refusal(PRODUCTION | {"ALLOWED_HOSTS": host}).startswith("Fel: ALLOWED_HOSTS innehåller")


@pytest.mark.parametrize("mode", ["DEMO", "DEBUG"])
@pytest.mark.parametrize("hosts", ["portal.example", "localhost,portal.example", "192.168.1.1"])
def test_demo_and_debug_refuse_public_hosts(mode, hosts):
    line = refusal(PRODUCTION | {mode: "1", "ALLOWED_HOSTS": hosts})
    assert line.startswith(f"Fel: {mode}=1 tillåts bara på den egna datorn")


def test_embedded_database_is_refused_outside_the_demo():
    line = refusal(PRODUCTION | {"EMBEDDED_DATABASE": "1"})
    assert line.startswith("Fel: EMBEDDED_DATABASE=1 tillåts bara tillsammans med DEMO=1.")


def test_second_factor_is_optional_in_the_demo_only():
    line = refusal(PRODUCTION | {"SECOND_FACTOR_OPTIONAL": "1"})
    assert line.startswith("Fel: SECOND_FACTOR_OPTIONAL=1 tillåts bara tillsammans med DEMO=1.")
    assert settings_with()["SECOND_FACTOR_OPTIONAL"] is False
    assert settings_with(**DEMO)["SECOND_FACTOR_OPTIONAL"] is True
    assert settings_with(**DEMO, SECOND_FACTOR_OPTIONAL="0")["SECOND_FACTOR_OPTIONAL"] is False


PROVIDER = {
    "OIDC_PROVIDERS": "norr",
    "OIDC_NORR_NAME": "Region Norr",
    "OIDC_NORR_SERVER_URL": "https://inloggning.norr.example/portalen",
    "OIDC_NORR_CLIENT_ID": "portalen",
    "OIDC_NORR_CLIENT_SECRET": "hemligt",
}


def test_regions_sign_ins_are_read_from_the_environment():
    assert settings_with()["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"] == []
    found = settings_with(**PROVIDER)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]
    assert found["OAUTH_PKCE_ENABLED"] is True
    assert found["APPS"] == [
        {
            "provider_id": "norr",
            "name": "Region Norr",
            "client_id": "portalen",
            "secret": "hemligt",
            "settings": {
                "server_url": "https://inloggning.norr.example/portalen",
                "fetch_userinfo": False,
            },
        }
    ]


@pytest.mark.parametrize("name", [each for each in PROVIDER if each != "OIDC_PROVIDERS"])
def test_site_refuses_a_regions_sign_in_that_lacks_a_part(name):
    rest = {key: value for key, value in (PRODUCTION | PROVIDER).items() if key != name}
    assert refusal(rest).startswith(f"Fel: {name} saknas.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"OIDC_PROVIDERS": "Norr!"}, "OIDC_PROVIDERS innehåller 'Norr!'."),
        ({"OIDC_PROVIDERS": "norr,norr"}, "OIDC_PROVIDERS innehåller samma kortnamn två gånger."),
        (
            {"OIDC_NORR_SERVER_URL": "http://inloggning.norr.example"},
            "OIDC_NORR_SERVER_URL är 'http://inloggning.norr.example'.",
        ),
        ({"OIDC_NORR_SERVER_URL": "norr.example"}, "OIDC_NORR_SERVER_URL är 'norr.example'."),
    ],
)
def test_site_refuses_a_regions_sign_in_that_is_not_safe(changes, said):
    assert refusal(PRODUCTION | PROVIDER | changes).startswith(f"Fel: {said}")


def test_database_url_wins_over_the_embedded_database():
    found = settings_with(**DEMO, EMBEDDED_DATABASE="1")["DATABASES"]["default"]
    assert (found["HOST"], found["NAME"]) == ("localhost", "portal")


def test_production_is_the_default():
    found = settings_with()
    assert (found["DEBUG"], found["DEMO"], found["HTTPS"]) == (False, False, True)
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "SECURE_PROXY_SSL_HEADER" not in found


def test_proxy_header_is_trusted_only_behind_a_proxy():
    found = settings_with(BEHIND_PROXY="1")
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert settings_with()["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


def test_site_passes_the_deployment_check_without_warning():
    answer = run(PRODUCTION, "manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert answer.returncode == 0, answer.stderr
