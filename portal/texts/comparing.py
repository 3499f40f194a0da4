"""What a text says in two versions, field by field, for the comparison that documents have."""

from django.db import models
from django.utils.html import escape

from documents.compare import Comparison, SectionText, compare
from organisation.admin.fields import label_of
from organisation.admin.trail import said
from organisation.richtext import RichTextField

from .kinds import TextKind


def compared(kind: TextKind, old: models.Model | None, new: models.Model) -> Comparison:
    """What changed in the texts from one version of a record to another; None: nothing yet."""
    return compare(sections_of(kind, old) if old else [], sections_of(kind, new))


def sections_of(kind: TextKind, record: models.Model) -> list[SectionText]:
    """The texts that a version has, each under the name of its field."""
    found = []
    for name in kind.all_fields:
        column = kind.model._meta.get_field(name)
        value = getattr(record, column.attname)
        if value in (None, "", []):
            continue
        if isinstance(column, RichTextField):
            html = value
        else:
            related = getattr(record, name) if column.is_relation else None
            text = str(related) if column.is_relation else said(column, value)
            html = "".join(f"<p>{escape(each)}</p>" for each in text.splitlines() if each.strip())
        found.append(SectionText(name, label_of(column), 2, html))
    return found
