"""Lists of bodies: rows with name, parent and chair, in a few queries however long the list."""

import datetime
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from unicodedata import combining

from django.db.models import F, Q, QuerySet

from organisation.dates import period_text
from organisation.models import Region, person_url
from organisation.shapes import Crumb

from .dossier import NOT_TOLD, day, is_told, with_names
from .models import Body, BodyKind, Place, Role
from .panels import BodyRow, aliases
from .questions import holder_on, last_held, parent_on, successor_on, turn_on
from .seating import Seat

# How alike two words must be to be taken for one.
CLOSE = 0.72
LISTED_OFFICES = (Role.Function.CHAIR, Role.Function.SECRETARY)


def bodies_of(kinds: Iterable[BodyKind], on: datetime.date, *, with_children=False) -> QuerySet:
    """All bodies of some kinds, also those that have ended or are to come (and, if asked, those of
    the kinds that belong to these), with names, and with the body they are part of on the day `on`
    as JSON (`parent`). See `by_state` for which are in force."""
    wanted = Q(kind__in=kinds)
    if with_children:
        wanted |= Q(kind__belongs_to__in=kinds)
    return (
        with_names(Body.objects.filter(wanted).select_related("kind"), on)
        .annotate(parent=parent_on("pk", on), successor=successor_on("pk", on))
        .alphabetical()
    )


def by_state(bodies: Iterable[Body], on: datetime.date) -> tuple[list, list, list]:
    """The bodies in force on the day, those to come, and those that have ended."""
    current, coming, ended = [], [], []
    for body in bodies:
        if body.start and body.start > on:
            coming.append(body)
        elif body.end and body.end <= on:
            ended.append(body)
        else:
            current.append(body)
    return current, coming, ended


def officers(
    bodies: Iterable[Body],
    on: datetime.date,
    regions: list[Region],
    named_after: datetime.date | None = None,
) -> dict:
    """The chairs and secretaries of many bodies on a day: {(body id, function): Seat} (1 query).

    A vacant office is a Seat with the status "vacant". The region is the one whose turn it is,
    else the seat's, else the person's own. Who held an office that ended on `named_after` or
    before isn't told.
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
            "post_start",
            "end",
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
        since = place["vacated"] or place["post_start"]
        seat = Seat(place["label"], True, "vacant" if since else "unknown", since=since)
        seat.region = by_pk.get(place["turn"])
        if holder := place["holder"]:
            seat.status, seat.since = "held", None
            seat.name, seat.url = NOT_TOLD, ""
            ends = [each for each in (day(holder["end"]), place["end"]) if each]
            if is_told(min(ends, default=None), named_after):
                seat.name = f"{holder['given']} {holder['family']}"
                seat.url = person_url(holder["slug"])
            seat.region = by_pk.get(holder["region"])
        if key not in found or found[key].status != "held":
            found[key] = seat
    return found


def row_of(body: Body, chair: Seat | None, on: datetime.date) -> BodyRow:
    """A body as a row of a list."""
    other = aliases(body, on)
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


def folded(text: str) -> list[str]:
    """The words of a text as someone in a hurry writes them: no dots, rings, hyphens, commas."""
    plain = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(each if each.isalnum() else " " for each in plain if not combining(each))
    return kept.split()


def matches(body: Body, text: str) -> bool:
    """Whether a body goes or went by a name that holds every word of the text, or its beginning:
    aliases and the sources' misspellings included."""
    words = folded(text)
    return any(
        all(word in " ".join(name) or word in "".join(name) for word in words)
        for name in (folded(each["name"]) for each in body.all_names)
    )


def like(text: str, bodies: Iterable[Body]) -> list[Body]:
    """The bodies with a name that looks like the text, for one who spelt it wrong; the best
    three."""
    wanted = "".join(folded(text))
    if not wanted:
        return []
    scored = []
    for body in bodies:
        words = [word for each in body.all_names for word in folded(each["name"])]
        words += ["".join(folded(each["name"])) for each in body.all_names]
        # A word half written looks like the beginning of a longer one.
        begun = [each[: len(wanted) + 1] for each in words]
        best = max(SequenceMatcher(None, wanted, each).ratio() for each in words + begun)
        scored.append((best, body))
    scored.sort(key=lambda each: -each[0])
    return [body for score, body in scored[:3] if score >= CLOSE]
