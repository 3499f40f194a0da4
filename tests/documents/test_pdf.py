"""The PDF of an edition: its tags against what was written by hand, its words and its look."""

import dataclasses
import datetime
import io
import itertools
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

import pikepdf
import pytest

from documents.pdf import pdf_of
from tests.documents.pdf_cases import CASES, FACTS, HEAD
from tests.documents.pdf_making import paragraphs, pdf_with, text_with
from tests.documents.tagged import scope_of
from tests.sources import reading

ROOT = Path(__file__).resolve().parents[2]


def lines(written):
    """The lines of a case, with the step that it stands in taken away."""
    return [line.rstrip() for line in dedent(written).strip("\n").splitlines()]


@pytest.fixture(scope="module")
def all_cases():
    """Every case in one PDF."""
    return pdf_with(*[section for sections, _ in CASES.values() for section in sections])


@pytest.mark.parametrize(("sections", "expected"), CASES.values(), ids=CASES)
def test_tags_are_those_written_by_hand(sections, expected):
    assert pdf_with(*sections).tags == lines(HEAD) + lines(expected)


def test_document_says_that_it_is_accessible(all_cases):
    root = all_cases.root
    assert root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in all_cases.metadata
    assert all_cases.reader.pdf_header == "%PDF-1.7"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_language_and_title_are_told(language):
    pdf = pdf_with(("Ett", 1, "<p>x</p>"), language=language)
    assert pdf.root["/Lang"] == language
    assert f"<rdf:li>{language}</rdf:li>" in pdf.metadata
    assert pdf.reader.metadata.title == FACTS["title"]
    assert f">{FACTS['title']}</rdf:li>" in pdf.metadata
    assert pdf.reader.metadata.author == FACTS["healthcare_region"]


def test_metadata_holds_the_day_of_the_text_and_no_other(all_cases):
    assert all_cases.reader.metadata.creation_date == datetime.datetime(
        2025, 12, 3, tzinfo=datetime.UTC
    )
    assert all_cases.reader.metadata.modification_date == datetime.datetime(
        2025, 12, 3, tzinfo=datetime.UTC
    )
    assert set(re.findall(r"\d{4}-\d\d-\d\dT\S+?Z", all_cases.metadata)) == {"2025-12-03T00:00:00Z"}


