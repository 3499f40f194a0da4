"""A PDF: what in it could do anything else than be read, its text, and what is known of it."""

import io
import logging
from contextlib import suppress

import pikepdf

from organisation.apart.limits import Refused

ACTIONS = {"/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}
EMBEDDING = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
# Where a link may lead; one without a scheme leads to a page.
SCHEMES = {"http", "https", "mailto", "tel", ""}
MOST_OBJECTS = 3_000_000
# A number is ten digits at least.
DIGITS = 10
MOST_METADATA = 2**20


def read(content: bytes) -> dict:
    try:
        with pikepdf.open(
            io.BytesIO(content), attempt_recovery=False, suppress_warnings=True
        ) as whole:
            if whole.is_encrypted:
                raise Refused("encrypted")
            if not len(whole.pages):
                raise Refused("no_pages")
            besides = _walked(whole)
            facts, more = _facts(whole)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except pikepdf.PdfError:
        raise Refused("broken") from None
    pages = _texts(content)
    facts |= {"pages": len(pages), "pages_with_text": sum(bool(each.strip()) for each in pages)}
    return {"kind": "pdf", "text": pages, "besides": [*besides, *more], "facts": facts}


def _walked(whole: pikepdf.Pdf) -> list[str]:
    """The texts that stand in the file's objects, when none of them does anything. Every object is
    gone through, also those packed in others; what they hold themselves step by step."""
    texts: list[str] = []
    count = 0
    for top in (whole.trailer, *whole.objects):
        standing = [top]
        while standing:
            each = standing.pop()
            count += 1
            if count > MOST_OBJECTS:
                raise Refused("long")
            if isinstance(each, pikepdf.Stream):
                each = each.stream_dict
            if isinstance(each, pikepdf.Dictionary):
                _check(each)
                inner = [value for _, value in each.items()]
            elif isinstance(each, pikepdf.Array):
                inner = list(each)
            else:
                if isinstance(each, pikepdf.String):
                    text = str(each)
                    if sum(sign.isdigit() for sign in text) >= DIGITS:
                        texts.append(text)
                continue
            # What is an object of its own is gone through for itself.
            standing += [
                one
                for one in inner
                if isinstance(one, pikepdf.Object)
                and not (one.is_indirect and not isinstance(one, pikepdf.String))
            ]
    return texts


def _check(each: pikepdf.Dictionary) -> None:
    """Refuses what could do something."""
    kind, subtype = str(each.get("/S", "")), str(each.get("/Subtype", ""))
    script = each.get("/JS")
    if (
        kind == "/JavaScript"
        or isinstance(script, pikepdf.String | pikepdf.Stream)
        or "/XFA" in each
        or "/JavaScript" in each
    ):
        raise Refused("script")
    if kind in ACTIONS:
        raise Refused("action")
    if kind == "/URI" and _scheme(each.get("/URI")) not in SCHEMES:
        raise Refused("action")
    if subtype in EMBEDDING or "/EmbeddedFiles" in each or "/EF" in each:
        raise Refused("embedded")


def _scheme(address: object) -> str:
    text = "".join(str(address).split()).lower()
    before, colon, _ = text.partition(":")
    return before if colon and not set(before) & set("/?#") else ""


def _facts(whole: pikepdf.Pdf) -> tuple[dict, list[str]]:
    """What is known of the file, and the words of its metadata."""
    root = whole.Root
    title, more = str(whole.docinfo.get("/Title", "")) if "/Info" in whole.trailer else "", []
    stored = root.get("/Metadata")
    if isinstance(stored, pikepdf.Stream):
        with suppress(pikepdf.PdfError):
            more.append(stored.read_bytes().decode("utf-8", "replace")[:MOST_METADATA])
        # Whatever is wrong with it: it's no more than a title.
        with suppress(Exception):
            title = str(whole.open_metadata().get("dc:title") or title)
    marked = root.get("/MarkInfo")
    is_marked = isinstance(marked, pikepdf.Dictionary) and marked.get("/Marked") is True
    return {
        "title": " ".join(title.split())[:300],
        "language": str(root.get("/Lang", ""))[:20],
        "tagged": is_marked and "/StructTreeRoot" in root,
    }, more


def _texts(content: bytes) -> list[str]:
    """The text of each page; "" for one that can't be read as text."""
    from pypdf import PdfReader

    logging.disable()
    found = []
    for page in PdfReader(io.BytesIO(content)).pages:
        try:
            found.append(page.extract_text())
        except (MemoryError, RecursionError):
            raise
        except Exception:
            # A font or a picture that the library doesn't know.
            found.append("")
    return found
