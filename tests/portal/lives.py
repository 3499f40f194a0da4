"""Forms of the life of bodies, filled in, read and confirmed as a person does it."""

import re
from html import unescape

from bodies.models import Body


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
