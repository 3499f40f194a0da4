"""Deciding whose turn it is: what a change leads to is shown first, then it's made."""

import hashlib
from collections.abc import Callable
from itertools import pairwise

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.actions import rotation as actions
from bodies.models import Body, Post, Role, RotationException, RotationPart, RotationScheme
from bodies.panels import full_name
from bodies.rosters.around import appointing_bodies
from bodies.rotation import Term
from bodies.rotations import consequences
from bodies.rotations.forms import (
    InterimForm,
    LastDayForm,
    MoveForm,
    OrderForm,
    SchemeForm,
    SwapForm,
    TakeBackForm,
    as_it_ends,
)
from bodies.rotations.stored import Stored, horizon, stored
from bodies.rotations.wording import exception_words, part_words
from organisation.actions.refusals import Refused
from organisation.dates import long_date, today
from organisation.models import Region
from organisation.rights import Action, Thing
from organisation.rules import Severity
from organisation.trying import as_if
from portal.desk import desk_page

from .rotations import asked_scheme, remember

FORM, PREVIEW = "portal/desk/rotations/form.html", "portal/desk/rotations/preview.html"


def changing(view):
    """A page where admins change whose turn it is."""
    page = desk_page(Action.WRITE, Thing.ROTATION)(view)
    return require_http_methods(["GET", "HEAD", "POST"])(page)


def _about(scheme: RotationScheme, title: str, verb: str, lead: str = "") -> dict:
    return {
        "title": title,
        "entrance": "desk_rotations",
        "scheme": scheme,
        "up": reverse("desk_rotation", args=[scheme.pk]),
        "verb": verb,
        "lead": lead,
    }


def _offices(found: Stored, pk: int, on) -> dict:
    """What a form of exceptions needs to know of a scheme."""
    offices = found.offices[pk]
    own = {each.pk for each in offices}
    followed = any(each.follows_id in own for parts in found.parts.values() for each in parts)
    return {
        "offices": offices,
        "is_followed": followed,
        "bodies": appointing_bodies(offices[0].post, on),
    }


def _planned(found: Stored, pk: int, on) -> list[Term]:
    """The terms that exceptions speak of: as planned, from the one before today's and ten years
    ahead."""
    until = horizon(on)
    scheme = found.values[pk]
    terms = found.rotation(until).planned(scheme, next(iter(scheme.offices)))
    first = next((n for n, each in enumerate(terms) if each.end > on), len(terms))
    return [each for each in terms[max(first - 1, 0) :] if each.start < until]


@changing
def swap(request, pk: int):
    """Two terms have each other's regions."""
    on = today()
    found = stored(on)
    scheme = asked_scheme(found, pk)
    form = SwapForm(
        request.POST or None,
        terms=_planned(found, pk, on),
        **_offices(found, pk, on),
    )
    context = _about(scheme, "Byt två perioder", "Byt", "Två regioner tar varandras perioder.")
    return _exception(request, form, scheme, context)


@changing
def move(request, pk: int):
    """A change is made on another day."""
    on = today()
    found = stored(on)
    scheme = asked_scheme(found, pk)
    form = MoveForm(
        request.POST or None,
        changes=[
            (before, after)
            for before, after in pairwise(_planned(found, pk, on))
            if before.end == after.start
        ],
        **_offices(found, pk, on),
    )
    context = _about(
        scheme,
        "Förläng eller förkorta en period",
        "Flytta bytet",
        "En region sitter kvar längre, eller lämnar över tidigare, än turordningen säger.",
    )
    return _exception(request, form, scheme, context)


@changing
def interim(request, pk: int):
    """A region has an office for some time."""
    on = today()
    found = stored(on)
    scheme = asked_scheme(found, pk)
    form = InterimForm(request.POST or None, **_offices(found, pk, on))
    form.fields["region"].queryset = Region.objects.current(on).order_by("order")
    context = _about(
        scheme,
        "Tillfällig region",
        "Lägg till",
        "En annan region än den som har turen sköter uppgiften en tid. Turordningen i övrigt "
        "påverkas inte.",
    )
    return _exception(request, form, scheme, context)


def _exception(request, form, scheme: RotationScheme, context: dict):
    return _go_on(
        request,
        form,
        lambda: form.exception(scheme.pk),
        context,
        "Undantaget är sparat.",
        lambda done: reverse("desk_rotation_without_exception", args=[done.made.pk]),
    )


@changing
def order(request, pk: int):
    """Another order from a day."""
    on = today()
    found = stored(on)
    scheme = asked_scheme(found, pk)
    form = OrderForm(
        request.POST or None,
        on=on,
        regions=list(Region.objects.current(on).order_by("order")),
        except_=pk,
        initial=_order_now(found, pk),
    )
    context = _about(
        scheme,
        "Ny ordning från en dag",
        "Spara ordningen",
        "Det som var före den dagen ändras inte.",
    )
    return _go_on(
        request,
        form,
        lambda: form.new_order(pk),
        context,
        "Den nya ordningen är sparad.",
        lambda done: reverse("desk_rotation_without_order", args=[done.made.pk]),
    )


