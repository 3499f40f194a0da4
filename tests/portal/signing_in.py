"""What tests of signing in share: an account with a password, the forms, and codes of an app."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from tests import factories as make

PASSWORD = "hemligt-och-langt"


def account(**values):
    """An account that signs in with PASSWORD."""
    make.healthcare_region()
    user = make.user(**{"username": "anna", "email": "anna@prov.example"} | values)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, username="anna", password=PASSWORD, **more):
    address = more.pop("REMOTE_ADDR", "192.0.2.1")
    headers = {name: more.pop(name) for name in [*more] if name.startswith("HTTP_")}
    form = {"username": username, "password": password} | more
    return client.post(reverse("sign_in"), form, REMOTE_ADDR=address, **headers)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def text_of(answer, status=200) -> str:
    page = answer.content.decode()
    assert answer.status_code == status, page
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def code(secret: str, *, steps: int = 0) -> str:
    """The code that an app shows now, or some steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enrol(client) -> str:
    """Turns on a second factor for who is signed in; returns its key."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'account-key">([^<]+)<', page)[1].replace(" ", "")
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(key)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes"), answer.content.decode()
    return key


def recovery_codes(client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return [each.replace(" ", "") for each in re.findall(r"<code>(\d{4} \d{4})</code>", page)]
