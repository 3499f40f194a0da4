"""Closed unless opened: a view says whom it is for, or nobody gets in."""

from enum import StrEnum

from django.http import Http404


class Audience(StrEnum):
    """Whom a view is for."""

    EVERYONE = "alla"


def open_to(audience: Audience):
    """Decorates a view with whom it is for. Without it, the middleware answers 404."""

    def mark(view):
        view.audience = audience
        return view

    return mark


class ClosedUnlessOpened:
    """Middleware that answers 404 for every view that doesn't say whom it is for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not isinstance(getattr(view, "audience", None), Audience):
            raise Http404
        return None
