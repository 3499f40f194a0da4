"""Who sits where, as a page shows it: seats row by row, region by region.

Takes what a dossier has read; asks the database nothing.
"""

import datetime
from dataclasses import dataclass, field

from organisation.dates import long_date
from organisation.models import Region

from .dossier import Dossier, day, person_of, place_key
from .models import Place, Role
from .rules import is_elected

# An end within so many days is told beside the holder's name.
SOON = 90


@dataclass
class Seat:
    """One place as a page shows it.

    `status` is "held"; "vacant" when someone held it before, or it was made on a known day;
    "unknown" when nothing is known of who has held it; or "planned" for a coming holder.
    """

    label: str
    is_office: bool
    status: str
    name: str = ""
    url: str = ""
    title: str = ""
    party: str = ""
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


def appointed_by(place: Place, regions: list[Region]) -> str:
    """Who appoints to the place, or to the post it follows, in words; nothing when the sources
    don't say."""
    wanted = place.source_post.appointed_by_region_id
    who = next((each for each in regions if each.pk == wanted), place.appointing_body)
    return f"{who} utser" if who else ""


def provenance(place: Place) -> str:
    """Which post a derived place follows: "ordförande i Exempelrådet"; for one that follows a turn,
    the office whose turn it is."""
    if not place.is_derived:
        return ""
    if place.turn_body:
        return f"{place.turn_role.lower()} i {place.turn_body}, samma region"
    role = place.source_post.label or place.source_post.role.name
    return f"{role[:1].lower()}{role[1:]} i {place.source_body}"


def seat_of(dossier: Dossier, place: Place) -> Seat:
    """The place as a seat, with its holder on the day if it has one."""
    post = place.post
    since = place.last_held or post.start
    seat = Seat(
        label=post.label or post.role.name,
        is_office=post.role.is_office,
        status="vacant" if since else "unknown",
        region=dossier.region(place.source_post.represents_region_id or post.represents_region_id),
        since=since,
        note=appointed_by(place, dossier.all_regions),
        provenance=provenance(place),
        interpretation=post.seat_reading,
        order=post.role.order,
    )
    tenure = dossier.holder.get(place_key(place))
    if tenure is None:
        seat.region = seat.region or next(
            (each["region"] for each in turns(dossier, post.pk) if each["is_now"]), None
        )
        return seat
    seat.status = "held"
    seat.since, seat.note = None, ""
    holder = dossier.holder_of(tenure)
    seat.name, seat.url = holder.label, holder.url
    if dossier.is_told(tenure):
        seat.title = tenure.title or ""
        if is_elected(dossier.body.function, post.role.function):
            seat.party = tenure.party or ""
    seat.region = seat.region or dossier.region(tenure.region_id)
    if seat.is_office and dossier.on == dossier.today:
        seat.email = person_of(tenure).email
    if tenure.end and dossier.shows_what_comes and (tenure.end - dossier.on).days <= SOON:
        seat.until = tenure.end - datetime.timedelta(days=1)
    return seat


def vacancy(seat: Seat) -> str:
    """What stands where a name would, for a seat that nobody holds."""
    if seat.status == "unknown":
        return "Uppgift saknas"
    return f"Vakant sedan {long_date(seat.since)}" if seat.since else "Vakant"


def coming_seat(dossier: Dossier, place: Place) -> Seat | None:
    """The next holder of a place, when one is appointed and the page looks at today or later. Who
    comes to a derived place is told where that follows from."""
    if not place.coming or place.is_derived or not dossier.shows_what_comes:
        return None
    start = day(place.coming["start"])
    holder = dossier.next_holder(place.coming)
    after = next((each for each in turns(dossier, place.post_id) if each["start"] == start), None)
    return Seat(
        label=place.post.label or place.post.role.name,
        is_office=place.post.role.is_office,
        status="planned",
        name=holder.label,
        url=holder.url,
        region=dossier.region(place.source_post.represents_region_id)
        or (after and after["region"]),
        since=start,
        order=place.post.role.order,
    )


def seat_rows(dossier: Dossier, places: list[Place]) -> list[SeatRow]:
    """The post grid: a row per region in its order, then the whole, then what has no region yet.

    Whoever holds an office and a seat in the body stands once, under both names; whoever is to
    follow stands as planned, last in the row of the region whose turn it will be.
    """
    rows: dict[object, SeatRow] = {each: SeatRow(each, "") for each in dossier.regions}
    office_of: dict[int, Seat] = {}
    for place in sorted(places, key=lambda each: not each.post.role.is_office):
        seat = seat_of(dossier, place)
        tenure = dossier.holder.get(place_key(place))
        office = office_of.get(person_of(tenure).pk) if tenure and not seat.is_office else None
        if office and office.region == seat.region:
            office.label += f", {seat.label[:1].lower()}{seat.label[1:]}"
            office.provenance = office.provenance or seat.provenance
            office.party = office.party or seat.party
        else:
            row_for(place, seat, rows).seats.append(seat)
            if tenure and seat.is_office:
                office_of.setdefault(person_of(tenure).pk, seat)
        if coming := coming_seat(dossier, place):
            row_for(place, coming, rows).seats.append(coming)
    for row in rows.values():
        row.seats.sort(key=lambda each: (each.status == "planned", each.order))
    return [each for each in rows.values() if each.seats]


def row_for(place: Place, seat: Seat, rows: dict[object, SeatRow]) -> SeatRow:
    """The row that a seat stands in; a new one where it needs a heading of its own."""
    whole = place.post.represents_whole or place.source_post.represents_whole
    if place.body_represented:
        heading = f"Företräder {place.body_represented}"
    elif whole:
        heading = "Hela sjukvårdsregionen"
    elif seat.region in rows:
        return rows[seat.region]
    else:
        heading = "Inte knuten till en region"
    return rows.setdefault(heading, SeatRow(None, heading, whole))


def is_seat(place: Place) -> bool:
    """Whether the place counts as a seat ("9 ledamöter", "14 platser")."""
    return place.post.role.place == Role.Place.SEAT
