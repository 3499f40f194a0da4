"""A calendar as text, by RFC 5545. Pure: plain values in, text out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

LINE = 75  # octets, without the line break
END = "\r\n"
# A calendar must have some part; this one says nothing, when there's nothing to say.
NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Event:
    """Something on a whole day. `sequence` counts how often it has been changed, `changed` is when
    it last was."""

    uid: str
    day: datetime.date
    summary: str
    description: str
    url: str
    sequence: int
    changed: datetime.datetime


def escaped(text: str) -> str:
    """A text as a value: RFC 5545, 3.3.11. Control characters have no place in one."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(text.splitlines())
    return "".join(" " if each.isspace() else each for each in lines if keeps(each))


def keeps(letter: str) -> bool:
    return letter.isprintable() or letter.isspace()


def folded(line: str) -> str:
    """A line, broken so that none is longer than 75 octets, and none within a letter."""
    parts, current, room = [], b"", LINE
    for each in line:
        letter = each.encode()
        if len(current) + len(letter) > room:
            parts.append(current)
            current, room = b"", LINE - 1  # the blank that the next one begins with
        current += letter
    return f"{END} ".join(each.decode() for each in (*parts, current))


def moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def event_lines(event: Event) -> list[str]:
    after = event.day + datetime.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{moment(event.changed)}",
        f"LAST-MODIFIED:{moment(event.changed)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
        f"DESCRIPTION:{escaped(event.description)}",
        f"URL:{event.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def calendar_text(name: str, product: str, events: Iterable[Event]) -> str:
    """The calendar. Programs that subscribe are asked to look once a day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(product)}//Vem leder//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    parts = [line for each in events for line in event_lines(each)]
    lines += parts or NOTHING
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(each)}{END}" for each in lines)
