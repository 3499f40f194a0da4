"""How often, and when in the year, an office changes hands, in words.

Pure: an order's first day and length in, a phrase out.
"""

import datetime
from dataclasses import replace

from organisation.dates import MONTHS
from organisation.words import in_words

from ..rotation import Rota, Shift

# As Swedish counts what comes again: every, every second, every third …
ORDINALS = ("tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")


def how_often(months: int) -> str:
    """ "varje år", "vartannat år", "var sjätte månad"."""
    number, rest = divmod(months, 12)
    each, other, unit = ("varje", "vartannat", "år")
    if rest:
        number, each, other, unit = months, "varje", "varannan", "månad"
    if number == 1:
        return f"{each} {unit}"
    if number == 2:
        return f"{other} {unit}"
    if number - 3 < len(ORDINALS):
        return f"{'var' if rest else 'vart'} {ORDINALS[number - 3]} {unit}"
    return f"efter {in_words(number)} {'månader' if rest else 'år'}"


def rhythm(part: Rota) -> str:
    """ "byter region i januari vartannat år"; with the day, unless it's the first of the month."""
    often = how_often(part.months)
    if part.months % 12:
        return f"byter region {often}"
    month = MONTHS[part.since.month - 1]
    when = f"i {month}" if part.since.day == 1 else f"den {part.since.day} {month}"
    return f"byter region {when} {often}"


def as_shifted(part: Rota, shifts: list[Shift], on: datetime.date) -> Rota:
    """The order as it's counted on the day: from the last change that was moved with all later
    ones."""
    made = [each.to for each in shifts if part.since < each.at and each.to <= on]
    return replace(part, since=max(made)) if made else part
