"""What stands on every page of the workspace, where staff write and decide."""

from dataclasses import replace
from functools import wraps

from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .access import Audience, open_to
from .site import NavItem, page_context, site_today

# The entrances of the workspace: a name in the URLconf, what it's called, and which other addresses
# lie below it.
ENTRANCES = (
    ("desk", "Översikt", ()),
    ("desk_commissions", "Uppdragsbeskrivningar", ("/arbetsyta/versioner/", "/arbetsyta/word/")),
    ("desk_sharing", "Gemensamma texter", ()),
    ("desk_contacts", "Kontaktlistor", ()),
    ("desk_feedback", "Synpunkter", ()),
)


def desk_context(request, entrance: str = "") -> dict:
    """The context that the workspace's frame needs (2 queries). `entrance` names the one
    that the page lies below, where its address doesn't say."""
    site, day = site_today(request.path)
    places = {place: name for name, _, more in ENTRANCES for place in (reverse(name), *more)}
    below = [each for each in places if request.path.startswith(each)]
    here = entrance or (places[max(below, key=len)] if below else "")
    context = page_context(site, day)
    return context | {
        "frame": "desk.html",
        "nav": [NavItem(label, reverse(name), name == here) for name, label, _ in ENTRANCES],
        "user": request.user,
        "messages": get_messages(request),
        # The way to another day belongs to the public pages.
        "day": replace(day, path=""),
    }


def staff_page(view):
    """Makes a view of a page of the workspace, for staff only.

    The view gets `(request, …)` and returns `(template, context)`, with a status after them if it
    isn't 200, or a response.
    """

    @wraps(view)
    def page(request, *args, **kwargs) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return render(request, "404.html", desk_context(request), status=404)
        if isinstance(answer, HttpResponse):
            return answer
        template, context, *status = answer
        return render(
            request,
            template,
            desk_context(request, context.get("entrance", "")) | context,
            status=status[0] if status else 200,
        )

    return open_to(Audience.STAFF)(page)
