"""Who holds what: Tenure and vacancies, on the days around every change."""

import datetime

import pytest

from bodies.models import Place, Tenure
from tests import factories as make

pytestmark = pytest.mark.django_db

D = datetime.date


def holders(body, on):
    found = Tenure.objects.filter(body=body).current(on).select_related("person", "post__role")
    return sorted((str(each.post.role), each.person.name) for each in found)


def vacancies(body, on):
    found = Place.objects.filter(body=body).vacant(on).select_related("post__role")
    return sorted(str(each.post.role) for each in found)


@pytest.fixture
def council():
    """A council whose members are the chairs of its two areas."""
    council, first, second = make.body("Rådet"), make.body("Ett"), make.body("Två")
    make.relate(first, "part_of", council)
    make.relate(second, "part_of", council)
    chairs = [make.post(each, "ordforande", appointed_by_body=council) for each in (first, second)]
    make.post(
        council,
        held_by_role=make.role("ordforande"),
        held_by_body=council,
        held_by_relation="part_of",
    )
    return council, (first, second), chairs


def test_new_area_chair_is_council_member_at_once_and_the_old_one_is_not(council):
    body, _, (chair, other) = council
    make.appoint(make.person("Gammal Ordförande"), chair, None, "2026-03-01")
    make.appoint(make.person("Ny Ordförande"), chair, "2026-03-01")
    make.appoint(make.person("Annan Ordförande"), other)
    assert holders(body, D(2026, 2, 28)) == [
        ("Ledamot", "Annan Ordförande"),
        ("Ledamot", "Gammal Ordförande"),
    ]
    assert holders(body, D(2026, 3, 1)) == [
        ("Ledamot", "Annan Ordförande"),
        ("Ledamot", "Ny Ordförande"),
    ]


def test_derived_tenure_tells_which_post_and_relation_it_follows(council):
    body, (area, _), (chair, _) = council
    appointment = make.appoint(make.person("Ny Ordförande"), chair, "2026-03-01")
    tenure = Tenure.objects.filter(body=body).current(D(2026, 3, 1)).get()
    assert tenure.is_derived
    assert tenure.source_post == chair
    assert tenure.relation.subject == area
    assert tenure.appointment == appointment
    assert (tenure.start, tenure.end) == (D(2026, 3, 1), None)


def test_area_that_moves_takes_its_chair_along(council):
    body, (area, _), (chair, _) = council
    new = make.body("Nya rådet")
    make.post(
        new, held_by_role=make.role("ordforande"), held_by_body=new, held_by_relation="part_of"
    )
    make.appoint(make.person("Vår Ordförande"), chair)
    old = area.relations_out.get()
    old.end = D(2026, 7, 1)
    old.save()
    make.relate(area, "part_of", new, D(2026, 7, 1))
    assert holders(body, D(2026, 6, 30)) == [("Ledamot", "Vår Ordförande")]
    assert holders(new, D(2026, 6, 30)) == []
    assert holders(body, D(2026, 7, 1)) == []
    assert holders(new, D(2026, 7, 1)) == [("Ledamot", "Vår Ordförande")]


def test_vacant_area_leaves_a_vacant_place_in_the_council(council):
    body, _, (chair, _) = council
    make.appoint(make.person(), chair, None, "2026-03-01")
    assert vacancies(body, D(2026, 2, 28)) == ["Ledamot"]
    assert vacancies(body, D(2026, 3, 1)) == ["Ledamot", "Ledamot"]


def test_members_of_one_body_belong_to_another_straight():
    committee, office = make.body("AU"), make.body("Staben")
    seat = make.post(committee)
    make.post(office, held_by_role=seat.role, held_by_body=committee)
    make.appoint(make.person("Maj Medlem"), seat, "2026-01-01", "2027-01-01")
    assert holders(office, D(2025, 12, 31)) == []
    assert holders(office, D(2026, 1, 1)) == [("Ledamot", "Maj Medlem")]
    assert holders(office, D(2026, 12, 31)) == [("Ledamot", "Maj Medlem")]
    assert holders(office, D(2027, 1, 1)) == []


