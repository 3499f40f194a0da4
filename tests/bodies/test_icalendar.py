"""A calendar as text: what RFC 5545 asks of lines, values and parts."""

import datetime

import pytest

from bodies.rotations.icalendar import Event, calendar_text, escaped, folded
from tests.calendars import parsed

D = datetime.date
AT = datetime.datetime(2026, 11, 23, 1, 2, 3, tzinfo=datetime.UTC)


def event(**values):
    defaults = {
        "uid": "post-1-0-2@prov",
        "day": D(2027, 12, 31),
        "summary": "Region Ett tar över",
        "description": "Före det: Region Två.",
        "url": "https://prov.se/grupper/ett/",
        "sequence": 3,
        "changed": AT,
    }
    return Event(**defaults | values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("C:\\n", "C:\\\\n"),
        ("ett\ntvå\r\ntre", "ett\\ntvå\\ntre"),
        ("\x07pling\x00", "pling"),
        ("tio\N{NO-BREAK SPACE}år", "tio år"),
        ("kolon: ”citat” 'x' \"y\"", "kolon: ”citat” 'x' \"y\""),
    ],
)
def test_text_is_escaped(text, expected):
    assert escaped(text) == expected


@pytest.mark.parametrize("letter", ["a", "å", "–", "𝄞"])
@pytest.mark.parametrize("number", [0, 1, 18, 19, 37, 38, 74, 75, 76, 149, 150, 151, 400])
def test_line_is_folded_at_75_octets_and_unfolds_to_itself(letter, number):
    line = "X" + letter * number
    parts = folded(line).split("\r\n")
    assert all(len(each.encode()) <= 75 for each in parts)
    assert all(each.startswith(" ") for each in parts[1:])
    assert folded(line).replace("\r\n ", "") == line


def test_line_that_has_room_is_not_folded():
    assert folded("X" * 75) == "X" * 75


def test_event_lasts_a_whole_day_also_on_new_years_eve():
    (found,) = parsed(calendar_text("Prov", "prov", [event()])).events
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20271231", "20280101")
    assert (found["DTSTAMP"], found["SEQUENCE"]) == ("20261123T010203Z", "3")


def test_hostile_names_stay_within_their_value():
    name = "Råd\r\nEND:VCALENDAR\nX-FEL:1;,\\"
    found = parsed(calendar_text(name, "prov", [event(summary=name)]))
    assert found.events[0]["SUMMARY"] == "Råd\nEND:VCALENDAR\nX-FEL:1;,\\"
    assert found.properties["NAME"] == "Råd\nEND:VCALENDAR\nX-FEL:1;,\\"


def test_calendar_without_events_is_a_calendar():
    found = parsed(calendar_text("Prov", "prov", []))
    assert (found.events, found.parts) == ([], ["VTIMEZONE"])
