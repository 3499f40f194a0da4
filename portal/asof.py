"""The day a page is about: today, or the one that `?datum=` asks for."""

import datetime
import re
from dataclasses import dataclass

from organisation.dates import long_date, years_from

YEARS_AHEAD = 20
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


class BadDay(ValueError):
    """The day asked for can't be shown. The message says, in Swedish, which days can."""

    def __init__(self, message: str, day: "Day"):
        super().__init__(message)
        self.day = day


@dataclass(frozen=True)
class Day:
    """A day that a page is about, and the days that may be chosen."""

    on: datetime.date
    today: datetime.date
    first: datetime.date
    last: datetime.date
    path: str
    error: str = ""
    given: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def query(self) -> str:
        """What every link to another page must carry to stay on this day."""
        return "" if self.is_today else f"?datum={self.on.isoformat()}"

    @property
    def latest(self) -> datetime.date:
        """The page's day, or today when it looks back: the day to ask what is withdrawn by."""
        return max(self.on, self.today)

    @property
    def is_past(self) -> bool:
        return self.on < self.today


def last_day(today: datetime.date) -> datetime.date:
    """The last day that may be chosen: 20 years ahead (29 February becomes the 28th)."""
    return years_from(today, YEARS_AHEAD)


def day_asked_for(
    given: str | None, *, today: datetime.date, first: datetime.date, path: str
) -> Day:
    """The day that `given` (the value of `?datum=`) asks for; today when nothing is given.

    Raises BadDay when it isn't a date, or lies before `first` or more than 20 years ahead.
    """
    day = Day(on=today, today=today, first=first, last=last_day(today), path=path)
    text = (given or "").strip()
    if not text:
        return day
    span = f"Välj en dag från {long_date(day.first)} till {long_date(day.last)}"
    try:
        match = ISO_DATE.fullmatch(text)
        if not match:
            raise ValueError
        on = datetime.date(*map(int, match.groups()))
    except ValueError:
        message = (
            f"Vi kan inte läsa datumet ”{text[:40]}”. {span} och skriv år, månad och dag, till "
            f"exempel {day.first.isoformat()}."
        )
        raise BadDay(message, day) from None
    if not day.first <= on <= day.last:
        raise BadDay(f"Det finns inga uppgifter för {long_date(on)}. {span}.", day)
    return Day(on=on, today=today, first=first, last=day.last, path=path)
