"""What becomes of each file that is sent in: written by hand, before the check that must say so.

The bad ones: how the bytes are made, the file's name, and the code of the refusal. The good ones:
the bytes, the name, the kind, and what is found wanting of what a reader with aids needs.
"""

import io
import zipfile

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from tests.documents import word_bad
from tests.documents.upload_files import (
    deep,
    hidden_script,
    locked,
    opening,
    pdf,
    script_by_number,
    sheet,
    with_embedded,
    with_form,
    with_note,
    word,
)
from tests.documents.word_files import paragraphs, relations_part, word_file, zipped

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00" + bytes(200)
MEGABYTES = 20
# An invented number that has a day and a right check digit.
NUMBER = "850709-9805"


def book(parts):
    """An Excel file with other or more parts."""
    with zipfile.ZipFile(io.BytesIO(sheet())) as package:
        found = {name: package.read(name).decode() for name in package.namelist()}
    return zipped(found | parts)


def picture(attributes):
    """A picture in a paragraph of a Word file."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>'
        f'<wp:docPr id="1" name="Bild 1" {attributes}/></wp:inline></w:drawing></w:r></w:p>'
    )


def link(kind, target):
    return relations_part(
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="External"/>'
    )


BAD = {
    # Of the file as a whole.
    "empty": (lambda: b"", "plan.pdf", "empty"),
    "too large": (lambda: b"%PDF-1.7\n" + bytes(MEGABYTES * 2**20), "plan.pdf", "large"),
    "html named pdf": (lambda: HTML, "plan.pdf", "other"),
    "svg named pdf": (lambda: SVG, "plan.pdf", "other"),
    "program named pdf": (lambda: EXE, "plan.pdf", "other"),
    "html before the pdf": (lambda: HTML + pdf(), "plan.pdf", "other"),
    "a line before the pdf": (lambda: b"\n" + pdf(), "plan.pdf", "other"),
    "html named html": (lambda: HTML, "plan.html", "other"),
    "svg named svg": (lambda: SVG, "bild.svg", "other"),
    "old word": (lambda: word_bad.OLE, "plan.doc", "old"),
    "rtf": (lambda: b"{\\rtf1 Hej}", "plan.rtf", "rtf"),
    "pdf named docx": (pdf, "plan.docx", "ending"),
    "word named pdf": (word, "plan.pdf", "ending"),
    "excel named docx": (sheet, "plan.docx", "ending"),
    "pdf without an ending": (pdf, "plan", "ending"),
    "pdf named as a program": (pdf, "plan.pdf.exe", "ending"),
    # Of its name.
    "name that climbs": (pdf, "../plan.pdf", "file_name"),
    "name with a folder": (pdf, "mapp/plan.pdf", "file_name"),
    "name with a backslash": (pdf, "..\\plan.pdf", "file_name"),
    "name with a line break": (pdf, "plan\r\nSet-Cookie: a=b.pdf", "file_name"),
    "name with nul": (pdf, "plan\0.pdf", "file_name"),
    "name that turns around": (pdf, "plan\u202efdp.exe.pdf", "file_name"),
    "name with an isolate": (pdf, "\u2066plan.pdf", "file_name"),
    "name that is too long": (pdf, "x" * 300 + ".pdf", "file_name"),
    "name that is an ending": (pdf, ".pdf", "file_name"),
    "name with a number": (pdf, f"Svar {NUMBER}.pdf", "name_identity"),
    # PDF.
    "pdf of a line": (lambda: b"%PDF-1.7\n", "plan.pdf", "broken"),
    "truncated pdf": (lambda: pdf("Text. " * 400)[:-300], "plan.pdf", "broken"),
    "half a pdf": (lambda: pdf()[:400], "plan.pdf", "broken"),
    "pdf without pages": (
        lambda: pdf(change=lambda made: made.pages.__delitem__(0)),
        "plan.pdf",
        "no_pages",
    ),
    "script at opening": (
        lambda: opening(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
        "plan.pdf",
        "script",
    ),
    "script in an object stream": (hidden_script, "plan.pdf", "script"),
    "script by number": (script_by_number, "plan.pdf", "script"),
    "script without its kind": (
        lambda: opening(Dictionary(S=Name.Rendition, JS=String("app.alert(1)"))),
        "plan.pdf",
        "script",
    ),
    "script after another action": (
        lambda: opening(
            Dictionary(
                S=Name.URI,
                URI=String("https://a.example/"),
                Next=Array([Dictionary(S=Name.JavaScript, JS=String("x"))]),
            )
        ),
        "plan.pdf",
        "script",
    ),
    "form with a program": (lambda: with_form(XFA=String("<xdp/>")), "plan.pdf", "script"),
    "launches": (
        lambda: opening(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        "plan.pdf",
        "action",
    ),
    "opens another file": (
        lambda: opening(Dictionary(S=Name.GoToR, F=String("//server/x.pdf"), D=Array([0]))),
        "plan.pdf",
        "action",
    ),
    "sends what is filled in": (
        lambda: opening(Dictionary(S=Name.SubmitForm, F=String("https://a.example/"))),
        "plan.pdf",
        "action",
    ),
    "takes in data": (
        lambda: opening(Dictionary(S=Name.ImportData, F=String("x.fdf"))),
        "plan.pdf",
        "action",
    ),
    "embedded file": (with_embedded, "plan.pdf", "embedded"),
    "file as a note": (lambda: with_note("FileAttachment"), "plan.pdf", "embedded"),
    "film": (lambda: with_note("RichMedia"), "plan.pdf", "embedded"),
    "locked": (lambda: locked(user="hemligt"), "plan.pdf", "encrypted"),
    "locked for changes": (locked, "plan.pdf", "encrypted"),
    "too deep": (deep, "plan.pdf", "broken"),
    "number on a page": (lambda: pdf("Text", f"Ring {NUMBER}"), "plan.pdf", "identity"),
    "number in the title": (lambda: pdf(title=f"Svar {NUMBER}"), "plan.pdf", "identity"),
    "number in a note": (
        lambda: with_note("Text", Contents=String(f"Se {NUMBER}")),
        "plan.pdf",
        "identity",
    ),
    # Word. What `word_bad` has beside is refused by the same program.
    "plain zip": (lambda: zipped({"a.txt": "x"}), "plan.docx", "zip"),
    "opendocument": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
        "plan.odt",
        "opendocument",
    ),
    "bomb": (lambda: word_bad.bomb(200 * 2**20), "plan.docx", "bomb"),
    "macros": (
        lambda: word_bad.with_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
        "plan.docm",
        "macros",
    ),
    "macros named docx": (
        lambda: word_bad.with_parts(**{"word/vbaProject.bin": b"x"}),
        "plan.docx",
        "macros",
    ),
    "outer template": (
        lambda: word_bad.with_relation(
            "word/_rels/settings.xml.rels", "attachedTemplate", "https://a.example/mall.dotm"
        ),
        "plan.docx",
        "attached",
    ),
    "outer picture": (
        lambda: word_bad.with_relation(word_bad.RELATIONS, "image", "https://a.example/x.png"),
        "plan.docx",
        "external",
    ),
    "embedded in word": (
        lambda: word_bad.with_parts(**{"word/embeddings/oleObject1.bin": b"x"}),
        "plan.docx",
        "embedded",
    ),
    "xxe": (
        lambda: word_bad.with_doctype("word/document.xml", word_bad.XXE),
        "plan.docx",
        "doctype",
    ),
    "zip slip": (
        lambda: word_bad.with_parts(**{"word/../../../etc/x.xml": "x"}),
        "plan.docx",
        "names",
    ),
    "part that turns around": (
        lambda: word_bad.with_parts(**{"word/\u202elmx.exe": "x"}),
        "plan.docx",
        "names",
    ),
    "truncated word": (lambda: word()[:-200], "plan.docx", "broken"),
    "locked word": (word_bad.encrypted_zip, "plan.docx", "encrypted"),
    "number in word": (lambda: word(f"Ring {NUMBER}."), "plan.docx", "identity"),
    "number in two runs": (
        lambda: word_bad.changed(
            "word/document.xml",
            '<w:t xml:space="preserve">Text.</w:t>',
            f"<w:t>{NUMBER[:6]}</w:t></w:r><w:r><w:t>{NUMBER[6:]}</w:t>",
        ),
        "plan.docx",
        "identity",
    ),
    "number in the properties": (lambda: word(title=NUMBER), "plan.docx", "identity"),
    # Excel.
    "macros in excel": (lambda: book({"xl/vbaProject.bin": "x"}), "lista.xlsx", "macros"),
    "outer data": (
        lambda: book({"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "lista.xlsx",
        "external",
    ),
    "outer address in excel": (
        lambda: book({"xl/worksheets/_rels/sheet1.xml.rels": link("image", "https://a.example/")}),
        "lista.xlsx",
        "external",
    ),
    "number in a cell": (lambda: sheet(("Namn", NUMBER)), "lista.xlsx", "identity"),
    "number as a number": (lambda: sheet(("Namn", 198507099805)), "lista.xlsx", "identity"),
    "number as a sheet's name": (
        lambda: sheet(more=lambda made: made.create_sheet(NUMBER)),
        "lista.xlsx",
        "identity",
    ),
}
TITLE, LANGUAGE, TAGS, TEXT = "title", "language", "tags", "text"
WHOLE = {"title": "Handlingsplan 2027", "language": "sv-SE", "tagged": True}
# None: that kind of file can't be checked.
GOOD = {
    "tagged": (lambda: pdf(**WHOLE), "plan.pdf", "pdf", []),
    "many pages": (lambda: pdf(*["Sida."] * 60, **WHOLE), "plan.pdf", "pdf", []),
    "untagged": (pdf, "plan.pdf", "pdf", [TAGS, TITLE, LANGUAGE]),
    "without a title": (lambda: pdf(**WHOLE | {"title": ""}), "plan.pdf", "pdf", [TITLE]),
    "without a language": (lambda: pdf(**WHOLE | {"language": ""}), "plan.pdf", "pdf", [LANGUAGE]),
    "a picture of a page": (lambda: pdf("", **WHOLE), "skannad.pdf", "pdf", [TEXT]),
    "mostly pictures": (lambda: pdf("A", "", "", "", **WHOLE), "plan.pdf", "pdf", [TEXT]),
    "one picture of three": (lambda: pdf("A", "B", "", **WHOLE), "plan.pdf", "pdf", []),
    "swedish name": (lambda: pdf(**WHOLE), "Årsrapport för öron, näsa (slutlig).pdf", "pdf", []),
    "name in capitals": (lambda: pdf(**WHOLE), "PLAN.PDF", "pdf", []),
    "name with stops": (lambda: pdf(**WHOLE), "plan.v2.2027.pdf", "pdf", []),
    "linearised": (lambda: pdf(linearize=True, **WHOLE), "plan.pdf", "pdf", []),
    "packed objects": (
        lambda: pdf(object_stream_mode=ObjectStreamMode.generate, **WHOLE),
        "plan.pdf",
        "pdf",
        [],
    ),
    "a form without scripts": (with_form, "blankett.pdf", "pdf", [TAGS, TITLE, LANGUAGE]),
    "a link": (
        lambda: with_note("Link", A=Dictionary(S=Name.URI, URI=String("https://a.example/"))),
        "plan.pdf",
        "pdf",
        [TAGS, TITLE, LANGUAGE],
    ),
    "a way within": (
        lambda: opening(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
        "plan.pdf",
        "pdf",
        [TAGS, TITLE, LANGUAGE],
    ),
    "registry and organisation numbers": (
        lambda: pdf("Dnr 2026-001234, org.nr 232100-0040, tel. 036-32 10 00", **WHOLE),
        "plan.pdf",
        "pdf",
        [],
    ),
    "word": (word, "plan.docx", "docx", [TITLE]),
    "word with a title": (lambda: word(title="Handlingsplan 2027"), "plan.docx", "docx", []),
    "word with links": (
        lambda: word(title="Plan", links={"rId70": "https://a.example/"}),
        "Plan 2027.DOCX",
        "docx",
        [],
    ),
    "word in the strict form": (lambda: word(title="Plan", strict=True), "plan.docx", "docx", []),
    "word with pictures": (
        lambda: word_file(
            picture('descr="Karta över regionerna"') + picture("") + paragraphs("Text."),
            title="Plan",
        ),
        "plan.docx",
        "docx",
        ["pictures"],
    ),
    "word with pictures that are told": (
        lambda: word_file(picture('descr="Karta"') + paragraphs("Text."), title="Plan"),
        "plan.docx",
        "docx",
        [],
    ),
    "long word without headings": (
        lambda: word_file(
            paragraphs(*["Nio ord av text som står här utan rubrik."] * 50), title="P"
        ),
        "plan.docx",
        "docx",
        ["headings"],
    ),
    "excel": (sheet, "lista.xlsx", "xlsx", None),
    "excel with a title": (lambda: sheet(title="Mått"), "Mått för året.xlsx", "xlsx", None),
    "excel with figures": (
        lambda: sheet(("Kod", "Antal"), (850709, 9805), (123456, 7890)),
        "lista.xlsx",
        "xlsx",
        None,
    ),
}
