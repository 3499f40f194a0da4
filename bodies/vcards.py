"""Cards for address books, as vCard 4.0 (RFC 6350).

Written here, since the libraries there are write version 3.0, which says other things of the
character set. Only text that the site holds comes in; nothing is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Octets in a line, its end not counted (3.2).
LONGEST = 75
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Card:
    """A person, or, without a family name, an organisation. `uid` is the same for the same one
    always, so that an address book knows a card that it has."""

    uid: str
    name: str
    family: str = ""
    given: str = ""
    email: str = ""
    organisation: str = ""
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def vcards(cards: Iterable[Card]) -> str:
    """The cards as the text of a file, in UTF-8."""
    return "".join(_folded(line) + "\r\n" for card in cards for line in _lines(card))


def _lines(card: Card):
    is_person = bool(card.family or card.given)
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:{card.uid}"
    yield f"KIND:{'individual' if is_person else 'org'}"
    yield f"FN:{_escaped(card.name)}"
    if is_person:
        yield f"N:{_escaped(card.family)};{_escaped(card.given)};;;"
    if card.email:
        yield f"EMAIL;TYPE=work:{_escaped(card.email)}"
    if card.organisation:
        yield f"ORG:{_escaped(card.organisation)}"
    for role in card.roles:
        yield f"ROLE:{_escaped(role)}"
    if card.groups:
        yield f"CATEGORIES:{','.join(map(_escaped, card.groups))}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    """The text, with the signs that part values escaped (3.4)."""
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line, broken where it's too long, and never within a sign (3.2)."""
    lines, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST:
            lines.append(" ")
            size = 1
        lines[-1] += sign
        size += octets
    return "\r\n".join(lines)
