"""A Word or Excel file as what it is, a zip of parts: opened by hand, so that nothing is believed.

Every size that is told is checked against what comes out, and nothing is unpacked further than it
may. Only XML is kept: pictures and the like are counted and let go.
"""

import struct
import unicodedata
import zlib
from dataclasses import dataclass
from itertools import pairwise

from .limits import Refused

MOST_PARTS = 2000
MOST_UNPACKED = 100 * 2**20
MOST_PART = 50 * 2**20
MOST_XML = 30 * 2**20
# XML that says the same again and again is packed to a hundredth; to less, only a bomb.
STEEPEST = 300
STEEP_FROM = 5 * 2**20
TYPES = "[content_types].xml"
KEPT = (".xml", ".rels", ".vml")
DOCTYPES = [
    word.encode(form)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for form in ("utf-8", "utf-16-le", "utf-16-be")
]
_CHUNK = 2**18
_END = struct.Struct("<4sHHHHIIH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")


@dataclass(frozen=True)
class Entry:
    """A part as the zip's directory tells of it."""

    name: str
    raw: bytes
    method: int
    crc: int
    packed: int
    size: int
    at: int


def unpacked(content: bytes) -> tuple[dict[str, bytes], set[str]]:
    """The XML parts by name, in small letters, and the names of all parts. Raises Refused."""
    entries, end = _directory(content)
    _check_sizes(entries)
    starts = _starts(content, entries, end)
    names = {each.name.lower() for each in entries}
    if TYPES not in names:
        raise Refused("opendocument" if "mimetype" in names else "zip")
    _check_names(entries)
    kept = {}
    for each, start in zip(entries, starts, strict=True):
        if each.name.endswith("/"):
            continue
        is_kept = each.name.lower().endswith(KEPT)
        if is_kept and each.size > MOST_XML:
            raise Refused("bomb")
        inflated = _inflated(content, each, start, is_kept)
        if is_kept:
            if any(sign in inflated for sign in DOCTYPES):
                raise Refused("doctype")
            kept[each.name.lower()] = inflated
    return kept, names


def _directory(content: bytes) -> tuple[list[Entry], int]:
    """The parts as the directory lists them, and where the directory begins."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - 0xFFFF))
    if at < 0 or at + _END.size > len(content):
        raise Refused("broken")
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(content, at)
    if max(count, here) > MOST_PARTS:
        raise Refused("parts")
    if disk or first_disk or start + size > at:
        raise Refused("broken")
    entries, place = [], start
    while place < start + size:
        if len(entries) >= MOST_PARTS:
            raise Refused("parts")
        if place + _ENTRY.size > at:
            raise Refused("broken")
        fields = _ENTRY.unpack_from(content, place)
        signature, _, _, flags, method, _, _, crc, packed, length, *sizes = fields
        name_size, extra_size, comment_size, _, _, _, offset = sizes
        raw = content[place + _ENTRY.size : place + _ENTRY.size + name_size]
        if signature != b"PK\x01\x02" or len(raw) != name_size:
            raise Refused("broken")
        if flags & 1:
            raise Refused("encrypted")
        name = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        entries.append(Entry(name, raw, method, crc, packed, length, offset))
        place += _ENTRY.size + name_size + extra_size + comment_size
    if len(entries) != count:
        raise Refused("broken")
    return entries, start


def _check_names(entries: list[Entry]) -> None:
    seen = set()
    for each in entries:
        steps = each.name.removesuffix("/").split("/")
        hidden = any(unicodedata.category(sign) in ("Cc", "Cf") for sign in each.name)
        if hidden or {"", ".", ".."} & set(steps) or set("\\:\ufffd") & set(each.name):
            raise Refused("names")
        if each.name.lower() in seen:
            raise Refused("names")
        seen.add(each.name.lower())


def _check_sizes(entries: list[Entry]) -> None:
    """What the directory itself says of the sizes: a first sieve that costs nothing."""
    if sum(each.size for each in entries) > MOST_UNPACKED:
        raise Refused("bomb")
    for each in entries:
        steep = each.size > STEEP_FROM and each.size > STEEPEST * each.packed
        if steep or each.size > MOST_PART:
            raise Refused("bomb")


def _starts(content: bytes, entries: list[Entry], end: int) -> list[int]:
    """Where the packed bytes of each part begin. No two parts may share any of them."""
    starts, taken = [], []
    for each in entries:
        if each.at + _LOCAL.size > end:
            raise Refused("broken")
        signature, *_, name_size, extra_size = _LOCAL.unpack_from(content, each.at)
        start = each.at + _LOCAL.size + name_size + extra_size
        raw = content[each.at + _LOCAL.size : each.at + _LOCAL.size + name_size]
        if signature != b"PK\x03\x04" or start + each.packed > end:
            raise Refused("broken")
        if raw != each.raw:
            raise Refused("names")
        starts.append(start)
        taken.append((each.at, start + each.packed))
    taken.sort()
    if any(until > begin for (_, until), (begin, _) in pairwise(taken)):
        raise Refused("bomb")
    return starts


def _inflated(content: bytes, entry: Entry, start: int, is_kept: bool) -> bytes:
    """What a part holds, if it's to be kept; never more than it said, whatever comes out."""
    if entry.method == 0:
        if entry.packed != entry.size:
            raise Refused("bomb" if entry.packed > entry.size else "broken")
        whole = content[start : start + entry.size]
        if zlib.crc32(whole) != entry.crc:
            raise Refused("broken")
        return whole
    if entry.method != 8:
        raise Refused("broken")
    chunks, size, crc = [], 0, 0
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = content[start : start + entry.packed]
    try:
        while not inflater.eof:
            chunk = inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unconsumed_tail
            size += len(chunk)
            if size > entry.size:
                raise Refused("bomb")
            if not chunk and not waiting and not inflater.eof:
                raise Refused("broken")
            crc = zlib.crc32(chunk, crc)
            if is_kept:
                chunks.append(chunk)
    except zlib.error:
        raise Refused("broken") from None
    if size != entry.size or crc != entry.crc:
        raise Refused("broken")
    return b"".join(chunks)
