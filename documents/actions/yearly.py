"""Beginning what a body writes for a year: a plan from what goes on since last year, a report from
the year's plan."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from bodies.models import Body
from bodies.questions import full_name_on
from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import User
from organisation.rules import Finding, Severity

from ..models import PLANS, ActivityEntry, Document, Edition, EditionEvent, Section
from ..policies import EDITIONS
from ..rules import State, Step
from .drafts import COPIED, start_draft
from .entries import TOLD, copy_entry
from .refusals import Refused
from .storing import checked

Kind, Status = Document.Kind, ActivityEntry.Status
# How many years from the year it is a plan or a report may be about.
YEARS_BACK, YEARS_AHEAD = 10, 2
OVER = (Status.DONE, Status.STOPPED)


@dataclass(frozen=True)
class Origin:
    """What a new document begins with: an edition, and whether it's the whole of it (a report of a
    year from its plan) or what goes on (a plan from the year before)."""

    edition: Edition
    goes_on: bool


def origin_of(owner: Body, kind: str, year: int) -> Origin | None:
    """What a document of the kind for the year begins with, if there is anything (2 queries at
    most). A report begins with the plan of its year; a plan with the report of the year before,
    else with that year's plan."""
    if kind == Kind.ANNUAL_REPORT:
        plan = _last(owner, PLANS, year)
        return Origin(plan, goes_on=False) if plan else None
    before = _last(owner, (Kind.ANNUAL_REPORT.value,), year - 1) or _last(owner, PLANS, year - 1)
    return Origin(before, goes_on=True) if before else None


def _last(owner: Body, kinds, year: int) -> Edition | None:
    """The last published edition, not withdrawn, of the body's documents of the kinds for a
    year."""
    return (
        Edition.objects.usable()
        .filter(
            document__owner=owner,
            document__kind__in=kinds,
            document__period_start=datetime.date(year, 1, 1),
        )
        .select_related("document__owner")
        .order_by("-published_at", "-number")
        .first()
    )


def goes_on(entry: ActivityEntry) -> bool:
    """Whether next year's plan takes an activity over: as the report says, else what isn't over."""
    return entry.status not in OVER if entry.goes_on is None else entry.goes_on


@transaction.atomic
def begin_year(
    owner: Body, kind: str, year: int, *, by: User, at: datetime.datetime, on: datetime.date
) -> Edition:
    """The open draft of a body's plan or report for a year; a new one begins with what there is
    (`origin_of`), a new version of one that's published with its text. Raises Refused for a year
    that can't be meant, and who may not write it."""
    kind = Kind(kind).value
    if not on.year - YEARS_BACK <= year <= on.year + YEARS_AHEAD:
        message = (
            f"Välj ett år från {on.year - YEARS_BACK} till {on.year + YEARS_AHEAD}. "
            f"Du skrev {year}."
        )
        raise Refused([Finding("far-year", Severity.ERROR, message, "year")])
    Body.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    key = {"kind": kind, "owner": owner, "period_start": datetime.date(year, 1, 1)}
    document = Document.objects.filter(**key).first()
    document = document or Document(**key, period_end=datetime.date(year + 1, 1, 1))
    asked = Edition(document=document)
    if refusals := EDITIONS.refusals(standing_of(by, today()), Step.EDIT, asked):
        raise Refused(refusals)
    if document.pk is None:
        checked(document)
        document._history_user = by
        document.save()
    live = document.editions.exclude(state=State.DISCARDED)
    if live.exists():
        return start_draft(document, by=by, at=at)
    return _first(document, owner, year, by=by, at=at, on=on)


def _first(document: Document, owner: Body, year: int, *, by, at, on) -> Edition:
    name = Body.objects.filter(pk=owner.pk).values_list(full_name_on("pk", on), flat=True).get()
    title = f"{document.get_kind_display().capitalize()} {year} för {name}"[:200]
    edition = Edition(document=document, number=1, title=title, author=by)
    checked(edition)
    edition._history_user = by
    edition.save()
    origin = origin_of(owner, document.kind, year)
    if origin:
        take_over(origin, edition, by)
    EditionEvent.objects.create(edition=edition, kind=EditionEvent.Kind.STARTED, at=at, by=by)
    return edition


def take_over(origin: Origin, edition: Edition, by: User | None) -> None:
    """Gives a new edition the sections and the activities that it begins with. What came of them is
    told anew; what was over and goes on all the same is begun. A focus area that nothing goes on in
    isn't taken over."""
    every = list(origin.edition.entries.present().select_related("section"))
    entries = [each for each in every if not origin.goes_on or goes_on(each)]
    left = {each.section_id for each in every} - {each.section_id for each in entries}
    sections = copy_sections(_with_something(origin.edition, left), edition, by)
    for each in entries:
        again = {"status": Status.STARTED} if origin.goes_on and each.status in OVER else {}
        copy_entry(each, edition, sections, by, without=TOLD, **again)


def _with_something(edition: Edition, left: set[int]) -> list[Section]:
    """The sections of an edition without those that nothing is left in (`left`): no text of their
    own, and no section below."""
    kept: list[Section] = []
    for each in reversed(edition.sections.present()):
        has_below = bool(kept) and kept[-1].level > each.level
        if each.pk not in left or each.html or has_below:
            kept.append(each)
    return kept[::-1]


def copy_sections(old: list[Section], new: Edition, by: User | None) -> dict[str, Section]:
    """Gives a new edition the sections of an old one; by key."""
    copies = {}
    for each in old:
        copy = Section(edition=new, **{name: getattr(each, name) for name in COPIED})
        copy._history_user = by
        copy.save()
        copies[copy.key] = copy
    return copies
