"""The pages that tell news: what is asked of them, how far they reach, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import Appointment, Role
from organisation.models import Person
from programmes.models import QualityGoal
from tests import factories as make
from tests.portal.news import DAY, NEW_YEAR, ON, PANELS, D, board, main_of, news, regions
from tests.sources.reading import text_of

__all__ = ["board", "news", "regions"]
pytestmark = pytest.mark.django_db


def test_span_is_a_year_up_to_the_day_and_nothing_later(board, news, client):
    post = make.post(board)
    for start, end in ((2018, 2019), (2019, 2020), (2020, 2021)):
        make.appoint(make.person(f"Person {start}"), post, D(start, 2, 1), D(end, 2, 1))
    told = {
        "2018-12-31": ["1 februari 2018"],
        "2019-01-31": ["1 februari 2018"],
        "2019-02-01": ["1 februari 2019"],
        "2020-01-31": ["1 februari 2019"],
        "2020-02-01": ["1 februari 2020"],
    }
    assert {day: list(news(f"?datum={day}")) for day in told} == told
    whole = main_of(client.get("/nytt/?datum=2020-01-31"))
    assert "2 ändringar från 1 februari 2019 till 31 januari 2020." in whole


def test_news_can_be_narrowed_to_a_topic_a_region_and_a_body(regions, board, news, client):
    make.appoint(make.person("Anna Ek"), make.post(board, represents_region=regions[0]), NEW_YEAR)
    make.appoint(make.person("Bo Ask"), make.post(board, represents_region=regions[1]), NEW_YEAR)
    make.body("Gruppen", path="grupper/ny", start=NEW_YEAR)
    both = "Bo Ask och Anna Ek blev ledamot i Nämnden."
    assert news() == {"1 januari 2026": ["Gruppen bildades.", both]}
    assert news(f"{ON}&slag=uppdrag") == {"1 januari 2026": [both]}
    assert news(f"{ON}&slag=organisation") == {"1 januari 2026": ["Gruppen bildades."]}
    assert news(f"{ON}&region=norr") == {"1 januari 2026": ["Anna Ek blev ledamot i Nämnden."]}
    assert news(f"{ON}&organ=grupper/ny") == {"1 januari 2026": ["Gruppen bildades."]}
    assert "Gruppen" in main_of(client.get(f"/nytt/{ON}&organ=grupper/ny"))
    assert client.get(f"/nytt/{ON}&organ=finns-inte").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["slag=xyz", "region=atlantis", "sida=0", "sida=abc", "sida=99"],
)
def test_wrong_choice_gets_a_clear_answer(board, client, query):
    answer = client.get(f"/nytt/?{query}")
    if query.startswith(("sida", "organ")):
        text = text_of(answer.content.decode(), within="main")
        assert answer.status_code == 404
        assert answer["X-Robots-Tag"] == "noindex"
        told = "Det organet finns inte." if query.startswith("organ") else "Den sidan av"
        assert told in text
        assert "Senaste ändringarna" in text
        assert '<a href="/nytt/">Visa alla ändringar</a>' in answer.content.decode()
    else:
        assert 'class="errors"' in answer.content.decode()
        assert answer.status_code == 200


def test_page_without_news_says_what_will_come(regions, client):
    text = main_of(client.get("/nytt/"))
    assert "Inga ändringar" in text
    assert "Här visas" in text
    assert "det urvalet" in main_of(client.get("/nytt/?slag=uppdrag"))


def test_many_events_are_paged_and_the_number_is_told(board, news, client):
    post = make.post(board)
    for each in range(60):
        start = D(2025, 10, 1) + each * DAY
        make.appoint(make.person(f"Person Nr{each}"), post, start, start + DAY)
    text = main_of(client.get(f"/nytt/{ON}"))
    first, last = news(), news(f"{ON}&sida=3")
    assert "120 ändringar" in text
    assert 0 < len(last) < len(first)
    assert next(iter(first)) == "30 november 2025"
    assert list(last)[-1] == "1 oktober 2025"
    assert 'href="/nytt/?datum=2026-02-06&amp;sida=2"' in client.get(f"/nytt/{ON}").content.decode()


def test_body_page_shows_its_latest_and_leads_to_the_rest(regions, client):
    group = make.body("Gruppen", of=make.kind("g", prefix="g", panels=PANELS), path="g/ett")
    other = make.body("Andra", of=make.kind("g"), path="g/andra")
    post = make.post(group)
    for number, name in enumerate(("Anna Ek", "Bo Ask", "Cia Al", "Dan Fur", "Eva Lind")):
        start = D(2025, 6, 1) + number * 10 * DAY
        make.appoint(make.person(name), post, start, start + 10 * DAY)
    make.appoint(make.person("Fia Gran"), make.post(other), D(2025, 6, 1))
    page = client.get(f"/g/ett/{ON}")
    text = main_of(page)
    assert "Senaste ändringarna" in text
    assert "Eva Lind har lämnat uppdraget som ledamot" in text
    assert "Eva Lind blev ledamot" in text
    assert "Anna Ek blev ledamot" not in text
    assert 'href="/nytt/?datum=2026-02-06&amp;organ=g/ett"' in page.content.decode()
    assert "Fia Gran" not in text
    panel = page.content.decode().split('id="andringar"')[1].split("</section>")[0]
    assert 'href="/g/ett/' not in panel, "a page has no links to itself"
    assert "Eva Lind" not in main_of(client.get("/g/ett/?datum=2025-06-15"))
    assert "Senaste ändringarna" not in main_of(client.get("/g/ett/?datum=2024-01-01"))


def test_home_page_shows_the_three_latest_and_leads_to_all(board, client):
    post = make.post(board)
    for number, name in enumerate(("Anna Ek", "Bo Ask", "Cia Al")):
        start = D(2025, 6, 1) + number * 10 * DAY
        make.appoint(make.person(name), post, start, start + 5 * DAY)
    page = client.get(f"/{ON}")
    text = main_of(page)
    assert text.count(" i Nämnden.") == 3
    assert "Cia Al blev ledamot i Nämnden." in text
    assert "Anna Ek blev" not in text
    assert 'href="/nytt/?datum=2026-02-06"' in page.content.decode()


def asked(client, path) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"/nytt/{ON}", 8),
        (f"/nytt/{ON}&organ=g/ett&region=norr&slag=uppdrag", 8),
        (f"/g/ett/{ON}", 8),
        (f"/{ON}", 12),
    ],
)
def test_queries_are_the_same_however_many_events(regions, client, path, most):
    kind = make.kind("g", prefix="g", panels=[*PANELS, "bodies.people", "programmes.goals"])
    group = make.body("Gruppen", of=kind, path="g/ett")
    role, people = make.role(), [make.person(f"Person {each}") for each in range(10)]
    counts = []
    for number in (5, 500):
        Appointment.objects.all().delete()
        QualityGoal.objects.all().delete()
        post = make.post(group)
        for each in range(number):
            start = D(2025, 2, 10) + each * DAY / 2
            QualityGoal.objects.create(body=group, number=each, text="Mål", start=start)
        Appointment.objects.bulk_create(
            Appointment(
                post=post,
                person=people[each % 10],
                start=D(2024, 9, 1) + each * DAY,
                end=D(2024, 9, 2) + each * DAY,
            )
            for each in range(number)
        )
        counts.append(asked(client, path))
    assert counts[0] == counts[1] <= most
    assert role.function == Role.Function.MEMBER
    assert Person.objects.count() == 10
