"""What an edition's PDF is made of: plain values, and their form as data for the template."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten
from urllib.parse import urljoin

from documents.pdf.blocks import Json, blocks_of, one_line, plain

UNKNOWN = "uppgift saknas"
# What the PDF says in words of its own, by the language of the text.
WORDS = {
    "sv": {
        "concerns": "Avser",
        "address": "Permanent adress:",
        "valid": "Gäller från:",
        "decision": "Beslut:",
        "and": "och",
        "page": "sida",
        "of": "av",
    },
    "en": {
        "concerns": "Concerns",
        "address": "Permanent address:",
        "valid": "Valid from:",
        "decision": "Decision:",
        "and": "and",
        "page": "page",
        "of": "of",
    },
}


@dataclass(frozen=True)
class PdfText:
    """An edition as it is to stand in the PDF; every text as a person reads it.

    `valid` and `decision` are whole phrases ("Gäller från 1 januari 2026"); where the source tells
    nothing they are "uppgift saknas", and the PDF says of what. `address` is the permanent, full
    address of the edition; relative links start from it. `date` becomes the day of the file's
    metadata, so that the same edition always gives the same bytes. `sections` holds heading
    (plain text), level (1 is the highest) and the small HTML of `organisation.richtext`. `origin`
    says which of them are shared with others, where any are. `decision` is empty for a text that
    needs none.
    """

    title: str
    kind: str
    bodies: tuple[str, ...]
    healthcare_region: str
    version: str
    valid: str
    decision: str
    address: str
    language: str
    date: datetime.date
    sections: tuple[tuple[str, int, str], ...]
    origin: str = ""


def data_of(text: PdfText) -> dict[str, Json]:
    """The text as the template takes it: JSON values, every text shown as a list of pieces."""
    words = WORDS[text.language]
    return {
        "language": text.language,
        "date": [text.date.year, text.date.month, text.date.day],
        "author": one_line(text.healthcare_region),
        "name": one_line(text.title),
        "title": plain(text.title),
        "kind": plain(text.kind),
        "concerns": plain(f"{words['concerns']} {_listed(text.bodies, words['and'])}"),
        "head": plain(_short(_running(text))),
        "foot": plain(
            _short(f"{text.version} · {_labelled(text.decision or text.valid, words['decision'])}")
        ),
        "healthcare_region": plain(text.healthcare_region),
        "version": plain(text.version),
        "valid": plain(_labelled(text.valid, words["valid"])),
        "decision": plain(_labelled(text.decision, words["decision"])),
        "origin": plain(text.origin),
        "address_label": plain(words["address"]),
        "address": [{"is": "link", "to": text.address, "note": False, "text": plain(text.address)}],
        "page": words["page"],
        "of": words["of"],
        "sections": [
            {
                "level": level + 1,
                "heading": plain(heading),
                "blocks": blocks_of(html, level + 1, lambda href: urljoin(text.address, href)),
            }
            for heading, level, html in text.sections
        ],
    }


def _labelled(phrase: str, label: str) -> str:
    return f"{label} {phrase}" if phrase.strip().lower() == UNKNOWN else phrase


def _listed(names: Iterable[str], conjunction: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def _short(phrase: str) -> str:
    """The phrase as the head or foot of a page has room for it."""
    return shorten(phrase, 150, placeholder=" …")


def _running(text: PdfText) -> str:
    """The names in the page's head: one line, however many bodies there are."""
    if len(text.bodies) <= 2:
        return _listed(text.bodies, WORDS[text.language]["and"])
    return f"{text.bodies[0]} m.fl." if text.language == "sv" else f"{text.bodies[0]} et al."
