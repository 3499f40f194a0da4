"""Where goals stand as a whole, and what their charts are drawn of: every point at its value."""

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from programmes.charts.scale import scale_over
from programmes.measuring import Point, Standing, State, Target
from programmes.where import overall

day = datetime.date.fromisoformat
HERE = Path(__file__).parent
OVERALL = tomllib.loads((HERE / "where_cases.toml").read_text())["overall"]
SCALES = tomllib.loads((HERE / "scale_cases.toml").read_text())["scale"]


def standing(text: str) -> Standing:
    state = State(text.rstrip("*"))
    point = Point(day("2025-01-01"), day("2026-01-01"), Decimal(80))
    target = None if state is State.NO_TARGET else Target(day("2026-12-31"), Decimal(90))
    return Standing(state, target, None if text.endswith("*") else point)


@pytest.mark.parametrize("case", OVERALL, ids=lambda case: case["why"])
def test_where_a_goal_stands_as_a_whole(case):
    made = overall(standing(case["whole"]), [standing(each) for each in case["regions"]])
    assert made.state == case["is"]
    assert made.by_regions == (case["by"] == "regions")
    if made.by_regions:
        assert (made.reached, made.regions) == (case["reached"], len(case["regions"]))


@pytest.mark.parametrize("case", SCALES, ids=lambda case: ", ".join(case["values"]))
def test_the_marks_of_an_axis(case):
    made = scale_over(map(Decimal, case["values"]), case.get("decimals", 0))
    assert list(made.marks) == [Decimal(each) for each in case["marks"]]
