"""Small things of the Swedish language that sentences made of data need."""

from collections.abc import Sequence

NUMBERS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)


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
