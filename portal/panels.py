"""The panels that a body's page can be composed of, by the names that `BodyKind.panels` holds."""

from collections.abc import Callable

import bodies.panels
import bodies.ribbons
import documents.panels
import portal.news
import programmes.panels
from bodies.dossier import Dossier
from organisation.shapes import Panel

# The panel that a kind has whose bodies are to set goals.
GOALS = "programmes.goals"

PANELS: dict[str, Callable[[Dossier, object], Panel | None]] = {
    "bodies.about": bodies.panels.about,
    "bodies.areas": bodies.panels.areas,
    "bodies.below": bodies.panels.below,
    "bodies.comment": bodies.panels.comment,
    "bodies.former": bodies.panels.former,
    "bodies.lineage": bodies.panels.lineage,
    "bodies.people": bodies.panels.people,
    "bodies.rotation": bodies.ribbons.rotation,
    "documents.commission": documents.panels.commission,
    "documents.plans": documents.panels.plans,
    "portal.news": portal.news.panel,
    GOALS: programmes.panels.goals,
    "programmes.hosting": programmes.panels.hosting,
}


def panels_of(dossier: Dossier, user=None) -> list[Panel]:
    """The panels of a body's page, in the order its kind gives; those with nothing are absent."""
    made = (PANELS[name](dossier, user) for name in dossier.body.kind.panels)
    return [each for each in made if each]
