"""What steers the work: agreements, rules of procedure and templates, each at its address below the
body that owns it, and all of them on one page."""

import datetime
import re

from django.http import Http404

from bodies.dossier import find_body
from bodies.panels import full_name
from documents.governing import HEADINGS, in_force
from documents.models import GOVERNING, Document
from documents.reading import Versions
from organisation.richtext import shown
from organisation.shapes import Crumb
from portal.asof import Day
from portal.moved import page_at
from portal.site import Site, public_page

from .bodies import trail_for
from .coverage import trail as above
from .editions import Subject
from .yearly import home_of

PATH = "planering/styrande-dokument"
TITLE = "Styrande dokument"
LEAD = "Det som vi har kommit överens om, hur vi ska arbeta, och mallarna som vi använder."
STEP = re.compile(r"(reglemente|samverkansavtal|overenskommelse-([0-9]{4})|mall-([a-z0-9-]+))")


def find_governing(request, site: Site, day: Day, *, path: str, step: str) -> Subject:
    """A governing document of the body at an address; 404 where nobody may read one on the day."""
    found = STEP.fullmatch(step)
    body = find_body(path, day.on) if found else None
    document = None
    if body and found:
        kinds = {slug: kind for kind, slug in GOVERNING.items()}
        asked: dict = {"kind": kinds[found[1].partition("-")[0]], "owner": body}
        if found[2]:
            if not 1900 <= int(found[2]) <= 2999:
                raise Http404
            asked["period_start"] = datetime.date(int(found[2]), 1, 1)
        if found[3]:
            asked["address"] = found[3]
        document = Document.objects.filter(**asked).select_related("owner__kind").first()
    versions = Versions(document, day.on, day.today) if document else None
    if versions is None or not versions.all:
        raise Http404
    name = full_name(body)
    return Subject(
        versions,
        name,
        trail=lambda: [*trail_for(site, body, day), Crumb(name, body.url), home_of(body)],
        label=document.called,
        eyebrow=f"{document.called}, {name}",
        told=f"{document.called}, {name}",
        file_name=f"{step}-{path.replace('/', '-')}",
        owner=body.page_owner,
    )


@public_page
def governing(request, site: Site, day: Day):
    """All governing documents that hold on the day, kind by kind (2 queries)."""
    text = page_at(PATH, day)
    found = in_force(day.on)
    return "documents/governing.html", {
        "about": text,
        "trail": above(site),
        "title": text.title if text else TITLE,
        "lead": text.lead if text else LEAD,
        "html": shown(text.body) if text else "",
        "groups": [(heading, found.get(heading, [])) for heading in HEADINGS.values()],
        "is_empty": not found,
        "source_line": site.source_line(text, owner=text.owner, updated=text.updated)
        if text
        else site.own_line(),
    }
