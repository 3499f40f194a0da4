"""Taking back what was done with a body: all of it, or nothing."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from organisation.actions.records import version_of
from organisation.actions.refusals import Refused
from organisation.dates import long_date
from organisation.models import User
from organisation.publication import changed
from organisation.rights import Action

from ..models import Appointment, Body, BodyKind
from ..policies import BODIES
from ..standings import standing_of
from .lives import NOT_YOURS
from .lives_writing import LABELS, Step, Writing, tell_undone
from .rotation_terms import lock

TAKEN_BACK = "Ångrat:"
KEPT = {"id"}


@transaction.atomic
def undo(steps: tuple[Step, ...], body: Body, *, by: User, on: datetime.date) -> tuple[Step, ...]:
    """Puts every row back: what was new is taken away, what was changed or taken away is as it was.

    Raises Refused when any of it has been changed since, or something depends on it.
    """
    lock()
    list(BodyKind.objects.select_for_update().filter(pk=body.kind_id))
    if not BODIES.allows(standing_of(by, on), Action.WRITE, body):
        raise Refused(NOT_YOURS)
    _unchanged(steps)
    writing = Writing(by, f"{TAKEN_BACK} det som gjordes togs tillbaka.")
    try:
        with transaction.atomic():
            for each in reversed(steps):
                _put_back(each, writing)
    except (ProtectedError, RestrictedError) as error:
        protecting = getattr(error, "protected_objects", None) or error.restricted_objects
        raise Refused(_depending(protecting)) from None
    except (ValidationError, IntegrityError):
        raise Refused(
            "Något som har ändrats sedan dess hindrar att det tas tillbaka. Ändra organet i "
            "stället."
        ) from None
    changed()
    tell_undone(steps, by)
    return tuple(writing.steps)


def _unchanged(steps: tuple[Step, ...]) -> None:
    for each in steps:
        model = LABELS[each.label]
        list(model.objects.select_for_update().filter(pk=each.pk).order_by().values_list("pk"))
        if version_of(model(pk=each.pk)) != each.after:
            latest = model.history.filter(id=each.pk).latest()
            when = long_date(latest.history_date.astimezone().date())
            raise Refused(
                f"{model._meta.verbose_name.capitalize()} som hör till ändringen ändrades {when}, "
                "efter det du vill ångra. Ändra organet i stället."
            )


def _put_back(step: Step, writing: Writing) -> None:
    model = LABELS[step.label]
    if step.before == 0:
        writing.remove(model.objects.get(pk=step.pk))
        return
    earlier = model.history.get(history_id=step.before).instance
    record = model.objects.filter(pk=step.pk).first()
    if record is None:
        writing.add_again(earlier)
        return
    columns = [each.attname for each in model._meta.concrete_fields if each.attname not in KEPT]
    writing.change(record, **{name: getattr(earlier, name) for name in columns})


def _depending(protecting) -> str:
    appointments = [each for each in protecting if isinstance(each, Appointment)]
    if appointments:
        people = ", ".join(sorted({str(each.person) for each in appointments}))
        return (
            f"Det finns uppdrag i organet: {people}. Säg först att uppdragen aldrig gällde, eller "
            "avsluta organet i stället."
        )
    kinds = sorted({each._meta.verbose_name_plural for each in protecting})
    return (
        f"Något har lagts till som hör till organet: {', '.join(kinds)}. Avsluta organet i stället."
    )
