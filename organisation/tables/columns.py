"""Which column of a file is what one asks for."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column that is asked for: its name in code, what it's called, what else people call it,
    what stands in it and an example."""

    name: str
    label: str
    others: tuple[str, ...] = ()
    required: bool = False
    help: str = ""
    example: str = ""


@dataclass(frozen=True)
class Matching:
    """Which heading is which column: `at` gives the heading's number by the column's name.
    `unknown` are headings that are none; `missing` are required columns without a heading."""

    at: Mapping[str, int]
    unknown: tuple[str, ...]
    missing: tuple[Column, ...]


def plain(text: str) -> str:
    """A text as it is compared: small letters without marks, and letters and figures only."""
    whole = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in whole if each.isalnum())


def matched(
    headings: Sequence[str], columns: Sequence[Column], chosen: Mapping[str, int] | None = None
) -> Matching:
    """Which heading is which column, by what they're called; or as someone has chosen."""
    at: dict[str, int] = {}
    if chosen is not None:
        at = {name: number for name, number in chosen.items() if 0 <= number < len(headings)}
    else:
        known = {
            plain(called): each.name
            for each in reversed(columns)
            for called in (each.label, each.name, *each.others)
        }
        for number, heading in enumerate(headings):
            name = known.get(plain(heading))
            if name:
                at.setdefault(name, number)
    taken = set(at.values())
    return Matching(
        at,
        tuple(each for number, each in enumerate(headings) if number not in taken and each),
        tuple(each for each in columns if each.required and each.name not in at),
    )
