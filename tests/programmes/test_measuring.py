"""What people write of measurements is read as the cases say, and so is where a goal stands."""

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from organisation.rules import Finding
from programmes.measuring import (
    Direction,
    Interval,
    Point,
    Target,
    number_text,
    period_name,
    period_of,
    periods_back,
    stands,
    value_of,
    with_unit,
)

CASES = tomllib.loads(Path(__file__).with_name("measuring_cases.toml").read_text())
ON = datetime.date(2026, 2, 9)
D = datetime.date


def named(case):
    return case.get("why") or f"{case['text']!r} {case.get('unit') or case.get('interval') or ''}"


@pytest.mark.parametrize("case", CASES["value"], ids=named)
def test_numbers_are_read_as_people_write_them(case):
    found = value_of(case["text"], case.get("unit", "antal"), case.get("decimals", 0))
    if "refused" in case:
        assert isinstance(found, Finding), found
        assert case["refused"] in found.message
        assert found.subject == "value"
    else:
        expected = None if case["is"] == "missing" else Decimal(case["is"])
        assert not isinstance(found, Finding), found
        assert found == expected


@pytest.mark.parametrize("case", CASES["period"], ids=named)
def test_periods_are_read_as_people_write_them(case):
    found = period_of(case["text"], Interval(case["interval"]), ON)
    if "refused" in case:
        assert isinstance(found, Finding), found
        assert case["refused"] in found.message
        assert found.subject == "period"
    else:
        assert found == tuple(map(D.fromisoformat, case["is"]))


@pytest.mark.parametrize("case", CASES["stands"], ids=named)
def test_where_a_goal_stands(case):
    targets = [
        Target(D.fromisoformat(by), Decimal(value), Decimal(upper[0]) if upper else None)
        for by, value, *upper in case.get("targets", ())
    ]
    points = [
        Point(D(int(year), 1, 1), D(int(year) + 1, 1, 1), Decimal(value) if value else None)
        for year, value in (
            (year, value.replace(",", ".")) for year, value in case.get("points", ())
        )
    ]
    on = D.fromisoformat(case["on"])
    for order in (points, points[::-1]):
        found = stands(Direction(case["direction"]), targets, order, on)
        assert found.state == case["is"]
        if "at" in case:
            assert str(found.point.first.year) == case["at"]
        if "target" in case:
            assert found.target.value == Decimal(case["target"])


@pytest.mark.parametrize("interval", Interval)
def test_a_periods_names_are_read_again(interval):
    firsts = periods_back(ON, interval, 30)
    assert len(firsts) == len(set(firsts)) == 30
    for first in firsts:
        for short in (False, True):
            found = period_of(period_name(first, interval, short=short), interval, ON)
            assert not isinstance(found, Finding), found
            assert found[0] == first
    assert found[1] <= ON


def test_the_latest_periods_are_those_that_are_over():
    assert periods_back(ON, Interval.YEAR, 2) == [D(2024, 1, 1), D(2025, 1, 1)]
    assert periods_back(ON, Interval.QUARTER, 2) == [D(2025, 7, 1), D(2025, 10, 1)]
    assert periods_back(ON, Interval.MONTH, 2) == [D(2025, 12, 1), D(2026, 1, 1)]


def test_numbers_are_written_with_comma_and_space():
    assert number_text(Decimal("1234.5"), 1) == "1\u00a0234,5"
    assert number_text(Decimal("-5"), 0) == "\u22125"
    assert with_unit(Decimal("87"), 0, "procent") == "87\u00a0%"
    assert with_unit(Decimal("12"), 1, "dagar") == "12,0\u00a0dagar"
    assert with_unit(Decimal("3"), 0, "antal") == "3"
