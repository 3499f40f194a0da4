"""The database refuses turns that can't be, by itself, whatever code writes to it."""

import pytest

from tests import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db
SCHEME, PART = "bodies_rotationscheme", "bodies_rotationpart"
PLACE, EXCEPTION, OFFICE = (
    "bodies_rotationplace",
    "bodies_rotationexception",
    "bodies_rotationoffice",
)


@pytest.fixture
def turn():
    body = make.body("Ledningen")
    regions = [make.region(), make.region()]
    return make.scheme(make.post(body, "ordforande"), regions, "2026-01-01")


def again(sql, table: str, pk: int, changed: str = "", value: str = "") -> str:
    """The statement that puts in a row once more, with another value in a column."""
    columns = [
        f'"{name}"'
        for (name,) in sql(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND column_name <> 'id' ORDER BY 1",
            table,
        )
    ]
    names = ", ".join(columns)
    values = ", ".join(value if each == f'"{changed}"' else each for each in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {pk}"


def test_same_turn_twice_is_refused(sql, turn):
    refused(sql, again(sql, SCHEME, turn.pk), by="rotation_scheme_once")


def test_same_office_twice_in_a_turn_is_refused(sql, turn):
    office = turn.offices.get()
    refused(sql, again(sql, OFFICE, office.pk), by="rotation_office_once")


def test_two_orders_from_one_day_are_refused(sql, turn):
    part = turn.parts.get()
    refused(sql, again(sql, PART, part.pk), by="rotation_part_once_a_day")


@pytest.mark.parametrize(
    "change", ["months = NULL", "months = 0", "ahead = 1", "follows_id = {office}"]
)
def test_order_that_is_of_no_sort_or_of_both_is_refused(sql, turn, change):
    change = change.format(office=turn.offices.get().pk)
    refused(sql, f"UPDATE {PART} SET {change}", by="rotation_part_of_one_sort")


def test_region_twice_in_an_order_is_refused(sql, turn):
    first = turn.parts.get().places.first()
    refused(sql, again(sql, PLACE, first.pk, "place", "9"), by="rotation_place_region_once")


def test_two_regions_in_one_place_are_refused(sql, turn):
    first = turn.parts.get().places.first()
    other = str(make.region().pk)
    refused(sql, again(sql, PLACE, first.pk, "region_id", other), by="rotation_place_once")


def test_place_nought_is_refused(sql, turn):
    refused(sql, f"UPDATE {PLACE} SET place = 0 WHERE place = 1", by="rotation_place_from_one")


def test_same_exception_twice_is_refused(sql, turn):
    made = make.exception(turn, "swap", "2026-01-01", "2028-01-01")
    refused(sql, again(sql, EXCEPTION, made.pk), by="rotation_exception_once")


@pytest.mark.parametrize(
    ("kind", "change", "by"),
    [
        ("swap", "second = first", "rotation_exception_complete"),
        ("swap", "region_id = {region}", "rotation_exception_complete"),
        ("interim", "region_id = NULL", "rotation_exception_complete"),
        ("interim", "second = first - 1", "rotation_exception_complete"),
        ("shift", "post_id = {post}", "rotation_exception_shift_for_all"),
        ("move", "reason = ''", "rotation_exception_says_why"),
    ],
)
def test_exception_that_cannot_be_is_refused(sql, turn, kind, change, by):
    region = turn.parts.get().places.first().region
    values = {"region": region} if kind == "interim" else {}
    make.exception(turn, kind, "2028-01-01", "2028-07-01", **values)
    change = change.format(region=region.pk, post=turn.offices.get().post_id)
    refused(sql, f"UPDATE {EXCEPTION} SET {change}", by=by)
