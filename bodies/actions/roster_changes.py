"""Ending appointments, putting right what was registered wrongly, and undoing."""

import datetime
from dataclasses import dataclass, field

from django.db import transaction

from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import last_day, long_date
from organisation.models import User
from organisation.rights import Action
from organisation.rules import Severity
from organisation.standing import Standing

from ..models import Appointment, Post
from ..rosters.around import APPOINTMENTS, ending, needing, wanted
from ..rosters.rules import DAY, ending_findings, filling_findings, from_earliest
from ..standings import standing_of
from .roster import Done, Step, change, locked, no_identity_number, refuse_errors

# What undoing puts back, and how its reason in history begins.
UNDONE = ("start", "end", "end_reason", "decision_id", "is_mistake")
TAKEN_BACK = "Ångrat:"


@dataclass(frozen=True)
class Ends:
    """Which appointments end on which day, why, and the version that each was shown in."""

    last: datetime.date | None
    reason: str
    appointments: dict[int, int] = field(default_factory=dict)


@transaction.atomic
def end(ends: Ends, *, by: User, on: datetime.date) -> Done:
    """Ends the appointments, all or none. Raises Refused, or Conflict with one that someone else
    has changed in between."""
    no_identity_number(ends.reason, "note")
    if not ends.reason.strip():
        raise Refused("Skriv varför uppdraget slutar. Det visas i historiken.", "note")
    posts = Appointment.objects.filter(pk__in=ends.appointments).values("post")
    # In one order, so that two who end the same ones don't wait for each other for ever.
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    standing = standing_of(by, on)
    steps, findings, done = [], [], []
    for pk in sorted(ends.appointments):
        found = _yours(pk, standing)
        if _is_ended_so(found, ends):
            done.append(found)
            continue
        if version_of(found) != ends.appointments[pk]:
            raise Conflict(found)
        findings += ending_findings(ending(found, ends.last, on))
        wrong = [each for each in findings if each.severity is Severity.ERROR]
        if not wrong:
            values = {"end": ends.last + DAY, "end_reason": ends.reason}
            steps.append(change(found, values, by, on, ends.reason))
            done.append(found)
    refuse_errors(findings)
    return Done(tuple(done), tuple(steps), tuple(findings))


def _is_ended_so(found: Appointment, ends: Ends) -> bool:
    """Whether it's ended like that already: a form that was sent twice."""
    told = (ends.last and ends.last + DAY, ends.reason)
    return found.end is not None and (found.end, found.end_reason) == told


def _yours(pk: int, standing: Standing) -> Appointment:
    """The appointment, locked, if the person may change it."""
    found = locked(pk, standing.on)
    if found is None or not APPOINTMENTS.allows(standing, Action.WRITE, found):
        raise Refused("Du får inte längre ändra uppdraget. Inget har ändrats.")
    if found.is_mistake:
        raise Refused("Uppdraget är rättat: det var inlagt av misstag.")
    return found


@dataclass(frozen=True)
class Correction:
    """What is put right in an appointment; `never` says that it never held."""

    appointment: int
    version: int
    start: datetime.date | None
    end: datetime.date | None
    why: str
    end_reason: str = ""
    never: bool = False


@transaction.atomic
def correct(correction: Correction, *, by: User, on: datetime.date) -> Done:
    """Puts right what was registered wrongly. Its history says that it's a correction."""
    if not correction.why.strip():
        raise Refused("Skriv vad som var fel. Det visas i historiken.", "note")
    no_identity_number(f"{correction.why} {correction.end_reason}", "note")
    standing = standing_of(by, on)
    found = _yours(correction.appointment, standing)
    if version_of(found) != correction.version:
        raise Conflict(found)
    why = f"Rättelse: {correction.why}"
    if correction.never:
        return Done((found,), (_never(found, by, on, why),))
    values = {
        "start": correction.start,
        "end": correction.end,
        "end_reason": correction.end_reason if correction.end else "",
    }
    if all(getattr(found, name) == value for name, value in values.items()):
        raise Refused("Du har inte ändrat något.")
    if correction.start is None and found.start is not None:
        raise Refused("Ange från vilken dag uppdraget gäller.", "first")
    now = Appointment(
        pk=found.pk,
        post=found.post,
        person=found.person,
        start=correction.start,
        end=correction.end,
    )
    findings = filling_findings(from_earliest(wanted(now, standing)))
    # What was so before isn't this change's to answer for.
    before = {"other-region", "no-region", "no-party"}
    if correction.start is None:
        before.add("back-in-time")
    findings = [each for each in findings if each.code not in before]
    if correction.end and (found.end is None or correction.end < found.end):
        last = last_day(correction.end)
        shorter = ending_findings(ending(found, last, on))
        findings += [each for each in shorter if each.code not in {e.code for e in findings}]
    refuse_errors(findings)
    return Done((found,), (change(found, values, by, on, why),), tuple(findings))


def _never(found: Appointment, by: User, on: datetime.date, why: str) -> Step:
    """Makes the appointment one that never held."""
    day = found.start or found.end or on
    if needed := needing(found, day):
        raise Refused(
            f"{found.person.name} har annat som kräver platsen: {'; '.join(needed)}. Rätta det "
            "först."
        )
    return change(found, {"start": day, "end": day, "is_mistake": True}, by, on, why)


def _as_if_appointed(found: Appointment, earlier: Appointment, standing: Standing) -> None:
    """Refuses days that the person couldn't give by appointing: what another has changed isn't
    undone past the rules."""
    if earlier.is_mistake:
        return
    again = Appointment(
        pk=found.pk, post=found.post, person=found.person, start=earlier.start, end=earlier.end
    )
    refuse_errors(filling_findings(from_earliest(wanted(again, standing))))


@transaction.atomic
def undo(steps: tuple[Step, ...], *, by: User, on: datetime.date) -> Done:
    """Takes back what was done: what was new never held, what was changed is as it was. Refused
    when someone has changed any of it since, or something depends on it."""
    standing = standing_of(by, on)
    pks = [each.appointment for each in steps]
    posts = Appointment.objects.filter(pk__in=pks).values("post")
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    done = []
    for step in reversed(steps):
        found = locked(step.appointment, on)
        if found is None or not APPOINTMENTS.allows(standing, Action.WRITE, found):
            raise Refused("Du får inte längre ändra uppdraget. Inget har ändrats.")
        if version_of(found) != step.after:
            latest = found.history.latest()
            when = long_date(latest.history_date.astimezone().date())
            raise Refused(
                f"{found.person.name}: uppdraget ändrades {when}, efter det du vill ångra. Rätta "
                "det i stället."
            )
        why = f"{TAKEN_BACK} det som gjordes togs tillbaka."
        if step.before == 0:
            _never(found, by, on, why)
        else:
            earlier = found.history.get(history_id=step.before).instance
            if found.history.latest().history_user_id != by.pk:
                _as_if_appointed(found, earlier, standing)
            change(found, {name: getattr(earlier, name) for name in UNDONE}, by, on, why)
        done.append(found)
    return Done(tuple(done))
