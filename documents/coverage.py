"""What a body owes for a year, and how it stands: plans, reports and whatever else is due.

Pure: plain values in, plain values out; `on` is passed in, days are half-open. What is owed rests
on the due day: a body that isn't there that day owes nothing, nor does one that was founded after
the year that it's about (our reading: no source says). What has been published stands whether it
was owed or not.
"""

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

Date = datetime.date
Days = tuple[Date | None, Date | None]


class Standing(StrEnum):
    """How it stands with what is due."""

    PUBLISHED = "published"
    LATE = "late"
    WAITING = "waiting"
    EXEMPT = "exempt"
    NOT_OWED = "not-owed"


class Because(StrEnum):
    """Why nothing is owed."""

    FOUNDED = "founded"
    ENDED = "ended"
    NO_DUTY = "no-duty"


@dataclass(frozen=True)
class Due:
    """When something is due: a day of the year that it's about, or so many years after; for what is
    due on the days of a span."""

    years_after: int
    month: int
    day: int
    days: Days = (None, None)

    def on_day(self, year: int) -> Date:
        """The due day for a year; the last of the month where the month is shorter."""
        year += self.years_after
        return Date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))

    def holds(self, year: int) -> bool:
        """Whether there is a duty for the year."""
        return _within(self.days, self.on_day(year))


@dataclass(frozen=True)
class Adjustment:
    """What was decided otherwise for a year: another due day, or none at all (exempt). It's for one
    body or, with `for_all`, for every one that has nothing of its own."""

    due: Date | None
    for_all: bool = False


@dataclass(frozen=True)
class Paper:
    """A version of what was to be written: being worked on, in which state, or published on a day
    and perhaps withdrawn from one."""

    number: int
    published: Date | None = None
    withdrawn: Date | None = None
    state: str = ""


@dataclass(frozen=True)
class Cell:
    """How it stands. `published` is the day since which it has been public without a break, `late`
    the days after the due day: when it came, or so far. `work` is how far the work has come: the
    state of what is being worked on, or "withdrawn"."""

    standing: Standing
    due: Date | None = None
    published: Date | None = None
    late: int = 0
    work: str = ""
    because: Because | None = None
    number: int | None = None

    @property
    def seen_by_all(self) -> "Cell":
        """What the public may know of it: what is published, and whether it's owed at all."""
        if self.standing is Standing.PUBLISHED:
            return Cell(self.standing, published=self.published, number=self.number)
        if self.standing is Standing.NOT_OWED:
            return Cell(self.standing, because=self.because)
        return Cell(Standing.WAITING)


def cell(
    due: Due,
    body: Days,
    year: int,
    on: Date,
    papers: Iterable[Paper] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Cell:
    """How it stands on a day with what a body owes for a year."""
    papers = sorted(papers, key=lambda each: each.number)
    decided = _decided(adjustments)
    day = decided.due if decided and decided.due else due.on_day(year)
    because = _because(due, body, year, day, decided)
    is_exempt = decided is not None and decided.due is None
    public = _public(papers, on)
    if public:
        since, last = public
        is_owed = because is None and not is_exempt
        late = max((since - day).days, 0) if is_owed else 0
        return Cell(Standing.PUBLISHED, day, since, late, number=last.number)
    if because:
        return Cell(Standing.NOT_OWED, because=because)
    work = _work(papers, on)
    if is_exempt:
        return Cell(Standing.EXEMPT, work=work)
    if on <= day:
        return Cell(Standing.WAITING, day, work=work)
    return Cell(Standing.LATE, day, late=(on - day).days, work=work)


def _within(days: Days, day: Date) -> bool:
    start, end = days
    return (start is None or start <= day) and (end is None or day < end)


def _decided(adjustments: Sequence[Adjustment]) -> Adjustment | None:
    """What was decided for the body goes before what was decided for all."""
    return min(adjustments, key=lambda each: each.for_all, default=None)


def _because(
    due: Due, body: Days, year: int, day: Date, decided: Adjustment | None
) -> Because | None:
    """Why nothing is owed, if so. What was decided for the body itself is owed on its day."""
    own = decided is not None and decided.due is not None and not decided.for_all
    start, end = body
    if not own and not due.holds(year):
        return Because.NO_DUTY
    if start and (start > day or start > Date(year, 12, 31)):
        return Because.FOUNDED
    if end and end <= day:
        return Because.ENDED
    return None


def _public(papers: Sequence[Paper], on: Date) -> tuple[Date, Paper] | None:
    """Since when something has been public without a break, and the version that is."""
    since, last = None, None
    for each in papers:
        if each.published is None or each.published > on:
            continue
        since, last = since or each.published, each
        if each.withdrawn and each.withdrawn <= on:
            since, last = None, None
    return (since, last) if since else None


def _work(papers: Sequence[Paper], on: Date) -> str:
    """How far what isn't public has come."""
    if worked_on := [each.state for each in papers if each.published is None]:
        return worked_on[-1]
    taken_back = any(each.withdrawn and each.withdrawn <= on for each in papers)
    return "withdrawn" if taken_back else ""
