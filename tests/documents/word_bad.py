"""Files that are no Word files, or bad ones, and what is to be said of each."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pytest

from documents.word import MOST_BYTES
from tests.documents.word_files import (
    paragraphs,
    relation,
    relations_part,
    word_file,
    word_parts,
    zipped,
)

BODY = paragraphs("Titel", look="Rubrik") + paragraphs("Ett", look="Rubrik1") + paragraphs("Text.")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
GOOD = word_parts(BODY)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def utf16(text):
    return text.encode("utf-16")


def with_parts(**parts):
    return zipped(GOOD | parts)


def changed(part, old, new):
    """The good file with something else in a part."""
    assert old in GOOD[part]
    return zipped(GOOD | {part: GOOD[part].replace(old, new, 1)})


def with_type(kind):
    return changed(TYPES, MAIN, kind)


def with_relation(part, kind, target, *, outside=True):
    old = GOOD.get(part, relations_part(""))
    more = relation("rId77", kind, target, outside=outside)
    return zipped(GOOD | {part: old.replace("</Relationships>", more + "</Relationships>")})


def with_doctype(part, doctype, encode=str.encode):
    declaration, rest = GOOD[part].split("?>", 1)
    text = declaration.replace("UTF-8", "UTF-16" if encode is utf16 else "UTF-8")
    return zipped(GOOD | {part: encode(f"{text}?>{doctype}{rest}")})


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def encrypted_zip():
    made = bytearray(zipped(GOOD))
    at = 0
    while (at := made.find(b"PK\x01\x02", at)) >= 0:
        made[at + 8] |= 1
        at += 4
    return bytes(made)


def damaged():
    """A good file with a few bytes of its text changed."""
    made = bytearray(zipped(GOOD))
    at = made.index(b"word/document.xml") + len("word/document.xml") + 40
    made[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(made)


def with_name(name):
    """A good file with one more part, whose name is written into the zip as it is."""
    stand_in = "word/" + "x" * (len(name.encode()) - len("word/"))
    made = zipped(GOOD | {stand_in: "x"})
    flag_at = [at for at in range(len(made)) if made.startswith(b"PK\x01\x02", at)][-1] + 8
    made = bytearray(made.replace(stand_in.encode(), name.encode()))
    local = made.index(name.encode()) - 30 + 6
    for at in (flag_at, local):
        made[at : at + 2] = struct.pack("<H", 0x800)
    return bytes(made)


def with_twice(name):
    made = io.BytesIO(zipped(GOOD))
    with zipfile.ZipFile(made, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(name, "x")
    return made.getvalue()


@cache
def bomb(size, name="word/media/image1.png"):
    """A file with a part of so many zeros, and what it's packed to."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in GOOD.items():
            package.writestr(part, content)
        with package.open(name, "w", force_zip64=False) as part:
            for _ in range(size // 2**20):
                part.write(bytes(2**20))
    return made.getvalue()


def lying(size, claimed, **more):
    """A bomb that says that it's small, both where it lies and in the directory."""
    made = bytearray(bomb(size, **more))
    for at in (i for i in range(len(made)) if made.startswith((b"PK\x01\x02", b"PK\x03\x04"), i)):
        offset = at + (24 if made[at + 2] == 1 else 22)
        if struct.unpack_from("<I", made, offset)[0] == size:
            struct.pack_into("<I", made, offset, claimed)
    return bytes(made)


def overlapping(count=200, size=10_000_000):
    """Parts that all lie over one packed kernel, each quoting the headers of those after it."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = deflate.compress(bytes(size)) + deflate.flush()
    crc = zlib.crc32(bytes(size))
    packed, entries, body, length = len(kernel), [], kernel, size
    for number in reversed(range(count)):
        name = f"word/media/{number}.png".encode()
        header = struct.pack(
            "<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, packed, length, len(name), 0
        )
        local = header + name
        entries.append((name, crc, packed, length, len(local) + len(body)))
        # The next part in front begins with a stored block that holds this header.
        body = local + body
        quote = struct.pack("<BHH", 0, len(local), len(local) ^ 0xFFFF)
        packed += len(local) + len(quote)
        length += len(local)
        body = quote + body
    start = len(body)
    directory = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, packed, length, len(name), 0, 0, 0, 0, 0),
            start - from_end,
        )
        + name
        for name, crc, packed, length, from_end in entries
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return b"PK\x03\x04" + body[4:] + directory + end


NOT_WORD = "är inte ett Word-dokument"
BAD = {
    "empty": (lambda: b"", "word-empty", "är tom", "Välj"),
    "too large": (lambda: bytes(MOST_BYTES + 1), "word-too-large", "20 MB", "bilder"),
    "not a zip": (lambda: b"Hej, detta ar text." * 9, "word-not-word", NOT_WORD, "spara"),
    "html": (lambda: b"<html><script>x</script></html>", "word-not-word", NOT_WORD, "spara"),
    "html before a zip": (lambda: b"<html>" + zipped(GOOD), "word-not-word", NOT_WORD, "spara"),
    "pdf": (lambda: b"%PDF-1.7\n" + bytes(99), "word-not-word", "PDF", "Word"),
    "rtf": (lambda: b"{\\rtf1 Hej}", "word-not-word", "RTF", "spara"),
    "old doc": (lambda: OLE + utf16("WordDocument"), "word-old", ".doc", "spara"),
    "encrypted": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "word-encrypted",
        "lösenord",
        "Ta bort lösenordet",
    ),
    "other ole": (lambda: OLE, "word-old", "äldre", "spara"),
    "encrypted zip": (encrypted_zip, "word-encrypted", "lösenord", "Ta bort lösenordet"),
    "truncated": (lambda: zipped(GOOD)[:-200], "word-broken", "trasig", "spara"),
    "half": (lambda: zipped(GOOD)[:3000], "word-broken", "trasig", "spara"),
    "only its beginning": (lambda: b"PK\x03\x04", "word-broken", "trasig", "spara"),
    "damaged": (damaged, "word-broken", "trasig", "spara"),
    "plain zip": (lambda: zipped({"a.txt": "x"}), "word-not-word", "zip", "spara"),
    "empty zip": (lambda: zipped({}), "word-not-word", NOT_WORD, "spara"),
    "zip with types alone": (
        lambda: zipped({TYPES: GOOD[TYPES]}),
        "word-not-word",
        "zip",
        "spara",
    ),
    "without its document": (
        lambda: zipped({k: v for k, v in GOOD.items() if k != "word/document.xml"}),
        "word-not-word",
        "zip",
        "spara",
    ),
    "without its types": (
        lambda: zipped({k: v for k, v in GOOD.items() if k != TYPES}),
        "word-not-word",
        "zip",
        "spara",
    ),
    "spreadsheet": (
        lambda: with_type(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        ),
        "word-not-word",
        "Excel",
        "spara",
    ),
    "odt": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
        "word-not-word",
        "OpenDocument",
        "spara",
    ),
    "docm by type": (
        lambda: with_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
        "word-macros",
        "makron",
        "utan makron",
    ),
    "docm by part": (
        lambda: with_parts(**{"word/vbaProject.bin": b"x"}),
        "word-macros",
        "makron",
        "utan makron",
    ),
    "docm by relation": (
        lambda: with_relation(RELATIONS, "../../microsoft/2006/vbaProject", "v.bin", outside=False),
        "word-macros",
        "makron",
        "utan makron",
    ),
    "dotx": (
        lambda: with_type(MAIN.replace("document.main", "template.main")),
        "word-template",
        "mall",
        "spara",
    ),
    "dotm": (
        lambda: with_type("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        "word-macros",
        "makron",
        "utan makron",
    ),
    "external template": (
        lambda: with_relation(
            "word/_rels/settings.xml.rels", "attachedTemplate", "https://a.example/mall.dotm"
        ),
        "word-attached-template",
        "mall",
        "Normal",
    ),
    "template on a share": (
        lambda: with_relation(
            "word/_rels/settings.xml.rels", "attachedTemplate", "file://server/mall.dotx"
        ),
        "word-attached-template",
        "mall",
        "Normal",
    ),
    "linked picture": (
        lambda: with_relation(RELATIONS, "image", "https://a.example/x.png"),
        "word-external",
        "https://a.example/x.png",
        "Bryt",
    ),
    "linked object": (
        lambda: with_relation(RELATIONS, "oleObject", "file:///c:/x.xlsx"),
        "word-external",
        "utanför",
        "Bryt",
    ),
    "frame": (
        lambda: with_relation("word/_rels/webSettings.xml.rels", "frame", "https://a.example/"),
        "word-external",
        "utanför",
        "Bryt",
    ),
    "embedded file": (
        lambda: with_parts(**{"word/embeddings/oleObject1.bin": b"x"}),
        "word-embedded",
        "inbäddade",
        "Ta bort",
    ),
    "embedded by relation": (
        lambda: with_relation(RELATIONS, "package", "media/x.xlsx", outside=False),
        "word-embedded",
        "inbäddade",
        "Ta bort",
    ),
    "inserted page": (
        lambda: with_relation(RELATIONS, "aFChunk", "x.htm", outside=False),
        "word-embedded",
        "inbäddade",
        "Ta bort",
    ),
    "activex": (
        lambda: with_parts(**{"word/activeX/activeX1.xml": "<x/>"}),
        "word-embedded",
        "inbäddade",
        "Ta bort",
    ),
    "xxe": (lambda: with_doctype("word/document.xml", XXE), "word-doctype", "DTD", "spara"),
    "xxe in utf-16": (
        lambda: with_doctype("word/document.xml", XXE, utf16),
        "word-doctype",
        "DTD",
        "spara",
    ),
    "xxe in styles": (lambda: with_doctype("word/styles.xml", XXE), "word-doctype", "DTD", "spara"),
    "xxe in relations": (lambda: with_doctype("_rels/.rels", XXE), "word-doctype", "DTD", "spara"),
    "xxe in types": (lambda: with_doctype(TYPES, XXE), "word-doctype", "DTD", "spara"),
    "billion laughs": (
        lambda: with_doctype("word/document.xml", LAUGHS),
        "word-doctype",
        "DTD",
        "spara",
    ),
    "outer dtd": (
        lambda: with_doctype("word/document.xml", '<!DOCTYPE x SYSTEM "http://a.example/x.dtd">'),
        "word-doctype",
        "DTD",
        "spara",
    ),
    "not xml": (
        lambda: with_parts(**{"word/document.xml": "<w:document"}),
        "word-broken",
        "trasig",
        "spara",
    ),
    "another root": (
        lambda: with_parts(**{"word/document.xml": "<html/>"}),
        "word-broken",
        "trasig",
        "spara",
    ),
    "elements too deep": (
        lambda: word_file("<w:sdt><w:sdtContent>" * 9000 + "</w:sdtContent></w:sdt>" * 9000),
        "word-too-deep",
        "varandra",
        "spara",
    ),
    "no text": (lambda: word_file("<w:p/>"), "word-no-text", "ingen text", "Skriv"),
    "bomb": (lambda: bomb(200 * 2**20), "word-bomb", "packas upp", "spara"),
    "bomb of text": (
        lambda: bomb(60 * 2**20, "word/theme.xml"),
        "word-bomb",
        "packas upp",
        "spara",
    ),
    "lying bomb": (lambda: lying(200 * 2**20, 1000), "word-bomb", "packas upp", "spara"),
    "overlapping bomb": (overlapping, "word-bomb", "packas upp", "spara"),
    "too many parts": (
        lambda: zipped(GOOD | {f"word/media/{n}.png": "" for n in range(3000)}),
        "word-bomb",
        "delar",
        "spara",
    ),
    "zip slip": (
        lambda: with_parts(**{"word/../../../etc/x.xml": "x"}),
        "word-names",
        "namn",
        "spara",
    ),
    "absolute": (lambda: with_parts(**{"/etc/passwd": "x"}), "word-names", "namn", "spara"),
    "drive": (lambda: with_parts(**{"C:/x.xml": "x"}), "word-names", "namn", "spara"),
    "backslash": (lambda: with_parts(**{"word\\..\\x": "x"}), "word-names", "namn", "spara"),
    "line break": (lambda: with_parts(**{"word/a\r\nb.xml": "x"}), "word-names", "namn", "spara"),
    "nul": (lambda: with_name("word/a\0b.xml"), "word-names", "namn", "spara"),
    "bidi": (lambda: with_parts(**{"word/\u202elmx.exe": "x"}), "word-names", "namn", "spara"),
    "a name twice": (lambda: with_twice("word/document.xml"), "word-names", "namn", "spara"),
    "a name twice in other letters": (
        lambda: with_parts(**{"WORD/Document.xml": "x"}),
        "word-names",
        "namn",
        "spara",
    ),
}
