"""Who sits where, as a page shows it."""

import datetime

import pytest

from bodies.dossier import Dossier, find_body
from bodies.seating import seat_rows
from organisation.models import Region
from tests import factories as make

pytestmark = pytest.mark.django_db

D = datetime.date
TODAY = D(2026, 2, 6)


def grid(body, on=TODAY):
    """The post grid as plain tuples: (row, label, status, name or day)."""
    regions = list(Region.objects.all())
    dossier = Dossier(find_body(body.path, on), on, TODAY, regions, regions)
    return [
        (
            row.region.name if row.region else row.heading,
            seat.label,
            seat.status,
            seat.name or str(seat.since or ""),
        )
        for row in seat_rows(dossier, dossier.places)
        for seat in row.seats
    ]


@pytest.fixture
def regions(db):
    make.healthcare_region()
    return make.region(name="Norr"), make.region(name="Söder")


@pytest.fixture
def board(regions):
    return make.body("Nämnden")


def test_seats_stand_in_the_rows_of_their_regions_in_order(board, regions):
    north, south = regions
    for region in (south, north):
        make.appoint(make.person(f"{region.name} Ett"), make.post(board, represents_region=region))
    assert grid(board) == [
        ("Norr", "Ledamot", "held", "Norr Ett"),
        ("Söder", "Ledamot", "held", "Söder Ett"),
    ]


def test_vacancy_tells_since_when_and_nothing_is_claimed_of_a_seat_without_history(board, regions):
    north, south = regions
    make.appoint(make.person(), make.post(board, represents_region=north), None, D(2025, 11, 1))
    make.post(board, represents_region=south)
    assert grid(board) == [
        ("Norr", "Ledamot", "vacant", "2025-11-01"),
        ("Söder", "Ledamot", "unknown", ""),
    ]


def test_seat_made_on_a_known_day_is_vacant_since_then(board, regions):
    make.post(board, represents_region=regions[0], start=D(2026, 1, 1))
    assert grid(board) == [("Norr", "Ledamot", "vacant", "2026-01-01")]


def test_holder_of_office_and_seat_stands_once_under_both_names(board, regions):
    person = make.person("Carin Chef")
    make.appoint(person, make.post(board, "ordforande"))
    make.appoint(person, make.post(board, represents_region=regions[1]))
    assert grid(board) == [("Söder", "Ordförande, ledamot", "held", "Carin Chef")]


def test_office_holders_region_is_the_terms_then_the_seats_then_their_own(board, regions):
    north, south = regions
    chair = make.post(board, "ordforande")
    person = make.person("Carin Chef")
    appointment = make.appoint(person, chair)
    assert grid(board)[0][0] == "Inte knuten till en region"
    make.affiliation(person, north)
    assert grid(board)[0][0] == "Norr"
    seat = make.appoint(person, make.post(board, represents_region=south))
    assert grid(board) == [("Söder", "Ordförande, ledamot", "held", "Carin Chef")]
    make.term(chair, north)
    assert grid(board) == [
        ("Norr", "Ordförande", "held", "Carin Chef"),
        ("Söder", "Ledamot", "held", "Carin Chef"),
    ]
    assert (appointment.post, seat.post.represents_region) == (chair, south)


def test_next_holder_is_planned_in_the_row_of_the_coming_turn(board, regions):
    north, south = regions
    chair = make.post(board, "ordforande")
    make.term(chair, north, D(2025, 1, 1), D(2027, 1, 1))
    make.term(chair, south, D(2027, 1, 1), D(2029, 1, 1))
    make.appoint(make.person("Nina Nu"), chair, D(2025, 1, 1), D(2027, 1, 1))
    make.appoint(make.person("Siv Sen"), chair, D(2027, 1, 1))
    assert grid(board) == [
        ("Norr", "Ordförande", "held", "Nina Nu"),
        ("Söder", "Ordförande", "planned", "Siv Sen"),
    ]
    assert grid(board, D(2027, 1, 1)) == [("Söder", "Ordförande", "held", "Siv Sen")]
    assert grid(board, D(2025, 6, 1)) == [("Norr", "Ordförande", "held", "Nina Nu")], (
        "looking back, nothing later is shown"
    )


