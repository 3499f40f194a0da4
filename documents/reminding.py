"""Which reminder of a plan or a report is due on a day.

Pure: how it stands and a day in, so many days before or after the due day out.
"""

import datetime

from .coverage import Cell, Standing

# Days after the due day, fewer than none before it. Each is told once.
BEFORE, AFTER = (-30, -7), (7, 30)
# How long after its day the last one may still be told.
GRACE = 14


def reminder_due(cell: Cell, on: datetime.date) -> int | None:
    """The latest reminder whose day has been: of those before the due day until it's late, then of
    those after it. None when nothing is to be told: all is published, exempt or not owed, or it was
    due long ago."""
    if cell.standing not in (Standing.WAITING, Standing.LATE):
        return None
    since = (on - cell.due).days
    which = AFTER if cell.standing is Standing.LATE else BEFORE
    been = [each for each in which if each <= since]
    return max(been, default=None) if since <= max(AFTER) + GRACE else None
