"""The charts of a goal: every value of the table is in the drawing at its place, and nothing else;
what is missing is missing in both."""

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.models import Region
from programmes.charts import over_time as drawing
from programmes.charts.by_region import by_region
from programmes.charts.over_time import over_time, spread
from programmes.measuring import period_from
from programmes.models import Measurement, QualityGoal
from programmes.where import NO_VALUE, where, where_of
from tests import factories as make

D = datetime.date
pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    make.healthcare_region()
    names = ("Region Ett", "Region Två", "Region Tre")
    return [make.region(name=name, order=at) for at, name in enumerate(names, 1)]


def measured(regions, interval: str, values: dict, **targets):
    """A goal with values from January 2021 on: of each region by its place, None for the whole; and
    targets by their year."""
    goal = make.goal(make.body(), interval=interval, decimals=1)
    for place, series in values.items():
        first = D(2021, 1, 1)
        for value in series:
            after = period_from(first, QualityGoal.Interval(interval))
            if value is not None:
                of = None if place is None else regions[place]
                make.measurement(goal, first.year, value, of, month=first.month)
            first = after
    for year, value in targets.items():
        make.goal_target(goal, D(int(year[1:]), 12, 31), value)
    return goal


ON = D(2026, 11, 23)


def told_of(goal, regions, on=ON):
    return where([goal], regions, on)[goal.pk]


YEARLY = {
    None: ["80", "82.5", "84", "88", "90"],
    0: ["81", None, "85.5", "90", "92"],
    1: ["70", "71", None, None, "79.5"],
}


def test_every_value_is_drawn_at_its_height_and_nothing_else(regions):
    told = told_of(measured(regions, "year", YEARLY, y2023="85", y2026="90"), regions)
    made = over_time(told)
    heights = {text.text: text.y - 5 for text in made.marks}
    assert list(heights) == ["70", "75", "80", "85", "90", "95"]
    per_unit = (heights["70"] - heights["95"]) / 25
    assert per_unit > 5
    for line, place in zip(made.lines, told.places, strict=False):
        values = {first: row.value for first, row in place.values.items()}
        assert {dot.first: dot.value for dot in line.dots} == values
        for dot in line.dots:
            assert dot.y == pytest.approx(
                heights["70"] - per_unit * float(dot.value - 70), abs=0.11
            )
    # Region Tre has told of nothing, and has no line, nor a label.
    assert [each.name for each in made.lines] == [
        "Hela sjukvårdsregionen",
        "Region Ett",
        "Region Två",
    ]


def test_a_missing_period_breaks_the_line(regions):
    made = over_time(told_of(measured(regions, "year", YEARLY), regions))
    whole, one, two = made.lines
    assert [each.count("M") for each in (whole.path, one.path, two.path)] == [1, 1, 1]
    assert whole.path.count("L") == 4
    # 2021 stands alone before the gap: a dot without a line.
    assert (len(one.dots), one.path.count("L")) == (4, 2)
    assert f"{one.dots[0].x} {one.dots[0].y}" not in one.path
    assert (len(two.dots), two.path.count("L")) == (3, 1)


def test_periods_follow_each_other_at_the_same_distance(regions):
    made = over_time(told_of(measured(regions, "year", YEARLY, y2026="90"), regions))
    assert [each.text for each in made.periods] == ["2021", "2022", "2023", "2024", "2025", "2026"]
    apart = {round(b.x - a.x) for a, b in pairwise(made.periods)}
    assert len(apart) == 1
    assert [each.x for each in made.lines[0].dots] == [each.x for each in made.periods[:5]]


def test_targets_hold_until_their_day(regions):
    made = over_time(told_of(measured(regions, "year", YEARLY, y2023="85", y2026="90"), regions))
    first, last = made.levels
    third, fourth = made.periods[2].x, made.periods[3].x
    assert first.x == made.left
    assert first.x + first.width == pytest.approx((third + fourth) / 2, abs=0.2)
    assert last.x == pytest.approx((third + fourth) / 2, abs=0.2)
    assert last.x + last.width == pytest.approx(made.right, abs=0.2)
    assert (first.label.text, last.label.text) == ("minst 85,0\xa0%", "minst 90,0\xa0%")


def test_what_is_to_be_within_is_a_band(regions):
    goal = measured(regions, "year", {None: ["80", "90"]})
    QualityGoal.objects.filter(pk=goal.pk).update(direction="within")
    goal.refresh_from_db()
    make.goal_target(goal, D(2026, 12, 31), "82", upper="88")
    (level,) = over_time(told_of(goal, regions)).levels
    assert level.height > 20
    rows = by_region(told_of(goal, regions)).rows
    assert all(each.upper > each.target for each in rows)


def test_marks_that_hide_each_other_are_left_out_but_not_the_values(regions):
    series = [str(50 + at % 7) for at in range(48)]
    series[20] = series[22] = None
    told = told_of(measured(regions, "month", {0: series}), regions)
    (line,) = over_time(told).lines
    assert len(line.dots) == 46
    assert line.path.count("M") == 2
    drawn = [each.first for each in line.dots if each.is_drawn]
    # The one that stands alone between two gaps, and the last.
    assert drawn == [D(2022, 10, 1), D(2024, 12, 1)]


def test_one_period_has_no_way_over_time(regions):
    assert over_time(told_of(measured(regions, "year", {0: ["80"], 1: ["81"]}), regions)) is None


