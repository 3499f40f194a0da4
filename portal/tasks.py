"""What someone has to do: what the rooms tell, put together."""

import datetime
from collections.abc import Callable

import bodies.tasks
import documents.tasks
import organisation.tasks
from organisation.standing import Standing
from organisation.tasks import Task

# What each of them tells: a function of a standing and a day.
ROOMS: tuple[Callable[[Standing, datetime.date], list[Task]], ...] = (
    documents.tasks.tasks_of,
    bodies.tasks.tasks_of,
    organisation.tasks.tasks_of,
)


def tasks_of(standing: Standing, on: datetime.date) -> list[Task]:
    """All that the person has to do (a number of queries that doesn't grow with what there is)."""
    return [task for room in ROOMS for task in room(standing, on)]
