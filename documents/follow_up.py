"""What a council follows up: its areas' plans and reports for a year, side by side and promise by
promise, as they are published on a day."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bodies.dossier import with_names
from bodies.models import Body, BodyRelation
from organisation.words import listed

from .models import PLANS, WITH_ACTIVITIES, ActivityEntry, Comment, Document, Edition

Status = ActivityEntry.Status
# The step below a council's address at which its follow-up stands.
FOLLOW_UP_STEP = "uppfoljning"


@dataclass
class Followed:
    """An area, and what it has published for the year; with drafts and remarks for those who may
    read them."""

    body: Body
    plan: Edition | None = None
    report: Edition | None = None
    drafts: list[Edition] = field(default_factory=list)
    remarks: list[Comment] = field(default_factory=list)
    plan_told: str = ""
    report_told: str = ""


@dataclass
class Done:
    """What an area does for a promise: what the report says of it, else what the plan does."""

    body: Body
    entry: ActivityEntry
    document: Document

    @property
    def url(self) -> str:
        return self.document.url


def areas_of(council: Body, on: datetime.date) -> list[Body]:
    """The bodies that are part of a council on a day, in alphabetical order (1 query)."""
    below = BodyRelation.objects.current(on).filter(kind=BodyRelation.Kind.PART_OF, object=council)
    bodies = Body.objects.current(on).filter(pk__in=below.values("subject"))
    return list(with_names(bodies, on).select_related("kind").alphabetical())


def followed(
    areas: Iterable[Body], year: int, on: datetime.date
) -> tuple[list[Followed], dict[int, list[Done]]]:
    """How it stands with each area for the year, and what is done for each promise by its number (2
    queries)."""
    rows = {each.pk: Followed(each) for each in areas}
    editions = (
        Edition.objects.in_force(on)
        .filter(
            document__owner__in=rows,
            document__kind__in=WITH_ACTIVITIES,
            document__period_start=datetime.date(year, 1, 1),
        )
        .select_related("document__owner")
    )
    by_pk = {}
    for each in editions:
        by_pk[each.pk] = each
        row = rows[each.document.owner_id]
        if each.document.kind in PLANS:
            row.plan = each
        else:
            row.report = each
    entries: dict[int, list[ActivityEntry]] = {pk: [] for pk in by_pk}
    for each in (
        ActivityEntry.objects.present()
        .filter(edition__in=by_pk)
        .select_related("activity", "section")
    ):
        entries[each.edition_id].append(each)
    for row in rows.values():
        row.plan_told = counted(entries[row.plan.pk]) if row.plan else ""
        row.report_told = counted(entries[row.report.pk]) if row.report else ""
    return list(rows.values()), _by_promise(rows.values(), entries)


def counted(entries: list[ActivityEntry]) -> str:
    """How many activities there are and how they stand, in words: "3 aktiviteter: 2 pågår och 1
    klar"."""
    if not entries:
        return "inga aktiviteter"
    number = Counter(each.status for each in entries)
    told = [f"{number[each]} {_stand(each, number[each])}" for each in Status if number[each]]
    total = "1 aktivitet" if len(entries) == 1 else f"{len(entries)} aktiviteter"
    return f"{total}: {listed(told)}"


# How many activities stand, where it isn't as one does.
MANY = {Status.PLANNED: "planerade", Status.DONE: "klara", Status.STOPPED: "avbrutna"}


def _stand(status: Status, number: int) -> str:
    return status.label if number == 1 else MANY.get(status, status.label)


def _by_promise(rows: Iterable[Followed], entries) -> dict[int, list[Done]]:
    """Of each activity the report's words where there is one, else the plan's."""
    found: dict[int, list[Done]] = {}
    for row in rows:
        last: dict[int, Done] = {}
        for edition in filter(None, (row.plan, row.report)):
            for each in entries[edition.pk]:
                last[each.activity_id] = Done(row.body, each, edition.document)
        for done in last.values():
            for promise in done.entry.promises:
                found.setdefault(promise, []).append(done)
    return found
