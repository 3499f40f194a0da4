"""A text as it comes from Word and goes to it: plain values."""

import datetime
from dataclasses import dataclass

# The section that text before the first heading gets.
INTRODUCTION = "Inledning"


@dataclass(frozen=True)
class WordSection:
    """A section: its heading in plain text, its level (1 to 3; the first is 1 and none is skipped),
    and its text in the normal form of `documents.markup`. `note` is shown in a file that is made,
    and never read back."""

    heading: str
    level: int
    html: str
    note: str = ""


@dataclass(frozen=True)
class WordText:
    """A text: its title, the lead under it ("" for none; lines apart by "\\n") and its sections."""

    title: str
    lead: str
    sections: tuple[WordSection, ...]


@dataclass(frozen=True)
class WordIn:
    """What was read of a Word file, and in Swedish sentences what was left out or changed."""

    text: WordText
    told: tuple[str, ...]


@dataclass(frozen=True)
class WordFacts:
    """What a file that is made tells besides the text; what is empty isn't told.

    As in `documents.pdf.PdfText`: whole phrases as a person reads them. `address` is the permanent,
    full address of the edition; relative links start from it. `language` is "sv" or "en". `date`
    becomes the day of the file's properties, so that the same text always gives the same bytes.
    """

    kind: str = ""
    bodies: tuple[str, ...] = ()
    healthcare_region: str = ""
    version: str = ""
    valid: str = ""
    decision: str = ""
    address: str = ""
    language: str = "sv"
    date: datetime.date = datetime.date(2000, 1, 1)
