"""What there is to do about versions: to decide, publish, comment, and look through."""

import datetime
from collections import Counter
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from bodies.models import Body
from bodies.panels import full_name
from bodies.questions import full_name_on
from organisation.rights import DOCUMENTS, Action, Capacity, Thing
from organisation.standing import Standing
from organisation.tasks import Task
from organisation.words import in_sentence

from .coverage import Standing as How
from .lagging import lags
from .models import YEARLY, Comment, Document, Edition, ReportingDuty, SharedText
from .owed import Ledger, Owed
from .policies import EDITIONS
from .reminding import BEFORE
from .rules import State

# Those who see to it that what a body is to write is written.
KEEPERS = (Capacity.CHAIR, Capacity.SUPPORT)
# In days after the due day: from the first reminder, until a year after it.
SOON, LONG_AGO = min(BEFORE), 365
DEFINITE = {"plan": "planen", "report": "årsrapporten", "notes": "minnesanteckningarna"}


# Remarks are answered while a version is worked on; on plans and reports afterwards too.
TALKED_ABOUT = Q(state__in=State.open()) | Q(state=State.PUBLISHED, document__kind__in=YEARLY)


def whose(document: str, on: datetime.date) -> Coalesce:
    """The name of a shared text, else of the body that owns the document."""
    return Coalesce(f"{document}__shared_text__name", full_name_on(f"{document}__owner_id", on))


def _told(edition: Edition) -> str:
    document = edition.document
    called = f"{in_sentence(document.called)}, " if document.is_listed else ""
    return f"{edition.owner_name}, {called}version {edition.number}"


def tasks_of(standing: Standing, on: datetime.date) -> list[Task]:
    """All of it, of what the person may read (at most 13 queries)."""
    if not standing.may_some(Action.READ, *DOCUMENTS):
        return []
    return [
        *versions(standing, on),
        *remarks(standing, on),
        *to_take_in(standing, on),
        *to_publish(standing, on),
    ]


def versions(standing: Standing, on: datetime.date) -> list[Task]:
    """Versions that wait for the person (4 queries)."""
    editions = (
        Edition.objects.select_related("document")
        .annotate(owner_name=whose("document", on))
        .order_by("created", "pk")
    )
    submitted = editions.filter(state=State.SUBMITTED)
    found = []

    def add(code, title, action, rows, due=None):
        for each in rows:
            told = due(each) if due else None
            found.append(Task(code, title, _told(each), each.desk_url, action, told))

    decide = list(EDITIONS.filter(standing, Action.DECIDE, submitted))
    of_years = [each for each in decide if each.document.is_for_a_year]
    add(
        "decide",
        "Registrera beslutet, eller skicka tillbaka",
        "Ta ställning",
        [each for each in decide if each not in of_years],
    )
    add("publish", "Läs och publicera, eller skicka tillbaka", "Läs", of_years)
    comment = EDITIONS.filter(standing, Action.COMMENT, submitted).exclude(
        Q(pk__in=[each.pk for each in decide]) | Q(submitter=standing.user)
    )
    add("comment", "Läs det som är skickat till beslut", "Läs och kommentera", comment)
    publish = EDITIONS.filter(standing, Action.PUBLISH, editions.filter(state=State.ADOPTED))
    add("publish", "Publicera", "Publicera", publish, lambda each: each.valid_from)
    review = EDITIONS.filter(standing, Action.PUBLISH, editions.flagged())
    review = review.exclude(publisher=standing.user)
    add("review", "Granska i efterhand det som publicerats utan granskning", "Granska", review)
    return found


def remarks(standing: Standing, on: datetime.date) -> list[Task]:
    """What others have said of what the person has written, or now answers for (1 query)."""
    own = {each.body for each in standing.holdings if each.capacity in KEEPERS and each.body}
    # What is published of a body's year is the matter of whoever keeps it going now.
    mine = (
        Q(edition__author=standing.user)
        | Q(edition__submitter=standing.user)
        | Q(
            edition__state=State.PUBLISHED,
            edition__document__kind__in=YEARLY,
            edition__document__owner__in=own,
        )
    )
    found = (
        Comment.objects.filter(mine, parent=None, resolved_at=None)
        .filter(edition__in=EDITIONS.filter(standing, Action.COMMENT).filter(TALKED_ABOUT))
        .exclude(by=standing.user)
        .select_related("edition", "by")
        .annotate(owner_name=whose("edition__document", on))
    )
    return [
        Task(
            "answer",
            f"Svara {each.by.get_full_name() or each.by.username}: {_short(each.text)}",
            f"{each.owner_name}, version {each.edition.number}",
            f"{each.edition.desk_url}#{each.section_key}",
            "Svara",
        )
        for each in found
    ]


def _short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def to_take_in(standing: Standing, on: datetime.date) -> list[Task]:
    """Shared texts that commissions have an older version of (2 queries)."""
    if not standing.may_some(Action.WRITE, Thing.SHARED_TEXT):
        return []
    return [
        Task(
            "lag",
            f"För in den nya versionen i {number} uppdrag",
            text.name,
            f"{text.desk_url}#nya-utkast",
            "Gör utkast",
        )
        for text, number in lags_by_text(on)
    ]


def lags_by_text(on: datetime.date) -> list[tuple[SharedText, int]]:
    """How many commissions have an older version of each shared text (2 queries)."""
    found = Counter(each.text for of_body in lags(on).values() for each in of_body)
    return sorted(found.items(), key=lambda each: each[0].name)


def work_address(owed: Owed, body: Body) -> str:
    """Where what is owed is written, or begun."""
    if owed.edition and owed.cell.work:
        return f"/arbetsyta/versioner/{owed.edition}/"
    asked = {"organ": body.path, "ar": owed.year}
    if owed.what == ReportingDuty.What.REPORT:
        asked["slag"] = YEARLY[Document.Kind.ANNUAL_REPORT]
    if owed.what == ReportingDuty.What.NOTES:
        asked["slag"] = YEARLY[Document.Kind.NOTES]
    return f"{reverse('desk_begin_plan')}?{urlencode(asked)}"


def to_publish(standing: Standing, on: datetime.date) -> list[Task]:
    """What the bodies that the person keeps going are to publish within the time of the first
    reminder, or should have within a year (6 queries, none for whoever keeps none going)."""
    kept = {each.body for each in standing.holdings if each.capacity in KEEPERS and each.body}
    if not kept:
        return []
    ledger = Ledger(on, range(on.year - 3, on.year + 2), Q(pk__in=kept))
    bodies = {each.pk: each for each in ledger.bodies if each.is_current(on)}
    return [
        Task(
            "publish-yearly",
            f"Publicera {DEFINITE[each.what]} för {each.year}",
            full_name(bodies[each.body]),
            work_address(each, bodies[each.body]),
            "Skriv vidare" if each.edition and each.cell.work else "Börja",
            each.cell.due,
        )
        for each in ledger.all()
        if each.body in bodies
        and each.cell.standing in (How.WAITING, How.LATE)
        and SOON <= (on - each.cell.due).days <= LONG_AGO
    ]
