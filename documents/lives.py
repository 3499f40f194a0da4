"""What of a body's documents must be dealt with before it ends, and what is kept of them."""

import datetime

from bodies.questions import full_name_on
from organisation.rules import Finding, Severity

from .models import Document, Edition
from .rules import State


def open_drafts(pks: list[int], day: datetime.date) -> list[Finding]:
    """The versions of the bodies' documents that are being worked on (1 query)."""
    drafts = Edition.objects.open().filter(document__owner__in=pks)
    named = drafts.annotate(called=full_name_on("document__owner_id", day))
    return [
        Finding(
            "open-draft",
            Severity.ERROR,
            # Not its title: whoever may end the body may not read every draft.
            f"{each.called} har ett dokument som inte är klart: "
            f"{each.document.get_kind_display()}, version {each.number} "
            f"({State(each.state).label}). Publicera eller kasta det först.",
            str(each.document.owner_id),
        )
        for each in named.select_related("document").order_by("document", "number")
    ]


def kept(pks: list[int], on: datetime.date) -> list[str]:
    """What the public can read of the bodies' documents today and after, with its address
    (1 query)."""
    found = Edition.objects.in_force(on).filter(
        document__owner__in=pks, document__kind=Document.Kind.COMMISSION
    )
    return [
        f"{each.title} finns kvar på {each.document.url}"
        for each in found.select_related("document__owner").order_by("document__owner__path")
    ]
