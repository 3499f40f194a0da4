"""Someone at work in the administration."""

import re
from html import unescape

from django.test import Client

from tests import factories as make


class Administrator:
    """A signed-in account that opens and posts the forms of the administration."""

    def __init__(self, user):
        make.healthcare_region()
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(f"/admin/{address}")
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def form(self, address: str) -> dict[str, str | list[str]]:
        """What the form of a page would send as it stands."""
        return fields_of(self.get(address))

    def post(self, address: str, **values):
        """Sends the form of a page with other values in some of its fields."""
        return self.client.post(f"/admin/{address}", self.form(address) | values)

    def forge(self, address: str, **values):
        """Sends what no form of theirs would."""
        return self.client.post(f"/admin/{address}", values)


def fields_of(html: str) -> dict[str, str | list[str]]:
    main = html.split('<form class="form admin-form"')[1].split("</form>")[0]
    found: dict = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = attribute(tag, "name"), attribute(tag, "value")
        if attribute(tag, "type") == "checkbox":
            if " checked" in tag and value is not None:
                found.setdefault(name, []).append(value)
            elif " checked" in tag:
                found[name] = "on"
        else:
            found[name] = value or ""
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', main, re.S):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None


def told(answer) -> str:
    """What a page says is wrong."""
    html = answer.content.decode()
    parts = re.findall(r'<div class="errors".*?</div>|class="field-error">.*?</p>', html, re.S)
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(parts)))


def options_of(html: str, name: str) -> set[str]:
    """What can be chosen in a field, but nothing."""
    options = re.search(rf'<select name="{name}".*?</select>', html, re.S)[0]
    return {unescape(each) for each in re.findall(r'<option value="[^"]+"[^>]*>([^<]*)', options)}


def administrator() -> Administrator:
    return Administrator(make.user(office=False, is_superuser=True))


def editor_of(region) -> Administrator:
    return Administrator(make.editor_of(make.user(office=False), region))
