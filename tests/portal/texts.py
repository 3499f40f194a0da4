"""Changing texts through the browser's forms."""

import re
from html import unescape

from django.test import Client

from organisation.models import Page
from tests import factories as make

TEXTS = "/arbetsyta/texter/"
FIELD = re.compile(
    r"<(?:(input)\b([^>]*)>|(textarea|select)\b([^>]*)>(.*?)</(?:textarea|select)>)", re.DOTALL
)
NAME, VALUE = re.compile(r'name="([^"]+)"'), re.compile(r'value="([^"]*)"')


def fields_of(page: str, form: str = "text-form") -> dict:
    """What a browser would send of a form on the page."""
    start = page.index(f'class="form{" editor" if form == "text-form" else ""}')
    part = page[start : page.index("</form>", start)]
    found = {}
    for one, of_one, other, of_other, inner in FIELD.findall(part):
        kind, attributes = one or other, of_one or of_other
        name = NAME.search(attributes)
        if not name:
            continue
        if kind == "textarea":
            found[name[1]] = unescape(inner.removeprefix("\n"))
        elif kind == "select":
            chosen = re.search(r'value="([^"]*)"\s+selected', inner)
            found[name[1]] = unescape(chosen[1]) if chosen else ""
        elif 'type="checkbox"' in attributes:
            if " checked" in attributes:
                found[name[1]] = "on"
        else:
            value = VALUE.search(attributes)
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def write(client, kind: str, key, /, **values):
    """Opens the form of a text, writes in it and saves the draft."""
    address = f"{TEXTS}{kind}/{key}/"
    sent = fields_of(client.get(address).content.decode()) | values
    return client.post(address, {name: each for name, each in sent.items() if each is not None})


def publish(client, kind: str, key, /, **values):
    address = f"{TEXTS}{kind}/{key}/publicera/"
    page = client.get(address).content.decode()
    sent = {"revision": re.search(r'name="revision" value="(\d+)"', page)[1], "reason": "Prov"}
    return client.post(address, sent | values)


def page(**values):
    return Page.objects.create(**{"path": "om", "title": "Om oss", "body": "<p>Text.</p>"} | values)


def office():
    make.healthcare_region()
    make.region()
    return make.user()
