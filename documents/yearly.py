"""What a plan or a report begins with, and what a report must tell of, as one reads it."""

import datetime
from dataclasses import dataclass

from bodies.models import Body

from .models import PLANS, ActivityEntry, Document, Edition

Kind, Status = Document.Kind, ActivityEntry.Status
# How many years from the year it is a plan may be about; nothing else is of a year to come.
YEARS_BACK, YEARS_AHEAD = 10, 2
OVER = (Status.DONE, Status.STOPPED)


@dataclass(frozen=True)
class Origin:
    """What a new document begins with: an edition, and whether it's the whole of it (a report of a
    year from its plan) or what goes on (a plan from the year before)."""

    edition: Edition
    goes_on: bool


def years_for(kind: str, on: datetime.date) -> tuple[int, int]:
    """The first and the last year that a document of the kind may be begun for on a day."""
    ahead = YEARS_AHEAD if kind in PLANS else 0
    return on.year - YEARS_BACK, on.year + ahead


def origin_of(owner: Body, kind: str, year: int) -> Origin | None:
    """What a document of the kind for the year begins with, if there is anything (4 queries at
    most). A report begins with the plan of its year; a plan with the report of the year before,
    else with that year's plan."""
    if kind == Kind.NOTES:
        return None
    if kind == Kind.ANNUAL_REPORT:
        plan = last_of(owner.pk, PLANS, year)
        return Origin(plan, goes_on=False) if plan else None
    before = last_of(owner.pk, (Kind.ANNUAL_REPORT.value,), year - 1) or last_of(
        owner.pk, PLANS, year - 1
    )
    return Origin(before, goes_on=True) if before else None


def last_of(owner: int, kinds, year: int) -> Edition | None:
    """The last published edition of a body's documents of the kinds for a year; none when that one
    is withdrawn: the one before doesn't hold again by that (2 queries)."""
    editions = Edition.objects.filter(
        document__owner=owner,
        document__kind__in=kinds,
        document__period_start=datetime.date(year, 1, 1),
    ).select_related("document__owner")
    last = editions.published().order_by("-published_at", "-number").first()
    return last if last and editions.usable().filter(pk=last.pk).exists() else None


def goes_on(entry: ActivityEntry) -> bool:
    """Whether next year's plan takes an activity over: as the report says, else what isn't over."""
    return entry.status not in OVER if entry.goes_on is None else entry.goes_on


def missing_in(report: Edition) -> list[ActivityEntry]:
    """The activities of the year's plan that a report doesn't tell of, in the plan's order (4
    queries at most): the plan may have got more since the report was begun."""
    document = report.document
    if document.kind != Kind.ANNUAL_REPORT or document.year is None:
        return []
    plan = last_of(document.owner_id, PLANS, document.year)
    if plan is None:
        return []
    told = set(report.entries.present().values_list("activity", flat=True))
    entries = plan.entries.present().select_related("section", "activity__owner")
    return [each for each in entries if each.activity_id not in told]
