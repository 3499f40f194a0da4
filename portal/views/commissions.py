"""A body's commission: what its pages are about, and where they stand."""

from django.http import Http404, HttpResponse, HttpResponseRedirect

from bodies.dossier import find_body, with_names
from bodies.models import Body
from bodies.panels import full_name
from documents.models import COMMISSION_STEP
from documents.reading import Versions, commission_of
from organisation.shapes import Crumb
from portal.asof import Day
from portal.site import Site

from .bodies import trail_for
from .editions import Subject


def find_commission(request, site: Site, day: Day, *, path: str) -> Subject | HttpResponse:
    """The commission of the body at an address; 404 for a body without one that anyone may read on
    the day. A text that concerns several bodies has one address, at the one that owns it."""
    body = find_body(path, day.on)
    document = commission_of(body) if body else None
    versions = Versions(document, day.on, day.today) if document else None
    if versions is None or not versions.all:
        raise Http404
    if document.owner_id != body.pk:
        rest = request.get_full_path().removeprefix(f"/{body.path}/{COMMISSION_STEP}/")
        # Not for good: the body may get a text of its own.
        return HttpResponseRedirect(f"{document.url}{rest}")
    name, kind = full_name(body), document.get_kind_display().capitalize()
    return Subject(
        versions,
        name,
        trail=lambda: [*trail_for(site, body, day), Crumb(name, body.url)],
        label=kind,
        eyebrow=f"{kind} för {name}",
        told=f"{kind}en för {name}",
        file_name=f"{COMMISSION_STEP}-{path.replace('/', '-')}",
        owner=body.page_owner,
        context=lambda: {"concerned": others_concerned(versions, body, day)},
    )


def others_concerned(versions: Versions, body: Body, day: Day) -> list[Crumb]:
    """The other bodies that the text is about (1 query)."""
    document = versions.document
    bodies = Body.objects.filter(pk=document.owner_id) | Body.objects.filter(
        documents_concerning=document
    )
    found = with_names(bodies.exclude(pk=body.pk).distinct(), day.on).select_related("kind")
    return [Crumb(full_name(each), each.url) for each in found]