def test_who_is_to_come_stands_after_those_who_sit_now(board, regions):
    south = regions[1]
    chair = make.post(board, "ordforande")
    make.term(chair, south, D(2027, 1, 1), D(2029, 1, 1))
    make.appoint(make.person("Siv Sen"), chair, D(2027, 1, 1))
    make.appoint(make.person("Lo Led"), make.post(board, represents_region=south), D(2025, 1, 1))
    assert [name for row, _, _, name in grid(board) if row == "Söder"] == ["Lo Led", "Siv Sen"]


def test_vacant_office_stands_with_the_region_whose_turn_it_is(board, regions):
    chair = make.post(board, "ordforande")
    make.term(chair, regions[1])
    make.appoint(make.person(), chair, None, D(2026, 1, 1))
    assert grid(board) == [("Söder", "Ordförande", "vacant", "2026-01-01")]


def test_derived_seat_tells_what_it_follows(board, regions):
    other = make.body("Rådet", of=make.kind("rad", name_prefix="Kunskapsråd"))
    chair = make.post(other, "ordforande")
    make.post(board, held_by_role=chair.role, held_by_body=other)
    person = make.person("Carin Chef")
    make.affiliation(person, regions[0])
    make.appoint(person, chair)
    dossier_on = Dossier(find_body(board.path, TODAY), TODAY, TODAY, list(regions), list(regions))
    seat = seat_rows(dossier_on, dossier_on.places)[0].seats[0]
    assert seat.provenance == "ordförande i Kunskapsråd Rådet"
    assert (seat.name, seat.region) == ("Carin Chef", regions[0])


def test_person_in_the_same_office_of_two_bodies_stands_in_both(regions):
    person = make.person("Carin Chef")
    make.affiliation(person, regions[0])
    for name in ("Ett", "Två"):
        body = make.body(name)
        make.appoint(person, make.post(body, "ordforande"))
        assert grid(body) == [("Norr", "Ordförande", "held", "Carin Chef")]


def parties(body, on=TODAY):
    """Who stands in the post grid with which party."""
    regions = list(Region.objects.all())
    dossier = Dossier(find_body(body.path, on), on, TODAY, regions, regions)
    return {
        seat.name: seat.party
        for row in seat_rows(dossier, dossier.places)
        for seat in row.seats
        if seat.status == "held"
    }


def member(name, region, post, **works):
    """Someone with a party, in a post."""
    who = make.person(name)
    make.affiliation(who, region, party="Provpartiet", **works)
    make.appoint(who, post)
    return who


def test_party_stands_beside_elected_representatives_of_the_board_only(regions):
    north, _ = regions
    elected = make.body("Nämnden", function="board")
    for name, role in (
        ("Lena Led", "ledamot"),
        ("Erik Ers", "ersattare"),
        ("Olle Ord", "ordforande"),
    ):
        member(name, north, make.post(elected, role))
    member("Siv Sek", north, make.post(elected, "sekreterare"))
    assert parties(elected) == {
        "Lena Led": "Provpartiet",
        "Erik Ers": "Provpartiet",
        "Olle Ord": "Provpartiet",
        "Siv Sek": "",
    }


@pytest.mark.parametrize("function", ["executive", "council", "programme_area", "other"])
def test_party_is_never_told_in_any_other_body(regions, function):
    body = make.body("Organet", function=function)
    for role in ("ledamot", "ordforande", "ersattare"):
        member(f"Prov {role}", regions[0], make.post(body, role))
    assert set(parties(body).values()) == {""}


def test_party_is_the_one_of_the_day(regions):
    elected = make.body("Nämnden", function="board")
    who = member("Lena Led", regions[0], make.post(elected), end=D(2025, 1, 1))
    make.affiliation(who, regions[0], party="Nypartiet", start=D(2025, 1, 1))
    assert parties(elected, D(2024, 12, 31)) == {"Lena Led": "Provpartiet"}
    assert parties(elected, D(2025, 1, 1)) == {"Lena Led": "Nypartiet"}


def test_party_is_told_of_a_secretary_who_is_a_member_too(regions):
    elected = make.body("Nämnden", function="board")
    who = member("Lena Led", regions[0], make.post(elected, represents_region=regions[0]))
    make.appoint(who, make.post(elected, "sekreterare"))
    assert parties(elected) == {"Lena Led": "Provpartiet"}
