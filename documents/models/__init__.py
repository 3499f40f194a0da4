"""Documents and their editions (`document`), the text of an edition (`section`), the files that go
with it (`attachment`), what has happened to it (`event`), what reviewers say of it (`comment`),
texts that several documents take part of (`shared`), what bodies do, in the words of each year's
plan and report (`activity`), and what is to be written every year (`duty`)."""

from .activity import ACTIVITIES_STEP, Activity, ActivityEntry
from .attachment import Attachment, StoredFile
from .comment import Comment
from .document import (
    COMMISSION_STEP,
    DOCUMENTS_STEP,
    GOVERNING,
    PLANS,
    WITH_ACTIVITIES,
    YEARLY,
    Document,
    DocumentBody,
    Edition,
    told_of,
    written_elsewhere,
)
from .duty import MET_BY, DutyAdjustment, ReportingDuty, SentDutyReminder
from .event import EditionEvent, WorkingCopy
from .section import EditionPdf, Section
from .shared import SHARED_TEXTS, SharedPart, SharedText, part_of

__all__ = [
    "ACTIVITIES_STEP",
    "COMMISSION_STEP",
    "DOCUMENTS_STEP",
    "GOVERNING",
    "MET_BY",
    "PLANS",
    "SHARED_TEXTS",
    "WITH_ACTIVITIES",
    "YEARLY",
    "Activity",
    "ActivityEntry",
    "Attachment",
    "Comment",
    "Document",
    "DocumentBody",
    "DutyAdjustment",
    "Edition",
    "EditionEvent",
    "EditionPdf",
    "ReportingDuty",
    "Section",
    "SentDutyReminder",
    "SharedPart",
    "SharedText",
    "StoredFile",
    "WorkingCopy",
    "part_of",
    "told_of",
    "written_elsewhere",
]
