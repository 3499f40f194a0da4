"""A page asks the database as often with 1,000 appointments as with 5."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.models import Appointment
from organisation.models import Page
from tests import factories as make
from tests.prepared import know_the_tables

D = datetime.date
BODY_PAGE, LIST_PAGE, REGION_PAGE, PERSON_PAGE, NEWS, HOME = 8, 5, 8, 8, 8, 12
# A list with the levels, the counterparts and the topics around it.
NATIONAL_LIST = 8


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(path)
    assert answer.status_code == 200
    told = [each["sql"] for each in caught.captured_queries]
    assert len(told) == len(set(told)), "the same question twice"
    return told


@pytest.fixture
def busy(db):
    """A council with areas, posts, names, relations and a rotation; `fill` adds appointments."""
    make.healthcare_region()
    regions = [make.region(slug=each) for each in ("norr", "soder", "vaster")]
    people = [make.person(f"Person {each}", slug=f"nummer-{each}") for each in range(10)]
    for each in people:
        make.affiliation(each, regions[0])
    panels = [
        "bodies.areas",
        "bodies.people",
        "bodies.rotation",
        "bodies.former",
        "bodies.about",
        "bodies.comment",
        "bodies.below",
        "portal.news",
        "bodies.lineage",
    ]
    councils = make.kind("rad", prefix="rad", layout="by_parent", panels=panels)
    areas = make.kind(
        "omrade",
        prefix="omraden",
        layout="alphabetical",
        belongs_to=councils,
        panels=[*panels[1:], "programmes.goals", "programmes.hosting"],
    )
    groups = make.kind("grupp", prefix="grupper", layout="by_counterpart", panels=panels[1:])
    work = make.kind("arbete", prefix="arbeten", layout="by_state", panels=panels[1:])
    nation = make.kind("npo", prefix="nationellt", level="national", panels=["programmes.hosting"])
    council = make.body("Råd", of=councils, path="rad/ett")
    area = make.body("Område", of=areas, path="omraden/ett", counterpart="exists")
    make.relate(area, "part_of", council)
    make.relate(area, "counterpart_of", make.body("NPO", of=nation, path="nationellt/ett"))
    for each in (groups, work):
        make.body("Grupp", of=each, path=f"{each.prefix}/ett")
    chair = make.post(area, "ordforande", appointed_by_body=council)
    make.post(council, held_by_role=chair.role, held_by_body=council, held_by_relation="part_of")
    office = make.post(council, "ordforande")
    for year in range(2020, 2030, 2):
        make.term(office, regions[year % 3], D(year, 1, 1), D(year + 2, 1, 1))

    posts = [chair, office, *(make.post(council, represents_region=each) for each in regions)]

    def fill(number):
        """This many appointments to the posts of the council and the area, one after another."""
        Appointment.objects.all().delete()
        share = number // len(posts)
        rows = []
        for post in posts:
            start = D(2026, 3, 1) - datetime.timedelta(days=3 * share)
            for each in range(share):
                rows.append(
                    Appointment(
                        post=post,
                        person=people[each % 10],
                        start=start + datetime.timedelta(days=3 * each),
                        end=start + datetime.timedelta(days=3 * each + 3),
                    )
                )
        Appointment.objects.bulk_create(rows)
        know_the_tables()

    return fill


PAGES = {
    "/rad/ett/": BODY_PAGE,
    "/omraden/ett/": BODY_PAGE,
    "/grupper/ett/": BODY_PAGE,
    "/nationellt/ett/": BODY_PAGE,
    "/rad/": LIST_PAGE,
    "/omraden/": LIST_PAGE,
    "/omraden/?namn=o&vakanta=ja": LIST_PAGE,
    "/grupper/": LIST_PAGE,
    "/arbeten/": LIST_PAGE,
    "/nationellt/": NATIONAL_LIST,
    "/regioner/": LIST_PAGE,
    "/regioner/norr/": REGION_PAGE,
    "/personer/nummer-0/": PERSON_PAGE,
    "/": HOME,
    "/nytt/": NEWS,
}


def test_queries_are_few_and_the_same_however_many_appointments(client, busy):
    counts = {path: [] for path in PAGES}
    for number in (5, 50, 500, 1000):
        # Filling takes longer than looking, so all pages are looked at each time.
        busy(number)
        for path, found in counts.items():
            day = "&datum=2026-02-27" if "?" in path else "?datum=2026-02-27"
            found.append(len(queries(client, path + day)))
    assert {path: found for path, found in counts.items() if found[0] > PAGES[path]} == {}
    assert {path: found for path, found in counts.items() if found != found[:1] * 4} == {}


def test_lists_ask_as_often_with_thirty_bodies_as_with_one(client, busy):
    for path in ("/rad/", "/omraden/", "/grupper/", "/arbeten/", "/organisation/"):
        if path == "/organisation/":
            Page.objects.create(path="organisation", title="Organisation")
        before = len(queries(client, path))
        for slug in ("rad", "omrade", "grupp", "arbete"):
            for _ in range(30):
                body = make.body(of=make.kind(slug))
                make.post(body, "ordforande")
        know_the_tables()
        assert len(queries(client, path)) == before <= LIST_PAGE
