"""What someone may do, and why: oneself, or another."""

import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from bodies.actions.invitations import account_of
from bodies.rights_told import changes_of, rights_told, the_table
from bodies.standings import standing_of, standing_of_person
from organisation.dates import today
from organisation.models import HealthcareRegion, Person, User
from organisation.policies import PEOPLE
from organisation.rights import INCLUDES, WITH_SECOND_FACTOR, Action, Thing
from portal.asof import BadDay, day_asked_for
from portal.desk import account_page

from .accounts import steps_of, with_second_factor
from .choosing import search_context


@account_page
def table(request):
    """Who may do what: the table itself, and the way to what one person may."""
    looks_for_others = request.standing.may_some(Action.READ, Thing.ACCESS)
    return "portal/desk/rights.html", {
        "title": "Vem får göra vad",
        "rights": the_table(),
        "includes": INCLUDES,
        "with_second_factor": [each.label for each in WITH_SECOND_FACTOR],
        "searches": looks_for_others,
    } | (search_context(request) if looks_for_others else {})


@account_page
def mine(request):
    """What whoever asks may do themselves."""
    person = request.user.person
    return _rights_page(request, request.user, person and (person.merged_into or person))


@account_page
def of_person(request, slug: str):
    """What a person may do. For oneself, the staff office and administrators, and for the editors
    of the person's region."""
    person = get_object_or_404(Person.objects.select_related("merged_into"), slug=slug)
    person = person.merged_into or person
    own = request.user.person
    is_self = bool(own) and (own.merged_into_id or own.pk) == person.pk
    office = request.standing.may_some(Action.READ, Thing.ACCESS)
    if not (is_self or office or PEOPLE.allows(request.standing, Action.WRITE, person)):
        raise Http404
    return _rights_page(request, account_of(person), person, is_self=is_self)


def _rights_page(request, user: User | None, person: Person | None, *, is_self: bool = True):
    """The page about an account, a person, or both; a day that can't be shown says so."""
    given = request.GET.get("datum")
    first = HealthcareRegion.objects.values_list("facts_from", flat=True).get()
    status, wrong = 200, ""
    try:
        on = day_asked_for(given, today=today(), first=first, path="").on
    except BadDay as error:
        on, wrong, status = today(), str(error), 400
    standing = _standing(user, person, on)
    ended, coming = changes_of(person, standing) if person else ([], [])
    name = person.name if person else user.get_full_name() or user.username
    factor = bool(user) and bool(with_second_factor([user.pk]))
    return (
        "portal/desk/rights_of.html",
        {
            "title": "Vad får jag göra?" if is_self else f"Vad får {name} göra?",
            "is_self": is_self,
            "name": name,
            "person": person,
            "account": user,
            "shut_off": shut_off_step(user),
            "on": on,
            "is_today": on == today(),
            "yesterday": on - datetime.timedelta(days=1),
            "given": given if wrong else on.isoformat(),
            "wrong": wrong,
            "rights": rights_told(standing),
            "needs_second_factor": standing.needs_second_factor,
            "has_second_factor": factor,
            "ended": ended,
            "coming": coming,
            "may_invite": request.standing.may_some(Action.WRITE, Thing.ACCESS),
        },
        status,
    )


def _standing(user: User | None, person: Person | None, on: datetime.date):
    """What the person's posts give, also without an open account, and what the account adds."""
    if user and user.is_active:
        return standing_of(user, on)
    return standing_of_person(person, on)


def shut_off_step(user: User | None) -> dict | None:
    """When, by whom and why an account was shut off that still is."""
    if user is None or user.is_active:
        return None
    return next((each for each in steps_of(user) if "stängdes av" in each["what"]), {})
