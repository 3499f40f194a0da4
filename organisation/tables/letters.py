"""Which signs the bytes of a text stand for, when nothing says it."""

import re

from .faults import TableError

# In Windows' own signs, what stands between its letters. Others there are Mac's or DOS's letters.
_USUAL = set("€…‘’“”–—•") | set("ŠšŽž")
_SWEDISH = set("åäöÅÄÖ")
_UPPER_HALF = {bytes([each]).decode("cp1252", "ignore") for each in range(0x80, 0xA0)} - {""}
_WITHIN_A_WORD = re.compile(r"[a-zåäöé][€…‘“”–—•ŠŽ][a-zåäöé]")


def text_of(content: bytes) -> str:
    """The text, from UTF-8, UTF-16 or Windows-1252. Raises TableError for others: wrong letters in
    people's names would look right enough to be stored."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, encoding)
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Plain letters in UTF-16 have a zero beside each.
        half = content[start::2]
        if len(content) > 3 and half and half.count(0) > 0.8 * len(half):
            return _decoded(content, encoding)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _windows(content)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise TableError("encoding") from None


def _windows(content: bytes) -> str:
    text = _decoded(content, "cp1252")
    odd = set(text) & _UPPER_HALF
    foreign = odd - _USUAL or (odd & set("ŠšŽž") and not set(text) & _SWEDISH)
    # DOS has capital Å and Ä among the signs, and lower-case ones where Windows has quotes.
    if "\0" in text or foreign or _WITHIN_A_WORD.search(text) or not set(text) & _SWEDISH:
        raise TableError("encoding")
    return text
