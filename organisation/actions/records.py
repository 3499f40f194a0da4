"""Storing a record by hand, with who did it and why."""

from django.db import models, transaction
from simple_history.utils import get_history_manager_for_model

from ..models import User
from ..publication import changed


@transaction.atomic
def store(record: models.Model, *, by: User, reason: str = "") -> models.Model:
    """Saves the record with a row in its history, and tells the site. What the record may be is
    asked before; what can't be is refused by the database (IntegrityError)."""
    record._history_user, record._change_reason = by, reason or None
    record.save()
    changed()
    return record


def version_of(record: models.Model) -> int:
    """The number of the last change of the record; 0 when there is none (1 query)."""
    history = get_history_manager_for_model(type(record))
    rows = history.filter(**{record._meta.pk.attname: record.pk}).order_by("-history_id")
    return rows.values_list("history_id", flat=True).first() or 0
