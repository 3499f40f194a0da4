"""Reads one Excel file and ends: the program that `reading.py` runs, never imported by the site.
Takes a line with its limits before the file; gives the rows of the first sheet that has any."""

import sys
from pathlib import Path

# Last, so that nothing here can be taken for a module of Python's own.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from organisation.apart.limits import Refused, run

# How far down a sheet is looked through, as a multiple of the rows it may have.
EMPTY_ROWS = 4


def read(content: bytes) -> dict:
    line, _, content = content.partition(b"\n")
    most = {name: int(number) for name, number in (each.split(b"=") for each in line.split())}
    from organisation.apart.excel import plain_book

    plain_book(content)
    try:
        return _rows(content, {name.decode(): number for name, number in most.items()})
    except (Refused, MemoryError):
        raise
    except Exception:
        # Whatever the library stumbles over: the file isn't as Excel makes them.
        raise Refused("failed") from None


def _rows(content: bytes, most: dict[str, int]) -> dict:
    import io
    import os
    import warnings

    # The reader in Python's own library, that knows no entities from outside.
    os.environ["OPENPYXL_LXML"] = "False"
    warnings.simplefilter("ignore")
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    found, sheet, others = [], "", []
    for each in book.worksheets:
        rows = _sheet(each, most)
        if rows and not found:
            found, sheet = rows, each.title
        elif rows:
            others.append(each.title)
    return {"rows": found, "sheet": sheet, "others": others}


def _sheet(sheet, most: dict[str, int]) -> list:
    """The rows that say something, with their numbers, of one sheet."""
    sheet.reset_dimensions()
    found = []
    for number, row in enumerate(sheet.iter_rows(max_col=most["columns"] + 1), start=1):
        cells = [_cell(each, most["cell"]) for each in row]
        while cells and cells[-1] == ["", ""]:
            cells.pop()
        if cells:
            if len(cells) > most["columns"]:
                raise Refused("columns", most=str(most["columns"]))
            if len(found) > most["rows"]:
                raise Refused("rows", most=str(most["rows"]))
            found.append([number, cells])
        elif number > EMPTY_ROWS * most["rows"]:
            break
    return found


def _cell(cell, longest: int) -> list[str]:
    """The cell as text, as it is stored, and the code of what is wrong with it."""
    import datetime

    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return ["", ""]
    if kind == "f":
        return ["", "formula"]
    if kind == "e":
        return [str(value), "excel_error"]
    if isinstance(value, bool):
        return ["Ja" if value else "Nej", ""]
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return [value.date().isoformat() if is_day else value.isoformat(" "), ""]
    if isinstance(value, datetime.date | datetime.time):
        return [value.isoformat(), ""]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return [str(int(value)), ""]
    text = str(value)
    if len(text) > longest:
        return ["", "huge"]
    return [text, ""]


if __name__ == "__main__":
    sys.exit(run(read))
