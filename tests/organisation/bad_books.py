"""Excel files that are bad or no Excel files, and what is to be said of each. Written by hand."""

import io
import struct
import zipfile
import zlib

from openpyxl import Workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
TYPES, BOOK, SHEET = "[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def book(*rows, sheets=()) -> bytes:
    """An Excel file with these rows, and more sheets by name."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for name, more in sheets:
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


GOOD = book(("Namn", "Antal"), ("Anna", 3))


def changed(**parts: bytes) -> bytes:
    """The good file with other or more parts."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        whole = {each: old.read(each) for each in old.namelist()} | parts
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in whole.items():
            new.writestr(name, content)
    return file.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        return old.read(name)


def instead(name: str, old: bytes, new: bytes) -> bytes:
    """The good file with something else in a part."""
    text = part(name)
    assert old in text
    return changed(**{name: text.replace(old, new, 1)})


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    more = (
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return instead(RELATIONS, b"</Relationships>", more.encode())


def doctype(name: str) -> bytes:
    text = part(name)
    start = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return changed(**{name: text[:start] + laughs + text[start:]})


def bomb() -> bytes:
    return changed(**{"xl/media/image1.xml": bytes(40 * 2**20)})


def lying() -> bytes:
    """A part that becomes larger than it says."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    inner = packed.compress(bytes(3 * 2**20)) + packed.flush()
    name = TYPES.encode()
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(inner), 9, len(name), 0)
    local = head + name + inner
    entry = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        *(b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(inner), 9, len(name), 0, 0, 0, 0, 0, 0),
    )
    directory = entry + name
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(local), 0)
    return local + directory + end


def encrypted() -> bytes:
    content = bytearray(GOOD)
    at = content.index(b"PK\1\2")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\1\2", at + 4)
    return bytes(content)


MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

# How the file is made, the name it has, and what is said of it: the fault and the remedy.
BAD = {
    "empty": (lambda: b"", "a.xlsx", "Filen är tom", "Välj en annan"),
    "not a book": (lambda: b"hej", "a.xlsx", "inte en Excel-fil", ".xlsx"),
    "half": (lambda: GOOD[: len(GOOD) // 2], "a.xlsx", "trasig", ".xlsx"),
    "old": (lambda: OLE, "a.xls", "äldre format", ".xlsx"),
    "locked": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "lösenord", "Ta b"),
    "locked parts": (encrypted, "a.xlsx", "lösenord", "Ta bort"),
    "macros": (lambda: changed(**{"xl/vbaProject.bin": b"x"}), "a.xlsm", "makron", ".xlsx"),
    "macro type": (lambda: instead(TYPES, MAIN_TYPE, MACRO_TYPE), "a.xlsx", "makron", ".xlsx"),
    "other books": (
        lambda: changed(**{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "a.xlsx",
        "utanför sig själv",
        "Redigera länkar",
    ),
    "outside": (
        lambda: relation("externalLinkPath", "file:///c:/a.xlsx"),
        "a.xlsx",
        "utanför sig själv",
        "Redigera länkar",
    ),
    "connections": (
        lambda: changed(**{"xl/connections.xml": b"<connections/>"}),
        "a.xlsx",
        "utanför sig själv",
        "Redigera länkar",
    ),
    "bomb": (bomb, "a.xlsx", "orimligt stor", ".xlsx"),
    "lying": (lying, "a.xlsx", "orimligt stor", ".xlsx"),
    "entities in a sheet": (lambda: doctype(SHEET), "a.xlsx", "DTD", ".xlsx"),
    "entities in the book": (lambda: doctype(BOOK), "a.xlsx", "DTD", ".xlsx"),
    "broken xml": (
        lambda: instead(SHEET, b"</sheetData>", b""),
        "a.xlsx",
        "gick inte att läsa",
        ".xlsx",
    ),
    "a word file": (
        lambda: changed(**{"word/document.xml": b"<x/>", BOOK: b"<x/>"}),
        "a.xlsx",
        "inte en Excel-fil",
        ".xlsx",
    ),
    "opendocument": (
        lambda: b"PK\3\4" + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "a.ods",
        "OpenDocument",
        ".xlsx",
    ),
    "only headings": (lambda: book(("Namn", "Ort")), "a.xlsx", "inga rader", "minst en rad"),
    "no headings": (lambda: book(), "a.xlsx", "ingen rubrikrad", "första raden"),
    "10,000 rows": (
        lambda: book(("Namn",), *((f"Namn {n}",) for n in range(10_000))),
        "a.xlsx",
        "5 000 rader",
        "Dela",
    ),
}
