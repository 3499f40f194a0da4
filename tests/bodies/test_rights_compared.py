"""What someone may do beyond what they could before: nothing is told both as lost and as kept."""

import pytest

from bodies.rights_compared import all_rights, beyond
from bodies.standings import standing_of_person
from organisation.dates import today
from organisation.rights import Action, Capacity, Thing
from organisation.standing import Holding, Standing
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return make.body("Tandvård")


def may(*holdings: Holding):
    return all_rights(Standing(today(), holdings=holdings))


def acts(capacity: Capacity, **values) -> Holding:
    return Holding(capacity, "", **values)


def test_only_the_actions_that_differ_are_told(body):
    support = may(acts(Capacity.SUPPORT, body=body.pk))
    chair = may(acts(Capacity.CHAIR, body=body.pk))
    assert beyond(chair, support) == [
        "registrera beslut och skicka tillbaka, publicera och återkalla handlingsplaner, "
        "verksamhetsplaner och årsrapporter; protokoll och minnesanteckningar: Tandvård"
    ]
    assert beyond(support, chair) == []


def test_the_same_by_another_post_is_no_difference(body):
    member, support = acts(Capacity.MEMBER, body=body.pk), acts(Capacity.SUPPORT, body=body.pk)
    assert beyond(may(support), may(support, member)) == []
    assert beyond(may(support, member), may(support)) == []


def test_what_a_wider_right_holds_is_told_neither_as_gained_nor_as_lost(body):
    admin, chair = acts(Capacity.ADMIN), acts(Capacity.CHAIR, body=body.pk)
    assert beyond(may(admin, chair), may(admin)) == []
    assert beyond(may(chair), may(admin)) == []
    assert not any("Tandvård" in each for each in beyond(may(admin, chair), may()))
    assert beyond(may(admin), may(chair))


def test_what_is_read_always_holds_what_is_read_when_it_is_shown(body):
    member, support = acts(Capacity.MEMBER, body=body.pk), acts(Capacity.SUPPORT, body=body.pk)
    told = beyond(may(support), may())
    assert not any("när de visas" in each and "protokoll" in each for each in told)
    assert any("när de visas" in each for each in beyond(may(member), may()))


def test_two_bodies_of_one_name_are_two(body):
    other = make.body("Tandvård")
    one, two = (may(acts(Capacity.CHAIR, body=each.pk)) for each in (body, other))
    assert beyond(one, two)
    assert beyond(two, one)


def test_every_right_of_the_table_is_compared(body):
    region = make.region()
    for capacity in Capacity:
        standing = Standing(today(), holdings=(acts(capacity, body=body.pk, region=region.pk),))
        rights = {(each.thing, each.action) for each in all_rights(standing)}
        asked = {(t, a) for t in Thing for a in Action if standing.may_some(a, t)}
        assert rights == asked
        assert beyond(all_rights(standing), frozenset())


def test_nobody_has_anything():
    assert not all_rights(standing_of_person(make.person(), today()))
