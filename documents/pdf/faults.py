"""What keeps a text from becoming a PDF that everyone can read (PDF/UA-1)."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from documents.pdf.blocks import TooDeep, blocks_of, every_block, every_link, one_line, text_of
from documents.pdf.text import WORDS, PdfText
from organisation.rules import Finding, Severity

DEEPEST = 3
WIDEST = 6
LONGEST_ADDRESS = 2000
INVISIBLE = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"


def pdf_faults(text: PdfText) -> list[Finding]:
    """What must be put right before a PDF can be made of the text, in reading order."""
    return [*_facts_lacking(text), *section_faults(text.sections)]


def section_faults(sections: Iterable[tuple[str, int, str]]) -> list[Finding]:
    """What is wrong with the sections alone: headings that are empty, skip a level or lie too
    deep, and tables that no sheet holds."""
    found: list[Finding] = []
    above = 0
    for number, (heading, level, html) in enumerate(sections, 1):
        name = f"Avsnittet ”{one_line(heading)}”"
        if not _seen(heading):
            name = f"Avsnitt {number}"
            found.append(
                _fault("pdf_empty_heading", f"{name} saknar rubrik. Ge avsnittet en rubrik.", name)
            )
        if level > DEEPEST:
            found.append(
                _fault(
                    "pdf_too_deep",
                    f"{name} ligger på nivå {level}. Lägg det på nivå {DEEPEST} eller högre upp.",
                    name,
                )
            )
        elif not 1 <= level <= above + 1:
            found.append(
                _fault(
                    "pdf_skipped_heading",
                    f"{name} ligger på nivå {level} men ska ligga på högst nivå {above + 1}: "
                    "en rubriknivå är överhoppad. Ändra avsnittets nivå, eller lägg ett avsnitt "
                    "på nivån ovanför före det.",
                    name,
                )
            )
        above = level
        found += _inside(html, level, f"a{name[1:]}")
    return found


def _inside(html: str, level: int, where: str) -> Iterator[Finding]:
    """The faults in a section's own text."""
    above = level
    try:
        blocks = blocks_of(html, level, str)
    except TooDeep:
        yield _fault(
            "pdf_too_nested",
            f"I {where} ligger listor eller tabeller i varandra i fler steg än ett papper rymmer. "
            "Lägg dem efter varandra.",
            where,
        )
        return
    for link in every_link(blocks):
        if fault := _fault_of_address(link["to"]):
            said = one_line(text_of(link["text"]))
            yield _fault("pdf_bad_link", f"Länken ”{said}” i {where} {fault}", where)
    for block in every_block(blocks):
        if block["is"] == "heading":
            title = one_line(text_of(block["text"]))
            if not _seen(title):
                yield _fault(
                    "pdf_empty_heading",
                    f"En underrubrik i {where} är tom. Skriv en rubrik, eller ta bort den.",
                    where,
                )
            elif block["level"] > above + 1:
                yield _fault(
                    "pdf_skipped_heading",
                    f"Rubriken ”{title}” i {where} hoppar över en rubriknivå. Gör den till en "
                    "större underrubrik, eller lägg en rubrik på nivån ovanför före den.",
                    where,
                )
            above = block["level"]
        elif block["is"] == "table" and block["columns"] > WIDEST:
            yield _fault(
                "pdf_wide_table",
                f"En tabell i {where} har {block['columns']} kolumner; på ett papper får högst "
                f"{WIDEST} plats. Dela tabellen.",
                where,
            )


def _fault_of_address(address: str) -> str:
    """What is wrong with where a link leads, with the remedy; nothing if it can be followed."""
    if len(address) > LONGEST_ADDRESS:
        return (
            f"har en adress på {len(address)} tecken; högst {LONGEST_ADDRESS} får plats i en PDF. "
            "Länka till en kortare adress."
        )
    try:
        urlsplit(address)
    except ValueError:
        return "har en adress som ingen webbläsare förstår. Rätta adressen, eller ta bort länken."
    return ""


def _facts_lacking(text: PdfText) -> Iterator[Finding]:
    named = {
        "titel": text.title,
        "dokumenttyp": text.kind,
        "sjukvårdsregion": text.healthcare_region,
        "version": text.version,
        "permanent adress": text.address,
        "uppgift om när den gäller": text.valid,
        "organ": "".join(text.bodies),
    }
    for name, value in named.items():
        if not _seen(value):
            yield _fault(
                "pdf_fact_missing", f"Texten saknar {name}. Fyll i det som saknas.", text.title
            )
    if text.language not in WORDS:
        yield _fault(
            "pdf_language",
            f"PDF kan göras på svenska (sv) och engelska (en), inte på ”{text.language}”. "
            "Välj ett av språken.",
            text.title,
        )


def _seen(text: str) -> bool:
    """Whether the text shows anything."""
    return bool(one_line(text).strip(INVISIBLE + " \N{NO-BREAK SPACE}"))


def _fault(code: str, message: str, subject: str) -> Finding:
    return Finding(code, Severity.ERROR, message, subject)
