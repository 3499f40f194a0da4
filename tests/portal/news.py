"""What tests of the site's news share: a board in two regions, and the news as read on its page."""

import datetime

import pytest

from tests import factories as make
from tests.sources.reading import text_of

D = datetime.date
DAY = datetime.timedelta(days=1)
ON = "?datum=2026-02-06"
NEW_YEAR = D(2026, 1, 1)


def main_of(answer) -> str:
    assert answer.status_code == 200
    return text_of(answer.content.decode().replace("\N{SOFT HYPHEN}", ""), within="main")


@pytest.fixture
def news(client):
    """The sentences of the page of news, under their days."""

    def read(query: str = ON) -> dict[str, list[str]]:
        answer = client.get(f"/nytt/{query}")
        assert answer.status_code == 200
        days: dict[str, list[str]] = {}
        html = answer.content.decode().replace("\N{SOFT HYPHEN}", "")
        for part in html.split('<section class="news-day"')[1:]:
            heading = text_of(part.split("</h2>")[0].split(">", 1)[1])
            items = part.split("</ul>")[0].split('<p class="event">')[1:]
            days[heading] = [text_of(each.split("</p>")[0]) for each in items]
        return days

    return read


@pytest.fixture
def regions(db):
    make.healthcare_region()
    return [
        make.region(slug=each, name=f"Region {each.capitalize()}") for each in ("norr", "soder")
    ]


@pytest.fixture
def board(regions):
    return make.body("Nämnden", of=make.kind("namnd", prefix="namnder"), path="namnder/ett")


PANELS = ["bodies.lineage", "portal.news"]
