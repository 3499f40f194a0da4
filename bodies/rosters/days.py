"""Which day a text in a roster means. Plain values only."""

import datetime
import re

from organisation.dates import MONTHS, long_date
from organisation.rules import Finding

from .table import fault

EXCEL_BEGINS = datetime.date(1899, 12, 30)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]00:00(?::00)?)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2})(?: ?[-/.] ?| )(\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(\d{1,2})\.? ([a-zåäö]+)\.? (\d{4})", re.IGNORECASE)


def day_of(text: str, column: str) -> datetime.date | Finding | None:
    """The day that a text means, or what is wrong with it; nothing for no text. One that can be
    read in two ways is refused: a day is who has which rights."""
    if not text:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4]) or _no_day(text, column)
    if match := _TOGETHER.fullmatch(text):
        return _day(*match.groups()) or _no_day(text, column)
    if match := _IN_WORDS.fullmatch(text):
        begins = match[2].lower()[:3]
        month = next((n for n, each in enumerate(MONTHS, 1) if each[:3] == begins), 0)
        is_month = month and MONTHS[month - 1].startswith(match[2].lower().rstrip("r"))
        day = _day(match[3], month, match[1]) if is_month else None
        return day or _no_day(text, column)
    if match := _YEAR_LAST.fullmatch(text):
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        likely = _day(year, match[2], match[1]) or _day(year, match[1], match[2])
        if likely:
            return fault(
                column,
                f"”{text}” går att läsa på mer än ett sätt. Skriv {likely.isoformat()}, om det är "
                f"{long_date(likely)} du menar.",
                "day-ambiguous",
            )
    if text.isdecimal() and len(text) == 5:
        likely = EXCEL_BEGINS + datetime.timedelta(int(text))
        return fault(
            column,
            f"{text} ser ut som Excels tal för {long_date(likely)}. Skriv {likely.isoformat()}, "
            "eller formatera kolumnen som datum i Excel.",
            "day-serial",
        )
    return _no_day(text, column)


def _day(year, month, day) -> datetime.date | None:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def _no_day(text: str, column: str) -> Finding:
    return fault(
        column,
        f"”{text[:40]}” är ingen dag. Skriv år, månad och dag, till exempel 2026-01-05.",
        "day",
    )
