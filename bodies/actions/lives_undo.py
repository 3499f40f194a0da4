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

from ..models import Appointment, Body, BodyKind, Post
from ..policies import BODIES
from ..standings import FAR_REACHING, standing_of
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
    _may(steps, body, by, on)
    _unchanged(steps)
    writing = Writing(by, f"{TAKEN_BACK} det som gjordes togs tillbaka.")
    try:
        with transaction.atomic():
            for each in reversed(steps):
                _put_back(each, writing)
    except (ProtectedError, RestrictedError) as error:
        protecting = getattr(error, "protected_objects", None) or error.restricted_objects
        raise Refused(_depending(protecting)) from None
    except (ValidationError, IntegrityError) as error:
        told = error.message_dict.get("path") if hasattr(error, "error_dict") else None
        raise Refused(
            " ".join(told)
            if told
            else "Något som har ändrats sedan dess hindrar att det tas tillbaka. Ändra organet i "
            "stället."
        ) from None
    changed()
    tell_undone(steps, by)
    return tuple(writing.steps)


def _may(steps: tuple[Step, ...], body: Body, by: User, on: datetime.date) -> None:
    """Refuses whoever may not do what is undone: change every body that the rows are of, and decide
    who gets far-reaching rights, or who has posts in other bodies."""
    standing = standing_of(by, on)
    own, concerned, far_reaching = {body.pk}, {body.pk}, False
    posts = []
    for each in steps:
        model = LABELS[each.label]
        row = model.history.get(history_id=each.after)
        if model is Body:
            own.add(row.id)
            far_reaching |= row.function in FAR_REACHING and _is_anothers(each, row, by)
        elif model is Post:
            posts.append(row)
        concerned |= {getattr(row, name, None) for name in ("subject_id", "object_id")}
    far_reaching |= any(each.held_by_role_id and each.body_id not in own for each in posts)
    bodies = Body.objects.filter(pk__in=(own | concerned) - {None})
    if not all(BODIES.allows(standing, Action.WRITE, each) for each in bodies):
        raise Refused(NOT_YOURS)
    if far_reaching and not standing.is_admin:
        raise Refused(
            "Det ändrar vilka som får rättigheter i andra organ. Be en administratör att göra det."
        )


def _is_anothers(step: Step, row, by: User) -> bool:
    """Whether undoing the step decides whether the body is there, otherwise than the person did
    themselves: a new body, or one that somebody else ended."""
    if step.before == 0:
        return True
    earlier = Body.history.get(history_id=step.before)
    return earlier.end != row.end and row.history_user_id != by.pk


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
