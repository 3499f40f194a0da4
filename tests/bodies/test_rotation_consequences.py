"""What is told of a change of whose turn it is before it's made, and who is to take over.

The turns are A, B, C two years each from 2022, on a day in 2026: C has the turn, then A from 2028.
"""

import datetime

import pytest

from bodies.actions import rotation as actions
from bodies.actions.rotation_terms import settle
from bodies.rotations import consequences
from bodies.rotations.handed_over import handovers_of, offices_passed
from organisation.trying import as_if
from tests import factories as make

pytestmark = pytest.mark.django_db
Date = datetime.date
ON = Date(2026, 5, 1)


@pytest.fixture
def led(chair, regions):
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    return scheme


def works(name, region):
    person = make.person(name)
    make.affiliation(person, region)
    return person


def warned(change, by) -> list[str]:
    with as_if(lambda: actions.decide(change, by=by, on=ON)) as done:
        return [each.message for each in consequences.findings(done.difference, ON)]


def swap(scheme):
    return actions.NewException(scheme.pk, "swap", Date(2028, 1, 1), Date(2030, 1, 1), "Val i A.")


def test_whoever_is_from_another_region_is_told(led, admin, regions, chair):
    make.appoint(works("Ada Prov", regions[0]), chair, "2028-01-01", "2030-01-01")
    [told] = warned(swap(led), admin)
    assert told == (
        "Ada Prov är utsedd till ordförande i Ledningen från och med 1 januari 2028 till och med "
        "31 december 2029, men från och med 1 januari 2028 till och med 31 december 2029 blir det "
        "Region Bs tur. Utse någon därifrån, eller ändra uppdragets dagar."
    )


def test_whoever_is_from_the_coming_region_is_not(led, admin, regions, chair):
    make.appoint(works("Bo Prov", regions[1]), chair, "2028-01-01", "2030-01-01")
    assert warned(swap(led), admin) == []


def new(chair, regions):
    order = actions.Order(Date(2028, 1, 1), 24, tuple(each.pk for each in regions))
    return actions.NewScheme(chair.body_id, "Turen", ((chair.pk, 0),), order)


def test_new_turn_warns_of_who_is_from_elsewhere_only(admin, regions, chair):
    make.appoint(works("Cy Prov", regions[2]), chair, "2025-01-01", None)
    [told] = warned(new(chair, regions), admin)
    assert "men från och med 1 januari 2028 till och med 31 december 2029 blir det" in told
    assert "Region As tur" in told


def test_new_turn_says_nothing_of_whose_region_is_not_known(admin, regions, chair):
    make.appoint(make.person("Di Prov"), chair, "2025-01-01", None)
    assert warned(new(chair, regions), admin) == []


def test_turn_that_ends_tells_of_who_is_appointed_after_it(led, admin, regions, chair):
    make.appoint(works("Ada Prov", regions[0]), chair, "2028-01-01", "2029-01-01")
    [told] = warned(actions.LastDay(led.pk, Date(2028, 7, 1), "Slut."), admin)
    assert "men från och med 1 juli 2028 till och med 31 december 2028 blir det ingen" in told


def test_reminders_are_told_of_handovers_only(admin, regions, chair):
    """The first turn of all takes over from nobody."""
    with as_if(lambda: actions.decide(new(chair, regions), by=admin, on=ON)) as done:
        after = consequences.handed_over(done.difference, ON)
    told, gone = consequences.reminders([], after, ON)
    assert told[0] == "Bytet 1 januari 2030: 5 juli 2029, 3 oktober 2029 och 2 december 2029."
    assert gone == []


def test_one_more_period_is_one(led, admin, chair, regions):
    change = actions.LastDay(led.pk, Date(2028, 1, 1), "Slut.")
    with as_if(lambda: actions.decide(change, by=admin, on=ON)) as done:
        [changed] = consequences.terms_changed(done.difference, ON)
    # 2028, 2030, 2032 and 2034 are named, and 2036 is not.
    assert [len(changed.before), changed.before[-1]] == [5, "och en period till"]


def passed(chair):
    [found] = handovers_of(Date(2027, 12, 1), Date(2028, 2, 1))
    [office] = offices_passed([found], ON)[found]
    return office.next and office.next.person.name


def test_whoever_begins_after_the_coming_turn_is_not_who_takes_over(led, regions, chair):
    make.appoint(works("Bo Prov", regions[1]), chair, "2030-01-01", None)
    assert passed(chair) is None


def test_whoever_goes_on_comes_before_whoever_begins_later(led, regions, chair):
    make.appoint(works("Ada Prov", regions[0]), chair, "2027-06-01", "2029-01-01")
    make.appoint(works("Al Prov", regions[0]), chair, "2029-01-01", None)
    assert passed(chair) == "Ada Prov"
