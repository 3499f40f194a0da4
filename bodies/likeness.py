"""Who is likely the same person, by names and addresses. Plain values only."""

import re
import unicodedata
from dataclasses import dataclass

# A name that differs in a letter is likely misspelt only if either way of writing it is this long.
LONG = 6


@dataclass(frozen=True)
class Known:
    """What is known of a person when asking whether it's the same as another."""

    given: str
    family: str
    email: str = ""


def likely_same(one: Known, other: Known) -> str:
    """Why two are likely the same person, in words; "" when nothing says so."""
    names = _same_name(one, other)
    email = one.email.strip().casefold()
    if email and email == other.email.strip().casefold():
        return f"{names} och e-postadress" if names else "samma e-postadress"
    return names


def _same_name(one: Known, other: Known) -> str:
    first, second = (
        tuple(" ".join(part.casefold().split()) for part in (each.given, each.family))
        for each in (one, other)
    )
    if not all(first) or not all(second):
        return ""
    if first == second:
        return "samma namn"
    if first == second[::-1]:
        return "samma namn i annan ordning"
    bare, others = tuple(map(_bare, first)), tuple(map(_bare, second))
    if any(_near(bare, each) for each in (others, others[::-1])):
        return "nästan samma namn"
    return ""


def _bare(name: str) -> str:
    """The name without accents, rings, spaces and hyphens."""
    letters = unicodedata.normalize("NFKD", name)
    return re.sub(r"[\W_]", "", "".join(e for e in letters if not unicodedata.combining(e)))


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the parts of two names are the same, but for a letter in a long one."""
    differ = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differ) < 2 and all(
        max(map(len, pair)) >= LONG and _one_letter_off(*pair) for pair in differ
    )


def _one_letter_off(one: str, other: str) -> bool:
    """Whether a letter was changed, added or left out, or two beside each other swapped."""
    short, long = sorted((one, other), key=len)
    at = next((i for i, each in enumerate(short) if each != long[i]), len(short))
    if len(long) == len(short) + 1:
        return short[at:] == long[at + 1 :]
    if len(long) != len(short):
        return False
    swapped = long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short[at:] == swapped
