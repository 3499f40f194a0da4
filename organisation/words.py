"""Small things of the Swedish language that sentences made of data need."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

NUMBERS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)


def whole_numbers(text: str) -> str:
    """A text whose numbers don't break between their digits: "1 000"."""
    return re.sub(r"(?<=[0-9]) (?=[0-9]{3}\b)", "\N{NO-BREAK SPACE}", text)


class Named(Protocol):
    """A record with a name."""

    pk: int
    name: str


def in_words(number: int) -> str:
    """A small number in letters."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def listed(words: Sequence[str], before_last: str = "och") -> str:
    """Words as a sentence lists them: "a, b och c"."""
    return f" {before_last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def in_sentence(title: str) -> str:
    """A title as it's written inside a sentence: "Vice ordförande" gets a small letter,
    "RCC-chef" doesn't."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def opening(text: str) -> str:
    """Words as they open a sentence, with a capital letter first."""
    return text[:1].upper() + text[1:]


def short_names(records: Iterable[Named]) -> dict[int, str]:
    """The records' names by their keys, without a first word that all of them have: of regions,
    what tells them apart."""
    names = {each.pk: each.name.split(" ", 1) for each in records}
    first = {each[0] for each in names.values()}
    shared = len(names) > 1 and len(first) == 1 and all(len(each) == 2 for each in names.values())
    return {pk: each[1] if shared else " ".join(each) for pk, each in names.items()}