def test_convener_follows_the_region_whose_turn_it_is():
    leadership, committee = make.body("RSL"), make.body("AU")
    north, south = make.region(), make.region()
    chair = make.post(leadership, "ordforande")
    seats = {each: make.post(committee, represents_region=each) for each in (north, south)}
    make.post(
        committee,
        "sammankallande",
        held_by_role=make.role("ledamot"),
        held_by_body=committee,
        held_in_turn_of=chair,
    )
    make.term(chair, north, "2024-01-01", "2026-01-01")
    make.term(chair, south, "2026-01-01", "2028-01-01")
    make.appoint(make.person("Nora Nord"), seats[north])
    make.appoint(make.person("Sven Syd"), seats[south])
    conveners = [
        [name for role, name in holders(committee, on) if role == "Sammankallande"]
        for on in (D(2023, 12, 31), D(2025, 12, 31), D(2026, 1, 1), D(2028, 1, 1))
    ]
    assert conveners == [[], ["Nora Nord"], ["Sven Syd"], []]


def test_derivation_is_one_level():
    first, second, third = make.body(), make.body(), make.body()
    seat = make.post(first)
    make.post(second, held_by_role=seat.role, held_by_body=first)
    make.post(third, held_by_role=seat.role, held_by_body=second)
    make.appoint(make.person(), seat)
    assert len(holders(second, D(2026, 1, 1))) == 1
    assert holders(third, D(2026, 1, 1)) == []


def test_tenure_holds_only_while_post_and_appointment_do():
    post = make.post(make.body(), start="2026-02-01", end="2026-04-01")
    make.appoint(make.person("Nils Nu"), post, "2026-01-01", "2026-03-01")
    days = [D(2026, 1, 31), D(2026, 2, 1), D(2026, 2, 28), D(2026, 3, 1)]
    assert [len(holders(post.body, on)) for on in days] == [0, 1, 1, 0]
    assert [len(vacancies(post.body, on)) for on in (*days, D(2026, 4, 1))] == [0, 0, 0, 1, 0]


def test_current_uses_the_exclusion_constraints_own_index(sql):
    body = make.body()
    post = make.post(body)
    for year in range(1000, 2900):
        make_row = (
            'INSERT INTO bodies_appointment (post_id, person_id, start, "end", source_note,'
            " interpretation, end_reason) VALUES (%s, %s, %s, %s, '', '', '')"
        )
        if year == 1000:
            person = make.person()
        sql(make_row, post.pk, person.pk, f"{year}-01-01", f"{year + 1}-01-01")
    sql("ANALYZE bodies_appointment")
    plan = Tenure.objects.filter(person=make.person()).current(D(2026, 1, 1)).explain()
    assert "Seq Scan on bodies_appointment" not in plan
    plan = post.appointments.model.objects.current(D(2026, 1, 1)).explain()
    assert "appointment_one_person_per_post" in plan


def test_body_that_ends_or_has_not_begun_takes_its_tenures_with_it(council):
    body, (area, other), (chair, other_chair) = council
    make.appoint(make.person("Eva Ett"), chair)
    make.appoint(make.person("Tom Två"), other_chair)
    area.end = D(2026, 7, 1)
    area.save()
    other.start = D(2026, 3, 1)
    other.save()
    days = [D(2026, 2, 28), D(2026, 3, 1), D(2026, 6, 30), D(2026, 7, 1)]
    assert [holders(body, on) for on in days] == [
        [("Ledamot", "Eva Ett")],
        [("Ledamot", "Eva Ett"), ("Ledamot", "Tom Två")],
        [("Ledamot", "Eva Ett"), ("Ledamot", "Tom Två")],
        [("Ledamot", "Tom Två")],
    ]
    assert holders(area, D(2026, 7, 1)) == vacancies(area, D(2026, 7, 1)) == []
    assert holders(other, D(2026, 2, 28)) == vacancies(other, D(2026, 2, 28)) == []


def test_post_that_follows_a_turn_is_a_vacancy_while_nobodys_turn_is_fixed():
    leadership, committee = make.body("RSL"), make.body("AU")
    north = make.region()
    chair = make.post(leadership, "ordforande")
    seat = make.post(committee, represents_region=north)
    make.post(
        committee,
        "sammankallande",
        held_by_role=seat.role,
        held_by_body=committee,
        held_in_turn_of=chair,
    )
    make.appoint(make.person("Nora Nord"), seat)
    day = D(2026, 1, 1)
    assert vacancies(committee, day) == ["Sammankallande"]
    make.term(chair, north, "2026-01-01", "2028-01-01")
    assert vacancies(committee, D(2025, 12, 31)) == ["Sammankallande"]
    assert vacancies(committee, day) == []
    assert vacancies(committee, D(2028, 1, 1)) == ["Sammankallande"]
    make.term(chair, make.region(), "2028-01-01")
    assert vacancies(committee, D(2028, 1, 1)) == ["Sammankallande"], "that region has no seat"
