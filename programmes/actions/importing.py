"""Measurements from a spreadsheet: done wholly or not at all, and taken back the same way."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from organisation.actions.refusals import Refused
from organisation.actions.table_uploads import held, rows_of
from organisation.models import TableUpload, User
from organisation.publication import changed

from ..importing.plan import plan_of
from ..importing.values import Kind, Plan, Planned
from ..importing.world import world_of
from ..models import Measurement, QualityGoal
from .goals import may_write

CHANGED = (
    "Något som raderna gäller har ändrats sedan du såg vad de gör. Inget är inläst. Se igenom dem "
    "igen, och läs in."
)
GONE = "Raderna finns inte längre: de är borttagna. Välj filen igen. Inget är inläst."
# How many rows are written at a time; the page is told after each.
AT_A_TIME = 250
VALUES = ("value", "comment")
Tell = Callable[[int, int], None]


def plan_for(upload: TableUpload, *, by: User, on: datetime.date) -> Plan:
    """What the rows would do now, if the account read them in."""
    return plan_of(rows_of(upload), upload.at or {}, world_of(by, on))


def seen(plan: Plan) -> str:
    """A sum over what a plan does and what it rests on: another one when any of it has changed."""
    said = [
        (row.number, row.kind.value, row.key, row.value, row.comment, row.before)
        for row in plan.rows
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


@transaction.atomic
def carry_out(
    upload: TableUpload,
    *,
    by: User,
    on: datetime.date,
    at: datetime.datetime,
    expected: str,
    tell: Tell = lambda done, of: None,
) -> TableUpload:
    """Stores all that the rows say, in one transaction; `expected` is what `seen` gave of the plan
    that was shown. Sent twice, it's done once. `tell` hears how many rows are done, of how many.

    Raises Refused, and nothing is done.
    """
    now = held(upload, by, at)
    if now is None:
        raise Refused(GONE)
    if now.done_at:
        return now
    asked = {row.goal.pk for row in plan_for(now, by=by, on=on).changes if row.goal}
    goals = _locked(asked)
    # Asked again behind the locks: what is done is what was shown, and still allowed.
    plan = plan_for(now, by=by, on=on)
    if seen(plan) != expected or not plan.can_be_done:
        raise Refused(CHANGED)
    try:
        _write(plan.changes, goals, now.name, by, tell)
    except IntegrityError:
        raise Refused(CHANGED) from None
    changed()
    keys = {row.key for row in plan.changes}
    stored = Measurement.objects.filter(goal__in=asked).order_by()
    pks = {
        (goal, region, first): pk
        for pk, goal, region, first in stored.values_list("pk", "goal", "region", "period_start")
    }
    assert keys <= pks.keys()
    now.result = {
        "counts": {kind.value: number for kind, number in plan.counts.items()},
        "goals": sorted(asked),
        "rows": [
            [pks[row.key], *_plain(row.value, row.comment), *_before(row)] for row in plan.changes
        ],
    }
    now.done_at, now.rows = at, []
    now.save()
    return now


def _locked(goals: set[int]) -> dict[int, QualityGoal]:
    rows = QualityGoal.objects.select_for_update(of=("self",)).select_related("body")
    return {each.pk: each for each in rows.filter(pk__in=goals).order_by("pk")}


def _plain(value, comment: str) -> list:
    """A value and its comment, as they are kept with what was done."""
    return [None if value is None else str(value), comment]


def _before(row: Planned) -> list:
    """What stood there before; nothing where nothing did."""
    return [_plain(row.before.value, row.before.comment)] if row.before else [None]


def _write(rows: Sequence[Planned], goals, name: str, by: User, tell: Tell) -> None:
    """Writes the rows, many at a time, each with its row in history."""
    old = {
        (each.goal_id, each.region_id, each.period_start): each
        for each in Measurement.objects.filter(goal__in=goals)
    }
    for at in range(0, len(rows), AT_A_TIME):
        some = rows[at : at + AT_A_TIME]
        made, altered = [], []
        for row in some:
            record = old.get(row.key)
            if record is None:
                record = Measurement(
                    goal=goals[row.goal.pk],
                    region_id=row.region,
                    period_start=row.first,
                    period_end=row.after,
                )
            (altered if row.kind is Kind.CHANGE else made).append(record)
            record.value, record.comment = row.value, row.comment
            record._change_reason = f"Inläst från {name}, rad {row.number}"
        if made:
            bulk_create_with_history(made, Measurement, default_user=by)
        if altered:
            bulk_update_with_history(altered, Measurement, VALUES, default_user=by)
        tell(at + len(some), len(rows))


@transaction.atomic
def take_back(upload: TableUpload, *, by: User, at: datetime.datetime) -> int:
    """Takes back what was read in from a table, all of it. Returns how many values are as they were
    before. Raises Refused when any of them has been changed since, and nothing is done."""
    now = held(upload, by, at)
    if now is None or now.result is None:
        raise Refused("Kvittot finns inte längre. Ångra värdena ett och ett på målens sidor.")
    if now.result.get("taken_back"):
        raise Refused("Inläsningen är redan ångrad.")
    goals = _locked(set(now.result["goals"]))
    for goal in goals.values():
        may_write(goal.body, by)
    asked = now.result["rows"]
    stored = Measurement.objects.select_for_update(of=("self",)).in_bulk([pk for pk, *_ in asked])
    since = sum(
        pk not in stored or not _is(stored[pk], value, comment) for pk, value, comment, _ in asked
    )
    if since:
        values = "Ett av värdena" if since == 1 else f"{since} av värdena"
        raise Refused(
            f"{values} har ändrats sedan inläsningen, så den går inte att ångra som helhet. Ångra "
            "värdena ett och ett på målens sidor."
        )
    why = f"Ångrat: inläst från {now.name}"
    altered, added = [], []
    for pk, _, _, before in asked:
        record = stored[pk]
        record._change_reason = why
        if before is None:
            record._history_user = by
            added.append(record)
        else:
            record.value, record.comment = before
            altered.append(record)
    if altered:
        bulk_update_with_history(altered, Measurement, VALUES, default_user=by)
    for record in added:
        record.delete()
    changed()
    now.result["taken_back"] = at.isoformat()
    now.save(update_fields=["result"])
    return len(asked)


def _is(record: Measurement, value: str | None, comment: str) -> bool:
    """Whether a record still says what was read in."""
    told = None if record.value is None else record.value.normalize()
    return (told, record.comment) == (
        None if value is None else Decimal(value).normalize(),
        comment,
    )
