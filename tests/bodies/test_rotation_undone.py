"""Taking back what was decided of whose turn it is: what has come to depend on it, and that what
was there before comes back.

The turns are A, B, C two years each from 2022, on a day in 2026. Expected terms were worked out by
hand.
"""

import datetime

import pytest

from bodies.actions import rotation as actions
from bodies.actions.rotation_terms import settle
from bodies.models import RotationScheme, RotationTerm
from bodies.rotations.consequences import sides
from organisation.actions.refusals import Refused
from organisation.models import Region
from tests import factories as make

pytestmark = pytest.mark.django_db
Date = datetime.date
ON = Date(2026, 5, 1)


def refused(change, by, on=ON) -> str:
    with pytest.raises(Refused) as refusal:
        actions.decide(change, by=by, on=on)
    return str(refusal.value)


def swapped(scheme, by):
    first, second = Date(2028, 1, 1), Date(2030, 1, 1)
    return actions.decide(
        actions.NewException(scheme.pk, "swap", first, second, "Val i A."), by=by, on=ON
    ).made


def test_who_was_appointed_to_a_post_that_follows_depends_on_it_too(admin, regions, chair):
    scheme = make.scheme(chair, regions, "2022-01-01")
    post = make.post(make.body("Rådet"), "ordforande")
    make.follower(post, scheme.offices.get(), "2022-01-01", 1)
    settle(ON)
    made = swapped(scheme, admin)
    make.appoint(make.person("Ada Prov"), post, "2028-01-01", "2030-01-01")
    told = refused(actions.WithoutException(made.pk, "Fel."), admin)
    assert "Sedan dess har någon utsetts: Ada Prov, 2028–" in told


def test_who_was_appointed_for_other_days_depends_on_nothing(admin, regions, chair):
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    made = swapped(scheme, admin)
    make.appoint(make.person("Ada Prov"), chair, "2026-01-01", "2028-01-01")
    actions.decide(actions.WithoutException(made.pk, "Fel."), by=admin, on=ON)
    assert not scheme.exceptions.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("2026-01-01", "2028-01-01"), ("2026-01-01", "2028-07-01")),
        (("2029-01-01", None), ("2028-01-01", None)),
        (("2025-01-01", "2026-01-01"), ("2028-01-01", "2029-01-01")),
    ],
)
def test_who_was_given_more_days_after_it_depends_on_it_too(admin, regions, chair, before, after):
    row = make.appoint(make.person("Ada Prov"), chair, *before)
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    made = swapped(scheme, admin)
    row.start, row.end = after
    row.save()
    assert "Ada Prov" in refused(actions.WithoutException(made.pk, "Fel."), admin)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("2026-01-01", None), ("2026-01-01", "2029-01-01")),
        (("2028-01-01", "2030-01-01"), ("2028-07-01", "2030-01-01")),
        (("2026-01-01", "2027-01-01"), ("2026-01-01", "2028-01-01")),
    ],
)
def test_who_was_given_fewer_days_or_others_depends_on_nothing(
    admin, regions, chair, before, after
):
    row = make.appoint(make.person("Ada Prov"), chair, *before)
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    made = swapped(scheme, admin)
    row.start, row.end = after
    row.save()
    actions.decide(actions.WithoutException(made.pk, "Fel."), by=admin, on=ON)
    assert not scheme.exceptions.exists()


def test_last_day_is_not_taken_back_over_someone_appointed_since(admin, regions, chair):
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    actions.decide(actions.LastDay(scheme.pk, Date(2028, 1, 1), "Nytt."), by=admin, on=ON)
    held = make.appoint(make.person("Ada Prov"), chair, "2029-01-01")
    told = refused(actions.LastDay(scheme.pk, None, "Fel."), admin)
    assert "Sedan dess har någon utsetts: Ada Prov, 2029" in told
    assert told.endswith("Ändra det uppdraget först, eller låt turordningen sluta innan dess.")
    held.delete()
    actions.decide(actions.LastDay(scheme.pk, None, "Fel."), by=admin, on=ON)
    assert not RotationScheme.objects.filter(end__isnull=False).exists()


def test_last_day_has_no_way_round_by_two_steps(admin, regions, chair):
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    actions.decide(actions.LastDay(scheme.pk, Date(2028, 1, 1), "Nytt."), by=admin, on=ON)
    make.appoint(make.person("Ada Prov"), chair, "2029-01-01")
    refused(actions.LastDay(scheme.pk, Date(2030, 1, 1), "Längre."), admin)
    actions.decide(actions.LastDay(scheme.pk, Date(2028, 7, 1), "Längre."), by=admin, on=ON)
    scheme.refresh_from_db()
    scheme.name = "Ett annat namn"
    scheme.save()
    refused(actions.LastDay(scheme.pk, None, "Fel."), admin)
    assert RotationScheme.objects.get().end == Date(2028, 7, 1)


