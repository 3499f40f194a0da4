"""Closed unless opened: a view says whom it is for, or nobody gets in."""

from enum import StrEnum

from django.contrib.auth.views import redirect_to_login
from django.http import Http404


class Audience(StrEnum):
    """Whom a view is for."""

    EVERYONE = "alla"
    STAFF = "redaktionen"


def open_to(audience: Audience):
    """Decorates a view with whom it is for. Without it, the middleware answers 404."""

    def mark(view):
        view.audience = audience
        return view

    return mark


class ClosedUnlessOpened:
    """Middleware that answers 404 for every view that doesn't say whom it is for.

    A view for staff sends those who aren't signed in to the sign-in, whatever address below it they
    ask for, and answers 404 to those who are but aren't staff: neither learns what there is.
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
        if audience is Audience.EVERYONE:
            return None
        request.is_for_some = True
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "")
        if not request.user.is_staff:
            raise Http404
        return None
