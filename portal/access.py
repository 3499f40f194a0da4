"""Closed unless opened: a view says whom it is for, or nobody gets in."""

import logging
from enum import StrEnum

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from organisation.rights import Action, Thing

logger = logging.getLogger("portal.access")


class Audience(StrEnum):
    """Whom a view is for."""

    EVERYONE = "alla"
    ACCOUNT = "alla som har loggat in"
    DESK = "de som har rätt till det"


def open_to(audience: Audience, action: Action | None = None, *things: Thing):
    """Decorates a view with whom it is for. Without it, the middleware answers 404.

    For the workspace: what they must have the right to do, with at least some thing of the kinds.
    With which of them is the view's own question, to a policy.
    """
    if (audience is Audience.DESK) != bool(action and things):
        raise ValueError("a page of the workspace, and only such a page, names a right")

    def mark(view):
        view.audience = audience
        view.needs = (action, *things)
        return view

    return mark


class ClosedUnlessOpened:
    """Middleware that answers 404 for every view that doesn't say whom it is for.

    A view for some sends those who aren't signed in to the sign-in, whatever address below it they
    ask for, and answers 404 to those who are but haven't the right: neither learns what there is.
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
        if audience is Audience.DESK:
            action, *things = view.needs
            if not request.standing.may_some(action, *things):
                logger.warning("Nekad: konto %s, %s", request.user.pk, request.path)
                raise Http404
        return None
