"""The first page of the workspace, and the list of commissions."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from bodies.panels import full_name
from bodies.questions import name_on
from documents import actions
from documents.lagging import lags
from documents.models import (
    Comment,
    Document,
    Edition,
    EditionEvent,
    SharedText,
    written_elsewhere,
)
from documents.policies import DOCUMENT, EDITIONS
from documents.rules import State
from organisation.dates import today
from organisation.models import Feedback
from organisation.policies import FEEDBACK
from organisation.rights import DOCUMENTS, Action, Thing
from portal.desk import ENTRANCES, account_page, desk_page
from portal.tools import anchor_of

LATEST = 12


def with_owner_names(editions, on):
    """The editions with what a list of them shows."""
    return (
        editions.select_related("document__owner__kind", "author", "submitter")
        .annotate(owner_name=_whose("document", on))
        .order_by("-created")
    )


def _whose(document: str, on):
    """The name of a shared text, else of the body that owns the document."""
    return Coalesce(f"{document}__shared_text__name", name_on(f"{document}__owner_id", on))


@account_page
def overview(request):
    """What waits for me, what I'm writing, and what has happened lately, in all that I may see."""
    on, standing = today(), request.standing
    readable = EDITIONS.filter(standing, Action.READ)
    editions = with_owner_names(readable, on)
    waiting = EDITIONS.filter(standing, Action.DECIDE, editions.filter(state=State.SUBMITTED))
    to_publish = EDITIONS.filter(standing, Action.PUBLISH, editions.filter(state=State.ADOPTED))
    flagged = EDITIONS.filter(standing, Action.PUBLISH, editions.flagged())
    comments = Comment.objects.filter(
        edition__in=EDITIONS.filter(standing, Action.COMMENT).open(), parent=None, resolved_at=None
    ).select_related("edition", "by")
    # What was read in from files has been done by nobody, and is no news to those who work here.
    events = EditionEvent.objects.exclude(by=None).filter(edition__in=readable)
    events = events.select_related("edition", "by")
    remarks = Feedback.objects.filter(handled__isnull=True)
    of_edition = _whose("edition__document", on)
    mine = Q(edition__author=request.user) | Q(edition__submitter=request.user)
    return "documents/desk/overview.html", {
        "title": "Översikt",
        "waiting": [*waiting, *to_publish],
        "lags": lags_by_text(on) if standing.may_some(Action.WRITE, Thing.SHARED_TEXT) else [],
        "flagged": flagged.exclude(publisher=request.user),
        "drafts": editions.filter(state=State.DRAFT),
        "has_rights": bool(standing.holdings),
        "reads_texts": standing.may_some(Action.READ, *DOCUMENTS),
        "decides": standing.may_some(Action.DECIDE, *DOCUMENTS)
        or standing.may_some(Action.READ, Thing.FEEDBACK),
        "ways": [
            (each.label, reverse(each.name))
            for each in ENTRANCES
            if each.things and each.is_open_to(standing)
        ],
        "feedback": FEEDBACK.filter(standing, Action.READ, remarks).count(),
        "may_begin": standing.may_some(Action.WRITE, Thing.COMMISSION),
        "comments": comments.filter(mine).exclude(by=request.user).annotate(owner_name=of_edition),
        "events": events.annotate(owner_name=of_edition).order_by("-at", "-pk")[:LATEST],
    }


def lags_by_text(on) -> list[tuple[SharedText, int]]:
    """How many commissions have an older version of each shared text (2 queries)."""
    found = Counter(each.text for of_body in lags(on).values() for each in of_body)
    return sorted(found.items(), key=lambda each: each[0].name)


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
