"""Versions of yearly documents, straight into the tables: how they came to be doesn't matter."""

import datetime

from documents.models import Document, Edition, EditionEvent


def noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def written(
    document: Document, state="draft", on: datetime.date | None = None, number=1, **values
) -> Edition:
    """A version in a state, or one that was published on a day."""
    edition = Edition.objects.create(document=document, number=number, title="Prov", **values)
    found = Edition.objects.filter(pk=edition.pk)
    if on:
        found.update(state="published", published_at=noon(on), valid_from=on)
    else:
        found.update(state=state)
    return found.get()


def withdrawn(edition: Edition, since: datetime.date) -> None:
    EditionEvent.objects.create(
        edition=edition, kind="withdrawn", at=noon(since), effective_on=since
    )
