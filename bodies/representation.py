"""Who is there from a region on a day, what is vacant, and which offices it holds in turn."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q, QuerySet

from organisation.dates import period_text
from organisation.models import Region, person_url
from organisation.shapes import Crumb, Panel
from organisation.sorting import swedish_key

from . import questions
from .dossier import (
    NOT_TOLD,
    day,
    described_places,
    described_tenures,
    holder_of,
    is_told,
    next_holder,
    person_of,
    with_provenance,
)
from .models import Body, BodyKind, Place, Role, RotationTerm, Tenure
from .seating import Seat, appointed_by, provenance

# Those of a region whom one writes to about a body.
CONTACTS = (Role.Function.PROCESS_SUPPORT, Role.Function.SECRETARY)
# A kind of body with more seats than this is folded, so that the page can be taken in.
UNFOLDED = 8


@dataclass
class BodySeats:
    """A body, and the seats in it that the region's people have."""

    body: Crumb
    seats: list[Seat] = field(default_factory=list)


@dataclass
class KindGroup:
    """A kind of body, and the bodies of it where the region's people sit. `number` counts their
    posts; `says_more` is false for a kind that is one body of that name."""

    kind: BodyKind
    rows: list[BodySeats] = field(default_factory=list)
    number: int = 0

    @property
    def id(self) -> str:
        return f"slag-{self.kind.pk}"

    @property
    def heading(self) -> str:
        return self.kind.plural

    @property
    def says_more(self) -> bool:
        return [each.body.label for each in self.rows] != [self.heading]

    @property
    def is_folded(self) -> bool:
        return sum(len(each.seats) for each in self.rows) > UNFOLDED


@dataclass
class Contact:
    """A person to write to, and in which bodies for what: (role, bodies)."""

    who: Crumb
    email: str
    roles: list[tuple[str, list[Crumb]]]


@dataclass
class Turn:
    """An office that the region holds in turn, now or next."""

    body: Crumb
    office: str
    period: str
    is_now: bool
    who: Crumb
    interpretation: str = ""


@dataclass
class Vacancy:
    """A place of the region that nobody holds."""

    body: Crumb
    label: str
    since: datetime.date
    note: str = ""
    provenance: str = ""


def vacant_places(on: datetime.date) -> QuerySet:
    """The places that nobody holds on the day, with the regions they may be of: the seat's
    (`seat_region`, `own_region`) or the one whose turn the office is (`turn`)."""
    return (
        Place.objects.vacant(on)
        .annotate(
            seat_region=F("source_post__represents_region"),
            own_region=F("post__represents_region"),
            turn=questions.turn_on("post_id", on),
            last_held=questions.last_held("source_post_id", on),
        )
        .order_by("id")
    )


def counts_by_region(on: datetime.date) -> tuple[Counter, Counter]:
    """How many posts each region's people hold on the day, and how many of its places are known to
    be vacant, by the region's key (2 queries)."""
    held = (
        Tenure.objects.current(on)
        .annotate(of=questions.region_in("person_id", on))
        .values_list("of", flat=True)
    )
    vacant = vacant_places(on).filter(Q(last_held__isnull=False) | Q(post_start__isnull=False))
    rows = vacant.values_list("seat_region", "own_region", "turn")
    return Counter(held), Counter(next(filter(None, each), None) for each in rows)


