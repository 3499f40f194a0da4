"""Those who stand in for others for a time: who, as what, until when, and why."""

import datetime

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bodies.actions import grants
from bodies.forms import GrantForm, ReasonForm
from bodies.models import Grant
from bodies.panels import full_name
from bodies.questions import full_name_on
from bodies.rights_told import rights_told
from bodies.standings import standing_of_grant
from organisation.actions.refusals import Refused
from organisation.dates import long_date, today
from organisation.rights import Action, Capacity, Thing
from portal.desk import desk_page

from .choosing import asked_person, search_context
from .showing import show_refusal

ENDED_SHOWN = 50


def grants_told():
    """The grants with where they hold and why they were taken back, newest first (1 query)."""
    latest = Grant.history.filter(id=OuterRef("pk")).order_by("-history_id")
    return Grant.objects.select_related("person", "region", "revoked_by").annotate(
        called=full_name_on("body_id", today()),
        latest_reason=Subquery(latest.values("history_change_reason")[:1]),
    )


@desk_page(Action.READ, Thing.ACCOUNT)
def grant_list(request):
    """The grants in force, those to come, and the latest that have ended."""
    on = today()
    open_ = grants_told().filter(revoked_at=None, end__gt=on)
    ended = grants_told().exclude(revoked_at=None, end__gt=on).order_by("-end", "-pk")
    return "portal/desk/grants.html", {
        "title": "Ersättare",
        "groups": [
            ("Gäller nu", "Ingen ersätter någon i dag.", open_.filter(start__lte=on)),
            ("Kommer", "Ingen ersättare är bestämd för senare.", open_.filter(start__gt=on)),
        ],
        "ended": described(ended[:ENDED_SHOWN]),
        "may_give": request.standing.may_some(Action.WRITE, Thing.ACCOUNT),
    }


def described(found) -> list[Grant]:
    """The grants, each with its last day as people count."""
    found = list(found)
    for each in found:
        each.last = each.end - datetime.timedelta(days=1)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.ACCOUNT)
def give(request):
    """Finds a person, takes in what they're to be allowed, says what that gives, and gives it."""
    found = asked_person(request)
    context = {"title": "Ny ersättare", "found": found} | search_context(request)
    if found is None:
        return "portal/desk/grant_new.html", context
    on = today()
    data = request.POST if request.method == "POST" else None
    form = GrantForm(data, on=on, initial={"first": on})
    context |= {"form": form, "title": f"{found.person} ersätter"}
    if not form.is_bound:
        return "portal/desk/grant_new.html", context
    if form.is_valid():
        grant = form.grant
        grant.person = found.person
        try:
            if "ge" in request.POST:
                grants.give(grant, by=request.user, on=on)
                told = grants.told_at(found.person)
                mail = (
                    f"Ett brev går till {told}."
                    if told
                    else "Ingen e-post är känd, så berätta det själv."
                )
                until = long_date(form.cleaned_data["last"])
                messages.success(request, f"{found.person} ersätter till och med {until}. {mail}")
                return redirect("desk_grants")
            grants.check(grant, by=request.user, on=on)
        except Refused as error:
            show_refusal(form, error)
        else:
            if "andra" not in request.POST:
                return "portal/desk/grant_preview.html", context | preview_of(grant, form)
            return "portal/desk/grant_new.html", context
    return "portal/desk/grant_new.html", context, 400


def preview_of(grant: Grant, form: GrantForm) -> dict:
    """What the grant would give, in words, on its first day."""
    standing = standing_of_grant(grant)
    return {
        "capacity": Capacity(grant.capacity).label,
        "place": grant.region or full_name(grant.body),
        "rights": rights_told(standing),
        "needs_second_factor": standing.needs_second_factor,
        "first": grant.start,
        "last": form.cleaned_data["last"],
        "reason": grant.reason,
        "mail": grants.told_at(grant.person),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.ACCOUNT)
def take_back(request, pk: int):
    """Takes a grant back at once, with the reason why."""
    grant = get_object_or_404(grants_told(), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            grants.take_back(
                grant, by=request.user, at=timezone.now(), why=form.cleaned_data["why"]
            )
        except Refused as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"{grant.person} ersätter inte längre.")
            return redirect("desk_grants")
    return (
        "portal/desk/grant_back.html",
        {
            "title": f"Återkalla: {grant.person} ersätter",
            "grant": described([grant])[0],
            "is_over": bool(grant.revoked_at) or grant.end <= today(),
            "form": form,
        },
        400 if form.is_bound else 200,
    )
