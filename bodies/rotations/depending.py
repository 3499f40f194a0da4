"""What has come to depend on what was decided of whose turn it is."""

import datetime
from collections.abc import Iterable

from django.db import models

from ..models import Appointment, RotationScheme
from .differing import Turn

Date = datetime.date


def made_at(record: models.Model) -> datetime.datetime:
    """When the record was first stored, as its history tells (1 query)."""
    return record.history.earliest().history_date


def last_day_set(scheme: RotationScheme, end: datetime.date | None) -> datetime.datetime | None:
    """When the last day was set that is taken back by letting the scheme run longer; None when it
    isn't to run longer, or hasn't been made to end earlier than it would now (1 query)."""
    now, *before = scheme.history.order_by("-history_id")
    if now.end is None or (end is not None and end <= now.end):
        return None
    since = now.history_date
    for each in before:
        if each.end is None or (end is not None and each.end >= end):
            return since
        since = each.history_date
    return None


def appointed_since(moment: datetime.datetime, turns: Iterable[Turn]) -> list[str]:
    """Who has been appointed after a moment to a post on days of one of the turns, or been given
    such days there, and for when (2 queries)."""
    turns = list(turns)
    posts = {each.post for each in turns}
    since = Appointment.history.filter(history_date__gt=moment, post__in=posts).values("id")
    rows = Appointment.history.filter(id__in=since, history_date__lte=moment)
    before = {each.id: each for each in rows.order_by("history_date", "history_id")}
    found = Appointment.objects.filter(pk__in=since, post__in=posts, is_mistake=False)
    return [
        f"{each.person}, {each.period_text}"
        for each in found.select_related("person").order_by("start", "pk")
        if any(
            turn.post == each.post_id and turn.meets(start, end)
            for start, end in _days_given(before.get(each.pk), each)
            for turn in turns
        )
    ]


def _days_given(before: models.Model | None, now: Appointment) -> list[tuple[Date, Date]]:
    """The days that someone is appointed for and wasn't `before`."""
    start, end = now.start or Date.min, now.end or Date.max
    if before is None or before.is_mistake or before.post_id != now.post_id:
        return [(start, end)]
    first, last = before.start or Date.min, before.end or Date.max
    given = [(start, min(end, first)), (max(start, last), end)]
    return [(one, other) for one, other in given if one < other]
