"""What machines read of a page: schema.org's GovernmentOrganization with its OrganizationRoles."""

import json

from django.utils.safestring import SafeString, mark_safe

from bodies.dossier import Dossier
from bodies.panels import aliases, full_name
from bodies.seating import seat_of
from organisation.models import HealthcareRegion

# So that no text can end the element it stands in.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(value: dict) -> SafeString:
    """The value as a script element of JSON-LD: data that no browser runs."""
    text = json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def organization(dossier: Dossier, region: HealthcareRegion, root: str) -> dict:
    """A body on a day: its names, the body above it and who holds its places, as the page shows
    them. `root` is the site's own address without a slash at the end."""
    body = dossier.body
    above = dossier.above[-1] if dossier.above else None
    found = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": root + body.url,
        "url": root + body.url,
        "name": full_name(body),
        "alternateName": aliases(body, dossier.on),
        "description": body.summary,
        "foundingDate": body.start.isoformat() if body.start else "",
        "dissolutionDate": body.end.isoformat() if body.end and body.end <= dossier.on else "",
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": full_name(above) if above else region.name,
            "url": root + (above.url if above else "/"),
        },
        "member": [
            {
                "@type": "OrganizationRole",
                "roleName": seat.label,
                "member": {"@type": "Person", "name": seat.name},
            }
            for seat in (seat_of(dossier, each) for each in dossier.places)
            if seat.status == "held"
        ],
    }
    return {name: value for name, value in found.items() if value}
