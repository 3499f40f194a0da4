"""What the database itself refuses of goals, targets and measurements."""

import pytest
from django.db import IntegrityError, transaction

from programmes.models import GoalTarget, Measurement, QualityGoal
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(by: str, change):
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        change()


@pytest.fixture
def goal():
    return make.goal(make.body())


@pytest.mark.parametrize("field", ["indicator", "unit", "direction", "interval"])
def test_half_measured_goal_is_refused(goal, field):
    rows = QualityGoal.objects.filter(pk=goal.pk)
    refused("goal_measured_wholly", lambda: rows.update(**{field: ""}))


def test_goal_may_be_without_measures():
    made = make.goal(make.body(), indicator="", unit="", direction="", interval="")
    assert not made.is_measured


def test_too_many_decimals_are_refused(goal):
    rows = QualityGoal.objects.filter(pk=goal.pk)
    refused("goal_few_decimals", lambda: rows.update(decimals=5))


@pytest.mark.parametrize("regional", [False, True])
def test_second_measurement_of_a_period_is_refused(goal, regional):
    region = make.region() if regional else None
    make.measurement(goal, 2025, 80, region)
    make.measurement(goal, 2024, 80, region)
    make.measurement(goal, 2025, 80, make.region())
    refused("measurement_once", lambda: make.measurement(goal, 2025, 81, region))


def test_measurement_without_value_says_why(goal):
    made = make.measurement(goal, 2025, None, comment="Registret var stängt")
    rows = Measurement.objects.filter(pk=made.pk)
    refused("measurement_or_why_not", lambda: rows.update(comment=""))


def test_measurement_of_no_days_is_refused(goal):
    made = make.measurement(goal, 2025, 80)
    rows = Measurement.objects.filter(pk=made.pk)
    refused("measurement_of_a_period", lambda: rows.update(period_end="2025-01-01"))


@pytest.mark.parametrize("regional", [False, True])
def test_second_target_of_a_day_is_refused(goal, regional):
    region = make.region() if regional else None
    make.goal_target(goal, "2026-12-31", 90, region)
    make.goal_target(goal, "2027-12-31", 90, region)
    refused("goal_target_once", lambda: make.goal_target(goal, "2026-12-31", 91, region))


def test_upper_value_below_the_lower_one_is_refused(goal):
    made = make.goal_target(goal, "2026-12-31", 60, upper=80)
    rows = GoalTarget.objects.filter(pk=made.pk)
    refused("goal_target_upper_above", lambda: rows.update(upper=60))
