"""Closed unless opened: a view says whom it is for, or nobody gets in."""

from enum import StrEnum

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from . import second_factor


class Audience(StrEnum):
    """Whom a view is for."""

    EVERYONE = "alla"
    ACCOUNT = "inloggade"
    STAFF = "redaktionen"


def open_to(audience: Audience, *, private: bool = False):
    """Decorates a view with whom it is for. Without it, the middleware answers 404. What a
    `private` view answers is for one reader, though anyone may ask: never stored or indexed."""

    def mark(view):
        view.audience = audience
        view.is_private = private
        return view

    return mark


class ClosedUnlessOpened:
    """Middleware that answers 404 for every view that doesn't say whom it is for.

    A view for staff sends those who aren't signed in to the sign-in, whatever address below it they
    ask for, and answers 404 to those who are but aren't staff: neither learns what there is.
    Whoever must have a second factor and has none is sent to get one; only the pages of one's own
    account, where that is done, are open until then.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_for_some", False):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    def process_view(self, request, view, args, kwargs):
        audience = getattr(view, "audience", None)
        if not isinstance(audience, Audience):
            raise Http404
        request.is_for_some = audience is not Audience.EVERYONE or getattr(
            view, "is_private", False
        )
        if audience is Audience.EVERYONE:
            return None
        here = request.get_full_path() if request.method == "GET" else ""
        if not request.user.is_authenticated:
            return redirect_to_login(here)
        if audience is Audience.ACCOUNT:
            return None
        if not request.user.is_staff:
            raise Http404
        if second_factor.missing(request):
            query = f"?{urlencode({'next': here})}" if here else ""
            return redirect(reverse("mfa_activate_totp") + query)
        return None
