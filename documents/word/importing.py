"""From a Word file to a text: asks the program that reads it, within limits of time and memory."""

import unicodedata
from pathlib import Path

from documents.word.faults import WordError, error, finding
from documents.word.sections import text_of
from documents.word.telling import told_of
from documents.word.text import WordIn
from organisation.apart.asking import Unread, ask
from organisation.rules import Finding, personal_identity_numbers

READER = Path(__file__).with_name("reader.py")
MOST_MEGABYTES = 20
MOST_BYTES = MOST_MEGABYTES * 2**20
LONGEST_NAME = 255
SECONDS = 20
MEGABYTES = 768
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What a file begins with, and what it is then.
_BEGINNINGS = {b"PK\x03\x04": "", b"%PDF": "pdf", b"{\\rtf": "rtf", _OLE: "old"}


def read_word(
    content: bytes,
    name: str,
    *,
    site: str = "",
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> WordIn:
    """What a Word file says, as sections, and what of it didn't come along.

    `name` is the file's. Links to what lies below
    the address `site` ("https://…") become the site's own. Raises WordError when the file isn't a
    plain Word file, has no text, holds a personal identity number, or takes more than `seconds` or
    `megabytes` to read.
    """
    check_at_once(content, name)
    found = _asked(content, seconds, megabytes)
    read = text_of(found, site)
    if not read.text.sections:
        raise error("no_text")
    made = WordIn(read.text, tuple(told_of(found["tally"], read)))
    if faults := _identity_numbers(made):
        raise WordError(faults)
    return made


def check_at_once(content: bytes, name: str) -> None:
    """What can be told of a file without opening it. Raises WordError."""
    odd = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name)
    if odd or set("/\\") & set(name) or not name.strip(" .") or len(name) > LONGEST_NAME:
        raise error("file_name")
    if not content:
        raise error("empty")
    if len(content) > MOST_BYTES:
        raise error("large", size=-(-len(content) // 2**20), most=MOST_MEGABYTES)
    kind = next((kind for sign, kind in _BEGINNINGS.items() if content.startswith(sign)), "other")
    if kind == "old" and _LOCKED in content:
        kind = "encrypted"
    if kind:
        raise error(kind)
    if not name.lower().endswith(".docx") or name.lower() == ".docx":
        raise error("ending")


def _asked(content: bytes, seconds: float, megabytes: int) -> dict:
    """What the program found. Raises WordError."""
    try:
        return ask(READER, content, seconds=seconds, megabytes=megabytes)
    except Unread as refusal:
        raise error(refusal.code, **refusal.told) from None


def _identity_numbers(made: WordIn) -> list[Finding]:
    text = made.text
    places = [("titeln", text.title), ("underrubriken", text.lead)]
    for each in text.sections:
        places.append(("rubriken till ett avsnitt", each.heading))
        clean = not personal_identity_numbers(each.heading)
        where = f"avsnittet ”{each.heading}”" if clean else "texten under en rubrik"
        places.append((where, each.html))
    places.append(
        ("det som inte följer med (kommentarer, sidhuvud och annat)", "\n".join(made.told))
    )
    found = [where for where, words in places if personal_identity_numbers(words)]
    return [finding("identity", where=where) for where in dict.fromkeys(found)]
