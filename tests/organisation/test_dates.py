"""Periods: half-open, and how they read."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from organisation.dates import long_date, period_text
from organisation.models import Region
from organisation.sorting import swedish_key, swedish_order
from tests import factories as make

D = datetime.date


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (D(2024, 1, 1), D(2026, 1, 1), "2024–2025"),
        (D(2025, 1, 1), D(2026, 1, 1), "2025"),
        (D(2024, 1, 1), None, "2024–"),
        (None, D(2026, 1, 1), "–2025"),
        (None, None, "uppgift saknas"),
        (D(2024, 3, 1), D(2025, 3, 1), "1 mars 2024 – 28 febr. 2025"),
        (D(2024, 1, 1), D(2024, 3, 1), "1 jan. 2024 – 29 febr. 2024"),
        (D(2024, 3, 1), None, "från 1 mars 2024"),
        (None, D(2024, 3, 1), "till 29 febr. 2024"),
    ],
)
def test_period_reads_as_people_write_it(start, end, text):
    shown = (
        period_text(start, end).replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", " ")
    )
    assert shown == text


def test_date_reads_as_people_write_it():
    assert long_date(D(2026, 1, 1)) == "1 januari 2026"


@pytest.mark.parametrize(
    ("on", "current"),
    [
        (D(2025, 12, 31), False),
        (D(2026, 1, 1), True),
        (D(2026, 12, 31), True),
        (D(2027, 1, 1), False),
    ],
)
def test_current_is_the_same_in_python_and_in_the_database(db, on, current):
    region = make.region(start=D(2026, 1, 1), end=D(2027, 1, 1))
    assert region.is_current(on) is current
    assert Region.objects.current(on).exists() is current


def test_unknown_start_and_end_hold_for_ever(db):
    make.region()
    assert Region.objects.current(D(1900, 1, 1)).count() == 1
    assert Region.objects.current(D(2900, 1, 1)).count() == 1


def test_end_before_start_is_told_on_the_field(db):
    region = make.region()
    region.start, region.end = D(2026, 1, 2), D(2026, 1, 1)
    with pytest.raises(ValidationError) as caught:
        region.full_clean()
    assert list(caught.value.message_dict) == ["end"]
    assert caught.value.message_dict["end"] == [
        "Sista dagen 31 december 2025 ligger före första dagen 2 januari 2026. Ändra någon av "
        "dem, eller lämna sista dagen tom."
    ]


def test_swedish_order_is_the_same_in_python_and_in_the_database(db):
    names = ["Öron", "Älg", "ål", "Zeta", "Akut", "Åsa", "Ögon", "Ärlig", "André", "Andrea"]
    for number, name in enumerate(names):
        make.region(name=name, slug=f"r{number}")
    expected = ["Akut", "Andrea", "André", "Zeta", "ål", "Åsa", "Älg", "Ärlig", "Ögon", "Öron"]
    found = Region.objects.order_by(swedish_order("name")).values_list("name", flat=True)
    ordered = sorted(names, key=swedish_key)
    assert ordered == list(found)
    assert [each for each in ordered if not each.startswith("Andr")] == [
        each for each in expected if not each.startswith("Andr")
    ]
