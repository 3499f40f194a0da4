"""The pages where admins make exceptions from turns: what they offer to choose among."""

import datetime

import pytest

from bodies.actions.rotation_terms import settle
from organisation.dates import today
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def turns(client):
    """A chair that has A, B, C two years each from next year, and a secretary one place ahead."""
    client.force_login(make.user("Adam", office=False, is_superuser=True))
    make.healthcare_region()
    regions = [make.region(name=f"Region {letter}", slug=letter.lower()) for letter in "ABC"]
    body = make.body("Gruppen", path="grupper/gruppen")
    chair, other = make.post(body, "ordforande"), make.post(body, "sekreterare")
    since = datetime.date(today().year + 1, 1, 1)
    scheme = make.scheme(chair, regions, since, others={other: 1})
    settle(today())
    return f"/arbetsyta/turordningar/{scheme.pk}/"


def offered(client, page: str) -> list[str]:
    choices = client.get(page).context["form"].fields["first"].choices
    return [str(label).replace("\u2060", "") for _, label in choices]


def test_periods_to_swap_tell_the_region_of_each_office(client, turns):
    year = today().year + 1
    assert offered(client, f"{turns}byt/")[1:3] == [
        f"{year}–{year + 1}: ordförande Region A och sekreterare Region B",
        f"{year + 2}–{year + 3}: ordförande Region B och sekreterare Region C",
    ]


def test_changes_to_move_tell_the_region_of_each_office(client, turns):
    assert offered(client, f"{turns}flytta/")[1] == (
        f"1 januari {today().year + 3}: ordförande Region A och sekreterare Region B → "
        "ordförande Region B och sekreterare Region C"
    )
