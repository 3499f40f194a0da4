"""The way of an edition from draft to published, and back."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from bodies.models import Decision
from bodies.standings import standing_of
from organisation.dates import today, years_from
from organisation.models import User
from organisation.publication import changed
from organisation.rights import Action
from organisation.rules import personal_identity_numbers

from ..entries import with_entries
from ..facts import open_comments, text_faults
from ..models import Edition, EditionEvent, Section, WorkingCopy
from ..policies import EDITIONS
from ..rules import FIRST_YEAR, MOST_YEARS, State, Step, validity_findings
from .attachments import file_faults
from .locking import expect_seen, locked
from .notices import notify
from .parts import part_of, with_parts
from .printing import store_pdfs
from .refusals import Refused
from .storing import checked, store

Kind = EditionEvent.Kind


def log(edition, kind, *, by, at, tell=True, **values) -> EditionEvent:
    """Writes down that a step was taken; unless someone else does, tells those it concerns."""
    # What is said of a step stands for good, and a withdrawal's reason is public.
    if personal_identity_numbers(values.get("text", "")):
        raise Refused("Texten innehåller ett personnummer. Ta bort det och försök igen.")
    event = EditionEvent.objects.create(edition=edition, kind=kind, by=by, at=at, **values)
    if tell:
        notify(event)
    return event


def frozen(edition: Edition) -> dict:
    """The text of the edition as it is now, for a working copy. What a section of a plan or a
    report has of activities is part of its text."""
    fields = ("key", "heading", "level", "note")
    files = [
        {"title": each.title, "name": each.name, "sha256": each.file.sha256}
        for each in edition.attachments.present()
    ]
    return {
        "title": edition.title,
        "lead": edition.lead,
        "change_note": edition.change_note,
        "sections": [
            {name: getattr(each, name) for name in fields} | {"html": each.whole} | _origin(each)
            for each in with_entries(edition, with_parts(edition.sections.present()))
        ],
    } | ({"files": files} if files else {})


def _origin(section: Section) -> dict:
    part = part_of(section)
    if part is None:
        return {}
    return {"shared": part.shared_id, "own_reason": part.own_reason}


@transaction.atomic
def show(edition: Edition, *, by: User, at: datetime.datetime, shown: bool = True) -> Edition:
    """Lets those who sit in the body read the draft, or no longer. Nothing of the text changes, so
    nobody's form is out of date."""
    edition = locked(edition, Step.SHOW, by)
    if edition.document.shared_text_id:
        raise Refused("En gemensam text hör till flera organ, och visas inte för något organ.")
    if edition.is_shown != shown:
        edition.is_shown = shown
        edition._history_user = by
        edition.save()
        log(edition, Kind.SHOWN if shown else Kind.HIDDEN, by=by, at=at)
    return edition


@transaction.atomic
def submit(
    edition: Edition,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    text: str = "",
    tell: bool = True,
) -> Edition:
    """Sends the draft to decision, and keeps a working copy of it as it is now.

    Raises Refused when the text isn't ready or a comment is open, Conflict when it has changed
    since the person saw it.
    """
    edition = locked(edition, Step.SUBMIT, by)
    expect_seen(seen, edition)
    findings = text_faults(edition) + open_comments(edition)
    if findings:
        raise Refused(findings)
    WorkingCopy.objects.create(
        edition=edition,
        number=edition.working_copies.count() + 1,
        by=by,
        at=at,
        content=frozen(edition),
    )
    edition.state, edition.submitter = State.SUBMITTED, by
    store(edition, by)
    log(edition, Kind.SUBMITTED, by=by, at=at, text=text, tell=tell)
    return edition


@transaction.atomic
def send_back(
    edition: Edition, *, by: User, at: datetime.datetime, seen: str, text: str
) -> Edition:
    """Makes the edition a draft again, with a reason for the one who wrote it. A decision that was
    recorded is let go of; its record stays."""
    edition = locked(edition, Step.SEND_BACK, by)
    expect_seen(seen, edition)
    if not text.strip():
        raise Refused("Skriv vad som ska ändras, så att den som skrev vet det.")
    edition.state, edition.decision = State.DRAFT, None
    store(edition, by)
    log(edition, Kind.SENT_BACK, by=by, at=at, text=text)
    return edition


@transaction.atomic
def adopt(
    edition: Edition,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    decision: Decision,
    valid_from: datetime.date,
    tell: bool = True,
) -> Edition:
    """Records that the edition is adopted: by which decision, and from which day it's to hold.

    An unsaved decision is saved with it; one that is recorded already (same body, day and
    paragraph) is used.
    """
    edition = locked(edition, Step.ADOPT, by)
    expect_seen(seen, edition)
    if decision.pk is None:
        decision = recorded(decision, by)
    edition.decision, edition.valid_from = decision, valid_from
    if findings := publish_blockers(edition):
        raise Refused(findings)
    edition.state = State.ADOPTED
    store(edition, by)
    log(edition, Kind.ADOPTED, by=by, at=at, tell=tell)
    return edition


