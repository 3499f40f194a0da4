"""Offices that soon go to another region: whose task that is, and where it leads."""

import datetime

import pytest
from django.urls import reverse

from bodies.standings import standing_of
from organisation.dates import today
from portal.beside import coming
from portal.tasks import tasks_of
from tests import factories as make

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(days=60)


@pytest.fixture
def north():
    make.healthcare_region()
    region = make.region(name="Norr", slug="norr")
    for name in ("Gruppen", "Rådet"):
        chair = make.post(make.body(name), "ordforande")
        if name == "Gruppen":
            make.term(chair, region, start=today() + SOON)
    return region


def turns_of(user):
    return [each for each in tasks_of(standing(user), today()) if each.code == "turn"]


def standing(user):
    return standing_of(user, today())


def test_a_turn_leads_to_where_it_is_filled(client, north):
    office = make.user("Stina")
    [task] = turns_of(office)
    assert task.subject == "Norr, 1 uppdrag"
    client.force_login(office)
    page = client.get(task.url).content.decode()
    assert "Gruppen" in page
    assert "Rådet" not in page
    assert "där Norr snart tar över en post" in page
    make.region(name="Söder", slug="soder")
    page = client.get(f"{reverse('desk_rosters')}?tur=soder").content.decode()
    assert "Söder tar inte över någon post" in page


def test_a_turn_that_another_fills_is_to_come_and_no_task(north):
    editor = make.editor_of(make.user(office=False), north)
    assert turns_of(editor) == []
    assert [day for day, _ in coming(standing(editor), today())] == [today() + SOON]
