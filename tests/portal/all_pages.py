"""The public pages of whatever set is loaded."""

import re

from django.test import Client

from bodies.models import Body, BodyKind
from organisation.models import Region
from tests.sources.reading import plain, text_of


def addresses() -> list[str]:
    """Every page there is to find: those that search engines are told of, and the lists."""
    told = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", get("/sitemap.xml"))
    listed = [f"/{each.prefix}/" for each in BodyKind.objects.exclude(prefix="")]
    own = [each.url for each in [*Body.objects.all(), *Region.objects.all()]]
    return sorted({*told, *listed, *own, "/organisation/skiss/", "/organisation/skiss/stor/"})


def get(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def main_of(path: str) -> str:
    """The text of a page's own part, without the places where a word may be broken."""
    return plain(text_of(get(path), "main")).replace("\N{SOFT HYPHEN}", "")
