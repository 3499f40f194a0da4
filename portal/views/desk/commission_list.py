"""The list of commissions, and starting a draft of one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from bodies.panels import full_name
from documents import actions
from documents.lagging import lags
from documents.models import Document, Edition, SharedText, written_elsewhere
from documents.policies import DOCUMENT, EDITIONS
from documents.rules import State
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page
from portal.tools import anchor_of


def bodies_with_commissions(standing, on):
    """The healthcare region's own bodies, each with its commission's editions; of drafts, those
    that may be read (1 query)."""
    of_body = Edition.objects.filter(
        document__kind=Document.Kind.COMMISSION, document__owner=OuterRef("pk")
    )
    in_force = of_body.in_force(on)
    opened = EDITIONS.filter(standing, Action.READ, of_body.open())
    return (
        with_names(Body.objects.current(on), on)
        .filter(kind__level=BodyKind.Level.REGIONAL)
        .select_related("kind")
        .annotate(
            version=Subquery(in_force.values("number")[:1]),
            # Where it's worked with, for those who may read it there.
            version_id=Subquery(EDITIONS.filter(standing, Action.READ, in_force).values("pk")[:1]),
            valid_from=Subquery(in_force.values("valid_from")[:1]),
            open_id=Subquery(opened.values("pk")[:1]),
            open_number=Subquery(opened.values("number")[:1]),
            open_state=Subquery(opened.values("state")[:1]),
            shared_with=Subquery(
                Document.objects.filter(
                    kind=Document.Kind.COMMISSION, concerns=OuterRef("pk")
                ).values("owner__path")[:1]
            ),
        )
        .order_by("kind__order", "path")
    )


@desk_page(Action.READ, Thing.COMMISSION)
def commissions(request):
    """Each body whose commission the reader works with: the version in force, and the draft if
    there is one."""
    groups: dict = {}
    on, standing = today(), request.standing
    behind = lags(on)
    for body in bodies_with_commissions(standing, on):
        document = Document(kind=Document.Kind.COMMISSION, owner=body)
        body.may_write = DOCUMENT.allows(standing, Action.WRITE, document)
        if not (body.open_id or DOCUMENT.allows(standing, Action.READ, document)):
            continue
        body.lags = behind.get(body.pk, [])
        body.open_label = State(body.open_state).label if body.open_state else ""
        body.full_name, body.anchor = full_name(body), anchor_of(body)
        groups.setdefault(body.kind.full_plural or body.kind.plural, []).append(body)
    return "documents/desk/commissions.html", {
        "title": "Uppdragsbeskrivningar",
        "groups": list(groups.items()),
        "may_begin": standing.may_some(Action.WRITE, Thing.COMMISSION),
        "may_share": standing.may_some(Action.READ, Thing.SHARED_TEXT),
    }


@require_POST
@desk_page(Action.WRITE, Thing.COMMISSION)
def start(request):
    """Starts a draft of a body's commission, or goes to the one there is; with the newest version
    of a shared text, if one is named (`text`)."""
    path = request.POST.get("body", "").replace("\0", "")
    body = with_names(Body.objects.filter(path=path), today()).first()
    if body is None or body.kind.level != BodyKind.Level.REGIONAL:
        raise Http404
    document = Document(kind=Document.Kind.COMMISSION, owner=body)
    if not DOCUMENT.allows(request.standing, Action.WRITE, document):
        raise Http404
    if written_elsewhere([body.pk]):
        messages.error(
            request,
            f"{full_name(body)} har sitt uppdrag i en text som är gemensam med ett annat organ. "
            "Ändra den hos det organet.",
        )
        return redirect("desk_commissions")
    shared = None
    if slug := request.POST.get("text", "").replace("\0", ""):
        shared = Edition.objects.newest_of(get_object_or_404(SharedText, slug=slug))
    try:
        edition = actions.begin_commission(
            body, by=request.user, at=timezone.now(), on=today(), shared=shared
        )
    except (actions.Refused, ValidationError) as error:
        messages.error(request, str(error))
        return redirect("desk_commissions")
    return redirect(edition.desk_url)
