"""Whose turn offices are: all turns there are, and one with its terms, orders and exceptions."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from bodies.models import Body, Post, Role, RotationOffice, RotationScheme
from bodies.questions import full_name_on
from bodies.rotation import Term
from bodies.rotations.stored import Office, Stored, stored
from bodies.rotations.wording import exception_words, part_words
from organisation.dates import period_text, today, years_from
from organisation.rights import Action, Thing
from organisation.words import in_sentence, listed
from portal.desk import desk_page

YEARS_SHOWN = 10
UNDO = "rotation_undo"


@dataclass
class Turning:
    """A scheme in the list: who has each office now, and who comes next."""

    scheme: RotationScheme
    offices: list[tuple[str, Term | None, Term | None]]


def asked_scheme(found: Stored, pk: int) -> RotationScheme:
    """The scheme; 404 when there is none."""
    if pk not in found.schemes:
        raise Http404
    return found.schemes[pk]


def terms_shown(found: Stored, pk: int, on: datetime.date) -> dict[Office, list[Term]]:
    """The terms of each office, ten years back and ahead."""
    start, end = years_from(on, -YEARS_SHOWN), years_from(on, YEARS_SHOWN)
    rotation = found.rotation(end)
    return {each: rotation.terms(pk, each, start, end) for each in found.values[pk].offices}


def now_and_next(terms: list[Term], on: datetime.date) -> tuple[Term | None, Term | None]:
    now = next((each for each in terms if each.start <= on < each.end), None)
    return now, next((each for each in terms if each.start > on), None)


def turning(by_office: dict[Office, list[Term]], on: datetime.date) -> list[tuple]:
    """Who has the offices now and who comes next; offices that are alike stand together."""
    alike: dict[tuple, list[str]] = {}
    for office, terms in by_office.items():
        alike.setdefault(now_and_next(terms, on), []).append(office.name)
    return [
        (listed([names[0], *map(in_sentence, names[1:])]), now, following)
        for (now, following), names in alike.items()
    ]


@desk_page(Action.READ, Thing.ROTATION)
def schemes(request):
    """All turns there are (8 queries), and the bodies with offices that have none."""
    on = today()
    found = stored(on)
    rows = []
    for pk, scheme in found.schemes.items():
        rows.append(Turning(scheme, turning(terms_shown(found, pk, on), on)))
    in_turn = [
        each.post_id
        for pk, offices in found.offices.items()
        for each in offices
        if not _is_over(found.schemes[pk], on)
    ]
    without = (
        Post.objects.current(on)
        .filter(role__place=Role.Place.OFFICE, held_by_role=None, represents_region=None)
        .exclude(pk__in=in_turn)
        .filter(role__function__in=(Role.Function.CHAIR, Role.Function.SECRETARY))
        .filter(body__in=Body.objects.current(on))
        .select_related("role", "body")
        .annotate(called=full_name_on("body_id", on))
        .order_by("body__kind__order", "called", "role__order")
    )
    bodies: dict[str, list[Post]] = {}
    for each in without:
        bodies.setdefault(each.body.path, []).append(each)
    return "portal/desk/rotations/schemes.html", {
        "title": "Turordningar",
        "rows": rows,
        "without": list(bodies.values()),
        "may_write": request.standing.may_some(Action.WRITE, Thing.ROTATION),
    }


@desk_page(Action.READ, Thing.ROTATION)
def scheme(request, pk: int):
    """A turn: its terms ten years back and ahead, its orders and its exceptions (8 queries, or
    9 when it has ended)."""
    on = today()
    found = stored(on)
    asked = asked_scheme(found, pk)
    by_office = terms_shown(found, pk, on)
    numbers = {each.pk: number for number, each in enumerate(found.exceptions[pk], 1)}
    followers = [
        found.schemes[key]
        for key, parts in found.parts.items()
        if any(each.follows_id in [one.pk for one in found.offices[pk]] for each in parts)
    ]
    kept = request.session.get(UNDO) or {}
    return "portal/desk/rotations/scheme.html", {
        "title": asked.name,
        "entrance": "desk_rotations",
        "scheme": asked,
        "offices": [each.name for each in by_office],
        "turning": turning(by_office, on),
        "rows": term_rows(by_office, on, numbers),
        "parts": [
            (each, part_words(each, found), each == found.parts[pk][-1]) for each in found.parts[pk]
        ],
        "exceptions": [
            (numbers[each.pk], each, exception_words(each, found)) for each in found.exceptions[pk]
        ],
        "followers": followers,
        "is_over": (is_over := _is_over(asked, on)),
        "may_write": (may_write := request.standing.may_some(Action.WRITE, Thing.ROTATION)),
        "may_go_on": may_write and is_over and free_offices(asked.body, on).exists(),
        "undo": kept if kept.get("scheme") == pk else None,
    }


def free_offices(body: Body, on: datetime.date) -> QuerySet[Post]:
    """The offices of a body that could go in a new turn: in none that goes on without an end."""
    return (
        Post.objects.current(on)
        .filter(body=body, role__place=Role.Place.OFFICE, held_by_role=None)
        .filter(represents_region=None)
        .exclude(pk__in=RotationOffice.objects.filter(scheme__end=None).values("post"))
    )


def _is_over(scheme: RotationScheme, on: datetime.date) -> bool:
    return scheme.end is not None and scheme.end <= on


def term_rows(
    by_office: dict[Office, list[Term]], on: datetime.date, numbers: dict[int, int]
) -> list[dict]:
    """The periods in order, each with the region of every office that has a term then."""
    periods = sorted({(each.start, each.end) for terms in by_office.values() for each in terms})
    rows = []
    for start, end in periods:
        cells = []
        for office, terms in by_office.items():
            term = next((each for each in terms if (each.start, each.end) == (start, end)), None)
            because = term.exceptions if term else ()
            cells.append(
                (office.name, term, [numbers[each.key] for each in because if each.key in numbers])
            )
        rows.append(
            {
                "period": period_text(start, end),
                "is_now": start <= on < end,
                "is_over": end <= on,
                "cells": cells,
            }
        )
    return rows


def remember(request, scheme: RotationScheme, text: str, address: str) -> None:
    """Keeps how what was done last is taken back, so that the turn's page can offer it."""
    request.session[UNDO] = {"scheme": scheme.pk, "text": text, "address": address}
