"""Signs that none of the PDF's fonts has: named in brackets, left out, or refused.

A mark such as an emoji is named, by its name in Unicode, which is English. What can't be seen by
itself (a joiner, a skin tone) is left out. A letter is refused: a word with letters left out, or
spelled out by their names, could no longer be read.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from documents.pdf.blocks import Json

FLAG_LETTERS = range(0x1F1E6, 0x1F200)
TONES = range(0x1F3FB, 0x1F400)
KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"


def refused(signs: Iterable[str]) -> list[str]:
    """Those of the signs that can neither be named nor left out, in the order of Unicode."""
    return sorted(sign for sign in set(signs) if not _left_out(sign) and not _name(sign))


def with_names(value: Json | list | str, signs: frozenset[str]) -> Json | list | str:
    """The data with every one of the signs named or left out, wherever text is shown."""
    if isinstance(value, list):
        made = []
        for each in value:
            if isinstance(each, dict) and each.get("is") == "text":
                made += _pieces(each["text"], signs)
            else:
                made.append(with_names(each, signs))
        return made
    if isinstance(value, dict):
        return {key: with_names(each, signs) for key, each in value.items()}
    return value


def _pieces(text: str, signs: frozenset[str]) -> Iterator[Json]:
    kept: list[str] = []
    names: list[str] = []

    def named() -> Iterator[Json]:
        if names:
            yield {"is": "named", "text": f"[{', '.join(names)}]"}
            names.clear()

    for sign in text:
        if sign not in signs:
            yield from named()
            kept.append(sign)
            continue
        if kept:
            yield {"is": "text", "text": "".join(kept)}
            kept.clear()
        if ord(sign) in FLAG_LETTERS:
            letter = _name(sign)
            if names and len(names[-1]) == 1:
                names[-1] += letter
            else:
                names.append(letter)
        elif not _left_out(sign):
            names.append(_name(sign))
    yield from named()
    if kept:
        yield {"is": "text", "text": "".join(kept)}


def _left_out(sign: str) -> bool:
    is_selector = "VARIATION SELECTOR" in unicodedata.name(sign, "")
    is_part = is_selector or sign == KEYCAP or ord(sign) in TONES
    return is_part or unicodedata.category(sign) in ("Cf", "Cc", "Zl", "Zp")


def _name(sign: str) -> str:
    if ord(sign) in FLAG_LETTERS:
        return chr(ord("A") + ord(sign) - FLAG_LETTERS.start)
    if unicodedata.category(sign)[0] in "SPN":
        return unicodedata.name(sign, "").lower()
    return ""
