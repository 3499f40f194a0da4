"""An office whose turn has ended and that goes in another: what is told of both, and what is
refused.

A goes from 2022 to 2028 in the first turn (A, B, C two years each), the second begins 2028 with C.
"""

import datetime

import pytest

from bodies.actions import rotation as actions
from bodies.actions.rotation_terms import settle
from bodies.models import RotationScheme, RotationTerm
from bodies.rotations.calendar import handovers
from bodies.rotations.order_forms import OrderForm
from organisation.actions.refusals import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db
Date = datetime.date
ON = Date(2026, 5, 1)


@pytest.fixture
def second(admin, regions, chair):
    """The second turn: B, C and A from 2028, after A's, B's and C's of the first."""
    first = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    actions.decide(actions.LastDay(first.pk, Date(2028, 1, 1), "Nytt."), by=admin, on=ON)
    a, b, c = (each.pk for each in regions)
    order = actions.Order(Date(2028, 1, 1), 24, (b, c, a))
    new = actions.NewScheme(chair.body_id, "Nya turen", ((chair.pk, 0),), order)
    return actions.decide(new, by=admin, on=ON).scheme


def told(on=ON) -> dict[str, tuple]:
    found = handovers(on, Date(2026, 1, 1))
    return {each.uid: (each.day, str(each.region), str(each.before)) for each in found}


def test_first_change_of_the_second_tells_who_had_it_by_the_first(second, chair):
    found = told()
    [(_, region, before)] = [each for each in found.values() if each[0] == Date(2028, 1, 1)]
    assert (region, before) == ("Region B", "Region C")
    assert len(found) == len({each[0] for each in found.values()})


def test_moved_change_of_the_second_keeps_its_name(second, admin, chair):
    before = told()
    assert all(f"post-{chair.pk}-" in each for each in before)
    move = actions.NewException(second.pk, "move", Date(2030, 1, 1), Date(2030, 7, 1), "Valet.")
    actions.decide(move, by=admin, on=ON)
    after = told()
    assert before.keys() == after.keys()
    [uid] = [uid for uid, each in before.items() if each[0] == Date(2030, 1, 1)]
    assert after[uid][0] == Date(2030, 7, 1)


def test_only_the_turn_that_holds_can_be_followed(second, regions, chair):
    form = OrderForm(on=Date(2028, 5, 1), regions=regions)
    assert [each.scheme for each in form.fields["follows"].queryset] == [second]


def test_taking_back_what_another_turn_has_come_after_is_refused(admin, regions, chair):
    a, b, c = regions
    RotationTerm.objects.create(post=chair, region=a, start=Date(2028, 1, 1), end=Date(2030, 1, 1))
    orders = [(Date(2028, 1, 1), (a, b, c)), (Date(2029, 1, 1), (b, c, a))]
    made = []
    for since, order in orders:
        order = actions.Order(since, 24, tuple(each.pk for each in order))
        new = actions.NewScheme(chair.body_id, f"Turen {since.year}", ((chair.pk, 0),), order)
        made.append(actions.decide(new, by=admin, on=ON).scheme)
        if len(made) == 1:
            last = actions.LastDay(made[0].pk, Date(2029, 1, 1), "Nytt.")
            actions.decide(last, by=admin, on=ON)
    before = list(RotationTerm.objects.order_by("pk").values())
    with pytest.raises(Refused) as refusal:
        actions.decide(actions.WithoutScheme(made[0].pk, "Fel."), by=admin, on=ON)
    assert str(refusal.value).startswith(
        "Perioden från och med 1 januari 2028 till och med 31 december 2029 var inlagd för hand "
        "och kan inte läggas tillbaka: turordningen Turen 2029 ger Region B posten"
    )
    assert list(RotationTerm.objects.order_by("pk").values()) == before
    assert RotationScheme.objects.count() == 2