def test_bookmarks_are_the_headings_in_order(all_cases):
    headings = [
        (int(each["/S"][2:]), all_cases.text(each))
        for each in all_cases.elements()
        if re.fullmatch(r"/H[1-6]", each["/S"])
    ]
    assert all_cases.outline == headings
    assert headings[0] == (1, FACTS["title"])
    levels = [level for level, _ in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_words_are_those_of_the_text(all_cases):
    told = all_cases.text(without=("Note", "Lbl")).split()
    expected = " ".join(
        re.sub(r"^ *(?:[A-Z]\w*(?:\[\w+\])?) ?", "", line)
        for written in [HEAD, *(without_marks(expected) for _, expected in CASES.values())]
        for line in lines(written)
    )
    assert "".join(told) == "".join(expected.split())


def without_marks(written):
    """The case without the marks and addresses that the PDF adds to lists and links."""
    kept, inside = [], None
    for line in lines(written):
        depth = len(line) - len(line.lstrip())
        if inside is not None and depth > inside:
            continue
        inside = depth if re.match(r" *(Note|Lbl)\b", line) else None
        if inside is None:
            kept.append(line)
    return indent("\n".join(kept), "    ")


@pytest.mark.parametrize("source", ["001", "004"])
def test_words_of_a_whole_commission_are_all_there(source):
    written = reading.raw(source).splitlines()
    kept = [line.removeprefix("- ").strip() for line in written if line.strip()]
    pdf = pdf_with(("Text", 1, paragraphs(*kept)))
    assert len(pdf.reader.pages) > 1
    assert [pdf.text(each) for each in pdf.elements("P")][-len(kept) :] == kept


def test_pages_are_numbered_and_carry_version_decision_and_names():
    pdf = pdf_with(
        ("Ett", 1, paragraphs(*["Många ord i rad. " * 30] * 30)), bodies=("Rådet", "Nämnden")
    )
    pages = len(pdf.reader.pages)
    assert pages >= 3
    repeated = [text for text in pdf.artifacts if text]
    head = "Rådet och NämndenNorra provregionen"
    foot = "Version 3 · Beslutad av Ledningen 3 december 2025, § 12"
    assert repeated == [
        text for page in range(1, pages + 1) for text in (head, f"{foot}sida {page} av {pages}")
    ]


def test_page_numbers_are_in_the_language_of_the_text():
    pdf = pdf_with(("One", 1, "<p>x</p>"), language="en", bodies=("A", "B", "C"))
    assert [text for text in pdf.artifacts if text] == [
        "A et al.Norra provregionen",
        "Version 3 · Beslutad av Ledningen 3 december 2025, § 12page 1 of 1",
    ]
    assert pdf.tags[2:3] == ["P Concerns A, B and C"]


def test_what_no_source_tells_is_said_of_what():
    pdf = pdf_with(("Ett", 1, "<p>x</p>"), valid="uppgift saknas", decision="uppgift saknas")
    assert pdf.tags[4:6] == ["P Gäller från: uppgift saknas", "P Beslut: uppgift saknas"]


def test_links_lead_where_they_say_and_are_described(all_cases):
    links = [
        each.get_object()
        for page in all_cases.reader.pages
        for each in page.get("/Annots", [])
        if "/URI" in each.get_object().get("/A", {})
    ]
    assert {link["/A"]["/URI"] for link in links} == {
        "https://portal.example/radet/uppdrag/version/3/",
        "https://portal.example/radet/uppdrag/version/2/",
        "https://a.example/x",
        "https://a.example/y",
        "https://b.example/",
        "mailto:radet@portal.example",
    }
    assert all(link["/Contents"] for link in links)
    assert {page["/Tabs"] for page in all_cases.reader.pages if "/Annots" in page} == {"/S"}


def test_every_font_is_embedded_and_none_comes_from_the_machine(all_cases):
    fonts = {
        font["/BaseFont"].split("+")[1]: "/FontFile3" in described or "/FontFile2" in described
        for page in all_cases.reader.pages
        for font in page["/Resources"]["/Font"].values()
        for described in [font["/DescendantFonts"][0]["/FontDescriptor"]]
    }
    assert all(fonts.values())
    assert {name.split("-")[0] for name in fonts} == {"LibertinusSerif"}


def test_header_cells_have_a_scope_and_a_long_table_stays_one():
    rows = "".join(
        f'<tr><th scope="row">Rad {number}</th><td>{"ord " * 20}</td></tr>' for number in range(80)
    )
    html = f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"
    pdf = pdf_with(("Tabell", 1, html))
    assert len(pdf.reader.pages) > 2
    assert len(pdf.elements("Table")) == 1
    assert len(pdf.elements("TR")) == 81
    assert [scope_of(cell) for cell in pdf.elements("TH")] == ["Column"] * 2 + ["Row"] * 80


def test_header_row_with_a_link_is_not_repeated_on_the_next_page():
    html = (
        '<table><thead><tr><th><a href="https://a.example/">År</a></th></tr></thead><tbody>'
        + "<tr><td>Ett år</td></tr>" * 100
        + "</tbody></table>"
    )
    pdf = pdf_with(("Tabell", 1, html))
    assert len(pdf.reader.pages) > 1
    assert [pdf.text(cell, without=("Note", "Lbl")) for cell in pdf.elements("TH")] == ["År"]
    assert "År" not in "".join(pdf.artifacts)


def test_short_header_row_is_repeated_on_the_next_page():
    rows = "<tr><td>Ett år</td></tr>" * 100
    pdf = pdf_with(("Tabell", 1, f"<table><tr><th>År</th></tr>{rows}</table>"))
    assert pdf.artifacts.count("År") == len(pdf.reader.pages) - 1 > 0


def test_same_text_gives_the_same_bytes():
    sections = [section for sections, _ in CASES.values() for section in sections]
    text = text_with(*sections)
    assert pdf_of(text) == pdf_of(dataclasses.replace(text))


def test_same_text_gives_the_same_bytes_from_another_process(tmp_path):
    program = (
        "import hashlib\n"
        "from documents.pdf import PdfText, pdf_of\n"
        "from tests.documents.pdf_cases import CASES, FACTS\n"
        "sections = [each for sections, _ in CASES.values() for each in sections]\n"
        "print(hashlib.sha256(pdf_of(PdfText(**FACTS, sections=sections))).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "HOME": str(tmp_path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Europe/Stockholm"), ("2", "Asia/Tokyo"))
    }
    assert len(told) == 1