@dataclass
class Representation:
    """A region on a day, for its page. Each property reads once, with one query."""

    region: Region
    on: datetime.date
    today: datetime.date
    regions: list[Region]
    named_after: datetime.date | None = None

    @cached_property
    def tenures(self) -> list[Tenure]:
        """The posts that the region's people hold on the day, body by body (1 query)."""
        current = described_tenures(Tenure.objects.current(self.on), self.on)
        rows = (
            with_provenance(current, self.on)
            .select_related("body__kind")
            .annotate(
                body_name=questions.full_name_on("body_id", self.on),
                represented=questions.name_on("post__represents_body_id", self.on),
            )
            .filter(region_id=self.region.pk)
        )
        return sorted(
            rows,
            key=lambda each: (
                each.body.kind.order,
                swedish_key(each.body_name),
                each.body_id,
                not each.post.role.is_office,
                each.post.role.order,
            ),
        )

    @cached_property
    def empty_places(self) -> list[Place]:
        """The region's places that nobody holds on the day (1 query)."""
        places = described_places(vacant_places(self.on), self.on).annotate(
            body_name=questions.full_name_on("body_id", self.on)
        )
        own = Q(seat_region=self.region.pk) | Q(seat_region__isnull=True, own_region=self.region.pk)
        in_turn = Q(seat_region__isnull=True, own_region__isnull=True, turn=self.region.pk)
        return list(places.filter(own | in_turn).select_related("body__kind"))

    @cached_property
    def vacancies(self) -> list[Vacancy]:
        """Those of them that are known to be vacant, body by body."""
        found = [
            (place, place.last_held or place.post.start)
            for place in self.empty_places
            if place.last_held or place.post.start
        ]
        found.sort(key=lambda each: (each[0].body.kind.order, swedish_key(each[0].body_name)))
        return [
            Vacancy(
                Crumb(place.body_name, place.body.url),
                place.post.label or place.post.role.name,
                since,
                appointed_by(place, self.regions),
                provenance(place),
            )
            for place, since in found
        ]

    @cached_property
    def turns(self) -> list[Turn]:
        """The offices that the region holds in turn on the day, then the next turn of each that is
        to come (1 query)."""
        wanted = (
            RotationTerm.objects.filter(
                region=self.region, post__body__in=Body.objects.current(self.on)
            )
            .filter(Q(end__isnull=True) | Q(end__gt=self.on))
            .select_related("post__role", "post__body__kind", "scheme")
            .annotate(
                body_name=questions.full_name_on("post__body_id", self.on),
                holder=questions.holder_on("post_id", self.on),
                coming=questions.coming("post_id", self.on),
                last_held=questions.last_held("post_id", self.on),
            )
            .order_by("post__role__order", "post__number", F("start").asc(nulls_first=True))
        )
        terms = sorted(
            wanted, key=lambda each: (each.post.body.kind.order, swedish_key(each.body_name))
        )
        now, following = [], {}
        for term in terms:
            if term.is_current(self.on):
                now.append(self.turn_of(term, is_now=True))
            elif self.on >= self.today:
                following.setdefault(term.post_id, (term.start, self.turn_of(term, is_now=False)))
        return now + [turn for _, turn in sorted(following.values(), key=lambda each: each[0])]

    def turn_of(self, term: RotationTerm, *, is_now: bool) -> Turn:
        return Turn(
            Crumb(term.body_name, term.post.body.url),
            term.post.label or term.post.role.name,
            period_text(term.start, term.end),
            is_now,
            self.holder_now(term) if is_now else self.holder_next(term),
            term.reading,
        )

    def holder_now(self, term: RotationTerm) -> Crumb:
        """Who holds the office of a term, or that nobody does."""
        if holder := term.holder:
            if not is_told(day(holder["end"]), self.named_after):
                return Crumb(NOT_TOLD, "")
            name = f"{holder['given']} {holder['family']}"
            return Crumb(name, person_url(holder["slug"]))
        since = term.last_held or term.post.start
        return Crumb("Vakant" if since else "Uppgift saknas", "")

    def holder_next(self, term: RotationTerm) -> Crumb:
        """Who is appointed to the office from the first day of a coming term."""
        if term.coming and day(term.coming["start"]) == term.start:
            return next_holder(term.coming, self.named_after)
        return Crumb("Inte utsedd", "")

    def groups(self) -> list[KindGroup]:
        """The region's people, kind by kind and body by body. Whoever holds an office and a seat
        in a body stands once, under both names."""
        groups: dict[int, KindGroup] = {}
        rows: dict[int, BodySeats] = {}
        office_of: dict[tuple[int, int], Seat] = {}
        for tenure in self.tenures:
            group = groups.setdefault(tenure.body.kind_id, KindGroup(tenure.body.kind))
            group.number += 1
            if tenure.body_id not in rows:
                rows[tenure.body_id] = BodySeats(Crumb(tenure.body_name, tenure.body.url))
                group.rows.append(rows[tenure.body_id])
            seat = self.seat_of(tenure)
            office = office_of.get((tenure.body_id, person_of(tenure).pk))
            if office and not seat.is_office:
                office.label += f", {seat.label[:1].lower()}{seat.label[1:]}"
                office.provenance = office.provenance or seat.provenance
                continue
            rows[tenure.body_id].seats.append(seat)
            if seat.is_office:
                office_of.setdefault((tenure.body_id, person_of(tenure).pk), seat)
        return list(groups.values())

    def seat_of(self, tenure: Tenure) -> Seat:
        """A tenure as a seat."""
        post = tenure.post
        holder = holder_of(tenure, self.named_after)
        note = f"Företräder {tenure.represented}" if tenure.represented else ""
        if post.represents_whole or tenure.source_post.represents_whole:
            note = "Företräder hela sjukvårdsregionen"
        return Seat(
            label=post.label or post.role.name,
            is_office=post.role.is_office,
            status="held",
            name=holder.label,
            url=holder.url,
            title=(tenure.title or "") if is_told(tenure.end, self.named_after) else "",
            note=note,
            provenance=provenance(tenure),
            interpretation=post.seat_reading,
        )

    def contacts(self) -> list[Contact]:
        """The region's process supports and secretaries with a work address, each person once;
        today's only."""
        if self.on != self.today:
            return []
        found: dict[int, tuple[Contact, dict[str, list[Crumb]]]] = {}
        for each in self.tenures:
            person = person_of(each)
            if each.post.role.function not in CONTACTS or not person.email:
                continue
            who = holder_of(each, self.named_after)
            _, roles = found.setdefault(person.pk, (Contact(who, person.email, []), {}))
            body = Crumb(each.body_name, each.body.url)
            roles.setdefault(each.post.label or each.post.role.name, []).append(body)
        for contact, roles in found.values():
            contact.roles = sorted(roles.items())
        return sorted(
            (contact for contact, _ in found.values()), key=lambda each: swedish_key(each.who.label)
        )

    def panels(self) -> list[Panel]:
        """What the page shows of the region's people; parts with nothing say so or are absent."""
        unknown = len(self.empty_places) - len(self.vacancies)
        found = [
            Panel(
                "tur",
                "Funktioner som går i tur",
                "bodies/panels/_turns.html",
                {
                    "turns": self.turns,
                    "readings": list(
                        dict.fromkeys(
                            each.interpretation for each in self.turns if each.interpretation
                        )
                    ),
                },
                intro="Vilka funktioner regionen har nu och får härnäst."
                if self.on >= self.today
                else "Vilka funktioner regionen hade den dagen.",
            ),
            Panel(
                "foretradare",
                "Vilka som kommer från regionen",
                "bodies/panels/_represented.html",
                {"groups": self.groups()},
            ),
            Panel(
                "vakanser",
                "Vakanta platser",
                "bodies/panels/_vacancies.html",
                {"vacancies": self.vacancies, "unknown": unknown},
            ),
        ]
        if contacts := self.contacts():
            found.append(
                Panel(
                    "kontakt",
                    "Kontakt",
                    "bodies/panels/_contacts.html",
                    {"contacts": contacts},
                    intro="Regionens egna processtöd och sekreterare.",
                )
            )
        return found
