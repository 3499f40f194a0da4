"""Setting goals, changing them, and what is to be reached by when."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from bodies.models import Body
from bodies.standings import standing_of
from organisation.actions.records import store, version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.models import User
from organisation.publication import changed
from organisation.rights import Action

from ..models import GoalTarget, Measurement, QualityGoal
from ..policies import GOALS
from ..rules import change_findings

MEASURED = ("indicator", "unit", "decimals", "direction", "interval", "data_source")
FIELDS = ("text", "promise", *MEASURED, "start", "end")
TAKEN_AWAY = "Målvärdet togs bort"
LATE = "Någon annan hann före. Öppna sidan igen och se vad som gäller."


def may_write(body: Body, by: User) -> None:
    """Raises Refused unless the person may change the body's goals today."""
    on = today()
    if not GOALS.allows(standing_of(by, on), Action.WRITE, body):
        raise Refused("Du får inte längre ändra organets mål. Inget har ändrats.")
    if body.end and body.end <= on:
        raise Refused("Organet har upphört. Målen går inte att ändra.")


def locked_goal(pk: int, by: User) -> QualityGoal:
    """The goal as it's stored, locked until the transaction ends, for someone who may change it.
    Raises Refused."""
    goals = QualityGoal.objects.select_for_update(of=("self",)).select_related("body")
    goal = goals.filter(pk=pk).first()
    if goal is None:
        raise Refused("Målet finns inte längre. Inget har ändrats.")
    may_write(goal.body, by)
    return goal


@transaction.atomic
def start_goal(goal: QualityGoal, *, by: User, why: str = "") -> QualityGoal:
    """Stores a new goal of a body, with a number that no other of the body's has had. Raises
    Refused with what stands in the way, at which field."""
    body = Body.objects.select_for_update().get(pk=goal.body_id)
    may_write(body, by)
    last = QualityGoal.objects.filter(body=body).aggregate(last=Max("number"))["last"]
    goal.number = (last or 0) + 1
    return _store(goal, by, why)


@transaction.atomic
def change_goal(
    pk: int, version: int, values: Mapping[str, object], *, by: User, why: str
) -> QualityGoal:
    """Changes a goal, of the fields in FIELDS those that are given. Raises Refused, or Conflict
    when it isn't at the version that the form was opened at."""
    goal = locked_goal(pk, by)
    if version_of(goal) != version:
        raise Conflict(goal)
    before = {name: getattr(goal, name) for name in FIELDS}
    if all(before[name] == value for name, value in values.items()):
        raise Refused("Du ändrade inget, så inget sparades.")
    if findings := change_findings(before, before | dict(values), places_of(goal)):
        raise Refused(findings)
    for name, value in values.items():
        setattr(goal, name, value)
    return _store(goal, by, why)


def places_of(goal: QualityGoal) -> list[int]:
    """How many decimals each of the goal's values has; none for one without a value."""
    values = Measurement.objects.filter(goal=goal).values_list("value", flat=True)
    return [
        0 if value is None else max(0, -int(value.normalize().as_tuple().exponent))
        for value in values
    ]


@transaction.atomic
def set_target(target: GoalTarget, version: int, *, by: User, why: str = "") -> GoalTarget:
    """Stores a target, a new one or one that is changed. Raises Refused, or Conflict."""
    goal = locked_goal(target.goal_id, by)
    if not goal.is_measured:
        raise Refused("Målet har ingen indikator. Skriv först vad som mäts.")
    if target.pk:
        _unchanged(target, version)
    within = goal.direction == QualityGoal.Direction.WITHIN
    if within and target.upper is None:
        raise Refused("Skriv också den övre gränsen: målet ska ligga mellan två värden.", "upper")
    if not within and target.upper is not None:
        raise Refused("Lämna den övre gränsen tom: målet har bara ett målvärde.", "upper")
    return _store(target, by, why)


@transaction.atomic
def take_target_away(target: GoalTarget, version: int, *, by: User) -> None:
    """Takes a target away; the history keeps it. Raises Refused, or Conflict."""
    locked_goal(target.goal_id, by)
    _unchanged(target, version)
    target._history_user, target._change_reason = by, TAKEN_AWAY
    target.delete()
    changed()


def _unchanged(target: GoalTarget, version: int) -> None:
    stored = GoalTarget.objects.select_for_update(of=("self",)).filter(pk=target.pk).first()
    if stored is None:
        raise Refused("Målvärdet är redan borttaget. Inget har ändrats.")
    if version_of(stored) != version:
        raise Conflict(stored)


def _store(record, by: User, why: str):
    try:
        record.full_clean()
        with transaction.atomic():
            return store(record, by=by, reason=why)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    except IntegrityError:
        raise Refused(LATE) from None
