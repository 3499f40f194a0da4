"""Documents and their editions (`document`), the text of an edition (`section`), what has happened
to it (`event`), and what reviewers say of it (`comment`)."""

from .comment import Comment
from .document import COMMISSION_STEP, Document, DocumentBody, Edition
from .event import EditionEvent, WorkingCopy
from .section import EditionPdf, Section

__all__ = [
    "COMMISSION_STEP",
    "Comment",
    "Document",
    "DocumentBody",
    "Edition",
    "EditionEvent",
    "EditionPdf",
    "Section",
    "WorkingCopy",
]
