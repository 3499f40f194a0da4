"""Files as people and others send them in, made part by part."""

import io
from collections.abc import Callable

import pikepdf
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.documents.word_files import paragraphs, word_file


def pdf(
    *texts: str,
    title: str = "",
    language: str = "",
    tagged: bool = False,
    change: Callable[[pikepdf.Pdf], None] | None = None,
    **save,
) -> bytes:
    """A PDF with a page for each text ("" for a page without any), and what `change` does to it."""
    made = pikepdf.new()
    font = made.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    for text in texts or ("Handlingsplan för året.",):
        words = text.encode("cp1252").replace(b"\\", b"\\\\")
        words = words.replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % words if text else b"0 0 9 9 re f"
        page = made.add_blank_page(page_size=(595, 842))
        page.Contents = Stream(made, drawn)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
    if title:
        made.docinfo["/Title"] = String(title)
    if language:
        made.Root.Lang = String(language)
    if tagged:
        made.Root.MarkInfo = Dictionary(Marked=True)
        made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def opening(action: Dictionary) -> bytes:
    """A PDF that does something when it's opened."""
    return pdf(change=lambda made: made.Root.__setattr__("OpenAction", action))


def hidden_script() -> bytes:
    """A script packed with other objects, so that no search of bytes finds it."""

    def change(made):
        action = made.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        made.Root.Names = made.make_indirect(
            Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))
        )

    made = pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in made
    return made


def script_by_number() -> bytes:
    """A script whose names are written with numbers in place of letters."""
    plain = pdf(
        change=lambda made: made.Root.__setattr__(
            "OpenAction", Dictionary(S=Name("/JavaScriptXXXX"), JS=String("app.alert(1)"))
        ),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    assert b"/JavaScriptXXXX" in plain
    return plain.replace(b"/JavaScriptXXXX", b"/J#61v#61Script")


def with_embedded() -> bytes:
    def change(made):
        made.attachments["rakning.exe"] = pikepdf.AttachedFileSpec(made, b"MZ")

    return pdf(change=change)


def with_note(subtype: str, **more) -> bytes:
    """A PDF with a note of a kind on its first page."""

    def change(made):
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 9, 9]), **more
        )
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return pdf(change=change)


def with_form(**more) -> bytes:
    """A PDF with a field to fill in, that says `more`."""

    def change(made):
        field = made.make_indirect(
            Dictionary(
                FT=Name.Tx,
                T=String("namn"),
                V=String("Ifyllt"),
                Type=Name.Annot,
                Subtype=Name.Widget,
                Rect=Array([9, 9, 90, 30]),
            )
        )
        made.Root.AcroForm = made.make_indirect(Dictionary(Fields=Array([field]), **more))
        made.pages[0].Annots = Array([field])

    return pdf(change=change)


def locked(**passwords: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(**({"owner": "x", "user": ""} | passwords)))


def deep(steps: int = 20_000) -> bytes:
    """A PDF with arrays in one another, more than any reader can follow, and else in order."""
    stand_in = "X" * (2 * steps - 2)
    whole = pdf(
        change=lambda made: made.Root.__setattr__("A", String(stand_in)),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    assert f"({stand_in})".encode() in whole
    return whole.replace(f"({stand_in})".encode(), b"[" * steps + b"]" * steps)


def word(*texts: str, title: str = "", **more) -> bytes:
    body = paragraphs("Handlingsplan", look="Rubrik1") + paragraphs(*(texts or ("Det vi gör.",)))
    return word_file(body, title=title, **more)


def sheet(*rows: tuple, title: str = "", more: Callable[[Workbook], None] | None = None) -> bytes:
    """An Excel file with these rows."""
    book = Workbook()
    book.properties.title = title or None
    for row in rows or (("Region", "Antal"), ("Exempelregionen", 12)):
        book.active.append(row)
    if more:
        more(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
