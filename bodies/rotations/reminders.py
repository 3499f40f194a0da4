"""Which reminders a handover gives, and which are due.

Pure: handovers and a day in, reminders out.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .handovers import Handover

# How many days before the day of a handover those concerned are reminded of it.
REMINDER_DAYS = (180, 90, 30)


@dataclass(frozen=True)
class Reminder:
    """That a handover is so many days away, or rather fewer: it may be told late."""

    handover: Handover
    days: int


def due(
    handovers: Iterable[Handover], on: datetime.date, told: Collection[Reminder] = ()
) -> list[Reminder]:
    """What is to be told on the day: of each handover to come the latest reminder whose day has
    been, unless it has been told. Earlier ones that nobody was sent are left out: one is enough."""
    latest = [
        Reminder(each, min(days))
        for each in handovers
        if each.day > on and (days := [one for one in REMINDER_DAYS if (each.day - on).days <= one])
    ]
    return [each for each in latest if each not in told]
