"""All that a body's page says of the body on a day, read once.

Each property is one query whatever the number of rows; panels share them.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from organisation.models import Person, Region, person_url
from organisation.shapes import Crumb

from . import questions
from .models import Body, BodyRelation, Place, Role, Tenure

# From a body upwards: to the one it's part of, else to the one it works for, as long as it's there
# that day and isn't on the way already.
ABOVE = """
array_position(ARRAY(
    WITH RECURSIVE up(body_id, step, way) AS (
        SELECT %s::bigint, 0, ARRAY[]::bigint[]
      UNION ALL
        SELECT one.object_id, up.step + 1, up.way || up.body_id
        FROM up
        JOIN LATERAL (
            SELECT r.object_id FROM bodies_bodyrelation r
            JOIN bodies_body b ON b.id = r.object_id
            WHERE r.subject_id = up.body_id AND r.kind IN ('part_of', 'commissioned_by')
              AND daterange(r.start, r."end", '[)') @> %s::date
              AND daterange(b.start, b."end", '[)') @> %s::date
            ORDER BY r.kind = 'part_of' DESC, r.start, r.id
            LIMIT 1
        ) one ON one.object_id <> ALL (up.way || up.body_id)
    )
    SELECT body_id FROM up WHERE step > 0 ORDER BY step
), bodies_body.id)
"""


# Stands where a name would, when the post ended too long ago for it to be told.
NOT_TOLD = "Namnet visas inte längre"


def with_names(bodies: QuerySet, on: datetime.date) -> QuerySet:
    """Adds each body's name on the day `on`, and all its names with their days (`all_names`)."""
    return bodies.named(on).annotate(all_names=questions.all_names("pk"))


def find_body(path: str, on: datetime.date, **more) -> Body | None:
    """The body with this address, with its kind, source and names, or None (1 query). `more` holds
    what else a page wants to know of it, as annotations."""
    bodies = Body.objects.filter(path=path).select_related(
        "kind__source", "kind__belongs_to", "source"
    )
    return with_names(bodies, on).annotate(**more).first()


def day(text: str | None) -> datetime.date | None:
    """A date as the database writes it in JSON."""
    return datetime.date.fromisoformat(text) if text else None


def is_told(end: datetime.date | None, named_after: datetime.date | None) -> bool:
    """Whether it's still told who held a post with this end (`HealthcareRegion.named_after`)."""
    return end is None or named_after is None or end > named_after


def holder_of(tenure: Tenure, named_after: datetime.date | None) -> Crumb:
    """The name of the person of a tenure that has begun, with the address of their page."""
    if not is_told(tenure.end, named_after):
        return Crumb(NOT_TOLD, "")
    return Crumb(person_of(tenure).name, person_of(tenure).url)


def person_of(tenure: Tenure) -> Person:
    """Whose tenure it is: of someone who was stored twice, the one they were merged into."""
    return tenure.person.merged_into or tenure.person


def next_holder(coming: dict, named_after: datetime.date | None) -> Crumb:
    """The name of who is to come (see `questions.coming`), with the address of their page if they
    have one: only a post that has begun gives a page."""
    name = f"{coming['given']} {coming['family']}"
    until = coming["known_until"]
    # PostgreSQL writes the end of an open period "infinity".
    known = until == "infinity" or (until and is_told(day(until), named_after))
    return Crumb(name, person_url(coming["slug"]) if known else "")


def with_provenance(rows: QuerySet, on: datetime.date) -> QuerySet:
    """Adds to places or tenures what their provenance needs: the post and the turn they follow."""
    return rows.select_related("post__role", "source_post__role").annotate(
        source_body=questions.full_name_on("source_post__body_id", on),
        turn_role=F("post__held_in_turn_of__role__name"),
        turn_body=questions.full_name_on("post__held_in_turn_of__body_id", on),
    )


def described_places(places: QuerySet, on: datetime.date) -> QuerySet:
    """Adds to places what a vacancy needs: when it was last held, who comes next, whose turn."""
    return (
        with_provenance(places, on)
        .select_related("post__represents_body", "relation")
        .annotate(
            body_represented=questions.name_on("post__represents_body_id", on),
            appointing_body=questions.appointing_on("source_post_id", on),
            last_held=questions.last_held("source_post_id", on),
            coming=questions.coming("source_post_id", on),
            terms=questions.terms("post_id"),
        )
    )


def described_tenures(tenures: QuerySet, on: datetime.date) -> QuerySet:
    """Adds to tenures the person's title and region as they were on the day `on`, or on the
    tenure's last day when it ended before that, so that both are of the same time."""
    return (
        tenures.select_related("person__merged_into", "post__role", "source_post")
        .annotate(
            title=questions.title_in("person_id", on),
            region_id=questions.region_in("person_id", on),
        )
        .order_by("person__family_name", "person__given_name", "id")
    )


