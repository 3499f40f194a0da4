"""Deciding on orders: a new turn, a new order from a day, a last day, and taking them back."""

import datetime

from django.http import Http404
from django.urls import reverse

from bodies.actions import rotation as actions
from bodies.models import Body, RotationPart
from bodies.panels import full_name
from bodies.rotations.forms import LastDayForm, as_it_ends
from bodies.rotations.order_forms import OrderForm, SchemeForm
from bodies.rotations.stored import Stored, stored
from bodies.rotations.wording import part_words
from organisation.dates import long_date, today
from organisation.models import Region

from .rotations import asked_scheme, free_offices
from .rotations_shown import about, changing, go_on, gone, take_back


@changing
def order(request, pk: int):
    """Another order from a day."""
    on = today()
    found = stored(on)
    scheme = asked_scheme(found, pk)
    form = OrderForm(
        request.POST or None,
        on=on,
        regions=list(Region.objects.order_by("order")),
        except_=pk,
        initial=_order_now(found, pk),
    )
    context = about(
        scheme,
        "Ny ordning från en dag",
        "Spara ordningen",
        "Det som var före den dagen ändras inte.",
    )
    return go_on(
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
    offices = free_offices(body, on).select_related("role").order_by("role__order", "number")
    posts = list(offices)
    if not posts:
        raise Http404
    form = SchemeForm(
        request.POST if request.method == "POST" else None,
        on=on,
        regions=list(Region.objects.order_by("order")),
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
    return go_on(
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
    initial = as_it_ends(scheme)
    if (before := _last_day_asked(request)) is not None:
        initial = {"last": before}
    form = LastDayForm(request.POST or None, initial=initial)
    context = about(
        scheme,
        "Avsluta turordningen",
        "Spara",
        "Efter den sista dagen har ingen region turen. Perioderna fram till dess står kvar.",
    )
    address, was = reverse("desk_rotation_last_day", args=[pk]), initial["last"] or ""
    return go_on(
        request,
        form,
        lambda: form.last_day(pk),
        context,
        "Turordningens sista dag är sparad.",
        lambda _: f"{address}?sista={was}",
    )


def _last_day_asked(request) -> datetime.date | str | None:
    """The last day that the address asks the form to begin with, to undo another: empty for none;
    None when the address says nothing that can be read."""
    asked = request.GET.get("sista")
    try:
        return asked and datetime.date.fromisoformat(asked)
    except ValueError:
        return None


@changing
def without_order(request, pk: int):
    """Takes back the last order."""
    found = stored(today())
    known = {each.pk: each for some in found.parts.values() for each in some}
    part = known.get(pk)
    if part is None:
        return gone(request, RotationPart, pk)
    context = about(
        found.schemes[part.scheme_id],
        "Ta tillbaka ordningen",
        "Ta tillbaka",
        f"Från och med {long_date(part.since)}: {part_words(part, found)}",
    )
    return take_back(
        request,
        lambda why: actions.WithoutOrder(pk, why),
        context,
        "Ordningen är borttagen. Den förra gäller vidare.",
    )


@changing
def without(request, pk: int):
    """Takes back a turn, as if it had never been put up."""
    scheme = asked_scheme(stored(today()), pk)
    context = about(
        scheme,
        "Ta tillbaka turordningen",
        "Ta tillbaka",
        "Turordningen och dess perioder tas bort. Har den gällt ska den i stället avslutas.",
    )
    return take_back(
        request,
        lambda why: actions.WithoutScheme(pk, why),
        context,
        "Turordningen är borttagen.",
    )
