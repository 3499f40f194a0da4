"""What a body plans for each year and what came of it: its plans and reports, and an activity's way
over the years."""

import datetime
from dataclasses import dataclass

from django.http import Http404

from bodies.dossier import find_body
from bodies.models import Body
from bodies.panels import full_name
from documents.entries import Row, rows_of
from documents.governing import in_force as in_force_of
from documents.models import (
    ACTIVITIES_STEP,
    DOCUMENTS_STEP,
    YEARLY,
    ActivityEntry,
    Document,
    Edition,
)
from documents.reading import Versions, published_text
from organisation.shapes import Crumb
from organisation.words import in_sentence, listed
from portal.asof import Day
from portal.site import Site, public_page

from .bodies import trail_for
from .editions import Subject

TITLE = "Dokument"


def body_at(path: str, day: Day) -> Body:
    body = find_body(path, day.on)
    if body is None:
        raise Http404
    return body


def home_of(body: Body) -> Crumb:
    """The list of a body's plans and reports."""
    return Crumb(TITLE, f"{body.url}{DOCUMENTS_STEP}/")


def find_yearly(request, site: Site, day: Day, *, path: str, slug: str, year: int) -> Subject:
    """A plan or a report of the body at an address; 404 where nobody may read one on the day."""
    kind = next((kind for kind, each in YEARLY.items() if each == slug), None)
    body = find_body(path, day.on) if kind and 1900 <= year <= 2999 else None
    document = body and (
        Document.objects.filter(owner=body, kind=kind, period_start=datetime.date(year, 1, 1))
        .select_related("owner__kind")
        .first()
    )
    versions = Versions(document, day.on, day.today) if document else None
    if versions is None or not versions.all:
        raise Http404
    name = full_name(body)
    return Subject(
        versions,
        name,
        trail=lambda: [*trail_for(site, body, day), Crumb(name, body.url), home_of(body)],
        label=document.called,
        eyebrow=f"{document.called} för {name}",
        told=f"{document.called} för {name}",
        file_name=f"{slug}-{year}-{path.replace('/', '-')}",
        owner=body.page_owner,
    )


@dataclass
class Year:
    """A body's documents for a year, as they hold on the day."""

    year: int
    documents: list[Edition]


def in_force_for(body: Body, day: Day):
    """The editions of a body's plans and reports that hold on the day."""
    return (
        Edition.objects.in_force(day.on)
        .filter(document__owner=body, document__kind__in=YEARLY)
        .select_related("document__owner")
    )


@public_page
def of_body(request, site: Site, day: Day, path: str):
    """A body's plans and reports, the newest year first, and what else it has (4 queries)."""
    body = body_at(path, day)
    years: dict[int, Year] = {}
    for each in in_force_for(body, day).order_by("-document__period_start", "document__kind"):
        each.told = published_text(each.valid_from)
        year = each.document.year
        years.setdefault(year, Year(year, [])).documents.append(each)
    name = full_name(body)
    governing = in_force_of(day.on, body.pk)
    return "documents/of_body.html", {
        "trail": [*trail_for(site, body, day), Crumb(name, body.url)],
        "eyebrow": name,
        "title": TITLE,
        "full_title": f"{TITLE}: {name}",
        "lead": "Vad vi planerar för varje år, vad det blev av det, och vad som styr arbetet.",
        "name": name,
        "years": list(years.values()),
        "governing": list(governing.items()),
        "source_line": site.own_line(),
    }


@dataclass
class Told:
    """What one document says of an activity."""

    entry: ActivityEntry
    document: Document
    url: str
    rows: list[Row]
    # The document before it, where the rest is as it says.
    as_in: str = ""
    # What the document before it told of, and it doesn't.
    gone: str = ""


def changed_rows(entry: ActivityEntry, before: ActivityEntry | None) -> list[Row]:
    """What an activity says that it didn't say before; how it stands is always told."""
    if before is None:
        return rows_of(entry)
    said = {(each.field, each.text) for each in rows_of(before)}
    return [
        each
        for each in rows_of(entry)
        if each.field == "status" or (each.field, each.text) not in said
    ]


@public_page
def activity(request, site: Site, day: Day, path: str, number: int):
    """An activity's way over the years, as the plans and reports that hold tell of it; 404 where
    none of them does: a draft isn't told of."""
    body = body_at(path, day)
    entries = (
        ActivityEntry.objects.present()
        .filter(activity__owner=body, activity__number=number, edition__in=in_force_for(body, day))
        .select_related("edition__document__owner", "activity__owner", "section", "quality_goal")
        .order_by("edition__document__period_start", "edition__document__kind")
    )
    years: dict[int, list[Told]] = {}
    before: ActivityEntry | None = None
    for each in sorted(entries, key=_by_year):
        document = each.edition.document
        told = Told(
            each, document, f"{document.url}{day.query}#{each.anchor}", changed_rows(each, before)
        )
        if before and len(told.rows) < len(rows_of(each)):
            told.as_in = in_sentence(before.edition.document.called)
        if before:
            now = {row.label for row in rows_of(each)}
            left = [row.label for row in rows_of(before) if row.label not in now]
            told.gone = listed([in_sentence(label) for label in left])
        years.setdefault(document.year, []).append(told)
        before = each
    if before is None:
        raise Http404
    name, last = full_name(body), before
    first, latest = min(years), max(years)
    span = str(first) if first == latest else f"{first}–{latest}"
    return "documents/activity.html", {
        "trail": [*trail_for(site, body, day), Crumb(name, body.url), home_of(body)],
        "eyebrow": f"Aktivitet {number} · {name}",
        "title": last.name,
        "full_title": f"{last.name}: {name}",
        "lead": last.goal,
        "years": list(years.items()),
        "span": span,
        "status": last.get_status_display(),
        "source_line": site.source_line(last.edition, owner=body.page_owner),
    }


def _by_year(entry: ActivityEntry) -> tuple:
    """By year, and within it the plan before the report."""
    document = entry.edition.document
    return document.year, document.kind == Document.Kind.ANNUAL_REPORT


# The step below a body's address that a page here has.
OF_BODY = f"{DOCUMENTS_STEP}/"
ONE_ACTIVITY = f"{ACTIVITIES_STEP}/<int:number>/"
