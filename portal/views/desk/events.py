"""What has happened: to everything, for administrators; to a body or a person, for those who write
there."""

import csv
from collections.abc import Iterator

from django.http import Http404, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from bodies.models import (
    Appointment,
    Body,
    BodyName,
    BodyRelation,
    Decision,
    Grant,
    Post,
    RotationTerm,
)
from organisation.dates import today
from organisation.models import Affiliation, Person, User
from organisation.rights import Action, Thing
from organisation.tables import harmless
from portal.desk import desk_page
from portal.rights import POLICIES
from portal.trail.asking import Asked, NoSuchPlace, all_happenings, happenings
from portal.trail.forms import AskedForm
from portal.trail.kinds import kind_of
from portal.trail.readers import may_read_history, readable
from portal.trail.telling import told
from programmes.models import Hosting, QualityGoal

PAGE, FILE_PAGE = 50, 500
HEADINGS = ("När", "Vem", "Vad hände", "Slag", "Post", "Nummer", "Fält", "Före", "Efter", "Varför")


@desk_page(Action.READ, Thing.TRAIL)
@require_safe
def events(request):
    """All that has happened, the latest first."""
    form = AskedForm(request.GET, today())
    context = {"title": "Händelser", "form": form, "more_fields": ("post",)}
    if not form.is_valid():
        return "portal/desk/trail/events.html", context, 400
    return "portal/desk/trail/events.html", context | _page(request, form.asked())


def _page(request, asked: Asked) -> dict:
    """A page of what is asked for, and the way to the one after it. 404 for a place that isn't
    one."""
    before = request.GET.get("fore", "")
    try:
        found = happenings(asked, PAGE + 1, before)
    except NoSuchPlace as error:
        raise Http404 from error
    query = request.GET.copy()
    query.pop("fore", None)
    narrowed = query.copy()
    for name in [name for name, value in query.items() if not value]:
        del narrowed[name]
    older = ""
    if len(found) > PAGE:
        query = narrowed.copy()
        query["fore"] = found[PAGE - 1].place
        older = f"?{query.urlencode()}"
    return {
        "events": told(found[:PAGE]),
        "older": older,
        "is_later_page": bool(before),
        "narrowed": narrowed.urlencode(),
    }


@desk_page(Action.READ, Thing.TRAIL)
@require_safe
def events_csv(request):
    """The same as a file for a spreadsheet, with a line for each field that changed; sent while
    it's made, however long."""
    form = AskedForm(request.GET, today())
    if not form.is_valid():
        return HttpResponseBadRequest("Det går inte att fråga så.", content_type="text/plain")
    response = StreamingHttpResponse(_lines(form.asked()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="handelser-{today()}.csv"'
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(asked: Asked) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\N{BYTE ORDER MARK}" + writer.writerow(HEADINGS)
    for some in all_happenings(asked, FILE_PAGE):
        for each in told(some):
            at = timezone.localtime(each.at).strftime("%Y-%m-%d %H:%M:%S")
            begins = (at, each.who, each.way, each.kind, each.name, str(each.record))
            for label, before, after in [
                (one.label, one.before, one.after) for one in each.changes
            ] or [("", "", "")]:
                yield writer.writerow(map(harmless, (*begins, label, before, after, each.why)))


# What a body's and a person's history is put together of.
STORIES = {
    "organ": (
        *(Body, BodyName, BodyRelation, Post, Appointment, RotationTerm, Grant, Decision),
        *(Hosting, QualityGoal),
    ),
    "person": (Person, Affiliation, Appointment, Grant, User),
}


@desk_page(Action.WRITE, Thing.BODY, Thing.PERSON, Thing.APPOINTMENT)
@require_safe
def history(request, of: str, place: str):
    """What has happened to a body or a person and to all that belongs to it, as far as the reader
    may read it. 404 for whoever may change nothing there."""
    standing = request.standing
    if of == "organ":
        record = get_object_or_404(Body.objects.named(standing.on), path=place)
        name, about = record.name, {"body": record.pk}
    elif of == "person":
        record = get_object_or_404(Person, slug=place)
        name, about = record.name, {"person": record.pk}
    else:
        raise Http404
    if not may_read_history(standing, record):
        raise Http404
    among = {}
    for model in STORIES[of]:
        policy = POLICIES[model]
        if policy.may_some(standing, Action.READ):
            among[kind_of(model).name] = readable(policy, standing, model)
    return "portal/desk/trail/history.html", {
        "title": f"Historik: {name}",
        "name": name,
        "url": record.url,
        **_page(request, Asked(among=among, **about)),
    }
