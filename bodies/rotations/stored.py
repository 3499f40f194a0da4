"""The stored rotations as plain values, which `bodies.rotation` works terms out of."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F

from organisation.dates import years_from
from organisation.models import Region

from .. import rotation as rules
from ..models import (
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
)
from ..questions import full_name_on

# How far ahead terms are stored, so that pages and rights know them: the timeline's reach.
YEARS_AHEAD = 10


@dataclass(frozen=True)
class Office:
    """A post that goes in turn, with a name to tell it by."""

    post: int
    name: str = field(compare=False)

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Stored:
    """All schemes there are, as values and as records, by primary key; parts and exceptions by
    scheme, places by part; and the regions."""

    schemes: dict[int, RotationScheme]
    values: dict[int, rules.Scheme]
    offices: dict[int, list[RotationOffice]]
    regions: tuple[Region, ...]
    parts: dict[int, list[RotationPart]] = field(repr=False)
    places: dict[int, list[RotationPlace]] = field(repr=False)
    exceptions: dict[int, list[RotationException]] = field(repr=False)

    def regions_on(self, day: datetime.date) -> Collection[Region]:
        return [each for each in self.regions if each.is_current(day)]

    def rotation(self, until: datetime.date) -> rules.Rotation:
        """Their terms up to a day. Only of schemes that can be worked out."""
        return rules.Rotation(self.values.values(), until)


def horizon(on: datetime.date) -> datetime.date:
    """The day up to which terms are stored."""
    return years_from(on, YEARS_AHEAD)


def stored(on: datetime.date) -> Stored:
    """All that is stored of whose turn it is; each scheme with the name that its body has on the
    day, as `called` (6 queries)."""
    schemes = RotationScheme.objects.select_related("body__kind").annotate(
        called=full_name_on("body_id", on)
    )
    schemes = {each.pk: each for each in schemes.order_by("body__kind__order", "called", "pk")}
    rows = RotationOffice.objects.select_related("post__role", "post__body")
    offices = _by(rows.order_by("ahead", "post__role__order", "pk"), "scheme_id")
    parts = _by(RotationPart.objects.order_by("since"), "scheme_id")
    places = _by(RotationPlace.objects.order_by(F("place").asc(nulls_last=True)), "part_id")
    rows = RotationException.objects.select_related("decision", "post__role")
    exceptions = _by(rows.order_by("first", "pk"), "scheme_id")
    regions = tuple(Region.objects.order_by("order"))
    known = {each.pk: each for each in regions}
    by_pk = {each.pk: each for found in offices.values() for each in found}
    values = {
        pk: rules.Scheme(
            pk,
            {office_value(each): each.ahead for each in offices[pk]},
            tuple(part_value(each, places[each.pk], by_pk, known) for each in parts[pk]),
            tuple(exception_value(each, offices[pk], known) for each in exceptions[pk]),
            scheme.end,
            scheme.apart,
        )
        for pk, scheme in schemes.items()
    }
    return Stored(schemes, values, offices, regions, parts, places, exceptions)


def _by(rows: Iterable[models.Model], column: str) -> dict[int, list]:
    """The rows, gathered by what they have in a column."""
    found = defaultdict(list)
    for each in rows:
        found[getattr(each, column)].append(each)
    return found


def office_value(office: RotationOffice) -> Office:
    post = office.post
    return Office(post.pk, post.label or post.role.name)


def part_value(
    part: RotationPart,
    places: Iterable[RotationPlace],
    offices: dict[int, RotationOffice],
    regions: dict[int, Region],
) -> rules.Rota | rules.Following:
    if part.follows_id:
        leader = offices[part.follows_id]
        return rules.Following(part.since, leader.scheme_id, office_value(leader), part.ahead)
    places = list(places)
    return rules.Rota(
        part.since,
        tuple(regions[each.region_id] for each in places if each.place),
        part.months,
        frozenset(regions[each.region_id] for each in places if not each.place),
    )


def exception_value(
    exception: RotationException, offices: Iterable[RotationOffice], regions: dict[int, Region]
) -> rules.Exceptional:
    named = [office_value(each) for each in offices if each.post_id == exception.post_id]
    whose = {"pinned": exception.pinned, "key": exception.pk}
    if exception.post_id:
        # A post that the scheme doesn't have is told as a fault, not as all of them.
        whose["offices"] = frozenset(named or [Office(exception.post_id, "")])
    days = (exception.first, exception.second)
    match exception.kind:
        case RotationException.Kind.SWAP:
            return rules.Swap(*days, **whose)
        case RotationException.Kind.MOVE:
            return rules.Move(*days, **whose)
        case RotationException.Kind.SHIFT:
            return rules.Shift(*days, **whose)
    return rules.Interim(regions[exception.region_id], *days, **whose)