def test_each_region_stands_at_its_value_against_its_target(regions):
    goal = measured(regions, "year", YEARLY, y2026="90")
    make.goal_target(goal, D(2026, 12, 31), "75", region=regions[1])
    told = told_of(goal, regions)
    made = by_region(told)
    assert (made.low, made.high) == ("75", "95")
    expected = {
        "Hela sjukvårdsregionen": ("90,0\xa0%", 90, 90),
        "Region Ett": ("92,0\xa0%", 92, 90),
        "Region Två": ("79,5\xa0%", 79.5, 75),
        "Region Tre": (NO_VALUE, None, 90),
    }
    assert [each.name for each in made.rows] == list(expected)
    for row in made.rows:
        text, value, target = expected[row.name]
        assert row.text == text

        def x(number):
            return pytest.approx(8 + (number - 75) / 20 * 324, abs=0.11)

        assert row.target == x(target)
        assert row.x is None if value is None else row.x == x(value)


def test_a_region_whose_last_value_is_older_has_no_dot_for_the_period(regions):
    told = told_of(measured(regions, "year", {0: ["80", "81"], 1: ["70"]}), regions)
    made = by_region(told)
    assert [(each.name, each.text) for each in made.rows] == [
        ("Region Ett", "81,0\xa0%"),
        ("Region Två", NO_VALUE),
        ("Region Tre", NO_VALUE),
    ]
    assert told.regions[1].earlier_than(told.latest) == "70,0\xa0% (2021)"
    assert told.regions[0].earlier_than(told.latest) == ""


def test_nothing_is_drawn_of_no_values(regions):
    goal = measured(regions, "year", {})
    make.measurement(goal, 2025, None, regions[0], comment="Inget mättes.")
    told = told_of(goal, regions)
    assert by_region(told) is None
    assert over_time(told) is None
    assert told.label == NO_VALUE
    assert told.periods == [D(2025, 1, 1)]


def test_what_was_measured_later_isnt_told_of_a_day_before(regions):
    goal = measured(regions, "year", YEARLY, y2026="90")
    told = told_of(goal, regions, D(2024, 6, 1))
    assert told.latest == D(2023, 1, 1)
    assert [each.name for each in over_time(told).lines][1] == "Region Ett"
    assert max(dot.first for line in over_time(told).lines for dot in line.dots) == D(2023, 1, 1)


def test_a_region_of_the_past_is_told_of_where_it_has_values(regions):
    goal = measured(regions, "year", {0: ["80", "81"], 2: ["60", None]})
    ended = regions[2]
    ended.end = D(2022, 6, 1)
    ended.save()
    told = told_of(goal, regions)
    assert [each.name for each in told.regions] == [each.name for each in regions]
    # But it isn't among those that are to reach the goal now.
    assert told.overall.regions == 2


HEIGHTS = st.lists(st.floats(40, 290), min_size=1, max_size=8)


@given(HEIGHTS)
def test_labels_dont_hide_each_other(heights):
    made = spread(heights, 19, 38, 294)
    in_order = sorted(made)
    assert all(round(b - a, 6) >= 19 for a, b in pairwise(in_order))
    assert in_order[-1] <= 294
    assert in_order[0] >= 38
    # Who stands above another does so still.
    by_height = sorted(range(len(heights)), key=lambda at: heights[at])
    for one, other in zip(by_height, in_order, strict=True):
        assert made[one] == other


def test_one_label_stands_where_its_line_ends():
    assert spread([100.0], 19, 38, 294) == [100.0]


@given(
    st.dictionaries(
        st.sampled_from([None, 0, 1, 2]),
        st.lists(
            st.none() | st.decimals(-500, 5000, places=1, allow_nan=False), min_size=2, max_size=14
        ),
        min_size=1,
    ),
    st.sampled_from(["year", "half", "quarter", "month"]),
    st.sampled_from([drawing.WIDE, drawing.NARROW]),
)
def test_any_drawing_stays_within_its_frame_and_has_the_values_of_the_table(
    values, interval, width
):
    goal = QualityGoal(
        pk=1,
        text="Mål",
        indicator="Andel",
        unit="procent",
        decimals=1,
        direction="higher",
        interval=interval,
    )
    told = made_up(goal, values)
    made = over_time(told, width)
    if made is None:
        return
    assert made.left < made.right <= width
    for line in made.lines:
        for dot in line.dots:
            assert made.left <= dot.x <= made.right
            assert drawing.TOP <= dot.y <= drawing.BOTTOM
    drawn = {(each.name, dot.first): dot.value for each in made.lines for dot in each.dots}
    table = {
        (place.name, first): row.value
        for place in told.places
        for first, row in place.values.items()
        if row.value is not None
    }
    assert drawn == table
    low, high = made.marks[0], made.marks[-1]
    assert low.y > high.y


def made_up(goal, values):
    """A goal with values that are in no database."""
    regions = [Region(pk=at, name=f"Region {at}", order=at) for at in (1, 2, 3)]
    rows: dict = {}
    for place, series in values.items():
        key = None if place is None else regions[place].pk
        first = D(2010, 1, 1)
        for value in series:
            after = period_from(first, QualityGoal.Interval(goal.interval))
            number = None if value is None else Decimal(value)
            rows.setdefault((goal.pk, key), {})[first] = Measurement(
                goal=goal, region_id=key, period_start=first, period_end=after, value=number
            )
            first = after
    return where_of(goal, regions, rows, [], ON)