def _order_now(found: Stored, pk: int) -> dict:
    """The order that holds last, for a form to begin with."""
    part = found.parts[pk][-1]
    regions = {each.pk: each for each in found.regions}
    initial = {
        "sort": OrderForm.FOLLOWS if part.follows_id else OrderForm.OWN,
        "months": part.months,
        "follows": part.follows_id,
        "ahead": part.ahead if part.follows_id else None,
    }
    for each in found.places[part.pk]:
        initial[OrderForm.place_name(regions[each.region_id])] = str(each.place or 0)
    return initial


@changing
def new(request):
    """Offices of a body are to go in turn."""
    on = today()
    sent = request.POST if request.method == "POST" else request.GET
    body = Body.objects.named(on).filter(path=sent.get("organ", "").replace("\0", "")).first()
    if body is None:
        raise Http404
    posts = list(
        Post.objects.current(on)
        .filter(body=body, role__place=Role.Place.OFFICE, held_by_role=None)
        .filter(represents_region=None)
        .exclude(rotation_offices__scheme__end__isnull=True, rotation_offices__isnull=False)
        .select_related("role")
        .order_by("role__order", "number")
    )
    if not posts:
        raise Http404
    form = SchemeForm(
        request.POST if request.method == "POST" else None,
        on=on,
        regions=list(Region.objects.current(on).order_by("order")),
        posts=posts,
        initial={"months": 24},
    )
    context = {
        "title": f"Ny turordning i {full_name(body)}",
        "entrance": "desk_rotations",
        "up": reverse("desk_rotations"),
        "verb": "Lägg upp turordningen",
        "body": body,
    }
    return _go_on(
        request,
        form,
        lambda: form.scheme(body.pk),
        context,
        "Turordningen är upplagd.",
        lambda done: reverse("desk_rotation_without", args=[done.made.pk]),
    )


@changing
def last_day(request, pk: int):
    """A turn runs no longer, from a day."""
    on = today()
    scheme = asked_scheme(stored(on), pk)
    form = LastDayForm(request.POST or None, initial=as_it_ends(scheme))
    context = _about(
        scheme,
        "Avsluta turordningen",
        "Spara",
        "Efter den sista dagen har ingen region turen. Perioderna fram till dess står kvar.",
    )
    return _go_on(
        request, form, lambda: form.last_day(pk), context, "Turordningens sista dag är sparad."
    )


@changing
def without_exception(request, pk: int):
    """Takes back an exception."""
    found = stored(today())
    known = {each.pk: each for some in found.exceptions.values() for each in some}
    exception = known.get(pk)
    if exception is None:
        return _gone(request, RotationException, pk)
    context = _about(
        found.schemes[exception.scheme_id],
        "Ta tillbaka undantaget",
        "Ta tillbaka",
        f"{exception_words(exception, found)} {exception.reason}",
    )
    return _take_back(
        request,
        lambda why: actions.WithoutException(pk, why),
        context,
        "Undantaget är borttaget. Perioderna är som de var utan det.",
    )


@changing
def without_order(request, pk: int):
    """Takes back the last order."""
    found = stored(today())
    known = {each.pk: each for some in found.parts.values() for each in some}
    part = known.get(pk)
    if part is None:
        return _gone(request, RotationPart, pk)
    context = _about(
        found.schemes[part.scheme_id],
        "Ta tillbaka ordningen",
        "Ta tillbaka",
        f"Från och med {long_date(part.since)}: {part_words(part, found)}",
    )
    return _take_back(
        request,
        lambda why: actions.WithoutOrder(pk, why),
        context,
        "Ordningen är borttagen. Den förra gäller vidare.",
    )


@changing
def without(request, pk: int):
    """Takes back a turn, as if it had never been put up."""
    scheme = asked_scheme(stored(today()), pk)
    context = _about(
        scheme,
        "Ta tillbaka turordningen",
        "Ta tillbaka",
        "Turordningen och dess perioder tas bort. Har den gällt ska den i stället avslutas.",
    )
    return _take_back(
        request,
        lambda why: actions.WithoutScheme(pk, why),
        context,
        "Turordningen är borttagen.",
    )


def _gone(request, model, pk: int):
    """What was to be taken back is taken back already: to its turn, where that is known."""
    latest = model.history.filter(id=pk).order_by("-history_id").first()
    if latest is None or not RotationScheme.objects.filter(pk=latest.scheme_id).exists():
        raise Http404
    messages.info(request, "Det är redan tillbakataget.")
    return redirect("desk_rotation", pk=latest.scheme_id)


def _take_back(request, made: Callable, context: dict, text: str):
    form = TakeBackForm(request.POST or None)
    return _go_on(request, form, lambda: made(form.cleaned_data["why"]), context, text)


def _go_on(request, form, asked: Callable, context: dict, text: str, undo: Callable | None = None):
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
    """What was shown, so that nothing is done with other consequences."""
    warned = [each.message for each in consequences.findings(done.difference, on)]
    shown = "\n".join([repr(done.difference), *warned])
    return hashlib.sha256(shown.encode()).hexdigest()[:20]


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
        "no_longer": [text for key, text in before.rows.items() if key not in after.rows],
        "instead": [text for key, text in after.rows.items() if key not in before.rows],
        "gains": consequences.gained(after, before, people),
        "loses": consequences.gained(before, after, people),
    }
