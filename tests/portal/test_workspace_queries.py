"""The workspace asks the database as many times for fifty bodies as for five."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisation.dates import today
from organisation.models import Page, TextDraft
from organisation.tasks import Task, grouped
from tests import factories as make

DAY = datetime.timedelta(days=1)


def a_body_with_everything(number, region):
    """Someone appointed whose time is soon out, a post that somebody left, and one that nobody is
    known to have held, a draft, and a turn."""
    body = make.body(f"Organ {number}", path=f"grupper/organ-{number}")
    seat = make.post(body, "ledamot", represents_region=region)
    make.appoint(make.person(f"Person Nummer{number}"), seat, end=today() + 30 * DAY)
    left = make.post(body, "ordforande")
    make.appoint(make.person(f"Före Detta{number}"), left, end=today() - 30 * DAY)
    make.post(body, "sekreterare")
    make.edition(make.document(body))
    return body


def a_text_draft(user, number):
    page = Page.objects.create(path=f"sida-{number}", title=f"Sida {number}", updated=today())
    return TextDraft.objects.create(
        label="organisation.page", of=page.pk, by=user, values={}, token=f"{number}"
    )


@pytest.mark.django_db
def test_own_drafts_of_texts_stand_among_the_drafts(client):
    make.healthcare_region()
    make.region()
    user = make.user("Ada", office=True)
    client.force_login(user)

    def drafts():
        page = client.get(reverse("desk")).content.decode()
        return page[page.index('id="utkast"') : page.index('id="senast"')]

    mine = a_text_draft(user, 1)
    a_text_draft(make.user("Berit", office=True), 2)
    assert reverse("desk_text", args=["sidor", mine.of]) in drafts()
    assert "Sida 1</a>" in drafts()
    assert "Sida 2" not in drafts()
    assert "Utkast (1)" in client.get(reverse("desk")).content.decode()
    for number in range(3, 9):
        a_text_draft(user, number)
    assert "Alla dina 7 utkast av texter" in drafts()
    assert "Sida 8" in drafts()
    assert "Sida 1</a>" not in drafts()
    mine.dropped_at = mine.saved_at
    mine.save()
    assert "Alla dina 6 utkast" in drafts()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["office", "admin"])
def test_the_number_of_queries_does_not_grow(client, who):
    make.healthcare_region()
    region = make.region()
    user = make.user("Ada", is_superuser=who == "admin", office=who == "office")
    client.force_login(user)
    counted = []
    for number in range(50):
        a_body_with_everything(number, region)
        a_text_draft(user, number)
        if number + 1 in (5, 50):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.get(reverse("desk")).content.decode()
            counted.append(len(queries))
            assert f"Ordförande i Organ {number}" in page
    assert counted[0] == counted[1], counted
    assert counted[1] <= 60


def due(number, on):
    return Task(
        "a", f"Nummer {number}", "", "/", "Gör", None if number is None else on + number * DAY
    )


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (-400, "Försenade"),
        (-1, "Försenade"),
        (0, "Den här veckan"),
        (6, "Den här veckan"),
        (7, "Senare"),
        (400, "Senare"),
        (None, "Utan bestämd dag"),
    ],
)
def test_tasks_are_told_by_when_they_are_due(number, heading):
    on = datetime.date(2026, 2, 6)
    assert [each.heading for each in grouped([due(number, on)], on)] == [heading]


def test_the_groups_stand_in_order_and_the_first_due_first():
    on = datetime.date(2026, 2, 6)
    found = grouped([due(each, on) for each in (9, None, 3, -2, 8, -5)], on)
    assert [[each.title for each in group.tasks] for group in found] == [
        ["Nummer -5", "Nummer -2"],
        ["Nummer 3"],
        ["Nummer 8", "Nummer 9"],
        ["Nummer None"],
    ]
