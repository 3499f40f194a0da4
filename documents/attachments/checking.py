"""From a file that someone sent in to what it is and holds, or why it isn't taken."""

import unicodedata
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from organisation.apart.asking import Unread, ask
from organisation.rules import personal_identity_numbers

from .faults import UploadError
from .kinds import KINDS, Kind

READER = Path(__file__).with_name("reader.py")
MOST_MEGABYTES = 20
MOST_BYTES = MOST_MEGABYTES * 2**20
LONGEST_NAME = 150
SECONDS = 40
MEGABYTES = 768
# What is kept of the text, to be searched. A longer one is checked as a whole all the same.
LONGEST_TEXT = 500_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Checked:
    """A file that may come in: its kind, its cleaned name, its text, and what is known of it."""

    kind: Kind
    name: str
    content: bytes
    text: str
    facts: dict = field(default_factory=dict)


def check_upload(
    content: bytes, name: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Checked:
    """What a file is and holds. Raises UploadError when it may not come in, or takes more than
    `seconds` or `megabytes` to go through."""
    name = clean_name(name)
    begun = _kind_at_once(content)
    if begun:
        _expect_ending(name, begun)
    try:
        found = ask(READER, content, seconds=seconds, megabytes=megabytes)
    except Unread as refusal:
        raise UploadError(refusal.code, **refusal.told) from None
    kind = KINDS[found["kind"]]
    _expect_ending(name, kind)
    _expect_no_numbers(found)
    text = "\n".join(found["text"])[:LONGEST_TEXT].replace("\0", "")
    return Checked(kind, name, content, text, found["facts"])


def clean_name(name: str) -> str:
    """The file's name in one form of its letters, with single spaces. Raises UploadError."""
    odd = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in name)
    name = " ".join(unicodedata.normalize("NFC", name).split())
    bare = name.rpartition(".")[0] if "." in name else name
    if odd or set('/\\:*?"<>|') & set(name) or not bare.strip(" .") or len(name) > LONGEST_NAME:
        raise UploadError("file_name")
    if personal_identity_numbers(name):
        raise UploadError("name_identity")
    return name


def _kind_at_once(content: bytes) -> Kind | None:
    """The kind, by how the file begins; None for what must be opened to be told."""
    if not content:
        raise UploadError("empty")
    if len(content) > MOST_BYTES:
        raise UploadError("large", size=-(-len(content) // 2**20), most=MOST_MEGABYTES)
    if content.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if content.startswith(b"PK\x03\x04"):
        return None
    if content.startswith(b"{\\rtf"):
        raise UploadError("rtf")
    if content.startswith(_OLE):
        raise UploadError("encrypted" if _LOCKED in content else "old")
    raise UploadError("other")


def _expect_ending(name: str, kind: Kind) -> None:
    if not name.lower().endswith(kind.ending):
        raise UploadError("ending", ending=kind.ending, label=kind.label)


def _expect_no_numbers(found: dict) -> None:
    """Neither the text nor what stands beside it holds a personal identity number."""
    for where, lines in (("i texten", found["text"]), ("i uppgifterna om den", found["besides"])):
        # What looks like tags is text here, and what stands in two places is no number.
        if personal_identity_numbers(escape(" | ".join(lines))):
            raise UploadError("identity", where=where)
