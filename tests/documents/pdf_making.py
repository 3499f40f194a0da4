"""Short ways to a text and its PDF."""

from html import escape

from documents.pdf import PdfText, pdf_of
from tests.documents.pdf_cases import FACTS
from tests.documents.tagged import TaggedPdf


def text_with(*sections, **facts):
    """A text of these sections, with the facts of the cases where no other is given."""
    return PdfText(**(FACTS | facts), sections=sections)


def pdf_with(*sections, **facts):
    """The PDF of such a text, opened."""
    return TaggedPdf(pdf_of(text_with(*sections, **facts)))


def paragraphs(*texts):
    """The texts as HTML, each a paragraph in which nothing is markup."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts)
