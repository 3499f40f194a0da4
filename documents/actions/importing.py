"""Editions that come from files: the sources' own texts as version 1, and the demo's later ones."""

import datetime

from django.utils.timezone import make_aware

from ..facts import text_faults
from ..models import Edition, EditionEvent, WorkingCopy
from ..rules import State
from .printing import store_pdfs
from .refusals import Refused
from .workflow import frozen, make_public, publish_blockers

Kind = EditionEvent.Kind
# What the sources don't state can't be asked of a text that comes from them.
UNKNOWN_TO_SOURCES = {"no-decision", "no-valid-from"}


def take_in(
    wanted: list[tuple[Edition, State]], *, at: datetime.datetime, pdfs: bool
) -> list[tuple[Edition, Refused]]:
    """Takes drafts that were just read in, one of each document, to the state each is to have;
    returns those that can't reach it, with why. Call it in the transaction that read them in.

    A text from a source may lack decision and first day: "uppgift saknas". An invented one may not.
    """
    refused, public = [], []
    for edition, state in wanted:
        found = []
        if state is not State.DRAFT:
            found = text_faults(edition)
        if state in (State.ADOPTED, State.PUBLISHED):
            found = _publish_findings(edition)
        if found:
            refused.append((edition, Refused(found)))
        elif state is State.PUBLISHED:
            public.append(edition)
        elif state is not State.DRAFT:
            _take_steps(edition, state, at)
    if not refused:
        if pdfs:
            store_pdfs(public)
        for edition in public:
            when = published_at(edition, at)
            make_public(edition, by=None, at=when)
            EditionEvent.objects.create(edition=edition, kind=Kind.PUBLISHED, at=when)
    return refused


def published_at(edition: Edition, at: datetime.datetime) -> datetime.datetime:
    """When an edition that was read in was published: noon of the day that a plan or a report holds
    from, as that is when it was; of others nobody knows more than that it was read in."""
    if not edition.document.is_for_a_year or edition.valid_from is None:
        return at
    noon = datetime.datetime.combine(edition.valid_from, datetime.time(12))
    return min(make_aware(noon), at)


def withdraw_in(
    edition: Edition, *, effective_on: datetime.date, text: str, at: datetime.datetime
) -> None:
    """Withdraws an edition that was just taken in as published, from a day that may be past: a file
    tells what has been. Call it in the transaction that read it in."""
    EditionEvent.objects.create(
        edition=edition, kind=Kind.WITHDRAWN, at=at, text=text, effective_on=effective_on
    )


def _publish_findings(edition: Edition) -> list:
    from_a_source = edition.source_id and not edition.source.is_demo
    return [
        each
        for each in publish_blockers(edition)
        if not (from_a_source and each.code in UNKNOWN_TO_SOURCES)
    ]


def _take_steps(edition: Edition, state: State, at: datetime.datetime) -> None:
    WorkingCopy.objects.create(edition=edition, number=1, at=at, content=frozen(edition))
    EditionEvent.objects.create(edition=edition, kind=Kind.SUBMITTED, at=at)
    edition.state = State.SUBMITTED
    edition.save()
    if state is State.ADOPTED:
        EditionEvent.objects.create(edition=edition, kind=Kind.ADOPTED, at=at)
        edition.state = State.ADOPTED
        edition.save()
