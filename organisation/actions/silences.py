"""Silencing a finding for a time, and letting it be seen again."""

import datetime

from django.db import IntegrityError, transaction

from ..dates import long_date, years_from
from ..models import FindingSilence, User
from ..rules import personal_identity_numbers
from .records import store, version_of
from .refusals import Conflict, Refused

# No finding is silent longer than this without someone looking at it again.
YEARS = 1


@transaction.atomic
def silence(
    code: str,
    subject: str,
    told: str,
    *,
    until: datetime.date,
    reason: str,
    by: User,
    on: datetime.date,
    seen: int,
) -> FindingSilence:
    """Leaves the finding out up to and with the day `until`. `seen` is the version of its last
    silence that the person saw, 0 for none.

    Raises Refused for a day that is past or too far ahead, or for a reason that can't be kept;
    Conflict when someone else has silenced the finding meanwhile.
    """
    last = years_from(on, YEARS)
    if not on <= until <= last:
        raise Refused(f"Välj en dag från {long_date(on)} till {long_date(last)}.", "until")
    if personal_identity_numbers(reason):
        raise Refused("Texten innehåller ett personnummer. Ta bort det.", "reason")
    made = _locked(code, subject)
    if (version_of(made) if made else 0) != seen:
        raise Conflict(made)
    made = made or FindingSilence(code=code, subject=subject)
    made.told, made.reason, made.until, made.by, made.is_lifted = told, reason, until, by, False
    try:
        with transaction.atomic():
            return store(made, by=by, reason="Tystad")
    except IntegrityError:
        # Someone else was first, since this began.
        raise Conflict(_locked(code, subject)) from None


def _locked(code: str, subject: str) -> FindingSilence | None:
    found = FindingSilence.objects.select_for_update().filter(code=code, subject=subject)
    return found.first()


@transaction.atomic
def lift(made: FindingSilence, *, by: User) -> FindingSilence:
    """Lets the finding be seen again at once. Done twice it's done once."""
    made = FindingSilence.objects.select_for_update().get(pk=made.pk)
    if made.is_lifted:
        return made
    made.is_lifted = True
    return store(made, by=by, reason="Visas igen")
