"""What of a body's documents must be dealt with before it ends, and what is kept of them."""

import datetime

from bodies.models import Body
from bodies.questions import full_name_on
from organisation.rules import Finding, Severity

from .models import Edition
from .rules import State


def open_drafts(pks: list[int], day: datetime.date) -> list[Finding]:
    """The versions of the bodies' documents that are being worked on (1 query)."""
    drafts = Edition.objects.open().filter(document__owner__in=pks)
    named = drafts.annotate(called=full_name_on("document__owner_id", day))
    return [
        Finding(
            "open-draft",
            Severity.ERROR,
            f"{each.called} har ett dokument som inte är klart: {each.title}, version "
            f"{each.number} ({State(each.state).label}). Publicera eller kasta det först.",
            str(each.document.owner_id),
        )
        for each in named.select_related("document").order_by("document", "number")
    ]


def kept(pks: list[int], day: datetime.date) -> list[str]:
    """What stays readable of the bodies' documents, with its address (1 query)."""
    found = Edition.objects.usable().filter(document__owner__in=pks).order_by("document", "-number")
    told = {each.document_id: each for each in found.select_related("document__owner")}
    return [
        f"{each.title} finns kvar på {each.document.url}"
        for each in told.values()
        if isinstance(each.document.owner, Body)
    ]
