"""What someone has to do: the shape that every room tells it in, and what waits in this room.

A room offers `tasks_of(standing, on)`, which asks the database a number of times that doesn't grow
with what there is. The portal gathers them (`portal/tasks.py`).
"""

import datetime
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from .models import AccessRequest, Feedback, Invitation
from .rights import Action, Thing
from .standing import Standing

# What is due within so many days is this week's.
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """Something that a person has to do. `subject` is what it's about, `url` and `action` the link
    that does it, `due` the day it ought to be done. `where` says what `subject` leaves out."""

    code: str
    title: str
    subject: str
    url: str
    action: str
    due: datetime.date | None = None
    where: str = ""


@dataclass
class Group:
    """Tasks that are due at about the same time."""

    id: str
    heading: str
    tasks: list[Task] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        return self.id == "forsenade"


def grouped(tasks: list[Task], on: datetime.date) -> list[Group]:
    """The tasks by when they are due, and in each group by day; empty groups are absent."""
    late, week, later, whenever = groups = [
        Group("forsenade", "Försenade"),
        Group("veckan", "Den här veckan"),
        Group("senare", "Senare"),
        Group("utan-dag", "Utan bestämd dag"),
    ]
    for each in sorted(tasks, key=lambda task: task.due or datetime.date.max):
        if each.due is None:
            whenever.tasks.append(each)
        elif each.due < on:
            late.tasks.append(each)
        else:
            (week if each.due < on + WEEK else later).tasks.append(each)
    return [each for each in groups if each.tasks]


def tasks_of(standing: Standing, on: datetime.date) -> list[Task]:
    """What readers have written, who asks for access, and whom an invitation didn't reach (at most
    3 queries)."""
    found = []
    if standing.may_some(Action.WRITE, Thing.FEEDBACK):
        number = Feedback.objects.filter(handled__isnull=True).count()
        if number:
            told = "1 synpunkt" if number == 1 else f"{number} synpunkter"
            found.append(
                Task(
                    "feedback", "Läs synpunkter från läsare", told, reverse("desk_feedback"), "Läs"
                )
            )
    if standing.may_some(Action.WRITE, Thing.ACCESS):
        for each in AccessRequest.objects.filter(handled_at=None):
            name = each.told_name or each.name
            found.append(
                Task(
                    "access",
                    f"Svara {name} som ber om behörighet",
                    name,
                    reverse("desk_access_request", args=[each.pk]),
                    "Svara",
                    timezone.localdate(each.made_at) + WEEK,
                )
            )
        overdue = Invitation.objects.filter(
            accepted_at=None, revoked_at=None, expires_at__date__lte=on
        )
        for each in overdue.select_related("person"):
            found.append(
                Task(
                    "invitation",
                    f"Bjud in {each.person} igen",
                    str(each.person),
                    reverse("desk_invite_again", args=[each.pk]),
                    "Skicka igen",
                    where="Inbjudan gick ut utan att användas",
                )
            )
    return found
