"""Those who have signed in with their region and ask to be let in: who is it, and what's the
answer?"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bodies.actions import requests
from bodies.forms import ReasonForm, suggested_username
from bodies.people_search import people_named
from organisation.actions.refusals import Refused
from organisation.dates import today
from organisation.models import AccessRequest
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .choosing import asked_person, search_context
from .showing import show_refusal


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.ACCESS)
def access_request(request, pk: int):
    """A request, and those it may be from (sought by its name, or by `q`); POST lets the one who is
    chosen in, or turns the request down."""
    waiting = AccessRequest.objects.filter(handled_at=None).select_related("region", "told_region")
    asked = get_object_or_404(waiting, pk=pk)
    found, status = asked_person(request), 200
    form = ReasonForm(request.POST if "avsla" in request.POST else None)
    form.fields["why"].label = "Vad ska svaret säga?"
    form.fields["why"].help_text = "Går i ett brev till den som frågar."
    if request.method == "POST":
        status = 400
        try:
            if found and "avsla" not in request.POST:
                name = suggested_username(found.person.given_name, found.person.family_name)
                user = requests.let_in(
                    asked, found.person, name, by=request.user, at=timezone.now()
                )
                messages.success(
                    request,
                    f"{found.person} kan logga in med sin region, till kontot {user.username}.",
                )
                return redirect("desk_account", pk=user.pk)
            if form.is_bound and form.is_valid():
                why = form.cleaned_data["why"]
                requests.turn_down(asked, by=request.user, at=timezone.now(), why=why)
                messages.success(
                    request, f"Begäran är avslagen. Ett brev går till {asked.answered_at}."
                )
                return redirect("desk_accounts")
        except Refused as error:
            form = form if form.is_bound else ReasonForm({"why": ""})
            form.errors.clear()
            show_refusal(form, error)
    search, who = search_context(request), asked.told_name or asked.name
    if not search["words"] and not found:
        search["people"], search["more"] = people_named(who, today())
        search["words"] = who
    return (
        "portal/desk/access_request.html",
        {
            "title": f"{who} ber om behörighet",
            "asked": asked,
            "found": found,
            "may_tie": request.standing.may_some(Action.WRITE, Thing.ACCOUNT),
            "form": form,
        }
        | search,
        status,
    )
