"""The form for feedback on a page. It sets no cookie: where it was sent from is checked by the
Origin header, and that it was shown here first by a signed token."""

import secrets
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from organisation.actions.feedback import take_feedback
from organisation.forms import FeedbackForm
from portal.access import Audience, open_to
from portal.site import page_context, public_page, site_today

# A form may lie open for a day; no person fills one in within two seconds.
OLDEST, YOUNGEST = 24 * 60 * 60, 2
SALT = "feedback"


class Refused(Exception):
    """The form is not taken. The message says why and what to do, in Swedish."""


@open_to(Audience.EVERYONE)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request) -> HttpResponse:
    """Shows the form, and takes it: stored first, thanked for on a page of its own."""
    if request.method != "POST":
        return form_page(request, FeedbackForm(), page_named(request, request.GET.get("sida", "")))
    form = FeedbackForm(request.POST)
    page = page_named(request, request.POST.get("sida", ""))
    valid = form.is_valid()
    if form.data.get("webbplats"):
        # Told as if it were taken, so that a machine learns nothing.
        return HttpResponseRedirect(reverse("feedback_thanks"))
    try:
        token = checked_token(request)
    except Refused as error:
        form.add_error(None, str(error))
        valid = False
    if not valid:
        return form_page(request, form, page, status=400)
    site, _ = site_today(request.path)
    take_feedback(
        token=token,
        path=page,
        text=form.cleaned_data["text"],
        email=form.cleaned_data["email"],
        recipient=site.row.feedback_email,
        now=timezone.now(),
    )
    return HttpResponseRedirect(reverse("feedback_thanks"), status=303)


def page_named(request, path: str) -> str:
    """The page that the feedback is about: an address of this site, or the home page."""
    own = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    return path[:300] if own and not path.startswith(reverse("feedback")) else "/"


def checked_token(request) -> str:
    """The token of the form, once. Raises Refused for a form that wasn't shown here, was sent from
    elsewhere, has lain too long or was filled in faster than a person can."""
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if urlsplit(source).netloc != request.get_host():
        raise Refused(
            "Vi kunde inte se att formuläret skickades från den här webbplatsen. Din text står "
            "kvar nedan. Skicka den igen härifrån."
        )
    signer = signing.TimestampSigner(salt=SALT)
    given = request.POST.get("kvitto", "")
    try:
        token = signer.unsign(given, max_age=OLDEST)
    except signing.BadSignature:
        raise Refused(
            "Formuläret har legat öppet för länge. Din text står kvar nedan. Skicka den igen."
        ) from None
    try:
        signer.unsign(given, max_age=YOUNGEST)
    except signing.SignatureExpired:
        return token
    raise Refused("Det gick för fort. Din text står kvar nedan. Vänta några sekunder och skicka.")


def form_page(request, form: FeedbackForm, page: str, *, status: int = 200) -> HttpResponse:
    """The form, with what was typed and what is wrong with it."""
    site, day = site_today(request.path)
    context = page_context(site, day) | {
        "title": "Synpunkter på en sida",
        "form": form,
        "page": page,
        "token": signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(24)),
    }
    response = render(request, "portal/feedback.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def thanks(request, site, day):
    """What happens next."""
    return "portal/feedback_thanks.html", {
        "title": "Tack för din synpunkt",
        "owner": site.row.page_owner,
    }
