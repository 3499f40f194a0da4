"""What `programmes` can show of a body."""

from django.db.models import Q

from bodies.dossier import Dossier
from bodies.models import BodyRelation
from bodies.questions import name_on
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
