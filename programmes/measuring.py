"""Measuring goals: the number and the period that someone wrote, and where a goal stands on a day.
Plain values only."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from organisation.dates import MONTHS
from organisation.rules import Finding, Severity
from organisation.tables import plain
from organisation.words import whole_numbers


class Interval(StrEnum):
    """How often a goal is measured."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


class Direction(StrEnum):
    """Which values are better."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class State(StrEnum):
    """Where a goal stands."""

    REACHED = "reached"
    ON_THE_WAY = "on-the-way"
    NOT_REACHED = "not-reached"
    NO_DATA = "no-data"
    NO_TARGET = "no-target"
    # Of a goal as a whole only: some of the regions have reached it; nothing is to be measured.
    PARTLY = "partly"
    UNMEASURED = "unmeasured"


EVERY = {
    Interval.YEAR: "varje år",
    Interval.HALF: "varje halvår",
    Interval.QUARTER: "varje kvartal",
    Interval.MONTH: "varje månad",
}
MONTHS_IN = {Interval.YEAR: 12, Interval.HALF: 6, Interval.QUARTER: 3, Interval.MONTH: 1}
EXAMPLES = {
    Interval.YEAR: "2025",
    Interval.HALF: "halvår 1 2025",
    Interval.QUARTER: "kv 1 2025",
    Interval.MONTH: "mars 2025",
}
# The first year of which anything can be told; a year before it is a slip of the pen.
FIRST_YEAR = 1960
# What the database has room for, before and after the comma.
MOST_DIGITS, MOST_DECIMALS = 12, 4
MISSING = "Uppgift saknas"
_MISSING = {"uppgiftsaknas", "saknas", "ingenuppgift"}
_MISSING_SIGNS = {"-", "–", "—", "..", "…"}
# What people write for a unit, beside its own name.
_UNITS = {
    "procent": ("%",),
    "dagar": ("dag", "dygn"),
    "antal": ("st", "st.", "stycken"),
    "timmar": ("timme", "tim", "h"),
    "minuter": ("minut", "min", "min."),
    "per 1 000": ("‰", "promille"),
    "per 100 000": (),
    "kronor": ("kr", "krona"),
}
_NUMBER = re.compile(r"([-−]?)([0-9][0-9 .,]*)(.*)")
_ORDINALS = ("första", "andra", "tredje", "fjärde")


@dataclass(frozen=True)
class Point:
    """A value of a period, from `first` up to, but not including, `after`; None where there is no
    value."""

    first: datetime.date
    after: datetime.date
    value: Decimal | None


@dataclass(frozen=True)
class Target:
    """What is to be reached on the day `by` at the latest; `upper` where it's to be within."""

    by: datetime.date
    value: Decimal
    upper: Decimal | None = None

    def distance(self, value: Decimal, direction: Direction) -> Decimal:
        """How far a value is from the target; 0 when it's reached."""
        below, above = self.value - value, value - (self.upper or self.value)
        if direction is Direction.HIGHER:
            return max(below, Decimal(0))
        if direction is Direction.LOWER:
            return max(value - self.value, Decimal(0))
        return max(below, above, Decimal(0))


@dataclass(frozen=True)
class Standing:
    """Where a goal stands, by which target and which value; what isn't there is None."""

    state: State
    target: Target | None = None
    point: Point | None = None


def value_of(text: str, unit: str, decimals: int) -> Decimal | Finding | None:
    """The number that someone wrote, None where they say that there is none, or what is wrong."""
    text = " ".join(text.split())
    if plain(text) in _MISSING or text in _MISSING_SIGNS:
        return None
    if not text:
        return _wrong("empty", f"Värdet saknas. Skriv ett tal, eller ”{MISSING}”.")
    short = text[:40]
    if text[0] in "<>≤≥":
        return _wrong(
            "bound",
            f"”{short}” är inget tal. Får talet inte visas för att det är litet, så skriv "
            f"”{MISSING}” och varför i kommentaren.",
        )
    found = _NUMBER.fullmatch(text)
    not_a_number = _wrong("number", f"”{short}” är inget tal. Skriv det med siffror, som 87,5.")
    if found is None:
        return not_a_number
    sign, digits, after = found[1], found[2].rstrip(), found[3]
    if re.fullmatch(r"[-–—−] ?[0-9].*", after):
        return _wrong("span", f"”{short}” är flera tal. Skriv ett enda tal.")
    if after and not is_unit(after, unit):
        if any(each.isdigit() for each in after) and not _is_known(after):
            return not_a_number
        return _wrong(
            "unit",
            f"Målet mäts i {unit}, men det står ”{after[:20]}”. Räkna om värdet, eller ändra "
            "enheten om det är den som är fel.",
        )
    number = _as_number(digits, short)
    if isinstance(number, Finding):
        return number
    places = -int(number.as_tuple().exponent)
    if places > decimals:
        rounded = _written(number.quantize(Decimal(1).scaleb(-decimals)))
        most = f"högst {decimals} decimal{'er' if decimals > 1 else ''}"
        told = most if decimals else "inga decimaler"
        return _wrong("decimals", f"Målet anges med {told}. Avrunda till {rounded}.")
    return -number if sign else number


