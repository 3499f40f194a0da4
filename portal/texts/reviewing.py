"""That a page is looked through once a year: whose turn it is, and that it was done."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from organisation.actions.records import store
from organisation.actions.refusals import Refused
from organisation.dates import years_from
from organisation.models import User
from organisation.rights import Action
from organisation.standing import Standing
from portal.rights import standing_now

from .kinds import KINDS, TextKind

REVIEWED = tuple(each for each in KINDS if each.is_reviewed)
DONE = "Granskad: texterna stämmer"


@dataclass(frozen=True)
class TextToReview:
    """A page whose texts nobody has said are right for a year. `due` is the day that they should
    have been looked through again; None when nobody ever has."""

    kind: TextKind
    record: object
    due: datetime.date | None

    @property
    def title(self) -> str:
        return self.kind.name(self.record)

    @property
    def url(self) -> str:
        return self.kind.url(self.record)

    @property
    def public_url(self) -> str:
        return self.record.url


def last_said(record) -> datetime.date | None:
    """When the texts of a page were last written or found to be right."""
    return max(filter(None, (record.reviewed, record.updated)), default=None)


def is_gone(record, on: datetime.date) -> bool:
    """Whether a text isn't on the website any longer: what isn't there is read by nobody."""
    days = (getattr(record, name, None) for name in ("withdrawn", "end"))
    return any(day is not None and day <= on for day in days)


def texts_to_review(standing: Standing, on: datetime.date) -> Iterator[TextToReview]:
    """The pages that the person may write and that nobody has looked through for a year by the day
    `on`, those that have waited longest first (1 query for each kind of page)."""
    for kind in REVIEWED:
        if not kind.may_write_some(standing):
            continue
        found = kind.of(standing, on).alias(_said=Greatest("reviewed", "updated"))
        late = Q(_said=None) | Q(_said__lte=years_from(on, -1))
        rows = found.filter(late)
        # What isn't there any longer isn't read by anyone.
        if kind.slug == "sidor":
            rows = rows.standing(on)
        else:
            rows = rows.filter(Q(end=None) | Q(end__gt=on))
        for record in rows.order_by(F("_said").asc(nulls_first=True), "pk"):
            said = last_said(record)
            yield TextToReview(kind, record, said and years_from(said, 1))


@transaction.atomic
def mark_reviewed(kind: TextKind, pk: int, *, by: User, on: datetime.date) -> object:
    """Writes down that someone who may change the texts has found them right. Once a day is enough:
    a second time changes nothing. Raises Refused for whoever may not."""
    record = kind.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if record is None or not kind.policy.allows(standing_now(by), Action.WRITE, record):
        raise Refused("Du får inte ändra sidan. Inget har ändrats.")
    if record.reviewed != on:
        record.reviewed = on
        store(record, by=by, reason=DONE)
    return record
