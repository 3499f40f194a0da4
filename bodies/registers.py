"""Lists of bodies: rows with name, parent and chair, in a few queries however long the list."""

import datetime
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from organisation.dates import period_text
from organisation.models import Region
from organisation.shapes import Crumb
from organisation.sorting import swedish_key

from .dossier import day, with_names
from .models import Body, BodyKind, BodyName, Place, Role
from .panels import BodyRow
from .questions import holder_on, last_held, parent_on, successor_on, turn_on
from .seating import Seat

LISTED_OFFICES = (Role.Function.CHAIR, Role.Function.SECRETARY)


def bodies_of(
    kinds: Iterable[BodyKind],
    on: datetime.date,
    *,
    ended: bool = False,
    with_children: bool = False,
) -> QuerySet:
    """The bodies of some kinds on the day `on` (with those that have ended by then, if asked; with
    those of the kinds that belong to these, if asked), with names, and with the body they are part
    of as JSON (`parent`)."""
    wanted = Q(kind__in=kinds)
    if with_children:
        wanted |= Q(kind__belongs_to__in=kinds)
    bodies = Body.objects.filter(wanted).select_related("kind")
    if ended:
        bodies = bodies.filter(Q(start__isnull=True) | Q(start__lte=on))
    else:
        bodies = bodies.current(on)
    return (
        with_names(bodies, on)
        .annotate(parent=parent_on("pk", on), successor=successor_on("pk", on))
        .alphabetical()
    )


def officers(bodies: Iterable[Body], on: datetime.date, regions: list[Region]) -> dict:
    """The chairs and secretaries of many bodies on a day: {(body id, function): Seat} (1 query).

    A vacant office is a Seat with the status "vacant". The region is the one whose turn it is,
    else the seat's, else the person's own.
    """
    by_pk = {each.pk: each for each in regions}
    places = (
        Place.objects.filter(
            body__in=[each.pk for each in bodies], post__role__function__in=LISTED_OFFICES
        )
        .current(on)
        .order_by("post__number")
        .values(
            "body_id",
            function=F("post__role__function"),
            label=F("post__role__name"),
            turn=turn_on("post_id", on),
            holder=holder_on("source_post_id", on),
            vacated=last_held("source_post_id", on),
        )
    )
    found: dict[tuple[int, str], Seat] = {}
    for place in places:
        key = (place["body_id"], place["function"])
        seat = Seat(place["label"], True, "vacant", since=place["vacated"])
        seat.region = by_pk.get(place["turn"])
        if holder := place["holder"]:
            seat.status, seat.since = "held", None
            seat.name = f"{holder['given']} {holder['family']}"
            seat.region = (
                seat.region or by_pk.get(holder["seat"]) or by_pk.get(holder["affiliation"])
            )
        if key not in found or found[key].status == "vacant":
            found[key] = seat
    return found


def row_of(body: Body, chair: Seat | None, on: datetime.date) -> BodyRow:
    """A body as a row of a list."""
    other = [
        each["name"]
        for each in body.all_names
        if each["kind"] == BodyName.Kind.ALIAS
        and each["is_public"]
        and (not each["start"] or day(each["start"]) <= on)
        and (not each["end"] or day(each["end"]) > on)
    ]
    row = BodyRow(
        body.name,
        body.url,
        alias_text=f"Kallas också {', '.join(other)}" if other else "",
        council=Crumb(body.parent["name"], f"/{body.parent['path']}/") if body.parent else None,
        chair=chair,
        period=period_text(body.start, body.end) if body.start or body.end else "",
    )
    return row


def with_letters(rows: list[BodyRow]) -> list[BodyRow]:
    """Marks the first row of each letter."""
    previous = ""
    for row in rows:
        letter = row.name[:1].upper()
        row.letter = letter if letter != previous else ""
        previous = letter
    return rows


def matches(body: Body, text: str) -> bool:
    """Whether a body goes or went by a name with this text in it, misspellings included."""
    wanted = swedish_key(text.strip())
    return any(wanted in swedish_key(each["name"]) for each in body.all_names)