def test_days_that_nothing_changes_for_stand_in_no_way(admin, regions, chair):
    scheme = make.scheme(chair, regions, "2022-01-01")
    settle(ON)
    change = actions.NewException(scheme.pk, "move", Date(2028, 1, 1), Date(2028, 7, 1), "Val.")
    made = actions.decide(change, by=admin, on=ON).made
    held = make.appoint(make.person("Ada Prov"), chair, "2026-06-01", "2027-01-01")
    actions.decide(actions.WithoutException(made.pk, "Fel."), by=admin, on=ON)
    assert not scheme.exceptions.exists()
    made = actions.decide(change, by=admin, on=ON).made
    held.end = Date(2028, 3, 1)
    held.save()
    assert "Ada Prov" in refused(actions.WithoutException(made.pk, "Fel."), admin)


def new_scheme(chair, regions, since) -> actions.NewScheme:
    order = actions.Order(since, 24, tuple(each.pk for each in regions))
    return actions.NewScheme(chair.body_id, "Turen", ((chair.pk, 0),), order)


def put_up(chair, regions, since, by) -> RotationScheme:
    return actions.decide(new_scheme(chair, regions, since), by=by, on=ON).scheme


def test_turn_that_has_run_is_ended_instead(admin, regions, chair):
    scheme = put_up(chair, regions, Date(2024, 1, 1), admin)
    scheme.history.update(history_date=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC))
    assert refused(actions.WithoutScheme(scheme.pk, "Fel."), admin) == (
        "Turordningen har gällt från och med 1 januari 2024. Ge den en sista dag i stället, så "
        "står det som har varit kvar."
    )
    assert RotationTerm.objects.filter(scheme=scheme).exists()


def test_turn_that_has_not_begun_is_taken_back_whenever_it_was_made(admin, regions, chair):
    scheme = put_up(chair, regions, Date(2028, 1, 1), admin)
    scheme.history.update(history_date=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC))
    actions.decide(actions.WithoutScheme(scheme.pk, "Fel."), by=admin, on=ON)
    assert not RotationTerm.objects.exists()


def test_turn_that_someone_was_appointed_by_is_not_taken_back(admin, regions, chair):
    scheme = put_up(chair, regions, Date(2028, 1, 1), admin)
    make.appoint(make.person("Ada Prov"), chair, "2028-01-01", "2030-01-01")
    assert "Ada Prov" in refused(actions.WithoutScheme(scheme.pk, "Fel."), admin)


def by_hand() -> list[tuple]:
    rows = RotationTerm.objects.order_by("start")
    return [(each.start.year, each.end, each.region.name, each.scheme_id) for each in rows]


@pytest.mark.parametrize("kind", ["swap", "move", "shift"])
def test_terms_put_in_by_hand_come_back_after_an_exception_too(admin, regions, chair, kind):
    for year, region in ((2026, regions[0]), (2028, regions[1]), (2030, regions[2])):
        RotationTerm.objects.create(
            post=chair, region=region, start=Date(year, 1, 1), end=Date(year + 2, 1, 1)
        )
    before = by_hand()
    scheme = put_up(chair, regions, Date(2026, 1, 1), admin)
    second = Date(2030, 1, 1) if kind == "swap" else Date(2028, 7, 1)
    change = actions.NewException(scheme.pk, kind, Date(2028, 1, 1), second, "Val i A.")
    made = actions.decide(change, by=admin, on=ON).made
    assert by_hand()[: len(before)] != before
    actions.decide(actions.WithoutException(made.pk, "Fel."), by=admin, on=ON)
    scheme.history.update(history_date=datetime.datetime(2026, 5, 1, 8, tzinfo=datetime.UTC))
    actions.decide(actions.WithoutScheme(scheme.pk, "Fel."), by=admin, on=ON)
    assert by_hand() == before


def as_told(difference) -> list[list[str]]:
    """What a difference is before and after, as years and regions."""
    names = dict(Region.objects.values_list("pk", "name"))
    return [
        [
            f"{e.start.year}–{e.end.year} {names[e.region][-1]}"
            for some in side.values()
            for e in some
        ]
        for side in sides(difference)
    ]


def test_what_goes_when_a_turn_is_taken_back_is_told(admin, regions, chair):
    scheme = put_up(chair, regions, Date(2028, 1, 1), admin)
    done = actions.decide(actions.WithoutScheme(scheme.pk, "Fel."), by=admin, on=ON)
    before = ["2028–2030 A", "2030–2032 B", "2032–2034 C", "2034–2036 A", "2036–2038 B"]
    assert as_told(done.difference) == [before, []]
    assert done.difference.from_day == Date(2028, 1, 1)


def test_terms_put_in_by_hand_that_stay_are_not_told_as_gone(admin, regions, chair):
    make.term(chair, regions[0], Date(2028, 1, 1), Date(2030, 1, 1))
    scheme = put_up(chair, regions, Date(2028, 1, 1), admin)
    done = actions.decide(actions.WithoutScheme(scheme.pk, "Fel."), by=admin, on=ON)
    before = ["2030–2032 B", "2032–2034 C", "2034–2036 A", "2036–2038 B"]
    assert as_told(done.difference) == [before, []]
