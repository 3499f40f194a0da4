"""What a person may do follows from posts, grants and groups of the day, and from nothing else."""

import datetime

import pytest
from guardian.shortcuts import assign_perm

from bodies.models import Body, BodyRelation, Grant
from bodies.standings import standing_of, standings_of
from organisation.rights import Action, Capacity, Thing
from tests import factories as make

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 22)


def capacities(user, on=ON):
    return sorted(each.capacity.value for each in standing_of(user, on).holdings)


def test_account_without_a_person_has_no_rights():
    assert standing_of(make.user(office=False), ON).holdings == ()
    assert standing_of(None, ON).holdings == ()


@pytest.mark.parametrize(
    ("function", "role", "expected"),
    [
        (Body.Function.BOARD, "ledamot", ["member"]),
        (Body.Function.BOARD, "ersattare", ["member"]),
        (Body.Function.COLLABORATION_GROUP, "processtod", ["support"]),
        (Body.Function.COLLABORATION_GROUP, "sekreterare", ["support"]),
        (Body.Function.COLLABORATION_GROUP, "ordforande", ["chair"]),
        (Body.Function.WORKING_COMMITTEE, "sammankallande", ["chair", "office"]),
        (Body.Function.STAFF_OFFICE, "ledamot", ["member", "office"]),
        (Body.Function.SECRETARIAT, "ledamot", ["member", "office"]),
        (Body.Function.STEERING_GROUP, "ledamot", ["member"]),
        (Body.Function.COUNCIL, "sekreterare", ["council", "support"]),
        (Body.Function.COUNCIL, "ledamot", ["member"]),
    ],
)
def test_post_gives_what_its_role_and_body_give(function, role, expected):
    user = make.user(office=False)
    make.holding(user, function, role)
    assert capacities(user) == expected


def test_right_is_there_from_the_first_day_and_gone_after_the_last():
    user = make.user(office=False)
    start, end = datetime.date(2026, 11, 22), datetime.date(2026, 12, 31)
    make.holding(user, make.body(), "ordforande", start, end)
    day = datetime.timedelta(days=1)
    found = [capacities(user, on) for on in (start - day, start, end - day, end)]
    assert found == [[], ["chair"], ["chair"], []]
    (holding,) = standing_of(user, start).holdings
    assert str(holding).endswith(", till och med 30 december 2026")


def test_account_that_is_shut_off_has_no_rights_whatever_it_holds():
    user = make.user(is_superuser=True)
    user.is_active = False
    assert standing_of(user, ON).holdings == ()
    assert standings_of([user], ON)[user.pk].holdings == ()


def test_council_leader_reaches_the_areas_of_the_day():
    user, old, now = make.user(office=False), make.body(), make.body()
    council = make.body(function=Body.Function.COUNCIL)
    make.relate(old, BodyRelation.Kind.PART_OF, council, end=ON)
    make.relate(now, BodyRelation.Kind.PART_OF, council, start=ON)
    make.holding(user, council, "sekreterare")
    (leads,) = [e for e in standing_of(user, ON).holdings if e.capacity is Capacity.COUNCIL]
    assert leads.below == {now.pk}


def test_person_merged_into_another_holds_what_either_does():
    user = make.user(office=False)
    make.holding(user, make.body(), "ordforande")
    double = make.person(merged_into=user.person)
    make.appoint(double, make.post(make.body(), "sekreterare"))
    other = make.user(office=False, person=double)
    expected = ["chair", "support"]
    assert capacities(user) == capacities(other) == expected
    both = standings_of([user, other], ON)
    assert [sorted(e.capacity for e in both[each.pk].holdings) for each in (user, other)] == [
        expected,
        expected,
    ]


def grant(user, **values):
    defaults = {
        "person": user.person,
        "capacity": Capacity.CHAIR.value,
        "start": ON,
        "end": ON + datetime.timedelta(days=7),
        "reason": "Ordföranden är ledig",
    }
    return Grant.objects.create(**defaults | values)


def test_grant_gives_what_the_post_would_for_its_days_and_until_it_is_taken_back():
    user = make.user(office=False, person=make.person())
    body = make.body("Ögonsjukdomar")
    given = grant(user, body=body)
    (holding,) = standing_of(user, ON).holdings
    assert (holding.capacity, holding.body) == (Capacity.CHAIR, body.pk)
    assert "Ögonsjukdomar: Ordföranden är ledig" in holding.reason
    assert capacities(user, given.end) == []
    given.revoked_at, given.revoked_by = make.NOW, make.user()
    given.save()
    assert capacities(user) == []


def test_editors_group_gives_its_region_and_no_other():
    region, other = make.region(), make.region()
    user = make.editor_of(make.user(office=False), region)
    assign_perm("change_region", user.groups.get(), other)
    (holding,) = standing_of(user, ON).holdings
    assert (holding.capacity, holding.region) == (Capacity.EDITOR, region.pk)
    substitute = make.user(office=False, person=make.person())
    grant(substitute, region=other, capacity=Capacity.EDITOR.value)
    (holding,) = standing_of(substitute, ON).holdings
    assert (holding.capacity, holding.region) == (Capacity.EDITOR, other.pk)


def test_standings_take_as_many_queries_for_many_accounts_as_for_one(
    django_assert_max_num_queries,
):
    council = make.body(function=Body.Function.COUNCIL)
    users = [make.user() for _ in range(20)]
    for each in users:
        make.holding(each, council, "sekreterare")
        make.editor_of(each, make.region())
    with django_assert_max_num_queries(2):
        one = standing_of(users[0], ON)
    with django_assert_max_num_queries(3):
        all_of_them = standings_of(users, ON)
    assert all_of_them[users[0].pk] == one
    assert len(one.holdings) == 5


def test_unknown_action_and_unknown_thing_are_errors_not_a_no():
    standing = standing_of(make.user(), ON)
    with pytest.raises(ValueError, match="paint"):
        standing.may_some("paint", Thing.COMMISSION)
    with pytest.raises(ValueError, match="moon"):
        standing.may_some(Action.READ, "moon")