@dataclass
class Dossier:
    """A body on a day, for its page. `regions` are those in force that day, `all_regions` those
    there have ever been (a former holder's may have ended). Who held a post that ended on
    `named_after` or before isn't told."""

    body: Body
    on: datetime.date
    today: datetime.date
    regions: list[Region]
    all_regions: list[Region]
    named_after: datetime.date | None = None
    # What the panels of a room to the left have read of the body, so that they ask once.
    read: dict = field(default_factory=dict, repr=False)

    @property
    def state(self) -> str:
        """Whether the body is there on the day: "current", "coming" or "ended"."""
        if self.body.start and self.body.start > self.on:
            return "coming"
        return "ended" if self.body.end and self.body.end <= self.on else "current"

    @property
    def shows_what_comes(self) -> bool:
        """Whether coming appointments and terms are shown. Looking back, nothing later is."""
        return self.on >= self.today

    def is_told(self, tenure: Tenure) -> bool:
        """Whether the page may still tell who held the post."""
        return is_told(tenure.end, self.named_after)

    def told_end(self, tenure: Tenure) -> datetime.date | None:
        """The end of a tenure as far as the page may know it: looking back, none that comes later
        is told."""
        known = tenure.end and (self.shows_what_comes or tenure.end <= self.on)
        return tenure.end if known else None

    def holder_of(self, tenure: Tenure) -> Crumb:
        """The name of the person of a tenure that has begun, with the address of their page."""
        return holder_of(tenure, self.named_after)

    def next_holder(self, coming: dict) -> Crumb:
        """The name of who is to come, with the address of their page if they have one."""
        return next_holder(coming, self.named_after)

    def region(self, pk: int | None) -> Region | None:
        return next((each for each in self.all_regions if each.pk == pk), None)

    @cached_property
    def above(self) -> list[Body]:
        """The bodies above this one, from the top down (1 query)."""
        step = RawSQL(ABOVE, (self.body.pk, self.on, self.on))
        return list(
            Body.objects.named(self.on)
            .select_related("kind")
            .annotate(step=step)
            .filter(step__isnull=False)
            .order_by("-step")
        )

    @cached_property
    def relations(self) -> list[BodyRelation]:
        """All relations of the body there have been, with the other body's name (1 query)."""
        return list(
            BodyRelation.objects.filter(Q(subject=self.body) | Q(object=self.body))
            .select_related("subject__kind", "object__kind")
            .annotate(
                subject_name=questions.name_on("subject_id", self.on),
                object_name=questions.name_on("object_id", self.on),
            )
            .order_by(F("start").asc(nulls_first=True), "id")
        )

    @cached_property
    def places(self) -> list[Place]:
        """The body's places in force on the day (1 query)."""
        places = Place.objects.filter(body=self.body).current(self.on)
        return list(
            described_places(places, self.on).order_by(
                "post__role__order", "post__represents_region__order", "post__number", "id"
            )
        )

    @cached_property
    def tenures(self) -> list[Tenure]:
        """Who holds the body's places on the day, and who has held its offices (1 query)."""
        of_body = Tenure.objects.filter(body=self.body).possible()
        wanted = of_body.current_or(self.on, Q(post__role__place=Role.Place.OFFICE))
        more = wanted.annotate(
            party=questions.party_in("person_id", self.on),
            own_region=questions.own_region_in("person_id", self.on),
        )
        return list(described_tenures(more, self.on))

    @cached_property
    def current(self) -> list[Tenure]:
        return [each for each in self.tenures if each.is_current(self.on)]

    @cached_property
    def holder(self) -> dict[tuple[int, int, int | None, int | None], Tenure]:
        """Who holds each place on the day."""
        return {place_key(each): each for each in self.current}

    def related(self, kind: BodyRelation.Kind, *, inward: bool = False) -> list[BodyRelation]:
        """The relations of a kind in force on the day, out from the body or in to it."""
        end = "object_id" if inward else "subject_id"
        return [
            each
            for each in self.relations
            if each.kind == kind and getattr(each, end) == self.body.pk and each.is_current(self.on)
        ]

    @property
    def coming_successors(self) -> list[BodyRelation]:
        """The relations by which others are to replace the body after the day, told when looking
        at what comes."""
        return [
            each
            for each in self.relations
            if each.kind == BodyRelation.Kind.REPLACES
            and each.object_id == self.body.pk
            and each.start
            and each.start > self.on
            and self.shows_what_comes
        ]


def place_key(row: Place | Tenure) -> tuple[int, int, int | None, int | None]:
    """What a place and its tenure have in common."""
    return row.post_id, row.source_post_id, row.relation_id, row.term_id
