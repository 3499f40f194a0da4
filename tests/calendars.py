"""A strict reader of calendars (RFC 5545), which shares nothing with what writes them."""

import re
from dataclasses import dataclass, field

LINE = re.compile(r"([A-Z0-9-]+(?:;[A-Z-]+=[A-Za-z0-9/-]+)*):(.*)", re.DOTALL)
TEXT = {"SUMMARY", "DESCRIPTION", "UID", "NAME", "X-WR-CALNAME", "PRODID"}
ONCE_IN_EVENT = {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "URL", "LAST-MODIFIED"}
NEEDED_IN_EVENT = {"UID", "DTSTAMP"}


@dataclass
class Calendar:
    properties: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, str]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


def unescaped(value: str) -> str:
    """A text value, sign by sign; a bare comma or semicolon, or an unknown escape, is wrong."""
    out, at = "", 0
    while at < len(value):
        sign = value[at]
        assert sign not in ",;", f"{sign} must be escaped in {value!r}"
        assert sign >= " ", f"a control character in {value!r}"
        if sign == "\\":
            at += 1
            sign = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\"}[value[at]]
        out += sign
        at += 1
    return out


def parsed(text: str | bytes) -> Calendar:
    """The calendar in a text, read as strictly as the standard writes it."""
    raw = text if isinstance(text, bytes) else text.encode()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b""), "a line break that isn't CRLF"
    assert b"\r" not in raw.replace(b"\r\n", b"")
    lines = raw[:-2].split(b"\r\n")
    assert all(0 < len(each) <= 75 for each in lines)
    for each in lines:
        each.decode()  # no letter is cut in two
    unfolded = raw[:-2].replace(b"\r\n ", b"").decode().split("\r\n")
    made, stack = Calendar(), []
    for line in unfolded:
        name, value = LINE.fullmatch(line).groups()
        if name == "BEGIN":
            stack.append((value, {}))
            continue
        if name == "END":
            part, own = stack.pop()
            assert part == value
            if part == "VEVENT":
                assert own.keys() >= NEEDED_IN_EVENT
                assert re.fullmatch(r"\d{8}T\d{6}Z", own["DTSTAMP"])
                made.events.append(own)
            if part == "VCALENDAR":
                assert not stack
                made.properties = own
            elif len(stack) == 1:
                made.parts.append(part)
            continue
        part, own = stack[-1]
        if part == "VEVENT":
            assert name not in own or name not in ONCE_IN_EVENT
        own[name] = unescaped(value) if name in TEXT else value
    assert not stack
    assert made.parts, "a calendar has at least one part"
    assert made.properties["VERSION"] == "2.0"
    assert made.properties["PRODID"]
    uids = [each["UID"] for each in made.events]
    assert len(uids) == len(set(uids))
    return made
