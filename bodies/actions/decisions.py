"""The decision that something is done by: one that is known, or one that is added with it."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from organisation.actions.records import store
from organisation.actions.refusals import Refused
from organisation.models import User
from organisation.rules import Finding, Severity

from ..models import Body, Decision

FIELDS = {"date": "decided", "body": "decided_by"}


@dataclass(frozen=True)
class NewDecision:
    """A decision that isn't known yet."""

    body: int
    date: datetime.date
    paragraph: str = ""


def the_decision(
    known: int | None,
    new: NewDecision | None,
    bodies: QuerySet[Body],
    by: User,
    on: datetime.date,
    why: str,
) -> Decision | None:
    """The decision that is meant, of the bodies that may have taken it; one that isn't known yet is
    added. Raises Refused at the field it's about."""
    if new:
        return _added(new, bodies, by, on, why)
    if known is None:
        return None
    found = Decision.objects.filter(pk=known, body__in=bodies).first()
    if found is None:
        raise Refused("Välj ett av besluten i listan.", "decision")
    return found


def _added(
    new: NewDecision, bodies: QuerySet[Body], by: User, on: datetime.date, why: str
) -> Decision:
    if not bodies.filter(pk=new.body).exists():
        raise Refused("Välj ett av organen i listan.", "decided_by")
    if new.date > on:
        raise Refused("Beslutsdagen har inte varit ännu. Ange dagen för beslutet.", "decided")
    same = {"body_id": new.body, "date": new.date, "paragraph": new.paragraph}
    if found := Decision.objects.filter(**same).first():
        return found
    made = Decision(**same)
    try:
        made.full_clean()
    except ValidationError as error:
        raise Refused(
            [
                Finding("invalid", Severity.ERROR, message, FIELDS.get(name, name))
                for name, messages in error.message_dict.items()
                for message in messages
            ]
        ) from None
    return store(made, by=by, reason=why)
