"""One idea of time for every dated record: a half-open period [start, end).

A missing start means that the sources do not say when it began ("uppgift saknas"); a missing
end means that none is set. Nothing here reads the clock except `today`, which only views call.
"""

import datetime

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

# Full, and as short as the Swedish language council shortens them.
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
SHORT_MONTHS = (
    *("jan.", "febr.", "mars", "april", "maj", "juni"),
    *("juli", "aug.", "sept.", "okt.", "nov.", "dec."),
)


# Keeps "2026–2027" on one line; browsers else break after the dash.
KEEP = "\N{WORD JOINER}"
NBSP = "\N{NO-BREAK SPACE}"


def today() -> datetime.date:
    """The day it is in Stockholm. For views and commands; rules take `on` instead."""
    return timezone.localdate()


def long_date(day: datetime.date) -> str:
    """`2026-01-01` as people write it: "1 januari 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: datetime.date) -> str:
    """`2026-01-01` where there is little room: "1 jan. 2026", which stays on one line."""
    return f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}{NBSP}{day.year}"


def last_day(end: datetime.date) -> datetime.date:
    """The last day of a period, as people say it, of one that is stored up to `end`."""
    return end - datetime.timedelta(days=1)


def period_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """A half-open period inside a sentence: "från och med 1 januari 2026 till och med …"."""
    said = [f"från och med {long_date(start)}"] if start else []
    said += [f"till och med {long_date(last_day(end))}"] if end else []
    return " ".join(said) or "utan angivna dagar"


def period_text(start: datetime.date | None, end: datetime.date | None) -> str:
    """A half-open period in words, as short as it can be without losing a day.

    Whole calendar years give "2024–2025", an open one "2024–"; other periods name their first
    and last day. An unknown start is left out: "–2025", and "uppgift saknas" if both are.
    """
    if start is None and end is None:
        return "uppgift saknas"
    last = last_day(end) if end else None
    whole_years = (start is None or (start.month, start.day) == (1, 1)) and (
        last is None or (last.month, last.day) == (12, 31)
    )
    if whole_years:
        first_text = str(start.year) if start else ""
        last_text = str(last.year) if last else ""
        return first_text if first_text == last_text else f"{first_text}–{KEEP}{last_text}"
    if start is None:
        return f"till {short_date(last)}"
    if last is None:
        return f"från {short_date(start)}"
    return f"{short_date(start)} – {short_date(last)}"


def period(start: str = "start", end: str = "end") -> Func:
    """The half-open date range of two date columns, the same in constraints and in queries,
    so that the exclusion constraints' own GiST indexes serve `current(on)`."""
    return Func(F(start), F(end), Value("[)"), function="daterange", output_field=DateRangeField())


def years_from(day: datetime.date, years: int) -> datetime.date:
    """The same day another year (before, where `years` is negative); 29 February becomes the
    28th in a year without it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class DatedQuerySet(models.QuerySet):
    """Rows with a period, asked about one day."""

    def current(self, on: datetime.date):
        """The rows in force on the day `on`."""
        return self.alias(_period=period()).filter(_period__contains=on)

    def current_or_coming(self, on: datetime.date):
        """The rows in force on the day `on` or later."""
        return self.exclude(end__lte=on)

    def ended(self, on: datetime.date):
        """The rows that had ended by the day `on`."""
        return self.filter(end__lte=on)


class Dated(models.Model):
    """A record that holds from `start` up to, but not including, `end`."""

    start = models.DateField("från och med", null=True, blank=True)
    end = models.DateField("till (dagen efter den sista)", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lt=F("end")),
                name="%(app_label)s_%(class)s_start_before_end",
                violation_error_message="Slutdagen måste ligga efter startdagen.",
            )
        ]

    @property
    def is_empty(self) -> bool:
        """Whether the record is to hold on no day."""
        return False

    def clean(self):
        """Refuses an end that isn't after the start, on the field `end`; without it PostgreSQL
        itself would stop on the date range, with no field to point at."""
        super().clean()
        if self.start and self.end and self.end <= self.start and not self.is_empty:
            raise ValidationError(
                {
                    "end": f"Sista dagen {long_date(last_day(self.end))} ligger före första dagen "
                    f"{long_date(self.start)}. Ändra någon av dem, eller lämna sista dagen tom."
                }
            )

    def is_current(self, on: datetime.date) -> bool:
        """Whether the record is in force on the day `on`."""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    @property
    def period_text(self) -> str:
        return period_text(self.start, self.end)
