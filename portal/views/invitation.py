"""Taking up an invitation: whoever holds the link of the mail makes an account of their own."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bodies.actions.invitations import Fault, NotValid, accept, find
from bodies.forms import AcceptForm, suggested_username
from organisation.actions.refusals import Refused
from portal.access import Audience, open_to
from portal.sign_in.passwords import HELP
from portal.site import page_context, site_today

from .desk.showing import show_refusal

# Each with its heading, and what to do.
FAULTS = {
    Fault.UNKNOWN: (
        "Vi känner inte igen länken",
        "Länken kan ha blivit avbruten på vägen. Öppna den direkt i brevet, eller kopiera hela "
        "raden. Har du fått flera brev gäller bara det senaste.",
    ),
    Fault.ACCEPTED: (
        "Inbjudan är redan använd",
        "Länken gäller en gång. Är det du som har gjort kontot loggar du in med det. Annars hör du "
        "av dig till den som bjöd in dig.",
    ),
    Fault.REVOKED: (
        "Inbjudan är återkallad",
        "Den som bjöd in dig har tagit tillbaka inbjudan. Fråga den personen om du tror att det "
        "blev fel.",
    ),
    Fault.EXPIRED: (
        "Inbjudan gäller inte längre",
        "En inbjudan gäller i sju dagar. Svara på brevet och be att få en ny.",
    ),
    Fault.HAS_ACCOUNT: (
        "Du har redan ett konto",
        "Det finns redan ett konto för dig. Logga in med det.",
    ),
}


def kept_secret(view):
    """Keeps a page's address, which lets people in, from being told to other sites. (Told to none
    at all, not even this one, its own form would be refused as another site's.)"""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        # Django would write the address of a form that was filled in wrong in its log.
        response._has_been_logged = True
        return response

    return page


@open_to(Audience.EVERYONE, private=True)
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def invitation(request, token: str):
    """The form for a user name and a password; or why the invitation can't be used."""
    site, day = site_today(request.path)
    context = page_context(site, day) | {"noindex": True}
    now = timezone.now()
    try:
        found = find(token, now)
        form = AcceptForm(
            request.POST if request.method == "POST" else None,
            password_help=HELP,
            initial={
                "username": suggested_username(found.person.given_name, found.person.family_name)
            },
        )
        if form.is_bound and form.is_valid():
            values = form.cleaned_data
            try:
                accept(token, username=values["username"], password=values["password"], at=now)
            except Refused as error:
                show_refusal(form, error)
            else:
                return redirect("invitation_done")
    except NotValid as error:
        return _not_valid(request, context, error.fault)
    context |= {"title": "Gör ditt konto", "form": form, "invitation": found}
    return render(request, "portal/invitation.html", context, status=400 if form.is_bound else 200)


@open_to(Audience.EVERYONE, private=True)
@require_http_methods(["GET", "HEAD"])
@kept_secret
def invitation_done(request):
    """The account is made: where to sign in."""
    site, day = site_today(request.path)
    context = page_context(site, day) | {"noindex": True, "title": "Ditt konto är klart"}
    return render(request, "portal/invitation_done.html", context)


def _not_valid(request, context: dict, fault: Fault):
    heading, text = FAULTS[fault]
    context |= {
        "title": heading,
        "text": text,
        "signs_in": fault in (Fault.ACCEPTED, Fault.HAS_ACCOUNT),
    }
    status = 404 if fault is Fault.UNKNOWN else 410
    return render(request, "portal/invitation_gone.html", context, status=status)
