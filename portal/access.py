"""Closed unless opened: a view says whom it is for, or nobody gets in."""

import logging
from enum import StrEnum

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from organisation.rights import Action, Thing

from . import second_factor

logger = logging.getLogger("portal.access")


class Audience(StrEnum):
    """Whom a view is for."""

    EVERYONE = "alla"
    ACCOUNT = "alla som har loggat in"
    DESK = "de som har rätt till det"


def open_to(
    audience: Audience,
    action: Action | None = None,
    *things: Thing,
    private: bool = False,
    before_second_factor: bool = False,
    proves_who: bool = False,
):
    """Decorates a view with whom it is for. Without it, the middleware answers 404.

    For the workspace: what they must have the right to do, with at least some thing of the kinds.
    With which of them is the view's own question, to a policy.

    What a `private` view answers is for one reader, though anyone may ask: never stored or indexed.
    A view that is open `before_second_factor` is so also to those who must have one and haven't.
    One that `proves_who` one is is also open to those who have one and haven't proved it.
    """
    if (audience is Audience.DESK) != bool(action and things):
        raise ValueError("a page of the workspace, and only such a page, names a right")

    def mark(view):
        view.audience = audience
        view.needs = (action, *things)
        view.is_private = private
        view.before_second_factor = before_second_factor
        view.proves_who = proves_who
        return view

    return mark


class ClosedUnlessOpened:
    """Middleware that answers 404 for every view that doesn't say whom it is for.

    A view for some sends those who aren't signed in to the sign-in, whatever address below it they
    ask for, and answers 404 to those who are but haven't the right: neither learns what there is.
    Whoever must have a second factor and has none is sent to get one; only the pages of one's own
    account, where that is done, are open until then. Whoever has one that this session hasn't
    proved is sent to prove it, from those pages too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_for_some", False):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            # What isn't there and what isn't theirs answer alike; the log tells who asked.
            if response.status_code == 404 and request.user.is_authenticated:
                logger.warning(
                    "Nekad eller saknas: konto %s, %s %s",
                    request.user.pk,
                    request.method,
                    request.path,
                )
        return response

    def process_view(self, request, view, args, kwargs):
        audience = getattr(view, "audience", None)
        if not isinstance(audience, Audience):
            raise Http404
        request.is_for_some = audience is not Audience.EVERYONE or view.is_private
        if audience is Audience.EVERYONE:
            return None
        here = request.get_full_path() if request.method == "GET" else ""
        if not request.user.is_authenticated:
            return redirect_to_login(here)
        if not view.proves_who:
            page = second_factor.missing(request)
            if page == second_factor.PROVE or (page and not view.before_second_factor):
                query = f"?{urlencode({'next': here})}" if here else ""
                return redirect(reverse(page) + query)
        if audience is Audience.DESK:
            action, *things = view.needs
            if not request.standing.may_some(action, *things):
                raise Http404
        return None
