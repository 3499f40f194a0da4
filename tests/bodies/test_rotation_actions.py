"""Deciding whose turn it is: what is stored, what is refused, and taking it back.

The turns are A, B, C two years each from 2022, on a day in 2026: A 2022, B 2024, C 2026, A 2028 …
Expected terms were worked out by hand.
"""

import datetime

import pytest

from bodies.actions import rotation as actions
from bodies.actions.rotation_terms import settle
from bodies.models import (
    RotationException,
    RotationPart,
    RotationScheme,
    RotationTerm,
    Tenure,
)
from bodies.rotations.to_correct import turns_to_correct
from bodies.standings import standing_of
from organisation.actions.refusals import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db
Date = datetime.date
ON = Date(2026, 5, 1)


@pytest.fixture
def led(regions):
    """A leading body whose chair goes in turn, and a body that follows it one place ahead."""
    body, other = make.body("Ledningen"), make.body("Rådet")
    scheme = make.scheme(make.post(body, "ordforande"), regions, "2022-01-01")
    make.follower(make.post(other, "ordforande"), scheme.offices.get(), "2022-01-01", 1)
    settle(ON)
    return scheme


def terms_of(scheme, start="2024-01-01", end="2034-01-01") -> str:
    """The terms of a scheme's first office that begin in a span, as year and region's letter."""
    rows = RotationTerm.objects.filter(
        post=scheme.offices.first().post, start__gte=start, start__lt=end
    )
    told = []
    for each in rows.select_related("region").order_by("start"):
        day = str(each.start).removesuffix("-01").removesuffix("-01")
        told.append(f"{day} {each.region.name[-1]}")
    return " ".join(told)


def follower_of(scheme):
    return RotationScheme.objects.exclude(pk=scheme.pk).get()


def why_refused(change, by) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        actions.decide(change, by=by, on=ON)
    [finding] = refusal.value.findings
    return finding.subject, finding.message


def test_terms_are_stored_ten_years_ahead(led):
    assert terms_of(led, "2022-01-01", "2040-01-01") == (
        "2022 A 2024 B 2026 C 2028 A 2030 B 2032 C 2034 A 2036 B"
    )
    assert terms_of(follower_of(led)) == "2024 C 2026 A 2028 B 2030 C 2032 A"


def test_a_later_day_adds_what_has_come_nearer_and_changes_nothing_else(led):
    before = list(RotationTerm.objects.order_by("pk").values())
    assert not settle(ON)
    done = settle(Date(2028, 2, 1))
    assert [(each.start.year, each.end.year) for each in done.new] == [(2038, 2040)] * 2
    assert (done.gone, done.changed, done.shorter) == ((), (), ())
    assert list(RotationTerm.objects.order_by("pk").values())[: len(before)] == before


