"""Changing where one writes to a body."""

from django.core.exceptions import ValidationError
from django.db import transaction

from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.history import saved_by
from organisation.models import User, work_domains
from organisation.publication import changed
from organisation.rights import Action
from organisation.rules import email_findings

from ..models import Body
from ..policies import CONTACTS
from ..standings import standing_of


def version(body: Body) -> str:
    """Which version of the body is stored: its latest in history (1 query)."""
    latest = body.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return str(latest or 0)


@transaction.atomic
def change_address(body: Body, email: str, *, by: User, seen: str) -> Body:
    """Changes the body's own address, which the public sees; `seen` is the version that the form
    was opened at.

    Raises Refused, or Conflict when someone else changed the body in between.
    """
    now = Body.objects.select_for_update(of=("self",)).select_related("kind").get(pk=body.pk)
    on = today()
    if not CONTACTS.allows(standing_of(by, on), Action.WRITE, now):
        raise Refused("Du får inte ändra organets adress. Inget har ändrats.")
    if now.end and now.end <= on:
        raise Refused("Organet har upphört. Adressen går inte att ändra.")
    if email == now.email:
        return now
    if seen != version(now):
        raise Conflict(now)
    if findings := email_findings(email, work_domains()):
        raise Refused(findings)
    now.email = email
    try:
        now.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "email") from None
    saved_by(now, by, "Ny funktionsadress" if email else "Funktionsadressen togs bort")
    changed()
    return now
