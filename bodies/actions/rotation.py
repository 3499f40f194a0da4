"""Deciding whose turn it is: new turns, new orders, exceptions, and taking them back.

Each is one transaction: what is decided is written, all terms are worked out anew and what differs
is stored. What can't be is refused with what stands in the way, and nothing is changed.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import singledispatch

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from organisation.actions.records import store
from organisation.actions.refusals import Refused
from organisation.dates import long_date
from organisation.models import Region, User
from organisation.rights import Action
from organisation.rules import Finding, Severity
from organisation.words import listed

from ..models import (
    Body,
    Post,
    Role,
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
    RotationTerm,
)
from ..policies import POLICIES
from ..questions import full_name_on
from ..rosters.around import appointing_bodies
from ..rotations.depending import appointed_since, last_day_set, made_at
from ..rotations.differing import Difference, Turn
from ..rotations.differing import difference as differing
from ..rotations.stored import Stored, stored
from ..standings import standing_of
from .decisions import the_decision
from .roster import no_identity_number
from .rotation_changes import (
    LastDay,
    NewException,
    NewOrder,
    NewScheme,
    Order,
    WithoutException,
    WithoutOrder,
    WithoutScheme,
)
from .rotation_terms import faults_of, give_back, lock, settle, turn_of, turns_stored

SCHEMES = next(each for each in POLICIES if each.model is RotationScheme)
NOT_YOURS = "Du får inte längre ändra turordningar. Inget har ändrats."
GONE = "Turordningen finns inte längre. Inget har ändrats."
AT_ONCE = "Någon annan ändrade turordningen samtidigt. Läs sidan på nytt. Inget har sparats."


@dataclass(frozen=True)
class Decided:
    """What was decided: the scheme (None when it's gone), the record that was made, what differs of
    the terms, and all there was before and is after."""

    scheme: RotationScheme | None
    made: models.Model | None
    difference: Difference
    before: Stored = field(repr=False)
    after: Stored = field(repr=False)


@transaction.atomic
def decide(change, *, by: User, on: datetime.date) -> Decided:
    """Does one of the changes. Raises Refused with what is wrong at which field."""
    lock()
    if not SCHEMES.allows(standing_of(by, on), Action.WRITE, RotationScheme()):
        raise Refused(NOT_YOURS)
    before = stored(on)
    since = _made_when(change)
    posts = _posts(change.scheme) if isinstance(change, WithoutScheme) else []
    turns = turns_stored(posts)
    scheme, made, why = written(change, by, on)
    after = stored(on)
    known = faults_of(before)
    wrong = [each for each in faults_of(after) if each not in known]
    if wrong:
        asked = str(scheme.pk) if scheme else ""
        wrong = [each for each in wrong if each.subject == asked] or wrong
        raise Refused([_placed(each, change, after) for each in wrong])
    difference = settle(on, by=by, why=why, found=after)
    if posts:
        # Its terms are gone already when all others are worked out anew.
        difference = differing(turns, turns_stored(posts))
    if since:
        _refuse_depending(since, difference.turns, change)
    return Decided(scheme, made, difference, before, after)


# Which field of the form a fault is about.
AT = {
    **dict.fromkeys(("no-period",), "months"),
    **dict.fromkeys(("no-start", "same-day", "inside-term"), "since"),
    **dict.fromkeys(("no-order", "region-twice", "region-both", "region-missing"), "places"),
    **dict.fromkeys(("ring", "follows-ring", "follows-nothing", "no-place-in-order"), "follows"),
    **dict.fromkeys(("no-office", "office-twice"), "offices"),
    **dict.fromkeys(("not-apart",), "apart"),
    **dict.fromkeys(("no-such-office",), "post"),
    **dict.fromkeys(("outside", "no-change-then", "interims-meet", "moved-twice"), "first"),
    **dict.fromkeys(("same-term", "swapped-twice", "over-new-order", "too-far"), "second"),
    **dict.fromkeys(("ends-before-start",), "second"),
}


def _placed(finding: Finding, change, found: Stored) -> Finding:
    """A fault, at the field that it's about; of another scheme's with its name."""
    scheme = found.schemes.get(int(finding.subject))
    asked = getattr(change, "scheme", None)
    message = finding.message
    if scheme and asked and scheme.pk != asked:
        message = f"{scheme.name} i {scheme.called}: {message}"
        return Finding(finding.code, Severity.ERROR, message, "")
    at = AT.get(finding.code, "")
    if finding.code == "region-unknown":
        at = "region" if isinstance(change, NewException) else "places"
    if finding.code == "changes-nothing":
        interim = isinstance(change, NewException) and change.region
        at = "region" if interim else "second"
    if isinstance(change, LastDay):
        at = "last"
    return Finding(finding.code, Severity.ERROR, message, at)


@singledispatch
def written(change, by: User, on: datetime.date) -> tuple[RotationScheme | None, object, str]:
    """Writes what is decided: the scheme, what was made, and why, as history tells it."""
    raise TypeError(type(change))


@written.register
def _(change: NewScheme, by: User, on: datetime.date):
    no_identity_number(f"{change.name} {change.why}", "name")
    body = Body.objects.filter(pk=change.body).first()
    if body is None:
        raise Refused("Organet finns inte längre.", "body")
    if not change.offices:
        raise Refused("Välj minst en funktion som ska gå i tur.", "offices")
    why = change.why or "Ny turordning."
    scheme = RotationScheme(body=body, name=change.name.strip(), apart=change.apart)
    scheme.interpretation = change.order.interpretation
    _save(scheme, by, why, {"name": "name", NON_FIELD_ERRORS: "name"})
    posts = Post.objects.filter(body=body, role__place=Role.Place.OFFICE, held_by_role=None)
    known = posts.in_bulk([post for post, _ in change.offices])
    for post, ahead in change.offices:
        if post not in known:
            raise Refused("Bara organets egna funktioner kan gå i tur.", "offices")
        _save(RotationOffice(scheme=scheme, post=known[post], ahead=ahead), by, why, {})
    _add_order(scheme, change.order, by, why)
    return scheme, scheme, why


@written.register
def _(change: NewOrder, by: User, on: datetime.date):
    scheme = _scheme(change.scheme)
    no_identity_number(change.why, "why")
    why = change.why or "Ny ordning."
    return scheme, _add_order(scheme, change.order, by, why), why


@written.register
def _(change: NewException, by: User, on: datetime.date):
    scheme = _scheme(change.scheme)
    no_identity_number(change.reason, "reason")
    if not change.reason.strip():
        raise Refused("Skriv varför undantaget görs. Det visas på tidslinjen.", "reason")
    if change.first == change.second:
        raise Refused("Välj två olika dagar.", "second")
    if change.region and change.second < change.first:
        raise Refused("Sista dagen ligger före första dagen. Ändra någon av dem.", "second")
    why = f"Undantag: {change.reason}"
    office = scheme.offices.select_related("post").first()
    made = RotationException(
        scheme=scheme,
        kind=change.kind,
        first=change.first,
        second=change.second,
        post=Post.objects.filter(pk=change.post).first() if change.post else None,
        region=Region.objects.filter(pk=change.region).first() if change.region else None,
        pinned=change.pinned,
        reason=change.reason.strip(),
    )
    made.decision = the_decision(
        change.decision,
        change.new_decision,
        appointing_bodies(office.post, on),
        by,
        on,
        why,
    )
    _save(made, by, why, {NON_FIELD_ERRORS: "first"})
    return scheme, made, why


@written.register
def _(change: LastDay, by: User, on: datetime.date):
    scheme = _scheme(change.scheme)
    no_identity_number(change.why, "why")
    if not change.why.strip():
        raise Refused("Skriv varför. Det visas i historiken.", "why")
    if scheme.end == change.end:
        raise Refused("Du har inte ändrat något.", "last")
    scheme.end = change.end
    _save(scheme, by, change.why, {"end": "last"})
    return scheme, None, change.why


@written.register
def _(change: WithoutException, by: User, on: datetime.date):
    found = RotationException.objects.select_for_update().filter(pk=change.exception).first()
    if found is None:
        raise Refused("Undantaget är redan borttaget.")
    why = _why(change.why, "Undantaget togs tillbaka")
    _delete(found, by, why)
    return found.scheme, None, why


@written.register
def _(change: WithoutOrder, by: User, on: datetime.date):
    found = RotationPart.objects.select_for_update().filter(pk=change.part).first()
    if found is None:
        raise Refused("Ordningen är redan borttagen.")
    parts = list(found.scheme.parts.order_by("since"))
    if parts[-1] != found:
        raise Refused("Bara den senaste ordningen kan tas bort. Ta bort de senare först.")
    if len(parts) == 1:
        raise Refused("Turordningen har ingen annan ordning. Avsluta turordningen i stället.")
    why = _why(change.why, "Ordningen togs tillbaka")
    for each in found.places.all():
        _delete(each, by, why)
    _delete(found, by, why)
    return found.scheme, None, why


@written.register
def _(change: WithoutScheme, by: User, on: datetime.date):
    scheme = _scheme(change.scheme)
    if scheme.exceptions.exists() or scheme.parts.count() > 1:
        raise Refused(
            "Turordningen har undantag eller fler ordningar. Ta bort dem först, eller avsluta "
            "turordningen med en sista dag."
        )
    followers = RotationPart.objects.filter(follows__scheme=scheme).annotate(
        called=full_name_on("scheme__body_id", on)
    )
    if names := sorted({each.called for each in followers}):
        raise Refused(f"Andra följer den: {listed(names)}. Ge dem en egen ordning först.")
    made = made_at(scheme)
    begun = [each.since for each in scheme.parts.all() if each.since <= on]
    if begun and timezone.localdate(made) < on:
        raise Refused(
            f"Turordningen har gällt från och med {long_date(begun[0])}. Ge den en sista dag i "
            "stället, så står det som har varit kvar."
        )
    rows = RotationTerm.objects.filter(scheme=scheme)
    _refuse_depending(made, [turn_of(each) for each in rows], change)
    why = _why(change.why, "Turordningen togs tillbaka")
    give_back(scheme, by, why)
    for part in scheme.parts.all():
        for each in part.places.all():
            _delete(each, by, why)
        _delete(part, by, why)
    for each in scheme.offices.all():
        _delete(each, by, why)
    _delete(scheme, by, why)
    return None, None, why


def _scheme(pk: int) -> RotationScheme:
    found = RotationScheme.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def _posts(scheme: int) -> list[int]:
    """The posts that go in turn by a scheme."""
    return list(RotationOffice.objects.filter(scheme=scheme).values_list("post", flat=True))


def _why(said: str, otherwise: str) -> str:
    no_identity_number(said, "why")
    return f"{otherwise}: {said.strip()}" if said.strip() else f"{otherwise}."


def _made_when(change) -> datetime.datetime | None:
    """When what is to be taken back was made: an exception, an order or a last day."""
    match change:
        case LastDay(scheme=pk, end=end):
            return last_day_set(_scheme(pk), end)
        case WithoutException(exception=pk):
            found = RotationException.objects.filter(pk=pk).first()
        case WithoutOrder(part=pk):
            found = RotationPart.objects.filter(pk=pk).first()
        case _:
            found = None
    return made_at(found) if found else None


def _refuse_depending(moment: datetime.datetime, turns: Iterable[Turn], change) -> None:
    """Refuses to take back what someone has been appointed after."""
    is_last_day = isinstance(change, LastDay)
    instead = (
        "låt turordningen sluta innan dess" if is_last_day else "lägg till ett undantag i stället"
    )
    if people := appointed_since(moment, turns):
        raise Refused(
            f"Sedan dess har någon utsetts: {'; '.join(people)}. Ändra det uppdraget först, eller "
            f"{instead}.",
            "last" if is_last_day else "",
        )


def _add_order(scheme: RotationScheme, order: Order, by: User, why: str) -> RotationPart:
    part = RotationPart(
        scheme=scheme,
        since=order.since,
        months=order.months,
        ahead=order.ahead,
        interpretation=order.interpretation,
    )
    if order.follows:
        part.follows = RotationOffice.objects.filter(pk=order.follows).first()
        if part.follows is None:
            raise Refused("Välj en av funktionerna i listan.", "follows")
    elif not order.months:
        raise Refused("Ange hur många månader en period är.", "months")
    _save(part, by, why, {"since": "since", NON_FIELD_ERRORS: "since"})
    regions = Region.objects.in_bulk([*order.regions, *order.without])
    places = [*enumerate(order.regions, 1), *((None, each) for each in order.without)]
    for place, region in places if not order.follows else ():
        _save(RotationPlace(part=part, region=regions[region], place=place), by, why, {})
    return part


def _save(record: models.Model, by: User, why: str, fields: dict[str, str]) -> None:
    try:
        record.full_clean()
        with transaction.atomic():
            store(record, by=by, reason=why)
    except ValidationError as error:
        raise Refused(
            [
                Finding("invalid", Severity.ERROR, message, fields.get(name, ""))
                for name, messages in error.message_dict.items()
                for message in messages
            ]
        ) from None
    except IntegrityError:
        raise Refused(AT_ONCE) from None


def _delete(record: models.Model, by: User, why: str) -> None:
    record._history_user, record._change_reason = by, why
    record.delete()