def test_swap_moves_along_those_who_follow(led, admin):
    swap = actions.NewException(led.pk, "swap", Date(2028, 1, 1), Date(2030, 1, 1), "Val i A.")
    done = actions.decide(swap, by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028 B 2030 A 2032 C"
    assert terms_of(follower_of(led)) == "2024 C 2026 A 2028 C 2030 B 2032 A"
    assert done.difference.from_day == Date(2028, 1, 1)
    rows = RotationTerm.history.filter(history_type="~", history_user=admin)
    assert {each.history_change_reason for each in rows} == {"Undantag: Val i A."}
    assert rows.count() == 4


def test_pinned_exception_leaves_those_who_follow(led, admin):
    swap = actions.NewException(
        led.pk, "swap", Date(2028, 1, 1), Date(2030, 1, 1), "Val i A.", pinned=True
    )
    actions.decide(swap, by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028 B 2030 A 2032 C"
    assert terms_of(follower_of(led)) == "2024 C 2026 A 2028 B 2030 C 2032 A"


def test_prolonged_term_makes_the_next_shorter_or_moves_all(led, admin):
    move = actions.NewException(led.pk, "move", Date(2028, 1, 1), Date(2028, 7, 1), "Valet.")
    done = actions.decide(move, by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028-07 A 2030 B 2032 C"
    actions.decide(actions.WithoutException(done.made.pk, "Fel."), by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028 A 2030 B 2032 C"
    shift = actions.NewException(led.pk, "shift", Date(2028, 1, 1), Date(2028, 7, 1), "Valet.")
    actions.decide(shift, by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028-07 A 2030-07 B 2032-07 C"


def test_new_order_holds_from_its_day_and_rewrites_nothing_before(led, admin, regions):
    a, b, c = (each.pk for each in regions)
    order = actions.Order(Date(2030, 1, 1), 12, (c, a), (b,))
    actions.decide(actions.NewOrder(led.pk, order), by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028 A 2030 C 2031 A 2032 C 2033 A"
    part = led.parts.order_by("since").last()
    actions.decide(actions.WithoutOrder(part.pk, "Fel."), by=admin, on=ON)
    assert terms_of(led) == "2024 B 2026 C 2028 A 2030 B 2032 C"
    assert RotationPart.objects.filter(scheme=led).count() == 1


def test_convener_in_turn_changes_on_the_day(led, admin, regions):
    """Who follows a turn through their seat is another from the day that the turn is another's."""
    committee = make.body("Utskottet")
    people = {}
    for region in regions:
        people[region.name[-1]] = make.person(family_name=region.name[-1])
        seat = make.post(committee, "ledamot", represents_region=region)
        make.appoint(people[region.name[-1]], seat, "2020-01-01")
    make.post(
        committee,
        "sammankallande",
        held_by_role=make.role("ledamot"),
        held_by_body=committee,
        held_in_turn_of=led.offices.get().post,
    )

    def convener(day):
        found = Tenure.objects.filter(body=committee, way="turn").current(day)
        return [each.person.family_name for each in found]

    assert convener(Date(2028, 1, 1)) == ["A"]
    swap = actions.NewException(led.pk, "swap", Date(2028, 1, 1), Date(2030, 1, 1), "Val i A.")
    actions.decide(swap, by=admin, on=ON)
    assert convener(Date(2027, 12, 31)) == ["C"]
    assert convener(Date(2028, 1, 1)) == ["B"]
    assert convener(Date(2030, 1, 1)) == ["A"]


def test_last_day_ends_the_turn_and_can_be_taken_away(led, admin):
    actions.decide(actions.LastDay(led.pk, Date(2031, 1, 1), "Läggs ned."), by=admin, on=ON)
    last = RotationTerm.objects.filter(scheme=led).order_by("start").last()
    assert (last.start, last.end) == (Date(2030, 1, 1), Date(2031, 1, 1))
    actions.decide(actions.LastDay(led.pk, None, "Fortsätter."), by=admin, on=ON)
    assert terms_of(led, "2022-01-01", "2040-01-01") == (
        "2022 A 2024 B 2026 C 2028 A 2030 B 2032 C 2034 A 2036 B"
    )


def test_new_turn_takes_up_terms_put_in_by_hand_and_gives_them_back(admin, regions):
    chair = make.post(make.body("Gruppen"), "ordforande")
    by_hand = make.term(chair, regions[0], "2024-01-01", "2026-01-01")
    order = actions.Order(Date(2024, 1, 1), 24, tuple(each.pk for each in regions))
    done = actions.decide(
        actions.NewScheme(chair.body_id, "Ordförande", ((chair.pk, 0),), order), by=admin, on=ON
    )
    assert terms_of(done.scheme) == "2024 A 2026 B 2028 C 2030 A 2032 B"
    assert RotationTerm.objects.get(pk=by_hand.pk).scheme == done.scheme
    actions.decide(actions.WithoutScheme(done.scheme.pk, "Fel organ."), by=admin, on=ON)
    [left] = RotationTerm.objects.filter(post=chair)
    assert (left.pk, left.scheme, left.end) == (by_hand.pk, None, Date(2026, 1, 1))


def test_term_by_hand_of_another_region_stands_in_the_way(admin, regions):
    chair = make.post(make.body("Gruppen"), "ordforande")
    make.term(chair, regions[2], "2025-01-01", "2027-01-01")
    order = actions.Order(Date(2024, 1, 1), 24, tuple(each.pk for each in regions))
    change = actions.NewScheme(chair.body_id, "Ordförande", ((chair.pk, 0),), order)
    _, message = why_refused(change, admin)
    assert message.startswith("Region C har redan posten ordförande i Gruppen från och med 1 janu")
    assert not RotationScheme.objects.exists()


def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(led, admin, regions):
    a, b, c = (each.pk for each in regions)
    office = follower_of(led).offices.get()
    before = list(RotationTerm.objects.order_by("pk").values())
    first, second = Date(2028, 1, 1), Date(2030, 1, 1)
    for change, at in (
        (actions.NewException(led.pk, "move", Date(2028, 2, 1), second, "x"), "first"),
        (actions.NewException(led.pk, "move", first, Date(2031, 1, 1), "x"), "second"),
        (actions.NewException(led.pk, "swap", first, Date(2028, 5, 1), "x"), "second"),
        (actions.NewException(led.pk, "swap", Date(2020, 1, 1), first, "x"), "first"),
        (actions.NewException(led.pk, "swap", first, second, " "), "reason"),
        (actions.NewException(led.pk, "interim", first, second, "x", region=a), "region"),
        (actions.NewException(led.pk, "interim", second, first, "x", region=b), "second"),
        (actions.NewException(led.pk, "swap", first, second, "19121212-1212"), "reason"),
        (actions.NewOrder(led.pk, actions.Order(Date(2029, 1, 1), 24, (a, b, c))), "since"),
        (actions.NewOrder(led.pk, actions.Order(second, 24, (a, b))), "places"),
        (actions.NewOrder(led.pk, actions.Order(second, follows=office.pk)), "follows"),
        (actions.LastDay(led.pk, Date(2021, 1, 1), "x"), "last"),
    ):
        subject, message = why_refused(change, admin)
        assert (subject, message[-1]) == (at, "."), (change, message)
    assert list(RotationTerm.objects.order_by("pk").values()) == before
    assert not RotationException.objects.exists()


def test_office_in_two_turns_at_once_is_refused(led, admin, regions):
    chair = led.offices.get().post
    order = actions.Order(Date(2028, 1, 1), 24, tuple(each.pk for each in regions))
    change = actions.NewScheme(chair.body_id, "Igen", ((chair.pk, 0),), order)
    with pytest.raises(Refused) as refusal:
        actions.decide(change, by=admin, on=ON)
    assert "går i två turordningar samtidigt" in str(refusal.value)


def test_what_someone_was_appointed_after_is_not_taken_back(led, admin):
    swap = actions.NewException(led.pk, "swap", Date(2028, 1, 1), Date(2030, 1, 1), "Val i A.")
    done = actions.decide(swap, by=admin, on=ON)
    person = make.person(given_name="Ada", family_name="Prov")
    make.appoint(person, led.offices.get().post, "2028-01-01", "2030-01-01")
    _, message = why_refused(actions.WithoutException(done.made.pk, "Fel."), admin)
    assert message.startswith("Sedan dess har någon utsetts: Ada Prov, 2028–")


def test_turn_that_others_follow_or_with_exceptions_is_not_taken_back(led, admin):
    _, message = why_refused(actions.WithoutScheme(led.pk, "Fel."), admin)
    assert message == "Andra följer den: Rådet. Ge dem en egen ordning först."
    follower = follower_of(led)
    make.exception(follower, "swap", "2028-01-01", "2030-01-01")
    _, message = why_refused(actions.WithoutScheme(follower.pk, "Fel."), admin)
    assert message.startswith("Turordningen har undantag eller fler ordningar.")


def test_only_those_who_may_decide_whose_turn_it_is(led):
    office = make.user("Staben")
    swap = actions.NewException(led.pk, "swap", Date(2028, 1, 1), Date(2030, 1, 1), "Val i A.")
    _, message = why_refused(swap, office)
    assert message == actions.NOT_YOURS


def test_terms_of_a_turn_that_can_not_be_worked_out_stay_as_they_are(led, admin):
    """A region that is added without a first day is missing in every order: nothing goes away."""
    before = list(RotationTerm.objects.order_by("pk").values())
    assert turns_to_correct(standing_of(admin, ON), ON) == []
    make.region(name="Region D", slug="d")
    assert not settle(Date(2028, 2, 1))
    assert list(RotationTerm.objects.order_by("pk").values()) == before
    [told] = turns_to_correct(standing_of(admin, ON), ON)
    assert told.finding.title == "Turordningen i Ledningen går inte att räkna fram"
    assert told.finding.message.startswith("Region D saknas i ordningen.")
