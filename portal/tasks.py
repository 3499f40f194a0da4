"""What someone has to do: what the rooms tell, and the texts of the site, put together."""

import datetime
from collections.abc import Callable

from django.urls import reverse

import bodies.tasks
import documents.tasks
import organisation.tasks
from organisation.models import TextDraft
from organisation.standing import Standing
from organisation.tasks import Task

from .texts.kinds import TextKind, kinds_for
from .texts.reviewing import texts_to_review


def to_look_through(standing: Standing, on: datetime.date) -> list[Task]:
    """Texts that nobody has looked through for a year: one by one those that someone once did,
    the rest kind by kind (1 query for each kind of page)."""
    found, never = [], {}
    for each in texts_to_review(standing, on):
        if each.due is None:
            never.setdefault(each.kind, []).append(each)
        else:
            title = "Gå igenom texterna: stämmer de?"
            found.append(Task("review-text", title, each.title, each.url, "Gå igenom", each.due))
    return found + [_never_looked_through(kind, len(rows)) for kind, rows in never.items()]


def _never_looked_through(kind: TextKind, number: int) -> Task:
    return Task(
        "review-texts",
        "Gå igenom texter som ingen har granskat",
        f"{kind.label}, {number}",
        f"{reverse('desk_texts')}?del={kind.slug}&lage=granska",
        "Välj en text",
    )


def failed(standing: Standing, on: datetime.date) -> list[Task]:
    """Planned publications that didn't come off, of texts that the person may write: whoever
    planned one may have lost the right (1 query)."""
    labels = [each.label_of_model for each in kinds_for(standing)]
    if not labels:
        return []
    stuck = TextDraft.objects.open().filter(label__in=labels).exclude(failed_at=None)
    return [
        Task(
            "failed",
            "En planerad ändring kunde inte publiceras",
            each.failed_why,
            reverse("desk_texts"),
            "Se utkastet",
            each.publish_on,
        )
        for each in stuck
    ]


# What each of them tells: a function of a standing and a day.
ROOMS: tuple[Callable[[Standing, datetime.date], list[Task]], ...] = (
    documents.tasks.tasks_of,
    bodies.tasks.tasks_of,
    organisation.tasks.tasks_of,
    to_look_through,
    failed,
)


def tasks_of(standing: Standing, on: datetime.date) -> list[Task]:
    """All that the person has to do (a number of queries that doesn't grow with what there is)."""
    return [task for room in ROOMS for task in room(standing, on)]
