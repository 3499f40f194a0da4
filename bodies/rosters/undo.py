"""The latest changes of a body's appointments that can still be taken back, from history: by
whoever may change them, also long after, and by another than who made them."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from organisation.dates import last_day, long_date
from organisation.models import Person
from organisation.rights import Action
from organisation.standing import Standing

from ..actions.roster_changes import TAKEN_BACK, UNDONE, Step
from ..models import Appointment, Body
from .around import APPOINTMENTS, described_posts, seat_name

# How long after a change it's offered beside the posts; longer after, it's put right instead.
OFFERED = datetime.timedelta(days=30)
AT_MOST = 8
# What someone does in one go is written within this time.
AT_ONCE = datetime.timedelta(seconds=20)
KEPT = [each.attname for each in Appointment._meta.concrete_fields if each.attname not in UNDONE]


@dataclass(frozen=True)
class LastChange:
    """The latest change of an appointment, and of another one that made room for it in the same
    go. `text` tells what was done."""

    appointment: Appointment
    others: tuple[Appointment, ...]
    steps: tuple[Step, ...]
    text: str
    who: str
    when: datetime.datetime
    why: str

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        return (self.appointment, *self.others)


def latest_changes(body: Body, standing: Standing) -> list[LastChange]:
    """What can be taken back in the body by the person, newest first (4 queries)."""
    recent = Appointment.history.filter(
        post__body=body, history_date__date__gt=standing.on - OFFERED
    )
    found = Appointment.objects.filter(pk__in=recent.values("id"))
    return _changes(found, standing)[:AT_MOST]


def last_change(appointment: Appointment, standing: Standing) -> LastChange | None:
    """What can be taken back of an appointment, whenever it was done; None for nothing."""
    found = Appointment.objects.filter(post=appointment.post_id)
    changes = _changes(found, standing)
    return next((each for each in changes if appointment in each.appointments), None)


def _changes(appointments: QuerySet, standing: Standing) -> list[LastChange]:
    found = {each.pk: each for each in appointments.select_related("person", "decision")}
    posts = described_posts(standing.on).in_bulk({each.post_id for each in found.values()})
    rows = defaultdict(list)
    history = Appointment.history.filter(id__in=found).select_related("history_user")
    for row in history.order_by("history_id"):
        rows[row.id].append(row)
    possible = {}
    for pk, each in found.items():
        each.post = posts[each.post_id]
        if _is_safe(rows[pk]) and APPOINTMENTS.allows(standing, Action.WRITE, each):
            possible[pk] = rows[pk]
    made_room = {}
    for pk, own in possible.items():
        if len(own) == 1:
            for other in possible:
                if found[other].post_id == found[pk].post_id and _made_room(possible[other], own):
                    made_room[other] = pk
    changes = []
    for pk, own in possible.items():
        if pk in made_room:
            continue
        others = tuple(found[each] for each, by in made_room.items() if by == pk)
        steps = tuple(_step(possible[each.pk]) for each in others)
        latest = own[-1]
        changes.append(
            LastChange(
                found[pk],
                others,
                (*steps, _step(own)),
                _told(found[pk], own, [each.person for each in others]),
                latest.history_user.get_full_name() or latest.history_user.get_username(),
                latest.history_date,
                latest.history_change_reason or "",
            )
        )
    return sorted(changes, key=lambda each: each.when, reverse=True)


def _is_safe(rows: list) -> bool:
    """Whether the latest change was someone's own, of what undoing puts back alone, and none that
    takes back itself."""
    if not rows or rows[-1].history_user is None:
        return False
    if (rows[-1].history_change_reason or "").startswith(TAKEN_BACK):
        return False
    if len(rows) == 1:
        return rows[-1].history_type == "+"
    before, after = rows[-2:]
    return all(getattr(before, name) == getattr(after, name) for name in KEPT)


def _made_room(earlier: list, coming: list) -> bool:
    """Whether the change of one ended it where the other begins, in the same go."""
    ended, new = earlier[-1], coming[-1]
    return (
        len(earlier) > 1
        and ended.end is not None
        and ended.end == new.start
        and ended.end != earlier[-2].end
        and ended.history_user_id == new.history_user_id
        and ended.history_change_reason == new.history_change_reason
        and abs(ended.history_date - new.history_date) < AT_ONCE
    )


def _step(rows: list) -> Step:
    before = rows[-2].history_id if len(rows) > 1 else 0
    return Step(rows[-1].id, before, rows[-1].history_id)


def _told(appointment: Appointment, rows: list, after: list[Person]) -> str:
    """What the latest change did, in a sentence without full stop."""
    who, seat, now = appointment.person, seat_name(appointment.post), rows[-1]
    name = f"{who}, {seat[:1].lower()}{seat[1:]}"
    if len(rows) == 1:
        since = f" från och med {long_date(now.start)}" if now.start else ""
        return f"{name}: utsedd{since}{f' efter {after[0]}' if after else ''}"
    if now.is_mistake:
        return f"{name}: borttagen, eftersom uppdraget var inlagt av misstag"
    if now.end and now.end != rows[-2].end and now.start == rows[-2].start:
        return f"{name}: sista dagen satt till {long_date(last_day(now.end))}"
    return f"{name}: dagarna eller uppgifterna rättade"
