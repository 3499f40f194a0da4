"""Beginning what a body writes for a year: a plan from what goes on since last year, a report from
the year's plan."""

import datetime

from django.db import transaction

from bodies.models import Body
from bodies.questions import full_name_on
from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import User
from organisation.rules import Finding, Severity

from ..models import Document, Edition, EditionEvent, Section
from ..policies import EDITIONS
from ..rules import State, Step
from ..yearly import OVER, Origin, Status, goes_on, missing_in, origin_of, years_for
from .drafts import COPIED, start_draft
from .entries import TOLD, copy_entry
from .locking import expect, locked
from .refusals import Refused
from .storing import checked, store

Kind = Document.Kind
OTHER_PLAN = {Kind.ACTION_PLAN: Kind.OPERATIONAL_PLAN, Kind.OPERATIONAL_PLAN: Kind.ACTION_PLAN}


@transaction.atomic
def begin_year(
    owner: Body, kind: str, year: int, *, by: User, at: datetime.datetime, on: datetime.date
) -> Edition:
    """The open draft of a body's plan or report for a year; a new one begins with what there is
    (`origin_of`), a new version of one that's published with its text. Raises Refused for a year
    that can't be meant, and who may not write it."""
    kind = Kind(kind).value
    first, last = years_for(kind, on)
    if not first <= year <= last:
        message = f"Välj ett år från {first} till {last}. Du skrev {year}."
        raise Refused([Finding("far-year", Severity.ERROR, message, "year")])
    Body.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    key = {"kind": kind, "owner": owner, "period_start": datetime.date(year, 1, 1)}
    document = Document.objects.filter(**key).first()
    document = document or Document(**key, period_end=datetime.date(year + 1, 1, 1))
    asked = Edition(document=document)
    if refusals := EDITIONS.refusals(standing_of(by, today()), Step.EDIT, asked):
        raise Refused(refusals)
    if kind in OTHER_PLAN:
        _alone(owner, OTHER_PLAN[Kind(kind)], year)
    if document.pk is None:
        checked(document)
        document._history_user = by
        document.save()
    live = document.editions.exclude(state=State.DISCARDED)
    if live.exists():
        return start_draft(document, by=by, at=at)
    return _first(document, owner, year, by=by, at=at, on=on)


def _alone(owner: Body, other: Kind, year: int) -> None:
    """A body has one plan for a year, whatever it's called. Raises Refused."""
    editions = Edition.objects.filter(
        document__owner=owner,
        document__kind=other,
        document__period_start=datetime.date(year, 1, 1),
    )
    if editions.exclude(state=State.DISCARDED).exists():
        message = (
            f"Organet har redan en {other.label} för {year}. Välj {other.label}, så fortsätter du "
            "på den."
        )
        raise Refused([Finding("other-plan", Severity.ERROR, message, "kind")])


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


@transaction.atomic
def fetch_missing(report: Edition, *, by: User, revision: int | None) -> int:
    """Gives a report the activities of the year's plan that it doesn't tell of, each under its
    focus area; one that was taken out of the report is put back as it was. Returns how many.
    Raises Refused, or Conflict."""
    report = locked(report, Step.EDIT, by)
    expect(revision, report)
    missing = missing_in(report)
    sections = {each.key: each for each in report.sections.present()}
    asked = report.entries.filter(activity__in=[each.activity_id for each in missing])
    out = {each.activity_id: each for each in asked}
    for each in missing:
        section = sections.get(each.section.key)
        if section is None:
            section = sections[each.section.key] = _section_again(report, each.section, by)
        if removed := out.get(each.activity_id):
            removed.removed, removed.section = False, section
            removed.revision += 1
            removed._history_user = by
            removed.save()
        else:
            copy_entry(each, report, sections, by, without=TOLD)
    if missing:
        store(report, by)
    return len(missing)


def _section_again(report: Edition, section: Section, by: User) -> Section:
    """A focus area of the plan in the report, last; one that was taken out is put back."""
    again = report.sections.filter(key=section.key).first()
    if again is None:
        again = Section(edition=report, **{name: getattr(section, name) for name in COPIED})
    places = report.sections.present().values_list("position", flat=True)
    again.removed, again.position = False, max(places, default=0) + 1
    again._history_user = by
    again.save()
    return again


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