def test_another_word_gives_other_bytes():
    one, other = (pdf_of(text_with(("Ett", 1, f"<p>{word}</p>"))) for word in ("ja", "nej"))
    assert one != other


def test_web_process_never_loads_the_libraries():
    program = (
        "import sys\n"
        "from documents.pdf import PdfText, pdf_of\n"
        "from tests.documents.pdf_cases import CASES, FACTS\n"
        "pdf_of(PdfText(**FACTS, sections=CASES['table with two kinds of header'][0]))\n"
        "print(sorted({'typst', 'pikepdf', 'lxml', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "[]"


def assert_all_lies_within_the_margins(pdf):
    """An A4 sheet is 595 points wide and 842 high. The margins are 42 and 48 mm, and some for head
    and foot; a comma may hang out by its own width."""
    assert min(left for left, _, _ in pdf.runs) >= 119
    assert max(right for _, right, _ in pdf.runs) <= 595 - 136 + 6
    assert all(14 < height < 842 - 28 for _, _, height in pdf.runs)


def test_nothing_lies_outside_the_margins(all_cases):
    assert_all_lies_within_the_margins(all_cases)


def test_long_names_and_decisions_stay_on_the_sheet():
    long = "Ledningen och alla de andra " * 40
    pdf = pdf_with(
        ("Kunskapsstyrningsorganisationsutvecklingssamordning", 1, "<p>x</p>"),
        title="Kunskapsstyrningsorganisationsutvecklingssamordningsplan",
        bodies=(long, "Nämnden"),
        healthcare_region="Norra provregionen med omnejd " * 3,
        decision=long,
    )
    assert_all_lies_within_the_margins(pdf)
    assert pdf.tags[2] == f"P Avser {long.strip()} och Nämnden"
    assert pdf.tags[5] == f"P {long.strip()}"


def test_words_are_divided_where_they_must_and_never_in_a_heading_that_has_room():
    words = "Uppdrag för Regionsjukvårdsledningens arbetsutskott och stab"
    assert pdf_with((words, 1, "<p>x</p>"), title=words).hyphens == 0
    narrow = f"<table><tr>{'<td>kunskapsstyrningens</td>' * 6}</tr></table>"
    assert pdf_with((words, 1, narrow)).hyphens >= 6


def test_very_long_words_stay_on_the_sheet():
    words = ["ö" * 300, "0123456789" * 30, "a.b_" * 80, "https://a.example/" + "stig/" * 60]
    cell = f"<td>{words[1]}</td>"
    html = paragraphs(*words) + f"<table><tbody><tr>{cell * 6}</tr></tbody></table>"
    pdf = pdf_with((words[0], 1, html), title=words[0])
    assert [pdf.text(each) for each in pdf.elements("P")][-4:] == words
    assert [pdf.text(each) for each in pdf.elements("TD")] == words[1:2] * 6
    assert_all_lies_within_the_margins(pdf)


def test_every_marked_piece_of_a_page_stands_in_the_tree(all_cases):
    assert all_cases.marked == all_cases.reached
    assert all_cases.marked


@pytest.mark.parametrize("case", ["text", "table with two kinds of header"])
def test_file_is_written_without_faults(case):
    with pikepdf.open(io.BytesIO(pdf_of(text_with(*CASES[case][0])))) as pdf:
        assert pdf.check_pdf_syntax() == []
