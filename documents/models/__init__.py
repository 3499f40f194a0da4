"""Documents and their editions (`document`), the text of an edition (`section`), what has happened
to it (`event`), what reviewers say of it (`comment`), and texts that several documents take part of
(`shared`)."""

from .comment import Comment
from .document import COMMISSION_STEP, Document, DocumentBody, Edition, written_elsewhere
from .event import EditionEvent, WorkingCopy
from .section import EditionPdf, Section
from .shared import SHARED_TEXTS, SharedPart, SharedText, part_of

__all__ = [
    "COMMISSION_STEP",
    "SHARED_TEXTS",
    "Comment",
    "Document",
    "DocumentBody",
    "Edition",
    "EditionEvent",
    "EditionPdf",
    "Section",
    "SharedPart",
    "SharedText",
    "WorkingCopy",
    "part_of",
    "written_elsewhere",
]
