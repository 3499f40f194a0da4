"""The rules about what is wrong in the data: cases and answers written by hand."""

import datetime

import pytest

from bodies.rules import (
    Holder,
    Vacancy,
    affiliation_findings,
    contact_findings,
    seat_findings,
    unknown_findings,
    vacancy_findings,
)
from organisation.rules import (
    Severity,
    interpretation_findings,
    is_silent,
    owner_findings,
    same_name_findings,
)

DAY = datetime.date
ERROR, WARNING, NOTICE = Severity


def of(findings):
    return [(each.code, each.severity, each.subject) for each in findings]


@pytest.mark.parametrize(
    ("vacancy", "severity", "title"),
    [
        (
            Vacancy("Ordförande i Hud", "ordförande", "Hud", True, DAY(2025, 11, 1)),
            ERROR,
            "Hud saknar ordförande",
        ),
        (
            Vacancy("Ledamot i Cancer, Norr", "ledamot", "Cancer", False, DAY(2025, 11, 1)),
            WARNING,
            "Cancer saknar ledamot",
        ),
    ],
)
def test_vacancy(vacancy, severity, title):
    [found] = vacancy_findings([vacancy])
    assert (found.code, found.severity, found.subject) == ("vacant", severity, vacancy.post)
    assert found.title == title
    assert "Vakant sedan 1 november 2025" in found.message


def test_a_region_is_told_with_the_seat_it_lacks():
    told = Vacancy("Ledamot i Cancer, Norr", "ledamot", "Cancer", False, DAY(2025, 11, 1), "Norr")
    assert vacancy_findings([told])[0].title == "Cancer saknar ledamot från Norr"


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], []),
        (["Processtöd"], [("unknown-holders", NOTICE, "Hud")]),
        (["Ordförande", "Processtöd"], [("unknown-holders", NOTICE, "Hud")]),
    ],
)
def test_posts_that_nobody_is_known_to_have_held(roles, expected):
    found = unknown_findings([("Hud", roles)])
    assert of(found) == expected
    for each in found:
        assert all(role.lower() in each.message for role in roles)


def test_the_same_role_many_times_is_counted():
    [found] = unknown_findings([("Nämnden", ["Ledamot"] * 9 + ["Sekreterare"])])
    assert "ledamot (9)" in found.message
    assert "sekreterare" in found.message


@pytest.mark.parametrize(
    ("required", "seats", "expected"),
    [
        ("", set(), []),
        ("Nämnden", {"Nämnden"}, []),
        ("Nämnden", {"Nämnden", "Rådet"}, []),
        ("Nämnden", {"Rådet"}, [("office-without-seat", ERROR, "Ordförande i Nämnden")]),
        ("Nämnden", set(), [("office-without-seat", ERROR, "Ordförande i Nämnden")]),
    ],
)
def test_an_office_that_demands_a_seat(required, seats, expected):
    found = seat_findings([("Ada Provsson", "Ordförande i Nämnden", required, seats)])
    assert of(found) == expected
    for each in found:
        assert "Ada Provsson" in each.message


@pytest.mark.parametrize(
    ("wanted", "regions", "expected"),
    [
        ("", {"Norr"}, []),
        ("Norr", {"Norr"}, []),
        ("Norr", {"Norr", "Syd"}, []),
        ("Norr", {"Syd"}, [("other-region", WARNING, "Ada Provsson")]),
        ("Norr", set(), [("no-affiliation", WARNING, "Ada Provsson")]),
        ("", set(), [("no-affiliation", WARNING, "Ada Provsson")]),
    ],
)
def test_where_the_holder_belongs(wanted, regions, expected):
    found = affiliation_findings([Holder("Ada Provsson", "Ledamot i Hud", wanted, regions)])
    assert of(found) == expected
    for each in found:
        assert "Ledamot i Hud" in each.message


@pytest.mark.parametrize(
    ("email", "reachable", "expected"),
    [
        ("", False, [("no-contact", WARNING, "Hud")]),
        ("hud@norr.example", False, []),
        ("", True, []),
        ("hud@norr.example", True, []),
    ],
)
def test_a_body_that_nobody_can_write_to(email, reachable, expected):
    assert of(contact_findings([("Hud", email, reachable)])) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ada Provsson", "Bo Provsson"], []),
        (["Ada Provsson", "Ada Provsson"], [["Ada Provsson", "Ada Provsson"]]),
        (["Ada Provsson", "ada  PROVSSON"], [["Ada Provsson", "ada  PROVSSON"]]),
        (["Ada Åhs", "Ada Ahs"], []),
        (["Ann-Mari Ek", "Ann Mari Ek"], [["Ann-Mari Ek", "Ann Mari Ek"]]),
        (["A B", "A B", "A B", "C D"], [["A B", "A B", "A B"]]),
    ],
)
def test_two_records_that_may_be_one_person(names, expected):
    found = same_name_findings(enumerate(names))
    assert [[names[key] for key in keys] for _, keys in found] == expected
    for finding, keys in found:
        assert (finding.code, finding.severity) == ("same-name", WARNING)
        assert finding.subject == names[keys[0]]


@pytest.mark.parametrize(
    ("owner", "default", "expected"),
    [
        ("", "", [("no-owner", WARNING, "Om")]),
        ("  ", "", [("no-owner", WARNING, "Om")]),
        ("Staben", "", []),
        ("", "Staben", []),
    ],
)
def test_a_page_that_nobody_answers_for(owner, default, expected):
    assert of(owner_findings([("Om", owner)], default)) == expected


def test_the_same_interpretation_of_many_records_is_one_finding():
    found = interpretation_findings(
        [("Läst som A.", "Hud"), ("Läst som A.", "Cancer"), ("Läst som B.", "Om")]
    )
    assert [(each.code, each.severity, each.title) for each in found] == [
        ("interpretation", NOTICE, "Tolkning i 2 uppgifter"),
        ("interpretation", NOTICE, "Tolkning: Om"),
    ]
    assert "Läst som A." in found[0].message


@pytest.mark.parametrize(
    ("until", "lifted", "on", "silent"),
    [
        (DAY(2026, 3, 1), False, DAY(2026, 2, 28), True),
        (DAY(2026, 3, 1), False, DAY(2026, 3, 1), True),
        (DAY(2026, 3, 1), False, DAY(2026, 3, 2), False),
        (DAY(2026, 3, 1), True, DAY(2026, 2, 28), False),
    ],
)
def test_a_finding_is_silent_up_to_its_last_day(until, lifted, on, silent):
    assert is_silent(until, lifted, on) is silent
