"""Who sits where, as a page shows it: seats row by row, region by region.

Takes what a dossier has read; asks the database nothing.
"""

import datetime
from dataclasses import dataclass, field

from organisation.models import Region

from .dossier import Dossier, day, place_key
from .models import Place, Role, Tenure


@dataclass
class Seat:
    """One place as a page shows it: held, vacant or to be taken."""

    label: str
    is_office: bool
    status: str
    name: str = ""
    title: str = ""
    region: Region | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    note: str = ""
    provenance: str = ""
    interpretation: str = ""
    email: str = ""
    order: int = 0


@dataclass
class SeatRow:
    """The seats of a region, or of a heading where no region fits; `whole` when those in them
    represent the whole healthcare region."""

    region: Region | None
    heading: str
    whole: bool = False
    seats: list[Seat] = field(default_factory=list)


def person_region(dossier: Dossier, tenure: Tenure) -> Region | None:
    """The region of a person in an office: whose turn it is, else the seat's, else their own
    (data.md)."""
    for term in turns(dossier, tenure.post_id):
        if term["is_now"]:
            return term["region"]
    for other in dossier.current:
        region = other.source_post.represents_region_id
        if other.person_id == tenure.person_id and region:
            return dossier.region(region)
    return own_region(dossier, tenure)


def own_region(dossier: Dossier, tenure: Tenure) -> Region | None:
    """The region that the person belongs to that day."""
    return dossier.region((tenure.affiliation or {}).get("region"))


def turns(dossier: Dossier, post_id: int) -> list[dict]:
    """The rotation terms of an office in order, with region, days and whether it's the day's."""
    place = next((each for each in dossier.places if each.post_id == post_id), None)
    terms = []
    for term in place.terms if place else []:
        start, end = day(term["start"]), day(term["end"])
        is_now = (start is None or start <= dossier.on) and (end is None or dossier.on < end)
        terms.append(
            {
                "region": dossier.region(term["region"]),
                "start": start,
                "end": end,
                "is_now": is_now,
                "interpretation": term["interpretation"],
            }
        )
    return terms


def appointed_by(dossier: Dossier, place: Place) -> str:
    """Who appoints to the place, in words, or nothing when it isn't stated."""
    who = dossier.region(place.post.appointed_by_region_id) or place.appointing_body
    return f"{who} utser" if who and not place.is_derived else ""


def provenance(place: Place) -> str:
    """Which post a derived place follows: "ordförande i Tandvård"."""
    if not place.is_derived:
        return ""
    role = place.source_post.label or place.source_post.role.name
    return f"{role[:1].lower()}{role[1:]} i {place.source_body}"


def seat_of(dossier: Dossier, place: Place) -> Seat:
    """The place as a seat, with its holder on the day if it has one."""
    post = place.post
    seat = Seat(
        label=post.label or post.role.name,
        is_office=post.role.is_office,
        status="vacant",
        region=dossier.region(place.source_post.represents_region_id or post.represents_region_id),
        since=place.last_held,
        note=appointed_by(dossier, place),
        provenance=provenance(place),
        interpretation=post.interpretation,
        order=post.role.order,
    )
    tenure = dossier.holder.get(place_key(place))
    if tenure is None:
        if seat.is_office:
            seat.region = next(
                (each["region"] for each in turns(dossier, post.pk) if each["is_now"]), None
            )
        return seat
    seat.status = "held"
    seat.since, seat.note = None, ""
    seat.name = tenure.person.name
    seat.title = (tenure.affiliation or {}).get("title", "")
    seat.region = seat.region or person_region(dossier, tenure)
    if seat.is_office and dossier.on == dossier.today:
        seat.email = tenure.person.email
    if tenure.end and dossier.shows_what_comes and (tenure.end - dossier.on).days <= 90:
        seat.until = tenure.end - datetime.timedelta(days=1)
    return seat


def coming_seat(dossier: Dossier, place: Place) -> Seat | None:
    """The next holder of a place, when one is appointed and the page looks at today or later."""
    if not (place.coming and dossier.shows_what_comes):
        return None
    start = day(place.coming["start"])
    after = next((each for each in turns(dossier, place.post_id) if each["start"] == start), None)
    return Seat(
        label=place.post.label or place.post.role.name,
        is_office=place.post.role.is_office,
        status="planned",
        name=f"{place.coming['given']} {place.coming['family']}",
        region=dossier.region(place.source_post.represents_region_id)
        or (after and after["region"]),
        since=start,
        provenance=provenance(place),
        order=place.post.role.order,
    )


def seat_rows(dossier: Dossier, places: list[Place]) -> list[SeatRow]:
    """The post grid: a row per region in its order, then the whole, then what has no region yet.

    Whoever holds an office and a seat in the body stands once, under both names.
    """
    rows: dict[tuple, SeatRow] = {}
    by_region = {each.pk: SeatRow(each, "") for each in dossier.regions}
    office_of: dict[tuple, Seat] = {}
    for place in sorted(places, key=lambda each: not each.post.role.is_office):
        seat = seat_of(dossier, place)
        tenure = dossier.holder.get(place_key(place))
        if tenure and not seat.is_office and tenure.person_id in office_of:
            office = office_of[tenure.person_id]
            if office.region == seat.region or office.region is None:
                office.region = office.region or seat.region
                office.label += f", {seat.label[:1].lower()}{seat.label[1:]}"
                office.provenance = office.provenance or seat.provenance
                add_coming(dossier, place, row_for(dossier, place, seat, by_region, rows))
                continue
        row = row_for(dossier, place, seat, by_region, rows)
        row.seats.append(seat)
        if tenure and seat.is_office:
            office_of.setdefault(tenure.person_id, seat)
        add_coming(dossier, place, row)
    for row in (*by_region.values(), *rows.values()):
        row.seats.sort(key=lambda each: each.order)
    return [each for each in (*by_region.values(), *rows.values()) if each.seats]


def add_coming(dossier: Dossier, place: Place, row: SeatRow) -> None:
    """Puts the next holder of a place after the present one."""
    if coming := coming_seat(dossier, place):
        row.seats.append(coming)


def row_for(dossier: Dossier, place: Place, seat: Seat, by_region, rows) -> SeatRow:
    """The row that a seat stands in; a new one where it needs a heading of its own."""
    whole = False
    if place.body_represented:
        heading = f"Företräder {place.body_represented}"
    elif place.post.represents_whole or place.source_post.represents_whole:
        heading, whole = "Hela sjukvårdsregionen", True
    elif seat.region and seat.region.pk in by_region:
        return by_region[seat.region.pk]
    else:
        heading = "Utan angiven region"
    return rows.setdefault((heading,), SeatRow(None, heading, whole))


def is_seat(place: Place) -> bool:
    """Whether the place counts as a seat ("9 ledamöter", "14 platser")."""
    return place.post.role.place == Role.Place.SEAT
