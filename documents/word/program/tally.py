"""What was met on the way through a Word file and can't be part of the text."""

from dataclasses import dataclass, field

from organisation.apart.package import Refused

# A text of a hundred sections at the longest that a section may be is none that anyone adopts.
MOST_SIGNS = 2_000_000
MOST_PARAGRAPHS = 20_000
LONGEST_QUOTE = 300


@dataclass
class Tally:
    """Counts, and the words of what is left out."""

    pictures: int = 0
    described: list[str] = field(default_factory=list)
    boxes: int = 0
    contents: int = 0
    fields: list[str] = field(default_factory=list)
    formulas: int = 0
    hidden: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    struck: int = 0
    raised: int = 0
    signs: dict[str, int] = field(default_factory=dict)
    merged: int = 0
    nested: int = 0
    inserted: int = 0
    deleted: int = 0
    moved: int = 0
    comments: list[tuple[str, str]] = field(default_factory=list)
    notes: int = 0
    headers: list[str] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0

    def count(self, text: str) -> None:
        """Count the letters of a text. Raises Refused when they are too many."""
        self.length += len(text)
        if self.length > MOST_SIGNS:
            raise Refused("long", most=f"{MOST_SIGNS:,} tecken".replace(",", " "))

    def count_paragraph(self) -> None:
        """Count a paragraph. Raises Refused when they are too many."""
        self.paragraphs += 1
        if self.paragraphs > MOST_PARAGRAPHS:
            raise Refused("long", most=f"{MOST_PARAGRAPHS:,} stycken".replace(",", " "))


def quoted(text: str) -> str:
    """A text as it's told: in one line, and not without end."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
