"""The PDF of a published version says what its page says, and can be read by its tags."""

import re

import pytest

from documents.actions.printing import pdf_text
from documents.models import Edition
from documents.pdf import pdf_of
from tests.documents.tagged import TaggedPdf
from tests.sources.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.real_pdf]

PATHS = [
    "regionsjukvardsledningen/stab",
    "samverkansgrupper/stod-for-utveckling",
    "programomraden/cancersjukdomar",
    "kunskapsrad/kirurgi-och-cancer",
    "samverkansnamnden",
]


# What the page says beside each section of where it's from, the PDF says once.
ORIGIN = re.compile(r'<p class="doc-origin".*?</p>', re.DOTALL)


def letters(text: str) -> str:
    """The text without space and marks, which the PDF sets in its own way."""
    return "".join(re.findall(r"\w", text))


@pytest.fixture(params=PATHS)
def printed(request, client, sydostra):
    """The page of a commission, its edition, and its PDF, opened."""
    edition = Edition.objects.get(document__owner__path=request.param, number=1)
    page = client.get(f"/{request.param}/uppdrag/").content.decode()
    return page, edition, TaggedPdf(pdf_of(pdf_text(edition)))


def test_pdf_holds_the_words_of_the_page(printed):
    page, _, pdf = printed
    words = letters(text_of(ORIGIN.sub("", page), within="article"))
    assert len(words) > 300
    assert words in letters(pdf.text(without=("Note", "Lbl")))


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (
            "samverkansgrupper/stod-for-utveckling",
            "Tio av elva avsnitt är gemensamma för alla samverkansgrupper. Egen text: Specifikt "
            "uppdrag.",
        ),
        ("programomraden/cancersjukdomar", "Hela texten är gemensam för alla programområden."),
        ("samverkansnamnden", ""),
    ],
    indirect=["printed"],
)
def test_pdf_says_once_what_is_shared(printed, told):
    _, _, pdf = printed
    head = letters(pdf.text()).split("Permanentadress")[0]
    assert letters(told) in head
    assert ("gemensam" in head) == bool(told)


def test_headings_stand_in_the_order_of_the_page(printed):
    _, edition, pdf = printed
    headings = [each.heading for each in edition.sections.present()]
    told = [title for _, title in pdf.outline]
    assert told[0] == edition.title
    assert [each for each in told if each in headings] == headings


def test_footer_tells_version_and_decision(printed):
    _, _, pdf = printed
    feet = " ".join(pdf.artifacts)
    assert "Version 1 · Beslut: uppgift saknas" in feet
    assert f"sida 1 av {len(pdf.reader.pages)}" in feet.replace("\N{NO-BREAK SPACE}", " ")


def test_file_says_its_language_and_title(printed):
    _, edition, pdf = printed
    assert pdf.root["/Lang"] == "sv"
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.reader.metadata.title == edition.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.metadata
