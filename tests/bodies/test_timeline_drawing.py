"""The drawing of the timeline: where days stand, and that no text leaves its box."""

import datetime
from types import SimpleNamespace

import pytest

from bodies.lettering import text_width
from bodies.rotations.drawing import LEFT, NAME, WIDTH, Scale, drawn
from bodies.rotations.timeline import Group, Row, Stretch
from organisation.models import Region
from organisation.words import short_names

D = datetime.date
ON = D(2026, 11, 23)
NAMES = ("Region Jönköpings län", "Region Kalmar län", "Region Östergötland")
REGIONS = [
    Region(pk=number, name=name, code=code, order=number)
    for number, (name, code) in enumerate(zip(NAMES, ("RJL", "RKL", "RÖ"), strict=True), 1)
]


def line(first, last, months=24, regions=REGIONS, label="Ordförande", on=ON):
    """A timeline of one office, whose regions take turns from the first year."""
    stretches = []
    for number in range((last - first) * 12 // months):
        start, end = (divmod(first * 12 + months * each, 12) for each in (number, number + 1))
        days = [D(year, month + 1, 1) for year, month in (start, end)]
        stretches.append(Stretch(regions[number % len(regions)], *days))
    group = Group(SimpleNamespace(), [], [], [], [Row(label, tuple(stretches))], title="Nämnden")
    return SimpleNamespace(
        on=on,
        start=D(first, 1, 1),
        end=D(last, 1, 1),
        groups=[group],
        known=SimpleNamespace(regions=regions),
    )


def regions_called(*names):
    return [Region(pk=n, name=each, code=f"R{n}", order=n) for n, each in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (NAMES, ["Jönköpings län", "Kalmar län", "Östergötland"]),
        (("Region Norr", "Landstinget Söder"), ["Region Norr", "Landstinget Söder"]),
        (("Region Norr",), ["Region Norr"]),
        (("Norr", "Söder"), ["Norr", "Söder"]),
        (("Region", "Region Söder"), ["Region", "Region Söder"]),
    ],
)
def test_first_word_that_all_have_is_left_out(names, expected):
    assert list(short_names(regions_called(*names)).values()) == expected


def test_days_stand_where_they_are_in_their_year():
    scale = Scale(D(2020, 1, 1), D(2030, 1, 1))
    year = (WIDTH - LEFT) / 10
    assert scale.x(D(2020, 1, 1)) == LEFT
    assert scale.x(D(2025, 1, 1)) == LEFT + 5 * year
    assert scale.x(D(2024, 7, 2)) == pytest.approx(LEFT + 4.5 * year, abs=0.3)
    assert (scale.x(D(1999, 5, 5)), scale.x(D(2030, 1, 1))) == (LEFT, WIDTH)


@pytest.mark.parametrize("years", [2, 10, 16, 20, 40])
@pytest.mark.parametrize("months", [1, 6, 12, 24])
def test_no_text_and_no_mark_leaves_its_box(years, months):
    drawing = drawn(line(2020, 2020 + years, months), [], "I dag")
    for box in drawing.boxes:
        assert LEFT <= box.x < box.x + box.width <= WIDTH
        if box.text:
            width = text_width(box.text.text, NAME, bold="is-bold" in box.text.role)
            assert box.text.x + width <= box.x + box.width
        if box.mark:
            assert box.x <= box.mark[0]
            assert box.mark[0] + 11 <= box.x + box.width


@pytest.mark.parametrize(
    ("years", "expected"), [(16, "Jönköpings län"), (20, "RJL"), (40, "RJL"), (80, None)]
)
def test_name_is_as_long_as_there_is_room_for(years, expected):
    drawing = drawn(line(2027, 2027 + years), [], "I dag")
    text = drawing.boxes[0].text
    assert (text and text.text) == expected


def test_every_region_has_its_short_form_in_forty_years():
    drawing = drawn(line(2027, 2067), [], "I dag")
    assert {each.text and each.text.text for each in drawing.boxes} == {"RJL", "RKL", "RÖ"}


def test_terms_are_past_now_and_ahead_by_the_day():
    drawing = drawn(line(2022, 2032), [], "I dag")
    assert [each.state for each in drawing.boxes] == ["past", "past", "now", "ahead", "ahead"]
    assert drawing.boxes[2].x < drawing.today < drawing.boxes[2].x + drawing.boxes[2].width


def test_day_outside_the_years_has_no_line():
    drawing = drawn(line(2027, 2037), [], "I dag")
    assert (drawing.today, drawing.today_label) == (None, None)


def test_label_of_the_day_stays_within_the_drawing():
    for year in (2026, 2007):
        drawing = drawn(line(year, year + 20), [], "23 november 2026")
        left, _, width = drawing.today_box
        assert 0 <= left < left + width <= WIDTH


def test_long_label_is_broken_and_makes_room_for_itself():
    short = drawn(line(2022, 2032), [], "I dag")
    label = "Sjukvårdsregionens samordningsfunktion för gemensam planering: sammankallande"
    long = drawn(line(2022, 2032, label=label), [], "I dag")
    lines = [each for each in long.texts if each.role == "label"]
    assert len(lines) > 2
    assert all(text_width(each.text, 13) <= LEFT for each in lines)
    assert long.height > short.height


@pytest.mark.parametrize(("years", "step"), [(16, 1), (20, 1), (40, 2)])
def test_years_are_not_written_on_each_other(years, step):
    drawing = drawn(line(2020, 2020 + years), [], "I dag")
    told = [int(each.text) for each in drawing.years]
    assert told == list(range(2020, 2020 + years, step))
