"""What the rows of a file with measurements do, case by case."""

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from organisation.tables import TableRow
from programmes.importing.plan import plan_of
from programmes.importing.table import COLUMNS
from programmes.importing.values import BodySeen, GoalSeen, RegionSeen, World

FILE = tomllib.loads((Path(__file__).parent / "import_cases.toml").read_text())
ON = datetime.date(2026, 11, 23)
AT = {each.name: number for number, each in enumerate(COLUMNS)}


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def world() -> World:
    found = FILE["world"]
    return World(
        on=ON,
        bodies=[BodySeen(pk, path, names[0], tuple(names)) for pk, path, *names in found["bodies"]],
        regions=[
            RegionSeen(pk, name, tuple(others), day(start), day(end))
            for pk, name, others, start, end in found["regions"]
        ],
        goals=[GoalSeen(*values, end=day(end)) for *values, end in found["goals"]],
        stored={
            (goal, region or None, day(first)): (number(value), comment)
            for goal, region, first, value, comment in found["stored"]
        },
    )


def rows_of(case) -> list[TableRow]:
    # The first row of a file has the headings.
    return [
        TableRow(at, tuple("x" * 301 if cell == "LONG" else cell for cell in cells))
        for at, cells in enumerate(case["rows"], 2)
    ]


def test_the_cases_columns_are_those_of_the_import():
    assert list(AT) == ["body", "goal", "period", "region", "value", "comment", "unit"]


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["why"])
def test_what_rows_do(case):
    plan = plan_of(rows_of(case), AT, world())
    assert [row.kind.value for row in plan.rows] == case["does"]
    written = [row for row in plan.rows if row.kind.value in ("new", "change")]
    told = [(row.goal.pk, row.region or 0, row.first, row.value, row.comment) for row in written]
    if "writes" in case:
        assert told == [
            (goal, region, day(first), number(value), comment)
            for goal, region, first, value, comment in case["writes"]
        ]
    assert [row.before.value for row in written if row.before] == [
        number(each) for each in case.get("was", [])
    ]
    faults = [each for row in plan.rows for each in row.faults]
    assert [each.subject for each in faults] == [column for column, _ in case.get("wrong", [])]
    for fault, (_, piece) in zip(faults, case.get("wrong", []), strict=True):
        assert piece in fault.message
    assert plan.can_be_done == ("refused" not in case["does"] and bool(written))
