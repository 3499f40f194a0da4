"""What steers the work, as one reads it: which governing documents hold on a day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from bodies.questions import full_name_on

from .models import GOVERNING, Document, Edition

Kind = Document.Kind
# In which order they're told, under which headings.
HEADINGS = {
    Kind.RULES_OF_PROCEDURE.value: "Reglementen",
    Kind.COOPERATION_AGREEMENT.value: "Samverkansavtal",
    Kind.ANNUAL_AGREEMENT.value: "Överenskommelser",
    Kind.TEMPLATE.value: "Mallar",
}


@dataclass
class Listed:
    """A document that holds: what it's called, whose it is, and which version holds from when."""

    called: str
    owner: str
    owner_url: str
    url: str
    number: int
    valid_from: datetime.date | None
    files: int
    # Whether its period is over on the day; an agreement of years that have gone.
    is_over: bool


def in_force(on: datetime.date, owner: int | None = None) -> dict[str, list[Listed]]:
    """The governing documents that hold on a day, of one body or of all, by their headings; the
    latest years first (1 query)."""
    editions = (
        Edition.objects.in_force(on)
        .filter(document__kind__in=GOVERNING)
        .select_related("document__owner")
        .annotate(
            owner_name=full_name_on("document__owner_id", on),
            file_count=Count("attachments", filter=Q(attachments__removed=False)),
        )
    )
    if owner is not None:
        editions = editions.filter(document__owner=owner)
    return {
        heading: found
        for kind, heading in HEADINGS.items()
        if (found := _of_kind(kind, editions, on))
    }


def _of_kind(kind: str, editions: Iterable[Edition], on: datetime.date) -> list[Listed]:
    rows = [each for each in editions if each.document.kind == kind]
    rows.sort(key=lambda each: (each.owner_name, each.document.name.casefold()))
    rows.sort(key=lambda each: each.document.period_start or datetime.date.min, reverse=True)
    return [
        Listed(
            each.document.name or each.document.called,
            each.owner_name,
            each.document.owner.url,
            each.document.url,
            each.number,
            each.valid_from,
            each.file_count,
            bool(each.document.period_end and each.document.period_end <= on),
        )
        for each in rows
    ]