def _as_number(digits: str, short: str) -> Decimal | Finding:
    """A number of figures, spaces, dots and commas, without zeros at its end."""
    if "." in digits and "," in digits:
        return _wrong(
            "dot", f"”{short}” har både punkt och komma. Skriv bara decimalkomma, som 1234,5."
        )
    if digits.count(".") > 1:
        return _wrong("dot", f"”{short}” går att läsa på flera sätt. Skriv talet utan punkter.")
    if re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", digits):
        whole, part = digits.split(".")
        message = f"”{short}” går att läsa på två sätt. Skriv {whole}{part} eller {whole},{part}."
        return _wrong("dot", message)
    whole, comma, part = digits.replace(".", ",").partition(",")
    in_threes = " " not in whole or re.fullmatch(r"[0-9]{1,3}( [0-9]{3})+", whole)
    if not in_threes or " " in part:
        return _wrong(
            "spaces",
            f"”{short}” har mellanslag på fel ställe. Skriv ett enda tal, som 1 234 eller 1234.",
        )
    whole = whole.replace(" ", "")
    if not re.fullmatch("[0-9]+", whole) or (comma and not re.fullmatch("[0-9]+", part)):
        return _wrong("number", f"”{short}” är inget tal. Skriv det med siffror, som 87,5.")
    if len(whole.lstrip("0")) > MOST_DIGITS:
        return _wrong("large", f"”{short}” är för stort. Skriv talet i en annan enhet.")
    part = part.rstrip("0")
    return Decimal(f"{whole}.{part}" if part else whole)


def is_unit(text: str, unit: str) -> bool:
    """Whether the text is what people write for the unit."""
    return _plain_unit(text) in {_plain_unit(unit), *map(_plain_unit, _UNITS.get(unit, ()))}


def _is_known(text: str) -> bool:
    return any(is_unit(text, unit) for unit in _UNITS)


def _plain_unit(text: str) -> str:
    return "".join(text.split()).casefold()


