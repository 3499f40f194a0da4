"""Deciding otherwise than the order gives: swaps, moved changes and regions for a time."""

from django.urls import reverse

from bodies.actions import rotation as actions
from bodies.models import RotationException, RotationScheme
from bodies.rosters.around import appointing_bodies
from bodies.rotation import Term
from bodies.rotations.forms import InterimForm, MoveForm, SwapForm
from bodies.rotations.stored import Office, Stored, horizon, stored
from bodies.rotations.wording import exception_words
from organisation.dates import today
from organisation.models import Region

from .rotations import asked_scheme
from .rotations_shown import about, changing, go_on, gone, take_back


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


def _planned(found: Stored, pk: int, on) -> dict[Office, list[Term]]:
    """The terms that exceptions speak of: as planned, of each office on the same days, from the one
    before today's and ten years ahead."""
    until = horizon(on)
    scheme = found.values[pk]
    planned = {}
    for office in scheme.offices:
        terms = found.rotation(until).planned(scheme, office)
        first = next((n for n, each in enumerate(terms) if each.end > on), len(terms))
        planned[office] = [each for each in terms[max(first - 1, 0) :] if each.start < until]
    return planned


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
    context = about(scheme, "Byt två perioder", "Byt", "Två regioner tar varandras perioder.")
    return _exception(request, form, scheme, context)


@changing
def move(request, pk: int):
    """A change is made on another day."""
    on = today()
    found = stored(on)
    scheme = asked_scheme(found, pk)
    form = MoveForm(
        request.POST or None,
        terms=_planned(found, pk, on),
        **_offices(found, pk, on),
    )
    context = about(
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
    form.fields["region"].queryset = Region.objects.current_or_coming(on).order_by("order")
    context = about(
        scheme,
        "Tillfällig region",
        "Lägg till",
        "En annan region än den som har turen sköter uppgiften en tid. Turordningen i övrigt "
        "påverkas inte.",
    )
    return _exception(request, form, scheme, context)


def _exception(request, form, scheme: RotationScheme, context: dict):
    return go_on(
        request,
        form,
        lambda: form.exception(scheme.pk),
        context,
        "Undantaget är sparat.",
        lambda done: reverse("desk_rotation_without_exception", args=[done.made.pk]),
    )


@changing
def without_exception(request, pk: int):
    """Takes back an exception."""
    found = stored(today())
    known = {each.pk: each for some in found.exceptions.values() for each in some}
    exception = known.get(pk)
    if exception is None:
        return gone(request, RotationException, pk)
    context = about(
        found.schemes[exception.scheme_id],
        "Ta tillbaka undantaget",
        "Ta tillbaka",
        f"{exception_words(exception, found)} {exception.reason}",
    )
    return take_back(
        request,
        lambda why: actions.WithoutException(pk, why),
        context,
        "Undantaget är borttaget. Perioderna är som om det inte hade gjorts.",
    )