def recorded(wanted: Decision, by: User) -> Decision:
    """The decision as it's recorded already (same body, day and paragraph), else saved now."""
    if wanted.date.year < FIRST_YEAR:
        raise Refused("Kontrollera beslutsdagens årtal.")
    key = {name: getattr(wanted, name) for name in Decision.natural_fields}
    recorded = Decision.objects.filter(**key).first() if wanted.paragraph else None
    if recorded is None:
        checked(wanted)
        wanted._history_user = by
        wanted.save()
        return wanted
    for name, label in (("registry_number", "diarienumret"), ("text", "ordalydelsen")):
        stored = getattr(recorded, name)
        if getattr(wanted, name) not in ("", stored):
            raise Refused(
                f"Beslutet {recorded} är redan registrerat, men {label} är där "
                f"”{stored or 'inte ifyllt'}”. Lämna fältet tomt, eller kontrollera paragrafen."
            )
    return recorded


def publish_blockers(edition: Edition) -> list:
    """All that stands in the way of publishing the edition (3 queries). What is for a year needs no
    decision, and holds from the day it's published."""
    if edition.document.is_for_a_year:
        return text_faults(edition) + file_faults(edition)
    last = (
        edition.document.editions.published()
        .exclude_void()
        .order_by("-number")
        .values_list("valid_from")
        .first()
    )
    found = text_faults(edition) + file_faults(edition)
    return found + validity_findings(
        has_decision=edition.decision_id is not None,
        valid_from=edition.valid_from,
        last_valid_from=last[0] if last else None,
        has_published=last is not None,
        decided=edition.decision.date if edition.decision else None,
    )


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    forced: bool = False,
    text: str = "",
) -> Edition:
    """Publishes the edition, with its PDF, and tells the site: all of it or nothing.

    `forced` is an administrator's way past the rule that someone else publishes; it needs a reason
    and stays flagged until someone else approves.
    """
    edition = to_publish(edition, by=by, seen=seen, forced=forced)
    if forced and not text.strip():
        raise Refused("Skriv varför versionen publiceras utan någon annans granskning.")
    if edition.document.is_for_a_year:
        edition.valid_from = localdate(at)
    store_pdfs([edition])
    make_public(edition, by=by, at=at)
    changed()
    log(
        edition,
        Kind.PUBLISHED,
        by=by,
        at=at,
        text=text,
        forced=forced and edition.submitter_id == by.pk,
    )
    return edition


def to_publish(edition: Edition, *, by: User, seen: str, forced: bool = False) -> Edition:
    """The edition, locked, when nothing stands in the way of publishing it; else raises Refused,
    or Conflict when it has changed since the person saw it."""
    edition = locked(edition, Step.PUBLISH, by, forced=forced)
    expect_seen(seen, edition)
    if findings := publish_blockers(edition):
        raise Refused(findings)
    return edition


def make_public(edition: Edition, *, by: User | None, at: datetime.datetime) -> None:
    """Makes an edition whose PDF is stored public. Nothing that was taken out of it goes along. For
    `publish` and for reading in files, which check first."""
    taken_out = Q(removed=True) | Q(section__removed=True)
    for rows in (
        edition.entries.filter(taken_out),
        edition.sections.filter(removed=True),
        edition.attachments.filter(removed=True),
    ):
        for each in rows:
            each._history_user = by
            each.delete()
    edition.state, edition.publisher, edition.published_at = State.PUBLISHED, by, at
    store(edition, by)


@transaction.atomic
def approve_afterwards(edition: Edition, *, by: User, at: datetime.datetime) -> EditionEvent:
    """Lifts the flag of a forced publication. Raises Refused for the one who forced it."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    forced = edition.events.filter(kind=Kind.PUBLISHED, forced=True).first()
    if forced is None or edition.events.filter(kind=Kind.APPROVED).exists():
        raise Refused("Det finns inget att godkänna: versionen är redan granskad.")
    if forced.by_id == by.pk or not EDITIONS.allows(
        standing_of(by, today()), Action.PUBLISH, edition
    ):
        raise Refused("Någon annan än den som publicerade måste godkänna.")
    return log(edition, Kind.APPROVED, by=by, at=at)


@transaction.atomic
def withdraw(
    edition: Edition,
    *,
    by: User,
    at: datetime.datetime,
    on: datetime.date,
    effective_on: datetime.date,
    text: str,
) -> EditionEvent:
    """Withdraws a published edition from a day, which isn't before today (`on`). The text stays
    readable at its own address; nothing holds until the next edition."""
    edition = locked(edition, Step.WITHDRAW, by)
    if edition.events.filter(kind=Kind.WITHDRAWN).exists():
        raise Refused("Versionen är redan återkallad.")
    if not text.strip():
        raise Refused("Skriv varför versionen återkallas. Skälet visas på sidan.")
    if effective_on < on:
        raise Refused("Välj i dag eller en senare dag. Det som har gällt går inte att ändra.")
    if effective_on > years_from(on, MOST_YEARS):
        raise Refused(f"Kontrollera årtalet: högst {MOST_YEARS} år framåt går att välja.")
    event = log(edition, Kind.WITHDRAWN, by=by, at=at, text=text, effective_on=effective_on)
    changed()
    return event
