"""Tables in files: read as they stand, refused with the remedy, written so that nothing is
computed."""

import io
import tomllib
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from organisation.tables import Column, TableError, matched, read_table, table_file

from .bad_books import BAD, book

CASES = tomllib.loads((Path(__file__).parent / "table_cases.toml").read_text())
FILLED = {
    "{long}": "x" * 2001,
    "{many}": "Anna\n" * 5001,
    "{wide}": ";".join(f"k{n}" for n in range(61)),
}


def content_of(case: dict) -> bytes:
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    text = case["text"]
    for mark, value in FILLED.items():
        text = text.replace(mark, value)
    return text.encode(case.get("bytes", "utf-8"))


@pytest.mark.parametrize("case", CASES["read"].values(), ids=CASES["read"])
def test_csv_is_read_as_it_stands(case):
    found = read_table(content_of(case), "lista.csv")
    assert list(found.headings) == case["headings"]
    assert [[row.number, *row.cells] for row in found.rows] == case["rows"]
    said = [
        (row.number, int(each.subject), each.message) for row in found.rows for each in row.faults
    ]
    expected = case.get("faults", [])
    assert [each[:2] for each in said] == [tuple(each[:2]) for each in expected]
    assert all(part in told for (*_, told), (*_, part) in zip(said, expected, strict=True))


@pytest.mark.parametrize("case", CASES["refused"].values(), ids=CASES["refused"])
def test_bad_csv_is_refused_with_its_remedy(case):
    with pytest.raises(TableError) as refusal:
        read_table(content_of(case), "lista.csv")
    assert case["said"] in str(refusal.value)


@pytest.mark.parametrize(("make", "name", "said", "remedy"), BAD.values(), ids=BAD)
def test_bad_book_is_refused_with_its_remedy(make, name, said, remedy):
    with pytest.raises(TableError) as refusal:
        read_table(make(), name)
    assert said in str(refusal.value)
    assert remedy in str(refusal.value)


@pytest.mark.parametrize("name", ["", "..", "a/b.csv", "a\\b.csv", "a\u202eb.csv", "a" * 300])
def test_file_name_that_is_none_is_refused(name):
    with pytest.raises(TableError, match="Filens namn"):
        read_table(b"a;b\n1;2\n", name)


@pytest.mark.parametrize("number", ["19121212-1212", "191212121212", "121212_1212", "121212–1212"])
def test_identity_number_in_a_name_is_refused_or_not_told(number):
    with pytest.raises(TableError, match="Filens namn har ett personnummer"):
        read_table(b"a;b\n1;2\n", f"lista {number}.csv")
    rows = [("Namn",), ("Anna",)]
    for sheets in ([(number, rows), ("Lista", rows)], [("Lista", rows), (f"Om {number}", rows)]):
        (told,) = read_table(book(sheets=sheets), "lista.xlsx").told
        assert "(vars namn har ett personnummer)" in told
        assert "”Lista”" in told
        assert "1212" not in told


def test_book_is_read_as_it_is_stored():
    import datetime

    made = Workbook()
    sheet = made.active
    sheet.append(["Namn", "Dag", "Tal", "Text"])
    sheet.append(["Anna", datetime.date(2026, 1, 5), 3.0, "007"])
    sheet.append(["Bo", 46027, 2.5, "=1+1"])
    sheet["A5"] = "Eva"
    sheet["B5"] = "#N/A"
    sheet["B5"].data_type = "e"
    sheet["D5"] = "=HEJ"
    sheet["D5"].data_type = "s"
    file = io.BytesIO()
    made.save(file)
    found = read_table(file.getvalue(), "lista.xlsx")
    assert [[row.number, *row.cells] for row in found.rows] == [
        [2, "Anna", "2026-01-05", "3", "007"],
        [3, "Bo", "46027", "2.5", ""],
        [5, "Eva", "", "", "=HEJ"],
    ]
    faults = [(row.number, each.subject, each.code) for row in found.rows for each in row.faults]
    assert faults == [(3, "3", "cell-formula"), (5, "1", "cell-excel_error")]


def test_first_sheet_that_says_something_is_read_and_the_others_told():
    content = book(sheets=[("Lista", [("Namn",), ("Anna",)]), ("Gammalt", [("x",), ("y",)])])
    found = read_table(content, "lista.xlsx")
    assert found.headings == ("Namn",)
    assert found.told == ("Bladet ”Lista” är läst. Dessa blad är inte lästa: ”Gammalt”.",)


def test_rows_far_down_are_found_and_a_sheet_without_end_is_not_walked_through():
    made = Workbook()
    made.active["A1"] = "Namn"
    made.active["A900"] = "Anna"
    made.active["A1048576"] = "Sist"
    file = io.BytesIO()
    made.save(file)
    assert [row.number for row in read_table(file.getvalue(), "a.xlsx").rows] == [900]


TRICKY = ["=1+1", "+46", "-5", "@x", "'Anna", "a;b", 'sa "hej"', "två\nrader", "", "007", "å"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_is_read_again_and_never_a_formula(form):
    rows = [[each, "x"] for each in TRICKY]
    content = table_file(form, ["Text", "Slut"], rows)
    found = read_table(content, f"a.{form}")
    expected = [each.replace("\n", " ") for each in TRICKY]
    # Nobody means a formula in a CSV file: there one is refused, also one made harmless.
    assert [row.cells[0] for row in found.rows] == (
        expected if form == "xlsx" else ["", *expected[1:]]
    )
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "inlineStr",
            "n",
        }
        assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=1+1")
    else:
        assert content.startswith(b"\xef\xbb\xbfText;Slut\r\n'=1+1;x\r\n'+46;x")


COLUMNS = (
    Column("first", "Förnamn", ("given name", "tilltalsnamn"), required=True),
    Column("last", "Efternamn", ("family name",), required=True),
    Column("email", "E-post", ("mejl", "e-mail")),
)


@pytest.mark.parametrize(
    ("headings", "at", "unknown", "missing"),
    [
        (["Förnamn", "Efternamn", "E-post"], {"first": 0, "last": 1, "email": 2}, [], []),
        (["EFTERNAMN:", "fornamn"], {"first": 1, "last": 0}, [], []),
        (["Mejl", "Given name"], {"email": 0, "first": 1}, [], ["Efternamn"]),
        (
            ["Förnamn", "Tilltalsnamn", "Ålder"],
            {"first": 0},
            ["Tilltalsnamn", "Ålder"],
            ["Efternamn"],
        ),
        (["x", ""], {}, ["x"], ["Förnamn", "Efternamn"]),
    ],
)
def test_headings_are_known_by_what_people_call_them(headings, at, unknown, missing):
    found = matched(headings, COLUMNS)
    assert (dict(found.at), list(found.unknown)) == (at, unknown)
    assert [each.label for each in found.missing] == missing


def test_columns_are_matched_by_hand():
    found = matched(["a", "b", "c"], COLUMNS, {"first": 2, "last": 0, "email": 9})
    assert dict(found.at) == {"first": 2, "last": 0}
    assert (found.unknown, found.missing) == (("b",), ())
