"""Forms of the life of bodies, filled in, read and confirmed as a person does it."""

import datetime
import re
from html import unescape

from bodies.actions.lives_writing import LABELS
from bodies.models import Body
from organisation.dates import today

AREA, OTHER = "programomraden/cancersjukdomar", "programomraden/endokrina-sjukdomar"
OLD, NEW = "kunskapsrad/kirurgi-och-cancer", "kunskapsrad/diagnostik-och-sinnen"
GROUP = "arbetsgrupper/exempelgrupp-langvarig-smarta"
DAY = today() + datetime.timedelta(days=40)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
WHY = "Beslut av regionsjukvårdsledningen."


def at(path: str, doing: str = "") -> str:
    return f"/arbetsyta/organ/{path}/forandra/{f'{doing}/' if doing else ''}"


def told(answer) -> str:
    """The text of a page, without markup and soft hyphens."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\N{SOFT HYPHEN}", "")
    return re.sub(r"\s+", " ", unescape(unescape(text)))


def seen(answer) -> str:
    return re.search(r'name="seen" value="([\w.-]+)"', answer.content.decode())[1]


def do(client, address: str, /, **form):
    """Reads what it leads to, and does it; the answer to the second."""
    answer = client.post(address, form)
    assert answer.status_code == 200, told(answer)
    return client.post(address, form | {"seen": seen(answer), "spara": "ja"})


def done(client, path: str, doing: str, /, **form) -> None:
    answer = do(client, at(path, doing), **form)
    assert answer.status_code == 302, told(answer)


def undone(client, path: str):
    address = at(path, "angra")
    return client.post(address, {"seen": seen(client.get(address))})


def pk(path: str) -> int:
    return Body.objects.get(path=path).pk


def everything() -> dict:
    """All rows that the life of bodies may touch."""
    models = LABELS.values()
    return {each: sorted(each.objects.values_list(), key=repr) for each in models}


def page(client, path: str, on) -> str:
    client.logout()
    answer = client.get(f"/{path}/?datum={on}")
    assert answer.status_code == 200
    return told(answer)


def refused(client, path: str, doing: str, form: dict) -> str:
    before = everything()
    answer = client.post(at(path, doing), form)
    assert answer.status_code == 400, told(answer)
    assert everything() == before
    # What was typed is kept.
    for value in (form.get("why"), form.get("name")):
        assert not value or value in told(answer) or f'value="{value}"' in answer.content.decode()
    return told(answer)
