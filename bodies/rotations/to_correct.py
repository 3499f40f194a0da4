"""Turns that can't be worked out, or that a region's coming or leaving unsettles, for those who
decide whose turn it is."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse

from organisation.data_findings import ToCorrect, key_of
from organisation.models import Region
from organisation.rights import Action, Thing
from organisation.rules import Finding
from organisation.standing import Standing

from ..actions.rotation_terms import faults_of, sound
from ..rotation import Rota
from .coming_and_going import coming, leaving
from .stored import Stored, horizon, stored


def turns_to_correct(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Each turn that can't be worked out, with what stands in the way; its terms stay as they were
    until it's put right. Each turn that a region has after it has left, and each region that comes
    and has no place (6 queries)."""
    if not standing.may_some(Action.WRITE, Thing.ROTATION):
        return []
    found = stored(on)
    told = []
    for fault in faults_of(found):
        called = found.schemes[int(fault.subject)].called
        title = f"Turordningen i {called} går inte att räkna fram"
        told.append(_to_correct(fault, found, title, "Rätta den"))
    for region, finding in _unsettled(sound(found), on):
        called = found.schemes[int(finding.subject)].called
        title = f"{region} i turordningen i {called}"
        told.append(_to_correct(finding, found, title, "Besluta om ordningen", region.pk))
    return told


def _to_correct(finding: Finding, found: Stored, title: str, action: str, *rests_on) -> ToCorrect:
    scheme = found.schemes[int(finding.subject)]
    made = replace(finding, subject=scheme.called, title=title)
    key = key_of("rotation", scheme.pk, finding.code, *rests_on)
    return ToCorrect(made, key, reverse("desk_rotation", args=[scheme.pk]), action)


def _unsettled(found: Stored, on: datetime.date) -> Iterator[tuple[Region, Finding]]:
    """What regions that come and leave mean for those that have an order of their own; what follows
    them is put right when they are."""
    until = horizon(on)
    rotation = found.rotation(until)
    for key, scheme in found.values.items():
        if any(isinstance(each, Rota) for each in scheme.parts):
            terms = [one for each in scheme.offices for one in rotation.all_terms(key, each)]
            yield from leaving(scheme, (each for each in terms if each.start < until), on)
        yield from coming(scheme, found.regions, on, until)
