"""From rows of text to a CSV or Excel file, none of whose cells anybody's spreadsheet computes."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# The forms there are, by their endings.
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDEST = 40


def harmless(cell: str) -> str:
    """The cell as text, also where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def cell_text(cell: str | Decimal) -> str:
    """A cell of a CSV file. What is a number, and no text that somebody wrote, stays one."""
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else harmless(cell)


def table_file(
    form: str, headings: Sequence[str], rows: Iterable[Sequence[str | Decimal]]
) -> bytes:
    """The table as a file of the form. Numbers (`Decimal`) are for CSV only. Raises KeyError for a
    form that there isn't."""
    return {"csv": _csv, "xlsx": _xlsx}[form](headings, rows)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str | Decimal]]) -> bytes:
    """Semicolons, and UTF-8 with its mark: what Excel opens with å, ä and ö as they are."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(map(cell_text, row))
    return file.getvalue().encode("utf-8-sig")


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Every cell as text, days too: nothing is computed or turned into something else."""
    rows = [list(row) for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lista")
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings):
        longest = max((len(each[number]) for each in rows), default=0)
        width = min(max(longest, len(heading)) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    first = [_text(sheet, each) for each in headings]
    for each in first:
        each.font = Font(bold=True)
    sheet.append(first)
    for row in rows:
        sheet.append([_text(sheet, each) if each else None for each in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
