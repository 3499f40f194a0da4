"""A change of whose turn it is: what it leads to is shown first, then it's made."""

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.actions import rotation as actions
from bodies.models import RotationException, RotationPart, RotationScheme
from bodies.rotations import consequences
from bodies.rotations.forms import TakeBackForm
from bodies.rotations.order_forms import OrderForm, SchemeForm
from bodies.rotations.wording import exception_words, part_words
from organisation.actions.refusals import Refused
from organisation.dates import long_date, today
from organisation.rights import Action, Thing
from organisation.rules import Severity
from organisation.trying import as_if
from portal.desk import desk_page

from .rotations import UNDO, remember

FORM, PREVIEW = "portal/desk/rotations/form.html", "portal/desk/rotations/preview.html"


def changing(view):
    """A page where admins change whose turn it is."""
    page = desk_page(Action.WRITE, Thing.ROTATION)(view)
    return require_http_methods(["GET", "HEAD", "POST"])(page)


def about(scheme: RotationScheme, title: str, verb: str, lead: str = "") -> dict:
    return {
        "title": title,
        "entrance": "desk_rotations",
        "scheme": scheme,
        "up": reverse("desk_rotation", args=[scheme.pk]),
        "verb": verb,
        "lead": lead,
    }


def gone(request, model, pk: int):
    """What was to be taken back is taken back already: to its turn, where that is known."""
    latest = model.history.filter(id=pk).order_by("-history_id").first()
    if latest is None or not RotationScheme.objects.filter(pk=latest.scheme_id).exists():
        raise Http404
    messages.info(request, "Det är redan tillbakataget.")
    return redirect("desk_rotation", pk=latest.scheme_id)


def take_back(request, made: Callable, context: dict, text: str):
    form = TakeBackForm(request.POST or None)
    return go_on(request, form, lambda: made(form.cleaned_data["why"]), context, text)


def go_on(request, form, asked: Callable, context: dict, text: str, undo: Callable | None = None):
    """Shows the form, then what it leads to; does it, when that has been seen."""
    on = today()
    context["form"] = form
    if not form.is_bound:
        return FORM, context
    if not form.is_valid():
        return FORM, context, 400
    if "andra" in request.POST:
        return FORM, context
    change = lambda: actions.decide(asked(), by=request.user, on=on)  # noqa: E731
    try:
        if "spara" in request.POST:
            with transaction.atomic():
                done = change()
                if token(done, on) != request.POST.get("seen"):
                    transaction.set_rollback(True)
                    done = None
            if done:
                return _done(request, done, context, text, undo)
        preview = preview_of(change, on)
    except Refused as error:
        _show(form, error)
        return FORM, context, 400
    return PREVIEW, context | preview | {"is_other": "spara" in request.POST}


def _done(request, done: actions.Decided, context: dict, text: str, undo: Callable | None):
    messages.success(request, text)
    request.session.pop(UNDO, None)
    if done.scheme is None:
        return redirect("desk_rotations")
    if undo:
        remember(request, done.scheme, text, undo(done))
    return redirect("desk_rotation", pk=done.scheme.pk)


def _show(form, error: Refused) -> None:
    """Puts what was refused at the first of the fields that it's about."""
    firsts = {"post": "office"}
    if isinstance(form, OrderForm) and form.regions:
        firsts["places"] = form.place_name(form.regions[0])
    if isinstance(form, SchemeForm):
        firsts["offices"] = form.office_name(form.posts[0])
    for each in error.findings:
        at = firsts.get(each.subject, each.subject)
        form.add_error(at if at in form.fields else None, each.message)


def token(done: actions.Decided, on) -> str:
    """What was shown, so that nothing is done with other consequences. A turn that isn't stored yet
    gets another number each time it's tried."""
    before, after = consequences.sides(done.difference)
    turns = [
        [(each.post, each.start, each.end, each.region) for each in sorted(found[post])]
        for found in (before, after)
        for post in sorted(found)
    ]
    warned = [each.message for each in consequences.findings(done.difference, on)]
    return hashlib.sha256(repr((turns, warned)).encode()).hexdigest()[:20]


def _said(done: actions.Decided) -> str:
    """What is decided, in a sentence."""
    if isinstance(done.made, RotationException):
        return exception_words(done.made, done.after)
    if isinstance(done.made, RotationPart):
        return f"Från och med {long_date(done.made.since)}: {part_words(done.made, done.after)}"
    if isinstance(done.made, RotationScheme):
        part = done.after.parts[done.made.pk][0]
        return f"Från och med {long_date(part.since)}: {part_words(part, done.after)}"
    return ""


def preview_of(change: Callable, on) -> dict:
    """What a change leads to, with nothing changed."""
    with as_if(change) as done:
        difference = done.difference
        terms = consequences.terms_changed(difference, on)
        found = consequences.findings(difference, on)
        seen = token(done, on)
        said = _said(done)
        after = consequences.followers(difference, on) if difference else None
        comes = consequences.handed_over(difference, on) if difference else []
    preview = {
        "said": said,
        "terms": terms,
        "findings": found,
        "seen": seen,
        "warned": any(each.severity is Severity.WARNING for each in found),
    }
    if not difference:
        return preview
    before = consequences.followers(difference, on)
    day = max(difference.from_day, on)
    people = consequences.concerned(before, after)
    consequences.with_rights(before, people, day)
    with as_if(change):
        consequences.with_rights(after, people, day)
    return preview | {
        "day": day,
        "reminders": consequences.reminders(consequences.handed_over(difference, on), comes, on),
        "no_longer": [text for key, text in before.rows.items() if key not in after.rows],
        "instead": [text for key, text in after.rows.items() if key not in before.rows],
        "gains": consequences.gained(after, before, people),
        "loses": consequences.gained(before, after, people),
    }
