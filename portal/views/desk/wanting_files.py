"""The published files that not everyone can read, body by body: what to make anew."""

from dataclasses import dataclass, field

from django.db.models import Q

from bodies.questions import full_name_on
from documents.attachments.accessibility import Mark
from documents.models import Attachment, Edition
from documents.policies import EDITIONS
from organisation.dates import today
from organisation.rights import DOCUMENTS, Action
from organisation.sorting import swedish_key
from portal.desk import desk_page


@dataclass
class OfBody:
    """A body's files that are found wanting, or that no program can check."""

    name: str
    files: list[Attachment] = field(default_factory=list)


@desk_page(Action.READ, *DOCUMENTS)
def wanting_files(request):
    """Those of the versions that hold or are to come, which the reader may work with (1 query)."""
    on = today()
    readable = EDITIONS.filter(request.standing, Action.READ, Edition.objects.usable())
    held = Edition.objects.in_force(on).values("pk") | Edition.objects.coming(on).values("pk")
    files = (
        Attachment.objects.present()
        .filter(edition__in=readable.filter(pk__in=held))
        .filter(~Q(file__mark=Mark.NONE_FOUND))
        .select_related("edition__document__owner", "edition__document__shared_text")
        .annotate(owner_name=full_name_on("edition__document__owner_id", on))
    )
    bodies: dict[str, OfBody] = {}
    for each in files:
        bodies.setdefault(each.owner_name, OfBody(each.owner_name)).files.append(each)
    return "documents/desk/wanting_files.html", {
        "title": "Filer med brister",
        "bodies": sorted(bodies.values(), key=lambda each: swedish_key(each.name)),
    }
