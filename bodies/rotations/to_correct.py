"""Turns that can't be worked out, for those who decide whose turn it is."""

import datetime
from dataclasses import replace

from django.urls import reverse

from organisation.data_findings import ToCorrect, key_of
from organisation.rights import Action, Thing
from organisation.standing import Standing

from ..actions.rotation_terms import faults_of
from .stored import stored


def turns_to_correct(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Each turn that can't be worked out, with what stands in the way; its terms stay as they were
    until it's put right (6 queries)."""
    if not standing.may_some(Action.WRITE, Thing.ROTATION):
        return []
    found = stored(on)
    told = []
    for fault in faults_of(found):
        scheme = found.schemes[int(fault.subject)]
        title = f"Turordningen i {scheme.called} går inte att räkna fram"
        made = replace(fault, subject=scheme.called, title=title)
        key = key_of("rotation", scheme.pk, fault.code)
        told.append(ToCorrect(made, key, reverse("desk_rotation", args=[scheme.pk]), "Rätta den"))
    return told
