"""Storing what has been measured, period by period, and taking a change back."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.actions.refusals import Conflict, Refused
from organisation.models import User
from organisation.publication import changed

from .. import measuring
from ..models import Measurement, QualityGoal
from .goals import LATE, locked_goal

UNDONE = "Ångrat"
# What stands for the whole healthcare region, where a region has its number.
WHOLE = 0


@dataclass(frozen=True)
class Said:
    """What someone says of a period and region: a value, or why there is none."""

    value: Decimal | None
    comment: str = ""


def seen_of(goal: QualityGoal, first: datetime.date) -> str:
    """What someone saw of a period: another text when any of its values has changed (1 query)."""
    rows = Measurement.history.filter(goal_id=goal.pk, period_start=first)
    return str(rows.order_by("-history_id").values_list("history_id", flat=True).first() or 0)


@transaction.atomic
def save_period(
    pk: int,
    first: datetime.date,
    seen: str,
    said: Mapping[int | None, Said | None],
    *,
    by: User,
    why: str = "",
) -> int:
    """Stores what is said of each region (None: the whole healthcare region) for the period that
    begins on `first`; None takes away what was there. Returns how many values have changed.

    Raises Refused, or Conflict with the goal when someone else has changed the period.
    """
    goal = locked_goal(pk, by)
    if not goal.is_measured:
        raise Refused("Målet har ingen indikator. Skriv först vad som mäts.")
    if seen_of(goal, first) != seen:
        raise Conflict(goal)
    stored = {
        each.region_id: each for each in Measurement.objects.filter(goal=goal, period_start=first)
    }
    number = 0
    for region, each in said.items():
        number += _keep(goal, region, first, stored.get(region), each, by, why)
    if number:
        changed()
    return number


def _keep(goal, region, first, stored: Measurement | None, said: Said | None, by, why) -> bool:
    """Whether anything had to be changed for what is said to be what is stored."""
    if said is None:
        if stored is None:
            return False
        _mark(stored, by, why)
        stored.delete()
        return True
    if stored and (stored.value, stored.comment) == (said.value, said.comment):
        return False
    after = measuring.period_from(first, measuring.Interval(goal.interval))
    record = stored or Measurement(
        goal=goal, region_id=region, period_start=first, period_end=after
    )
    record.value, record.comment = said.value, said.comment
    try:
        record.clean_fields(exclude=("goal", "region"))
        record.clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), f"comment_{region or WHOLE}") from None
    _mark(record, by, why)
    record.save()
    return True


def _mark(record: Measurement, by: User, why: str) -> None:
    record._history_user, record._change_reason = by, why or None


def latest_rows(goal: QualityGoal) -> set[int]:
    """The rows of history that are the last ones of their measurements: those that can be taken
    back (1 query)."""
    rows = Measurement.history.filter(goal_id=goal.pk).order_by("id", "-history_id")
    return set(rows.distinct("id").values_list("history_id", flat=True))


@transaction.atomic
def undo(row: int, *, by: User) -> QualityGoal:
    """Takes back a change of a measurement, when nothing has come of it since. Returns the goal.
    Raises Refused."""
    change = Measurement.history.filter(history_id=row).first()
    if change is None:
        raise Refused("Ändringen finns inte. Inget är ångrat.")
    goal = locked_goal(change.goal_id, by)
    if row not in latest_rows(goal):
        raise Refused("Mätvärdet har ändrats igen sedan dess. Ångra den senaste ändringen först.")
    if change.history_type == "+":
        record = Measurement.objects.get(pk=change.id)
        _mark(record, by, UNDONE)
        record.delete()
    else:
        # What was taken away is as it was then; what was changed is as it was before.
        was = change if change.history_type == "-" else _row_before(change)
        record = was.instance
        _mark(record, by, UNDONE)
        try:
            with transaction.atomic():
                record.save(force_insert=change.history_type == "-")
        except IntegrityError:
            raise Refused(LATE) from None
    changed()
    return goal


def _row_before(change):
    """The row of history before one that isn't the first; by number, since two can have the same
    time."""
    rows = Measurement.history.filter(id=change.id, history_id__lt=change.history_id)
    return rows.order_by("-history_id")[0]
