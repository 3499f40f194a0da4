"""Merging someone who was stored twice, with what that leads to shown first."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.forms import ReasonForm
from bodies.likeness import Known
from bodies.merging import Leads, leads_to
from bodies.models import Tenure
from bodies.people_search import described, likely_described
from bodies.questions import full_name_on
from bodies.rosters import around as asks
from organisation.actions.merging import HAS_ACCOUNT, merge, needs_administrator
from organisation.actions.refusals import Refused
from organisation.dates import period_text, today
from organisation.models import Affiliation, Person
from organisation.policies import PEOPLE
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .showing import show_refusal

CHANGED = "Något har ändrats sedan du läste sidan. Läs vad som händer, och slå ihop igen."
TEMPLATE = "portal/desk/roster/merge.html"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.PERSON)
def merge_people(request, pk: int):
    """Those who are likely the same as a person; and, with one of them chosen (`med`), what moves
    when they become one."""
    standing = request.standing
    mine = PEOPLE.filter(standing, Action.WRITE, Person.objects.filter(merged_into=None))
    person = mine.filter(pk=pk).first()
    if person is None:
        raise Http404
    known = Known(person.given_name, person.family_name, person.email)
    context = {
        "title": f"Slå ihop {person} med en dubblett",
        "entrance": "desk_rosters",
        "person": person,
        "here": reverse("desk_merge", args=[pk]),
    }
    sent = request.POST if request.method == "POST" else request.GET
    slug = sent.get("med", "").replace("\0", "")
    if not slug:
        found = likely_described(known, today(), person.pk)
        allowed = set(mine.filter(pk__in=[each.person.pk for each in found]).values_list(flat=True))
        usable = [each for each in found if each.person.pk in allowed]
        return TEMPLATE, context | {"doubles": usable, "others": len(found) - len(usable)}
    other = mine.filter(slug=slug).exclude(pk=pk).first()
    if other is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context |= {"other": other, "form": form}
    if not standing.is_admin and needs_administrator(person.pk, other.pk):
        return TEMPLATE, context | _both(person, other) | {"can_not": HAS_ACCOUNT}
    leads, status = None, 400 if form.is_bound else 200
    try:
        if form.is_bound and form.is_valid():
            leads = _merge(request, person, other, form)
            if leads is None:
                messages.success(request, f"{person} är nu samma person som {other}.")
                return redirect("desk_rosters")
            form.add_error(None, CHANGED)
            status = 409
    except Refused as error:
        show_refusal(form, error)
    context |= _both(person, other)
    try:
        leads = leads or leads_to(
            _change(request, person, other, standing), person, other, standing
        )
    except Refused as error:
        return TEMPLATE, context | {"can_not": str(error)}, status
    return TEMPLATE, context | {"leads": leads, "told_on": {"on": standing.on}}, status


def _change(request, person: Person, other: Person, standing, why=""):
    return lambda: merge(person.pk, other.pk, by=request.user, standing=standing, why=why)


def _merge(request, person: Person, other: Person, form) -> Leads | None:
    """Merges the two, if that leads to what was seen; else what it leads to now."""
    with transaction.atomic():
        # In one order, as `merge` does: what is asked below holds until it's done.
        pks = (person.pk, other.pk)
        list(Person.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        standing = request.standing_now()
        stored = Person.objects.get(pk=person.pk)
        if stored.merged_into_id != other.pk:
            change = _change(request, person, other, standing, form.cleaned_data["why"])
            leads = leads_to(change, person, other, standing)
            if leads.seen != request.POST.get("seen"):
                return leads
            change()
    return None


def _both(person: Person, other: Person) -> dict:
    return {"moves": what_moves(person), "stays": what_moves(other)}


def what_moves(person: Person) -> dict:
    """What belongs to a record of a person (5 queries)."""
    on = today()
    tenures = Tenure.objects.possible().filter(asks.of_person(person))
    rows = tenures.order_by("start").values_list(
        "post__role__name", full_name_on("body_id", on), "start", "end"
    )
    places = Affiliation.objects.filter(person=person).select_related("region").order_by("start")
    found = described(Person.objects.filter(pk=person.pk), on)[0]
    return {
        "found": found,
        "posts": [f"{role} i {body}, {period_text(*days)}" for role, body, *days in rows],
        "places": [
            f"{', '.join(filter(None, (str(each.region or ''), each.title)))}, {each.period_text}"
            for each in places
        ],
    }
