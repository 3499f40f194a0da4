"""Deciding what bodies are to write every year, until when, and what is otherwise for a year."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bodies.actions.asking import must
from bodies.models import Body
from organisation.actions.records import store, version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import long_date
from organisation.models import User
from organisation.publication import changed
from organisation.rights import Action, Thing

from ..models import DutyAdjustment, ReportingDuty
from .reminding import lock

TAKEN_BACK = "Undantaget är taget tillbaka"


@transaction.atomic
def start_duty(duty: ReportingDuty, *, by: User, why: str) -> ReportingDuty:
    """Stores a new duty. Raises Refused with what stands in the way, at which field."""
    _may(by)
    return _store(duty, by, why)


@transaction.atomic
def end_duty(pk: int, version: int, end: datetime.date, *, by: User, why: str) -> ReportingDuty:
    """Ends a duty: what is due from the day `end` isn't owed any longer, unless a body has a day of
    its own decided. Raises Refused, or Conflict."""
    _may(by)
    duty = _locked(ReportingDuty, pk, version)
    if duty.start and end <= duty.start:
        raise Refused(
            f"Det ska lämnas från och med {long_date(duty.start)}. Välj en sista dag som inte "
            "ligger före den.",
            "last",
        )
    if duty.end == end:
        raise Refused("Det slutar redan den dagen. Välj en annan sista dag.", "last")
    duty.end = end
    return _store(duty, by, why)


@transaction.atomic
def adjust(adjustment: DutyAdjustment, *, by: User) -> DutyAdjustment:
    """Decides another due day for a year, or that nothing is to be written, for one body or for
    all. Raises Refused with what stands in the way, at which field."""
    _may(by)
    duty, body, due = adjustment.duty, adjustment.body, adjustment.due
    if body and not is_about(duty, body):
        raise Refused("Det organet ska inte lämna det här. Välj ett ur listan.", "body")
    if due and not datetime.date(adjustment.year, 1, 1) <= due < _latest(adjustment.year):
        raise Refused(
            f"Sista dagen för {adjustment.year} ska ligga det året eller något av de tre "
            "följande. Ändra dagen eller året.",
            "due",
        )
    usual = duty.due.on_day(adjustment.year)
    if due == usual:
        raise Refused(f"{long_date(due).capitalize()} är redan sista dagen. Välj en annan.", "due")
    if body is None and due is None and not duty.due.holds(adjustment.year):
        raise Refused(
            f"Inget ska lämnas för {adjustment.year}, så ingen kan undantas. Välj ett annat år.",
            "year",
        )
    return _store(adjustment, by, adjustment.reason)


@transaction.atomic
def take_back(pk: int, version: int, *, by: User) -> DutyAdjustment:
    """Takes back what was decided otherwise for a year. Raises Refused, or Conflict."""
    _may(by)
    adjustment = _locked(DutyAdjustment, pk, version)
    adjustment._history_user, adjustment._change_reason = by, TAKEN_BACK
    adjustment.delete()
    changed()
    return adjustment


def is_about(duty: ReportingDuty, body: Body) -> bool:
    """Whether the duty may be the body's: its own, or its kind's."""
    return body.pk == duty.body_id or (duty.kind_id is not None and body.kind_id == duty.kind_id)


def _latest(year: int) -> datetime.date:
    return datetime.date(year + 4, 1, 1)


def _may(by: User) -> None:
    must(by, Action.WRITE, Thing.DUTY)
    lock()


def _locked(model, pk: int, version: int):
    stored = model.objects.select_for_update().filter(pk=pk).order_by().first()
    if stored is None:
        raise Refused("Det är redan borttaget. Inget har ändrats.")
    if version_of(stored) != version:
        raise Conflict(stored)
    return stored


def _store(record, by: User, why: str):
    try:
        record.full_clean()
        with transaction.atomic():
            return store(record, by=by, reason=why)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    except IntegrityError:
        raise Refused("Någon annan hann före. Öppna sidan igen och se vad som gäller.") from None
