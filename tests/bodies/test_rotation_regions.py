"""Regions that come and leave while turns run: who is told, and what an order can say of them."""

import datetime

import pytest

from bodies.actions.rotation_terms import settle
from bodies.models import RotationPart, RotationTerm
from bodies.rotations.order_forms import OrderForm
from bodies.rotations.to_correct import turns_to_correct
from bodies.standings import standing_of
from organisation.models import Region
from tests import factories as make

pytestmark = pytest.mark.django_db
Date = datetime.date
ON = Date(2026, 5, 1)


@pytest.fixture
def led(regions):
    """A chair in turn (A 2022, B 2024, C 2026, A 2028 …) and one that follows it."""
    body, other = make.body("Ledningen"), make.body("Rådet")
    scheme = make.scheme(make.post(body, "ordforande"), regions, "2022-01-01")
    make.follower(make.post(other, "ordforande"), scheme.offices.get(), "2022-01-01", 1)
    settle(ON)
    return scheme


def told(on=ON) -> list[tuple[str, str]]:
    admin = make.user("Admin", is_superuser=True, office=False)
    found = turns_to_correct(standing_of(admin, on), on)
    assert {each.severity.name for each in found} <= {"WARNING"}
    return [(each.title, each.message) for each in found]


def leaves(region: Region, day: Date) -> None:
    Region.objects.filter(pk=region.pk).update(end=day)


def test_region_that_leaves_before_a_turn_of_its_own_is_told_once(led, regions):
    leaves(regions[1], Date(2029, 1, 1))
    before = RotationTerm.objects.count()
    assert not settle(ON)
    assert RotationTerm.objects.count() == before
    assert told() == [
        (
            "Region B i turordningen i Ledningen",
            "Region B är med till och med 31 december 2028, men har turen från och med "
            "1 januari 2030. Besluta om en ny ordning utan den.",
        )
    ]


def test_region_that_leaves_in_the_middle_of_its_turn_is_told_from_that_day(led, regions):
    leaves(regions[2], Date(2027, 7, 1))
    [(_, message)] = told()
    assert "har turen från och med 1 juli 2027." in message


def test_region_that_left_after_its_last_turn_is_not_told(led, regions):
    leaves(regions[1], Date(2026, 1, 1))
    led.end = Date(2028, 1, 1)
    led.save()
    settle(ON)
    assert told() == []


def test_region_that_comes_without_a_place_is_told_until_an_order_says(led, regions):
    new = make.region(name="Region D", slug="d", start=Date(2030, 1, 1))
    assert told() == [
        (
            "Region D i turordningen i Ledningen",
            "Region D är med från och med 1 januari 2030, men har ingen plats i ordningen. "
            "Besluta om en ny ordning, där den får en plats eller inte deltar.",
        )
    ]
    part = RotationPart.objects.create(scheme=led, since=Date(2030, 1, 1), months=24)
    for place, region in enumerate([*regions, new], 1):
        part.places.create(region=region, place=place)
    assert told() == []


def test_region_beyond_the_horizon_is_not_told(led):
    make.region(name="Region D", slug="d", start=Date(2040, 1, 1))
    assert told() == []


def form(regions, **sent) -> OrderForm:
    values = {"since": "2030-01-01", "sort": "egen", "months": "24"}
    values |= {f"plats-{each.slug}": "" for each in regions}
    return OrderForm(values | sent, on=ON, regions=regions)


def places(*letters) -> dict:
    return {f"plats-{each}": str(n) for n, each in enumerate(letters, 1)}


def test_order_from_the_day_that_a_region_comes_gives_it_a_place(regions):
    new = make.region(name="Region D", slug="d", start=Date(2030, 1, 1))
    asked = form([*regions, new], **places("a", "b", "c", "d"))
    assert asked.is_valid(), asked.errors
    assert asked.order().regions == tuple(each.pk for each in [*regions, new])


def test_order_from_the_day_before_a_region_comes_says_nothing_of_it(regions):
    new = make.region(name="Region D", slug="d", start=Date(2030, 1, 2))
    asked = form([*regions, new], **places("a", "b", "c"))
    assert asked.is_valid(), asked.errors
    assert (asked.order().regions, asked.order().without) == (
        tuple(each.pk for each in regions),
        (),
    )
    asked = form([*regions, new], **places("a", "b", "c"), **{"plats-d": "0"})
    assert asked.is_valid()
    assert asked.order().without == ()
    asked = form([*regions, new], **places("a", "b", "c", "d"))
    assert asked.errors["plats-d"] == [
        "Region D är inte med 1 januari 2030. Välj Inte med då, eller låt ordningen börja en dag "
        "då regionen är med."
    ]


def test_only_a_region_that_is_not_always_there_can_be_told_as_not_there(regions):
    new = make.region(name="Region D", slug="d", start=Date(2030, 1, 2))
    fields = form([*regions, new]).fields
    assert dict(fields["plats-a"].choices)[""] == "Välj"
    assert dict(fields["plats-d"].choices)[""] == "Inte med då"
    assert fields["plats-d"].help_text == (
        "Regionen är med från och med 2 januari 2030. Välj Inte med då om ordningen börjar innan "
        "dess."
    )


def test_order_after_a_region_has_left_asks_nothing_of_it(regions):
    leaves(regions[1], Date(2030, 1, 1))
    found = list(Region.objects.current_or_coming(ON).order_by("order"))
    asked = form(found, **{"plats-a": "1", "plats-c": "2"})
    assert asked.is_valid(), asked.errors
    assert asked.order().regions == (regions[0].pk, regions[2].pk)
    asked = form(found, since="2029-12-31", **{"plats-a": "1", "plats-c": "2"})
    assert asked.errors["plats-b"] == ["Välj plats för Region B, eller att den inte deltar."]


def test_order_that_began_while_a_region_was_there_says_what_it_had(regions):
    """A turn that began before the region left is put up today."""
    leaves(regions[1], Date(2025, 1, 1))
    found = list(Region.objects.order_by("order"))
    assert "plats-b" not in form(found).fields
    asked = form(found, since="2024-01-01", **{"plats-a": "1", "plats-c": "2"})
    assert asked.errors["plats-b"] == ["Välj plats för Region B, eller att den inte deltar."]
    asked = form(found, since="2024-01-01", **places("a", "b", "c"))
    assert asked.is_valid(), asked.errors
    assert asked.order().regions == tuple(each.pk for each in regions)
    asked = form(found, since="2025-01-01", **places("a", "c"))
    assert asked.is_valid(), asked.errors
    assert asked.order().regions == (regions[0].pk, regions[2].pk)


def test_order_from_a_day_with_no_region_is_told_at_the_day(regions):
    Region.objects.update(start=Date(2027, 1, 1))
    told = ["Ingen region är med 1 januari 2026. Välj en dag då någon region är med."]
    for found in (list(Region.objects.order_by("order")), []):
        assert form(found, since="2026-01-01").errors == {"since": told}
