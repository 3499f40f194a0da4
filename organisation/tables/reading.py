"""From a CSV or Excel file to rows of text."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..apart.asking import Unread, ask
from ..rules import Finding, personal_identity_numbers
from .faults import TableError, cell_fault
from .letters import text_of
from .writing import FORMULA_SIGNS

READER = Path(__file__).with_name("reader.py")
MOST_MEGABYTES = 5
MOST_BYTES = MOST_MEGABYTES * 2**20
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 2000
LONGEST_NAME = 255
SECONDS = 20
MEGABYTES = 768
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HIDDEN = {"\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}", "\N{BYTE ORDER MARK}"}


@dataclass(frozen=True)
class TableRow:
    """A row below the headings: its number as a spreadsheet shows it, a text for each heading, and
    what is wrong with its cells (`subject` is the column's number, from 0). A cell that is wrong is
    empty."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Table:
    """What a file holds. `told` says what of it wasn't read."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    told: tuple[str, ...] = ()


def read_table(content: bytes, name: str, *, most_rows: int = MOST_ROWS) -> Table:
    """The table in a file: the first row that isn't empty has the headings, and every row below it
    that isn't empty is a row. Raises TableError."""
    _check(content, name)
    told: tuple[str, ...] = ()
    if content.startswith(b"PK"):
        most = {"rows": most_rows, "columns": MOST_COLUMNS, "cell": LONGEST_CELL}
        try:
            found = ask(READER, _with(most) + content, seconds=SECONDS, megabytes=MEGABYTES)
        except Unread as refusal:
            raise _told(refusal.code, **refusal.told) from None
        rows = [(number, [_Cell(*each) for each in cells]) for number, cells in found["rows"]]
        if found["others"]:
            others = ", ".join(_sheet(each) for each in found["others"][:5])
            told = (
                f"Bladet {_sheet(found['sheet'])} är läst. Dessa blad är inte lästa: {others}.",
            )
    else:
        rows = _csv_rows(text_of(content), most_rows)
    return _table(iter(rows), most_rows, told)


def _has_identity_number(name: str) -> bool:
    """Whether the name of a file or sheet holds one; there a low line is often a dash."""
    return bool(personal_identity_numbers(name.replace("_", "-")))


def _sheet(name: str) -> str:
    """What a sheet is called, in a sentence that is kept with what was read."""
    if _has_identity_number(name):
        return "(vars namn har ett personnummer)"
    return f"”{name[:40]}”"


@dataclass(frozen=True)
class _Cell:
    text: str
    fault: str = ""


def _check(content: bytes, name: str) -> None:
    """What can be told of a file without opening it. Raises TableError."""
    odd = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name)
    if odd or set("/\\") & set(name) or not name.strip(" .") or len(name) > LONGEST_NAME:
        raise TableError("file_name")
    if _has_identity_number(name):
        raise TableError("name_identity")
    if not content:
        raise TableError("empty")
    if len(content) > MOST_BYTES:
        raise TableError("large", size=-(-len(content) // 2**20), most=MOST_MEGABYTES)
    if content.startswith(b"%PDF"):
        raise TableError("pdf")
    if content.startswith(_OLE):
        raise TableError("encrypted" if _LOCKED in content else "old")
    ending = name.lower().rpartition(".")[2]
    if content.startswith(b"PK"):
        if b"mimetypeapplication/vnd.oasis.opendocument" in content[:200]:
            raise TableError("opendocument")
    elif ending in ("xlsx", "xlsm", "xlsb", "ods"):
        raise TableError("zip")
    elif ending == "xls":
        raise TableError("old")


def _told(code: str, **told: object) -> TableError:
    if "most" in told:
        told["most"] = f"{int(str(told['most'])):,}".replace(",", " ")
    return TableError(code, **told)


def _with(most: dict[str, int]) -> bytes:
    """The limits, as a line before the file."""
    return " ".join(f"{name}={number}" for name, number in most.items()).encode() + b"\n"


def _csv_rows(text: str, most_rows: int) -> Iterator[tuple[int, list[_Cell]]]:
    """The records of a CSV text with their numbers. Raises TableError."""
    lines = io.StringIO(text, newline="")
    first = text.split("\n", 1)[0].strip()
    before = 0
    if first.lower().startswith("sep=") and len(first) == 5:
        separator, before = first[4], 1
        lines.readline()
    else:
        separator = _separator(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = before
    csv.field_size_limit(MOST_BYTES)
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise TableError("quote", row=number) from None
        if len(cells) > MOST_COLUMNS and any(each.strip() for each in cells[MOST_COLUMNS:]):
            raise _told("columns", most=MOST_COLUMNS)
        yield number, [_as_meant(each) for each in cells[:MOST_COLUMNS]]


def _separator(text: str) -> str:
    """What stands most often between the cells of the first row that says something."""
    for line in io.StringIO(text):
        if line.strip(" ;,\t\r\n"):
            outside = "".join(line.split('"')[::2])
            return max(";\t,", key=outside.count)
    return ";"


def _as_meant(cell: str) -> _Cell:
    """A cell of a CSV file, without the apostrophe that made it harmless when it was written."""
    if cell.startswith("'") and cell[1:2] in FORMULA_SIGNS and cell[1:]:
        cell = cell[1:]
    if cell.lstrip().startswith("="):
        return _Cell("", "formula")
    return _Cell(cell)


def _table(rows: Iterator, most_rows: int, told: tuple[str, ...]) -> Table:
    headings: list[str] | None = None
    found: list[TableRow] = []
    for number, cells in rows:
        cleaned = [_cleaned(each, column) for column, each in enumerate(cells)]
        texts, faults = [text for text, _ in cleaned], [each for _, each in cleaned if each]
        if not any(texts) and not faults:
            continue
        if headings is None:
            while texts and not texts[-1]:
                texts.pop()
            if not texts:
                raise TableError("no_headings")
            headings = texts
            continue
        if len(found) == most_rows:
            raise _told("rows", most=most_rows)
        surplus = any(texts[len(headings) :])
        faults = [each for each in faults if int(each.subject) < len(headings)]
        if surplus:
            faults.append(cell_fault("surplus", len(headings)))
        texts = [*texts, *[""] * len(headings)][: len(headings)]
        found.append(TableRow(number, tuple(texts), tuple(faults)))
    if headings is None:
        raise TableError("no_headings")
    if not found:
        raise TableError("no_rows")
    return Table(tuple(headings), tuple(found), told)


def _cleaned(cell: _Cell, column: int) -> tuple[str, Finding | None]:
    """The text as a reader sees it: no hidden signs, one space for many; and what is wrong."""
    if cell.fault:
        return "", cell_fault(cell.fault, column, text=cell.text[:20])
    text = unicodedata.normalize("NFC", cell.text)
    if len(text) > LONGEST_CELL:
        return "", cell_fault("huge", column)
    text = " ".join("".join(each for each in text if each not in _HIDDEN).split())
    if any(unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn") for each in text):
        return "", cell_fault("control", column)
    if personal_identity_numbers(text):
        return "", cell_fault("identity", column)
    return text, None