def _written(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


def _wrong(code: str, message: str, subject: str = "value") -> Finding:
    return Finding(code, Severity.ERROR, message, subject)


def number_text(value: Decimal, decimals: int) -> str:
    """A number as it's shown, with a comma and spaces that don't break: "1 234,5"."""
    text = f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return text.replace("-", "\N{MINUS SIGN}")


def with_unit(value: Decimal, decimals: int, unit: str) -> str:
    """A number with its unit: "87,5 %", "12 dagar"; "antal" is in the number itself."""
    short = whole_numbers({"procent": "%", "antal": ""}.get(unit, unit))
    return (
        f"{number_text(value, decimals)}\N{NO-BREAK SPACE}{short}"
        if short
        else number_text(value, decimals)
    )


def period_from(first: datetime.date, interval: Interval) -> datetime.date:
    """The day after the period that begins on `first`."""
    months = first.month - 1 + MONTHS_IN[interval]
    return datetime.date(first.year + months // 12, months % 12 + 1, 1)


def periods_back(on: datetime.date, interval: Interval, number: int) -> list[datetime.date]:
    """The first days of the latest periods that are over on the day, the earliest first."""
    length = MONTHS_IN[interval]
    at = on.year * 12 + (on.month - 1) // length * length
    firsts = range(at - number * length, at, length)
    return [datetime.date(each // 12, each % 12 + 1, 1) for each in firsts]


def period_name(first: datetime.date, interval: Interval, *, short: bool = False) -> str:
    """A period as people call it, in a way that `period_of` reads."""
    part = (first.month - 1) // MONTHS_IN[interval] + 1
    if interval is Interval.HALF:
        return f"H{part} {first.year}" if short else f"halvår {part} {first.year}"
    if interval is Interval.QUARTER:
        return f"kv {part} {first.year}" if short else f"kvartal {part} {first.year}"
    if interval is Interval.MONTH:
        name = MONTHS[first.month - 1]
        return f"{name[:3] if short else name} {first.year}"
    return str(first.year)


def period_of(
    text: str, interval: Interval, on: datetime.date
) -> tuple[datetime.date, datetime.date] | Finding:
    """The period that someone wrote: its first day and the day after it; or what is wrong. One that
    isn't over on the day has no value to tell."""
    text = " ".join(text.split())
    if not text:
        return _wrong("empty", f"Perioden saknas. Skriv den {_as(interval)}.", "period")
    found = _first_day(text.casefold(), interval)
    if found is None:
        return _wrong(
            "period",
            f"Målet mäts {EVERY[interval]}, och ”{text[:40]}” är ingen sådan period. Skriv den "
            f"{_as(interval)}.",
            "period",
        )
    year, part = found
    most = 12 // MONTHS_IN[interval]
    if not 1 <= part <= most:
        told = {2: "1 eller 2", 4: "1, 2, 3 eller 4"}.get(most, "1 till 12")
        said = f"”{text[:40]}” finns inte: numret ska vara {told}. Skriv perioden {_as(interval)}."
        return _wrong("period", said, "period")
    if year < FIRST_YEAR:
        return _wrong("period", f"Skriv ett år från {FIRST_YEAR}, {_as(interval)}.", "period")
    first = datetime.date(year, (part - 1) * MONTHS_IN[interval] + 1, 1)
    after = period_from(first, interval)
    if after > on:
        message = "Perioden är inte slut än. Rapportera den när den är det, eller ändra perioden."
        return _wrong("future", message, "period")
    return first, after


def _as(interval: Interval) -> str:
    return f"som {EXAMPLES[interval]}"


def _first_day(text: str, interval: Interval) -> tuple[int, int] | None:
    """The year and which of its periods, when the text is one of the kind."""
    length = MONTHS_IN[interval]
    if day := re.fullmatch(r"([0-9]{4})-([0-9]{2})-01", text):
        months = int(day[2]) - 1
        return None if months % length else (int(day[1]), months // length + 1)
    if interval is Interval.YEAR:
        year = re.fullmatch(r"(?:år |helår |helåret )?([0-9]{4})", text)
        return (int(year[1]), 1) if year else None
    if interval is Interval.MONTH:
        return _month(text)
    letters = "h|halvår" if interval is Interval.HALF else "kv|kv.|q|k|kvartal"
    noun = "halvåret" if interval is Interval.HALF else "kvartalet"
    letters = f"(?:{letters.replace('.', '[.]')})"
    if by := re.fullmatch(rf"{letters} ?([0-9]) ([0-9]{{4}})", text):
        return int(by[2]), int(by[1])
    if by := re.fullmatch(rf"([0-9]{{4}})[- ]?{letters} ?([0-9])", text):
        return int(by[1]), int(by[2])
    if by := re.fullmatch(rf"({'|'.join(_ORDINALS)}) {noun} ([0-9]{{4}})", text):
        return int(by[2]), _ORDINALS.index(by[1]) + 1
    return None


def _month(text: str) -> tuple[int, int] | None:
    if by := re.fullmatch(r"([0-9]{4})-?([0-9]{2})", text):
        return int(by[1]), int(by[2])
    name, year = text.split(" ") if text.count(" ") == 1 else ("", "")
    if name.isdecimal():
        name, year = year, name
    name = name.rstrip(".")
    months = [at for at, each in enumerate(MONTHS, 1) if len(name) > 2 and each.startswith(name)]
    return (int(year), months[0]) if months and re.fullmatch("[0-9]{4}", year) else None


def stands(
    direction: Direction, targets: Sequence[Target], points: Sequence[Point], on: datetime.date
) -> Standing:
    """Where a goal stands on a day, by the last value of a period that is over.

    The target is the next one, or the last when all have passed. It's on the way while there is
    time and the last value is nearer than the one before. When the time is out and no period has a
    value as late as the target, nothing can be said.
    """
    known = sorted(
        (each for each in points if each.value is not None and each.after <= on),
        key=lambda each: each.first,
    )
    last = known[-1] if known else None
    in_order = sorted(targets, key=lambda each: each.by)
    if not in_order:
        return Standing(State.NO_TARGET, None, last)
    target = next((each for each in in_order if each.by >= on), in_order[-1])
    if last is None or last.value is None:
        return Standing(State.NO_DATA, target, None)
    distance = target.distance(last.value, direction)
    if not distance:
        return Standing(State.REACHED, target, last)
    if on > target.by:
        told = last.after > target.by
        return Standing(State.NOT_REACHED if told else State.NO_DATA, target, last)
    before = known[-2].value if len(known) > 1 else None
    nearer = before is not None and distance < target.distance(before, direction)
    return Standing(State.ON_THE_WAY if nearer else State.NOT_REACHED, target, last)


def unit_of(text: str) -> str:
    """A unit as the site writes it: what people write for one that is known becomes that one."""
    text = " ".join(text.split())
    return next((unit for unit in _UNITS if is_unit(text, unit)), text)


def typed(value: Decimal) -> str:
    """A number as someone would type it, with no more decimals than it has: "87,5"."""
    return _written(value.normalize() + 0)
