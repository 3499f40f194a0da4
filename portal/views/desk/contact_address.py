"""Changing where one writes to a body."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bodies.actions.contacts import change_address, version
from bodies.dossier import with_names
from bodies.forms import BodyContactForm
from bodies.models import Body
from bodies.panels import full_name
from bodies.policies import CONTACTS
from organisation.actions.refusals import Conflict, Refused
from organisation.dates import today
from organisation.rights import Action, Thing
from portal.desk import desk_page

from .showing import show_refusal


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Action.WRITE, Thing.CONTACTS)
def address(request, path: str):
    """The body's own address; POST changes it."""
    on = today()
    bodies = CONTACTS.filter(request.standing, Action.WRITE, Body.objects.current(on))
    body = with_names(bodies, on).select_related("kind").filter(path=path).first()
    if body is None:
        raise Http404
    status, conflict = 200, None
    form = BodyContactForm(initial={"email": body.email, "seen": version(body)})
    if request.method == "POST":
        status, form = 400, BodyContactForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            try:
                changed = change_address(
                    body, values["email"], by=request.user, seen=values["seen"]
                )
            except Refused as error:
                show_refusal(form, error)
            except Conflict as error:
                status, conflict = 409, error.current
                # Sent once more, it's what the person wants though they have seen the other.
                form = BodyContactForm({"email": values["email"], "seen": version(body)})
                form.add_error(
                    None,
                    "Någon annan har ändrat organets uppgifter sedan du öppnade sidan. Läs vad som "
                    "är sparat nu innan du sparar din adress.",
                )
            else:
                told = f"är nu {changed.email}" if changed.email else "är borttagen"
                messages.success(request, f"Funktionsadressen för {full_name(body)} {told}.")
                return redirect("desk_contacts")
    return (
        "portal/desk/contact_address.html",
        {
            "title": f"Funktionsadress: {full_name(body)}",
            "name": full_name(body),
            "body": body,
            "form": form,
            "conflict": conflict,
        },
        status,
    )
