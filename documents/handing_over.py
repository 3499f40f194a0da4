"""What of a body's documents whoever takes over has to know of: the drafts under way."""

from bodies.handing_over import Passed, PassedOn
from bodies.models import Body
from organisation.rights import DOCUMENTS, Action
from organisation.standing import Standing

from .models import Edition
from .policies import EDITIONS


def drafts_of(body: Body, standing: Standing) -> PassedOn | None:
    """The body's drafts that the person may read; None for someone who may read no documents at
    all (1 query). Others' drafts aren't counted: that they are there isn't told."""
    if not standing.may_some(Action.READ, *DOCUMENTS):
        return None
    found = EDITIONS.filter(standing, Action.READ, Edition.objects.open())
    found = found.filter(document__owner=body).select_related("document").order_by("created", "pk")
    return PassedOn(
        "Utkast att lämna över",
        "Inga utkast som du får läsa är på gång.",
        tuple(
            Passed(
                f"{each.document.get_kind_display()}, version {each.number}: {each.title}",
                each.desk_url,
                each.get_state_display(),
            )
            for each in found
        ),
    )
