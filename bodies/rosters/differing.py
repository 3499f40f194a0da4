"""What a row of a roster says that isn't so, and that isn't read in. Plain values only."""

from organisation.words import listed

from .places import Places
from .table import LABELS
from .values import Kind, NewPerson, PersonSeen, Planned


def differing(planned: Planned, person: PersonSeen | NewPerson | None, places: Places) -> list[str]:
    """Which columns say something else than what is stored, though the row doesn't change it, and
    where to change it. An empty cell says nothing."""
    told = []
    if person and (names := _of_person(planned, person, places)):
        told.append(f"{_left(names)} Ändra det hos personen i administrationen.")
    if planned.held and (names := _of_appointment(planned)):
        told.append(f"{_left(names)} Ändra det i uppdraget i administrationen.")
    return told


def _left(names: list[str]) -> str:
    columns = listed([LABELS[name] for name in names])
    return f"{columns} är något annat än det som finns, och läses inte in."


def _of_person(planned: Planned, person: PersonSeen | NewPerson, places: Places) -> list[str]:
    cells = planned.cells
    is_other = {
        "email": cells["email"].casefold() != person.email.casefold(),
        "region": places.region_named(cells["region"]) != person.region,
        "title": cells["title"] != person.title,
        "party": cells["party"] not in (person.party, planned.party),
    }
    return [name for name, other in is_other.items() if cells[name] and other]


def _of_appointment(planned: Planned) -> list[str]:
    """Of a row about an appointment that is made already."""
    if planned.kind not in (Kind.NOTHING, Kind.END):
        return []
    cells, held = planned.cells, planned.held
    body, day, paragraph = held.decided or (None, None, "")
    said = planned.decided or (None, None, "")
    is_other = {
        "decided_by": said[0] != body,
        "decided": said[1] != day,
        "paragraph": cells["paragraph"].lstrip("§ ") != paragraph,
        "reason": planned.kind is Kind.NOTHING and cells["reason"] != held.reason,
    }
    return [name for name, other in is_other.items() if cells[name] and other]
