"""A text as a tagged PDF: the file that is stored with a published edition.

What comes in are plain values, so that this package knows no model. The setting is done by a
program of its own (`compiler.py`), so that the web process never carries the library. Text reaches
the template (`edition.typ`) as data and is never read as markup.
"""

from documents.pdf.faults import pdf_faults, section_faults
from documents.pdf.making import PdfError, pdf_of
from documents.pdf.text import PdfText

__all__ = ["PdfError", "PdfText", "pdf_faults", "pdf_of", "section_faults"]
