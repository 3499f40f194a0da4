"""Merging someone who was stored twice, with what that leads to shown first."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies import roster as asks
from bodies.forms import ReasonForm
from bodies.models import Tenure
from bodies.people_search import described
from bodies.questions import full_name_on
from bodies.roster_rules import Known
from organisation.actions.merging import HAS_ACCOUNT, merge, needs_administrator
from organisation.actions.refusals import Refused
from organisation.dates import period_text, today
from organisation.models import Affiliation, Person
from organisation.policies import PEOPLE
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .showing import show_refusal

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
        found = asks.doubles(known, person.pk)
        allowed = set(mine.filter(pk__in=[each.person.pk for each in found]).values_list(flat=True))
        usable = [each for each in found if each.person.pk in allowed]
        return TEMPLATE, context | {"doubles": usable, "others": len(found) - len(usable)}
    other = mine.filter(slug=slug).exclude(pk=pk).first()
    if other is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context |= {"other": other, "form": form, "moves": what_moves(person)}
    context["stays"] = what_moves(other)
    if not standing.is_admin and needs_administrator(person.pk, other.pk):
        return TEMPLATE, context | {"can_not": HAS_ACCOUNT}
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            merge(person.pk, other.pk, by=request.user, standing=request.standing_now(), why=why)
        except Refused as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"{person} är nu samma person som {other}.")
            return redirect("desk_rosters")
    return TEMPLATE, context, 400 if form.is_bound else 200


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
