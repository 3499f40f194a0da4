"""Governing documents in the workspace: what there is, and beginning one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from bodies.questions import full_name_on
from documents import actions
from documents.governing import HEADINGS
from documents.governing_forms import BeginGoverningForm
from documents.models import GOVERNING, Document, Edition
from documents.policies import DOCUMENT, EDITIONS
from documents.rules import State
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .drafts import show_refusal


@dataclass
class Row:
    """A document: the version that was published last, and the draft, of those one may read."""

    document: Document
    owner: str
    published: Edition | None = None
    draft: Edition | None = None


def rows_of(standing, on) -> dict[str, list[Row]]:
    """The governing documents that the person may read, by their headings (3 queries)."""
    editions = Edition.objects.filter(document__kind__in=GOVERNING)
    readable = EDITIONS.filter(standing, Action.READ, editions).exclude(state=State.DISCARDED)
    rows: dict[int, Row] = {}
    found = readable.select_related("document__owner").annotate(
        owner_name=full_name_on("document__owner_id", on)
    )
    for each in found.order_by("-document__period_start", "owner_name", "number"):
        row = rows.setdefault(each.document_id, Row(each.document, each.owner_name))
        if each.state == State.PUBLISHED:
            row.published = each
        else:
            row.draft, each.label = each, State(each.state).label
    return {
        heading: own
        for kind, heading in HEADINGS.items()
        if (own := [each for each in rows.values() if each.document.kind == kind])
    }


def bodies_to_write_for(standing, on):
    """The healthcare region's bodies today whose governing documents the person may write."""
    bodies = with_names(Body.objects.current(on), on).select_related("kind")
    kind = Document.Kind.RULES_OF_PROCEDURE
    own = [
        each.pk
        for each in bodies.filter(kind__level=BodyKind.Level.REGIONAL)
        if DOCUMENT.allows(standing, Action.WRITE, Document(kind=kind, owner=each))
    ]
    return bodies.filter(pk__in=own).order_by("kind__order", "path")


@desk_page(Action.READ, Thing.GOVERNING)
def governing(request):
    """What there is: what holds, and what is being worked on."""
    return "documents/desk/governing/list.html", {
        "title": "Styrande dokument",
        "groups": list(rows_of(request.standing, today()).items()),
        "may_begin": request.standing.may_some(Action.WRITE, Thing.GOVERNING),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.GOVERNING)
def begin(request):
    """Asks whose and what, and begins the draft; goes on with the one there is."""
    on, status = today(), 200
    bodies = bodies_to_write_for(request.standing, on)
    path = request.POST.get("body", "").replace("\0", "")
    if path and not any(each.path == path for each in bodies):
        raise Http404
    form = BeginGoverningForm(request.POST or None, bodies=bodies)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edition = actions.begin_governing(
                    form.cleaned_data["body"],
                    form.document_kind,
                    by=request.user,
                    at=timezone.now(),
                    on=on,
                    **form.asked,
                )
            except actions.Refused as error:
                show_refusal(form, error)
            else:
                if edition.revision == 1:
                    called = edition.document.called
                    messages.success(request, f"Utkastet till {called} är påbörjat.")
                return redirect(edition.desk_url)
    return (
        "documents/desk/governing/begin.html",
        {"title": "Börja på ett styrande dokument", "form": form, "none": not bodies},
        status,
    )
