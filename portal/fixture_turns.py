"""Whose turn it is, worked out from the turns that a fixture set gives."""

import datetime

from bodies.actions.rotation_terms import faults_of, settle
from bodies.rotations.stored import stored
from organisation.actions.refusals import Refused

from .fixture_files import Fault


def turn_faults(on: datetime.date) -> list[Fault]:
    """Works out whose turn it is, and stores it; what is wrong with the schemes."""
    found = stored(on)
    if faults := faults_of(found):
        return [
            Fault("", f"bodies.rotationscheme {found.schemes[int(each.subject)]}", each.message)
            for each in faults
        ]
    try:
        settle(on, why="Framräknat ur inlästa turordningar", found=found)
    except Refused as error:
        return [Fault("", "bodies.rotationscheme", str(error))]
    return []
