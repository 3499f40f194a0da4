"""Made rotations: bodies whose offices go in turn, as schemes with their terms stored."""

import datetime

from bodies.actions.rotation_terms import settle
from bodies.models import (
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
)
from tests import factories as make

D = datetime.date
FIRST = D(2020, 1, 1)


def scheme(body, *roles, order=(), since=FIRST, months=24, follows=None, ahead=0, **values):
    """A scheme of the body's offices, in the order of the regions or following an office."""
    made = RotationScheme.objects.create(body=body, name="Ledningen", **values)
    for each in roles:
        post = make.post(body, each, rotates=True)
        RotationOffice.objects.create(scheme=made, post=post)
    if follows:
        RotationPart.objects.create(scheme=made, since=since, follows=follows, ahead=ahead)
        return made
    part = RotationPart.objects.create(scheme=made, since=since, months=months)
    for place, region in enumerate(order, 1):
        RotationPlace.objects.create(part=part, region=region, place=place)
    return made


def exception(of, kind, first, second, why="Nämnden beslutade så.", **values):
    return RotationException.objects.create(
        scheme=of, kind=kind, first=first, second=second, reason=why, **values
    )


def store(on):
    settle(on)
