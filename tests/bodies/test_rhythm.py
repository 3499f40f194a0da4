"""How often, and when in the year, an office changes hands, in words."""

import datetime

import pytest

from bodies.rotation import Rota, Shift
from bodies.rotations.rhythm import as_shifted, rhythm
from bodies.rotations.spans import years_asked_for

D = datetime.date


@pytest.mark.parametrize(
    ("since", "months", "expected"),
    [
        (D(2026, 1, 1), 24, "byter region i januari vartannat år"),
        (D(2026, 1, 1), 12, "byter region i januari varje år"),
        (D(2026, 7, 1), 36, "byter region i juli vart tredje år"),
        (D(2026, 7, 1), 48, "byter region i juli vart fjärde år"),
        (D(2026, 3, 15), 24, "byter region den 15 mars vartannat år"),
        (D(2028, 2, 29), 12, "byter region den 29 februari varje år"),
        (D(2026, 1, 1), 1, "byter region varje månad"),
        (D(2026, 1, 1), 2, "byter region varannan månad"),
        (D(2026, 1, 1), 6, "byter region var sjätte månad"),
        (D(2026, 1, 1), 18, "byter region efter 18 månader"),
        (D(2026, 1, 1), 120, "byter region i januari vart tionde år"),
        (D(2026, 1, 1), 132, "byter region i januari efter elva år"),
    ],
)
def test_rhythm_is_told_as_people_say_it(since, months, expected):
    assert rhythm(Rota(since, ("K", "Ö"), months)) == expected


def test_rhythm_follows_a_change_that_moved_all_later_ones_once_it_has_been_made():
    part = Rota(D(2024, 1, 1), ("K", "Ö"), 24)
    shifts = [Shift(D(2026, 1, 1), D(2026, 7, 1))]
    assert rhythm(as_shifted(part, shifts, D(2026, 6, 30))).startswith("byter region i januari")
    assert rhythm(as_shifted(part, shifts, D(2026, 7, 1))).startswith("byter region i juli")


def asked(first="", last="", **values):
    return years_asked_for(first, last, now=2026, **values)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (2016, 2036)),
        ({"known_from": 2021}, (2021, 2036)),
        ({"known_from": 2001}, (2016, 2036)),
        ({"known_from": 2030}, (2026, 2036)),
        ({"ahead": 1}, (2016, 2027)),
        ({"first": "2020", "last": "2059"}, (2020, 2059)),
        ({"first": " 2020 ", "last": "2020"}, (2020, 2020)),
        ({"first": "2050"}, (2050, 2050)),
        ({"first": "1980"}, (1980, 2019)),
        ({"last": "2010"}, (2010, 2010)),
        ({"last": "2076"}, (2037, 2076)),
        ({"first": "1976", "last": "2015"}, (1976, 2015)),
    ],
)
def test_years_that_can_be_shown_are(given, expected):
    years = asked(given.pop("first", ""), given.pop("last", ""), **given)
    assert (years.errors, (years.first, years.last)) == ({}, expected)


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        ("2020", "2060", ["till"]),
        ("2020", "2019", ["till"]),
        ("1975", "2020", ["fran"]),
        ("2020", "2077", ["till"]),
        ("x", "y", ["fran", "till"]),
        ("-2020", "2e3", ["fran", "till"]),
        ("20200", "", ["fran"]),
    ],
)
def test_years_that_can_not_be_shown_are_refused_by_field_and_kept(first, last, fields):
    years = asked(first, last)
    assert list(years.errors) == fields
    assert (years.first, years.last) == (2016, 2036)
    assert years.typed == {"fran": first, "till": last}
