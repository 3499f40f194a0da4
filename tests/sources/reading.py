"""Reads the sources and the portal's pages as plain text, so that the two can be compared."""

import re
from html.parser import HTMLParser
from pathlib import Path

# The only changes of the sources' spelling: (source, as it stands there, as the portal has it).
CORRECTIONS = (
    ("000", "företroendevalda", "förtroendevalda"),
    ("002", "företroendevalda", "förtroendevalda"),
    ("002", "Ögonssjukdomar", "Ögonsjukdomar"),
    ("002", "Öron- näsa och halssjukdomar", "Öron-, näs- och halssjukdomar"),
    ("002", "Hälsöfrämjande", "Hälsofrämjande"),
    ("003", "patient processerna", "patientprocesserna"),
    ("004", "Arbetsätt", "Arbetssätt"),
    ("004", "respektive anställningar,", "respektive anställningar."),
)

BLOCK = re.compile(
    r"article|d[dlt]|div|footer|h[1-4]|header|li|main|nav|[ou]l|p|section|t[dhr]|table"
)
SKIPPED = {"script", "style", "svg", "title"}


def plain(text: str) -> str:
    """The text on one line, with single ordinary spaces (000 has doubled and hard ones)."""
    return " ".join(text.split())


def raw(code: str) -> str:
    """A source as it stands."""
    return (Path(__file__).parent / f"{code}.txt").read_text(encoding="utf-8")


def corrected(code: str) -> str:
    """A source with exactly the corrections of the table."""
    text = raw(code)
    for source, wrong, right in CORRECTIONS:
        if source == code:
            text = text.replace(wrong, right)
    return text


def lines(text: str) -> list[str]:
    """The lines that hold something, without marks for headings and list items."""
    stripped = (re.sub(r"^\s*(#+|[-•])\s+", "", each) for each in text.splitlines())
    return [plain(each) for each in stripped if each.strip()]


def sentences(text: str) -> list[str]:
    """The sentences and list items of a text, in order."""
    return [part for line in lines(text) for part in re.split(r"(?<=[.:])\s+(?=[A-ZÅÄÖ])", line)]


def between(text: str, first: str, end: str) -> str:
    """What stands after the line `first` and before the next line `end`."""
    rows = text.splitlines()
    names = [plain(re.sub(r"^#+\s+", "", each)) for each in rows]
    start = names.index(first) + 1
    return "\n".join(rows[start : names.index(end, start)])


def items(text: str) -> list[str]:
    """The list items of a text, at every depth."""
    return [plain(each) for each in re.findall(r"^\s*- (.+)$", text, flags=re.MULTILINE)]


def council_table() -> dict[str, tuple[list[str], str]]:
    """002's table: each council's areas as written there, and the comment on it."""
    rows = re.findall(r"^<b>(.+?)</b>\t(<ul.+?</ul>)\t(.+)$", corrected("002"), flags=re.MULTILINE)
    return {
        plain(name): (
            [plain(each) for each in re.findall(r"<li>• (.+?)</li>", areas)],
            plain(comment),
        )
        for name, areas, comment in rows
    }


class _Text(HTMLParser):
    def __init__(self, within: str):
        super().__init__()
        self.within, self.depth, self.skipping = within, 0, 0
        self.pieces: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.depth += tag == self.within
        self.skipping += tag in SKIPPED
        if BLOCK.fullmatch(tag):
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        self.depth -= tag == self.within
        self.skipping -= tag in SKIPPED
        if BLOCK.fullmatch(tag):
            self.pieces.append("\n")

    def handle_data(self, data):
        if (self.depth or not self.within) and not self.skipping:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of(html: str, within: str = "") -> str:
    """The text of HTML, a line for each block; with `within`, only of the elements of that name."""
    parser = _Text(within)
    parser.feed(html)
    parser.close()
    rows = "".join(parser.pieces).split("\n")
    return "\n".join(plain(each) for each in rows if each.strip())
