"""What stands on every page of the workspace, where those who may write and decide."""

from dataclasses import dataclass, replace
from functools import wraps

from django.contrib.messages import get_messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from organisation.rights import DOCUMENTS, Action, Thing
from organisation.standing import Standing

from .access import Audience, open_to
from .help import help_for
from .site import NavItem, page_context, site_today


@dataclass(frozen=True)
class Entrance:
    """A way into a part of the workspace: a name in the URLconf, what it's called, what one must
    be allowed to see it, which other addresses lie below it, and what has a place beside it."""

    name: str
    label: str
    things: tuple[Thing, ...] = ()
    more: tuple[str, ...] = ()
    beside: tuple["Entrance", ...] = ()

    def is_open_to(self, standing: Standing) -> bool:
        return not self.things or standing.may_some(Action.READ, *self.things)

    def open_ones(self, standing: Standing) -> list["Entrance"]:
        """Of this and those beside it, the ones that are open to the person."""
        return [each for each in (self, *self.beside) if each.is_open_to(standing)]


# What the administration's pages are about.
ADMINISTERED = (
    *(Thing.PERSON, Thing.APPOINTMENT, Thing.BODY, Thing.PAGE, Thing.PROMISE, Thing.ROTATION),
    *(Thing.STRUCTURE, Thing.REGION, Thing.ACCOUNT, Thing.REDIRECT),
)
ENTRANCES = (
    Entrance("desk", "Översikt"),
    Entrance(
        "desk_rosters",
        "Organ och poster",
        (Thing.APPOINTMENT,),
        ("/arbetsyta/poster/", "/arbetsyta/innehavare/", "/arbetsyta/personer/"),
        (
            Entrance("desk_rotations", "Turordningar", (Thing.ROTATION,)),
            Entrance(
                "desk_handovers",
                "Överlämningar",
                (Thing.HANDOVER,),
                ("/arbetsyta/turordningar/overlamning/",),
            ),
        ),
    ),
    Entrance(
        "desk_commissions",
        "Uppdragsbeskrivningar",
        (Thing.COMMISSION,),
        ("/arbetsyta/versioner/", "/arbetsyta/word/"),
        (Entrance("desk_sharing", "Gemensamma texter", (Thing.SHARED_TEXT,)),),
    ),
    Entrance(
        "desk_plans",
        "Planer och rapporter",
        (Thing.PLAN,),
        beside=(
            Entrance("desk_coverage", "Vad som ska lämnas", (Thing.DUTY,)),
            Entrance("desk_goals", "Mål och mätvärden", (Thing.GOAL,)),
            Entrance("desk_governing", "Styrande dokument", (Thing.GOVERNING,)),
            Entrance("desk_wanting_files", "Filer med brister", DOCUMENTS),
        ),
    ),
    Entrance("desk_texts", "Texter", (Thing.PAGE, Thing.BODY, Thing.PROMISE, Thing.REGION)),
    Entrance(
        "desk_contacts",
        "Kontaktlistor",
        (Thing.CONTACTS,),
        beside=(Entrance("desk_mailing", "Utskick", (Thing.CONTACTS,)),),
    ),
    Entrance("desk_feedback", "Synpunkter", (Thing.FEEDBACK,)),
    Entrance(
        "desk_accounts",
        "Konton",
        (Thing.ACCESS,),
        ("/arbetsyta/inbjudningar/",),
        (
            Entrance("desk_grants", "Ersättare", (Thing.ACCOUNT,)),
            Entrance(
                "desk_rights",
                "Behörigheter",
                more=("/arbetsyta/mina-behorigheter/", "/arbetsyta/vem-far/"),
            ),
        ),
    ),
    Entrance(
        "admin:index",
        "Administration",
        ADMINISTERED,
        beside=(Entrance("desk_events", "Händelser", (Thing.TRAIL,)),),
    ),
)


def every_entrance(standing: Standing) -> list[Entrance]:
    """All entrances that are open to the person, one after another."""
    return [each for lead in ENTRANCES for each in lead.open_ones(standing)]


def desk_context(request, entrance: str = "") -> dict:
    """The context that the workspace's frame needs (2 queries). `entrance` names the one
    that the page lies below, where its address doesn't say."""
    site, day = site_today(request.path)
    here = entrance or _entrance_at(request.path)
    groups = [each.open_ones(request.standing) for each in ENTRANCES]
    own = next((group for group in groups if any(each.name == here for each in group)), [])
    context = page_context(site, day)
    return context | {
        "frame": "desk.html",
        "nav": [
            replace(_item(group[0], here), holds=group is own and group[0].name != here)
            for group in groups
            if group
        ],
        "beside": [_item(each, here) for each in own] if len(own) > 1 else [],
        "user": request.user,
        "standing": request.standing,
        "messages": get_messages(request),
        "help": help_for(request.resolver_match.view_name) if request.resolver_match else None,
        # The way to another day belongs to the public pages.
        "day": replace(day, path=""),
    }


def _entrance_at(path: str) -> str:
    """The name of the entrance that an address lies below; the overview's for what lies below
    no other."""
    leads = [each for lead in ENTRANCES for each in (lead, *lead.beside)]
    places = {place: each.name for each in leads for place in (reverse(each.name), *each.more)}
    below = [each for each in places if path.startswith(each)]
    return places[max(below, key=len)] if below else ""


def _item(entrance: Entrance, here: str) -> NavItem:
    return NavItem(entrance.label, reverse(entrance.name), entrance.name == here)


def desk_page(action: Action, *things: Thing):
    """Makes a view of a page of the workspace, for those who may do the action with at least some
    thing of the kinds.

    The view gets `(request, …)` and returns `(template, context)`, with a status after them if it
    isn't 200, or a response.
    """
    return lambda view: open_to(Audience.DESK, action, *things)(_page(view))


def account_page(view):
    """Makes a view of a page of the workspace, for everyone who is signed in."""
    return open_to(Audience.ACCOUNT)(_page(view))


def _page(view):
    @wraps(view)
    def page(request, *args, **kwargs) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return render(request, "404.html", desk_context(request), status=404)
        if isinstance(answer, HttpResponseBase):
            return answer
        template, context, *status = answer
        return render(
            request,
            template,
            desk_context(request, context.get("entrance", "")) | context,
            status=status[0] if status else 200,
        )

    return page
