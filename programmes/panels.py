"""What `programmes` can show of a body."""

import datetime

from django.db.models import Q

from bodies.dossier import Dossier
from bodies.models import BodyRelation
from bodies.questions import name_on
from organisation.models import Region
from organisation.shapes import Panel

from .models import Hosting


def hosting(dossier: Dossier, user) -> Panel | None:
    """Which national area the healthcare region is host for, seen from that area or from the
    body that answers to it (1 query)."""
    body = dossier.body
    national = (
        Hosting.objects.current(dossier.on)
        .select_related("national_body", "region")
        .annotate(national_name=name_on("national_body_id", dossier.on))
    )
    rows = national.filter(
        Q(national_body=body)
        | Q(
            national_body__in=[
                each.object_id for each in dossier.related(BodyRelation.Kind.COUNTERPART_OF)
            ]
        )
    )
    items = []
    for each in rows:
        own = each.national_body_id == body.pk
        text = f"Sköts av {each.region}." if each.region else ""
        items.append((each.national_name, "" if own else each.national_body.url, text))
    if not items:
        return None
    return Panel(
        "vardskap",
        "Nationellt värdskap",
        "programmes/panels/_hosting.html",
        {"items": items},
        intro="Sjukvårdsregionen är värd för det nationella programområdet.",
    )


def hosted_by(region: Region, on: datetime.date) -> Panel | None:
    """Which national areas a region sees to for the healthcare region on a day (1 query)."""
    rows = (
        Hosting.objects.current(on)
        .filter(region=region)
        .select_related("national_body")
        .annotate(national_name=name_on("national_body_id", on))
        .order_by("national_body__path")
    )
    items = [(each.national_name, each.national_body.url, "") for each in rows]
    if not items:
        return None
    return Panel(
        "vardskap",
        "Nationellt värdskap",
        "programmes/panels/_hosting.html",
        {"items": items},
        intro="Regionen sköter sjukvårdsregionens värdskap för det här på nationell nivå.",
    )
