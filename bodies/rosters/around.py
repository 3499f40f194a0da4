"""What there is around a post when someone is to be appointed to it or to leave it.

Asks the database for what `rules` needs, and for what a preview shows.
"""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q

from organisation.dates import long_date
from organisation.models import Affiliation, HealthcareRegion, Person, Region
from organisation.policies import not_ended, region_of
from organisation.rights import Action
from organisation.standing import Standing

from ..dossier import Dossier, find_body
from ..likeness import Known, likely_same
from ..models import Appointment, Body, BodyRelation, Place, Post, Role, Tenure
from ..policies import POLICIES, only_regions
from ..questions import appointing_on, full_name_on
from ..rights_compared import May, all_rights
from ..rules import is_elected
from ..seating import Seat, seat_rows
from ..standings import standing_of_person
from .rules import DAY, Ending, Held, Other, Wanted, common_days

APPOINTMENTS = next(each for each in POLICIES if each.model is Appointment)


def described_posts(on: datetime.date):
    """The posts with what their names need, and who appoints to them."""
    return Post.objects.select_related(
        "role", "body__kind", "represents_region", "appointed_by_region"
    ).annotate(
        called=full_name_on("body_id", on),
        represented=full_name_on("represents_body_id", on),
        appointing=appointing_on("pk", on),
        seat_in=full_name_on("requires_seat_in_id", on),
    )


def post_name(post: Post) -> str:
    """What a post is called, with its body; the post comes from `described_posts`."""
    return f"{seat_name(post)} i {post.called}"


def seat_name(post: Post) -> str:
    """What a post is called within its body."""
    whom = post.represents_region or (post.represents_body_id and post.represented)
    return f"{post.label or post.role.name}{f' för {whom}' if whom else ''}"


def appointed_by(post: Post) -> str:
    """Who appoints to the post; "" when the sources don't say."""
    return str(post.appointed_by_region or post.appointing or "")


def of_person(person: Person | int | None) -> Q:
    """What belongs to a person, also to someone merged into them."""
    pk = person.pk if isinstance(person, Person) else person
    if pk is None:
        # Someone who isn't stored yet. Asked for as nobody, it would be all who aren't merged.
        return Q(pk__in=())
    return Q(person=pk) | Q(person__merged_into=pk)


def coming_holder(
    post: Post, day: datetime.date, leaving: Appointment | None = None
) -> Appointment | None:
    """Who is the next to have the post after the day, besides `leaving` (1 query)."""
    after = Appointment.objects.filter(post=post, is_mistake=False, start__gt=day)
    after = after.exclude(pk=leaving and leaving.pk).select_related("person")
    return after.order_by("start").first()


def places_following(post: Post, day: datetime.date) -> list[str]:
    """The posts that whoever has the post has by that on the day (1 query)."""
    places = Place.objects.filter(source_post=post).exclude(post=post).current(day)
    rows = places.annotate(called=full_name_on("body_id", day)).values_list(
        "post__label", "post__role__name", "called"
    )
    return sorted({f"{label or role} i {called}" for label, role, called in rows})


def following_bodies(post: Post, day: datetime.date) -> list[Body]:
    """The bodies whose pages tell who has the post: its own first (1 query)."""
    places = Place.objects.filter(source_post=post).current(day).values("body")
    found = Body.objects.filter(pk__in=places).exclude(pk=post.body_id)
    return [post.body, *found.order_by("path")]


def region_name(person: Person, standing: Standing) -> str:
    """The name of the region that the person belongs to, "" for one of none."""
    region = region_of(person, standing)
    return Region.objects.filter(pk=region).values_list("name", flat=True).first() or ""


def work_of(person: Person, on: datetime.date) -> Affiliation:
    """Where the person works, or whom they stand for, on the day or next; a new one that isn't
    stored for someone of whom nothing is known (1 query)."""
    known = not_ended(on).filter(of=person.merged_into_id or person.pk) if person.pk else None
    return (known and known.select_related("region").first()) or Affiliation(person=person)


def must_have_party(post: Post) -> bool:
    """Whether whoever has the post is told with a party."""
    return is_elected(post.body.function, post.role.function)


def only_own_people(standing: Standing, appointment: Appointment) -> set[int] | None:
    """The regions whose people alone the person may appoint to the post; None for all."""
    action, thing = Action.WRITE, APPOINTMENTS.things[0]
    return only_regions(
        (right, holding)
        for right, holding in standing.rights(action, thing)
        if APPOINTMENTS.covers(right.scope, holding, appointment, standing)
    )


def wanted(
    appointment: Appointment, standing: Standing, leaving: Appointment | None = None
) -> Wanted:
    """All that the rules need to know of an appointment that isn't stored, or is about to change;
    its post comes from `described_posts`. `leaving` is to end the day before (9 queries)."""
    post, person = appointment.post, appointment.person
    day = appointment.start or standing.on
    regions = only_own_people(standing, appointment)
    belongs = region_of(person, standing) if person.pk else None
    others = Appointment.objects.filter(is_mistake=False).exclude(pk=appointment.pk)
    holders = others.filter(post=post).select_related("person").order_by("start")
    gets = what_comes_with(appointment, day)
    return Wanted(
        post=post_name(post),
        body=post.called,
        person=person.name,
        start=appointment.start,
        end=appointment.end,
        on=standing.on,
        is_derived=post.is_derived,
        post_days=(post.start, post.end),
        body_days=(post.body.start, post.body.end),
        holders=tuple(
            Other(each.person.name, each.start, each.end)
            for each in holders
            if leaving is None or each.pk != leaving.pk
        ),
        gets=gets,
        has=what_is_held(
            Tenure.objects.filter(of_person(person), body__in={each.at for each in gets}).exclude(
                Q(source_post=post) | Q(appointment=appointment.pk)
            ),
            day,
        ),
        seat_in=(post.requires_seat_in_id and post.seat_in) or "",
        seats=seats_of(person, post, leaving),
        region=post.represents_region.name if post.represents_region else "",
        person_region=region_name(person, standing) if person.pk else "",
        is_elected=must_have_party(post),
        party=work_of(person, standing.on).party if must_have_party(post) else "",
        own_people_only=regions is not None and belongs not in regions,
        is_oneself=person.pk in standing.people and not standing.is_admin,
        follows=tuple(places_following(post, day)),
    )


def what_comes_with(appointment: Appointment, day: datetime.date) -> tuple[Held, ...]:
    """What someone gets by an appointment, its post described: the post, and what follows from it
    on some day of it (1 query)."""
    post, days = appointment.post, (appointment.start, appointment.end)
    own = Held(post.called, post.role.name, post.role.is_office, days, post.body_id)
    places = Place.objects.filter(source_post=post).exclude(post=post).possible()
    rows = places.annotate(called=full_name_on("body_id", day)).values_list(
        *("called", "post__label", "post__role__name", "post__role__place", "body", "start", "end")
    )
    derived = [
        Held(called, label or role, place == Role.Place.OFFICE, both, at, post_name(post))
        for called, label, role, place, at, *span in rows.order_by("body", "post", "start")
        if (both := common_days(days, span))
    ]
    return (own, *derived)


def what_is_held(tenures, day: datetime.date) -> tuple[Held, ...]:
    """The seats and the offices among tenures, by what they're called on the day (1 query)."""
    rows = tenures.possible().filter(post__role__place__in=(Role.Place.OFFICE, Role.Place.SEAT))
    rows = rows.annotate(
        called=full_name_on("body_id", day), source=full_name_on("source_post__body_id", day)
    ).values_list(
        *("called", "post__role__name", "post__role__place", "start", "end", "body"),
        *("way", "source_post__label", "source_post__role__name", "source"),
    )
    return tuple(
        Held(
            called,
            role,
            place == Role.Place.OFFICE,
            (start, end),
            at,
            "" if way == "appointed" else f"{label or followed} i {source}",
        )
        for called, role, place, start, end, at, way, label, followed, source in rows.order_by(
            "called", "start", "post_id"
        )
    )


def seats_of(person: Person, post: Post, leaving: Appointment | None = None) -> tuple:
    """The days that the person sits in the body that the post requires (1 query)."""
    if not post.requires_seat_in_id:
        return ()
    seats = Tenure.objects.possible().filter(of_person(person), body=post.requires_seat_in_id)
    seats = seats.filter(post__role__place=Role.Place.SEAT).exclude(post=post)
    return tuple(seats.values_list("start", "end"))


def ending(
    appointment: Appointment,
    last: datetime.date | None,
    on: datetime.date,
    following: Other | None = None,
) -> Ending:
    """All that the rules need to know of the end of an appointment, its post described. `following`
    is to have the post after it (4 queries)."""
    post, person = appointment.post, appointment.person
    end = last + DAY if last else on
    after = Appointment.objects.filter(post=post, is_mistake=False, start__gte=end)
    following = following or next(
        (
            Other(each.person.name, each.start, each.end)
            for each in after.exclude(pk=appointment.pk).select_related("person").order_by("start")
        ),
        None,
    )
    ends = [each for each in (post.end, post.body.end) if each]
    return Ending(
        post=post_name(post),
        person=person.name,
        start=appointment.start,
        end=appointment.end,
        last=last,
        on=on,
        next=following,
        post_end=min(ends, default=None),
        follows=() if following else tuple(places_following(post, end)),
        needing=tuple(needing(appointment, end)),
    )


def needing(appointment: Appointment, day: datetime.date) -> list[str]:
    """The person's posts, from the day on, that need a seat which they then have by this
    appointment alone (2 queries)."""
    person = appointment.person
    mine = Tenure.objects.filter(of_person(person)).possible()
    seats = mine.filter(appointment=appointment, post__role__place=Role.Place.SEAT)
    bodies = set(seats.values_list("body", flat=True))
    if not bodies:
        return []
    still = Q(end=None) | Q(end__gt=day)
    others = mine.filter(still, body__in=bodies, post__role__place=Role.Place.SEAT)
    bodies -= set(others.exclude(appointment=appointment).values_list("body", flat=True))
    needed = mine.filter(still, post__requires_seat_in__in=bodies)
    rows = needed.exclude(appointment=appointment).annotate(called=full_name_on("body_id", day))
    return sorted({f"{r} i {b}" for r, b in rows.values_list("post__role__name", "called")})


@dataclass(frozen=True)
class Double:
    """Someone who is likely the one meant, and why."""

    person: Person
    why: str


def doubles(known: Known, except_: int | None = None) -> list[Double]:
    """Those who are likely the same person, of all there are (1 query)."""
    people = Person.objects.filter(merged_into=None).exclude(pk=except_)
    found = [
        Double(each, why)
        for each in people
        if (why := likely_same(known, Known(each.given_name, each.family_name, each.email)))
    ]
    return sorted(found, key=lambda each: (each.why.startswith("nästan"), each.person.name))


def rows_told(bodies: list[Body], day: datetime.date, on: datetime.date) -> dict:
    """What the public page of each body says on the day of who has which post: by body and region,
    a line for each (5 queries a body)."""
    all_regions = list(Region.objects.order_by("order"))
    regions = [each for each in all_regions if each.is_current(day)]
    row = HealthcareRegion.objects.first()
    told: dict[str, list[str]] = {}
    for one in bodies:
        body = find_body(one.path, day)
        named_after = row.named_after(on) if row else None
        dossier = Dossier(body, day, on, regions, all_regions, named_after)
        for group in seat_rows(dossier, dossier.places):
            heading = group.heading or str(group.region)
            lines = [seat_told(each) for each in group.seats]
            told.setdefault(body.name, []).extend(f"{heading}: {each}" for each in lines)
    return told


def seat_told(seat: Seat) -> str:
    """A seat as a line of text."""
    if seat.status == "unknown":
        return f"{seat.label}: uppgift saknas"
    if seat.status == "vacant":
        return f"{seat.label}: vakant{f' sedan {long_date(seat.since)}' if seat.since else ''}"
    words = ", ".join(filter(None, (seat.name, seat.title, seat.party)))
    if seat.status == "planned":
        return f"{seat.label}: {words}, tillträder {long_date(seat.since)}"
    return f"{seat.label}: {words}{f', till {long_date(seat.until)}' if seat.until else ''}"


@dataclass(frozen=True)
class Changed:
    """The lines of a body's page that a change takes away and adds."""

    body: str
    before: list[str]
    after: list[str]


def differences(before: dict, after: dict) -> list[Changed]:
    """What differs between two answers of `rows_told`."""
    found = []
    for body in before | after:
        old, new = before.get(body, []), after.get(body, [])
        gone = [each for each in old if each not in new]
        came = [each for each in new if each not in old]
        if gone or came:
            found.append(Changed(body, gone, came))
    return found


def rights_of(person: Person, day: datetime.date) -> frozenset[May]:
    """What the person's posts give the right to on the day (4 queries)."""
    return all_rights(standing_of_person(person, day)) if person.pk else frozenset()


def titles(people: list[int], on: datetime.date) -> dict[int, str]:
    """Where the people work on the day (1 query)."""
    rows = Affiliation.objects.current(on).filter(person__in=people)
    return {
        person: ", ".join(filter(None, (region, title)))
        for person, region, title in rows.values_list("person", "region__name", "title")
    }


def appointing_bodies(post: Post, on: datetime.date):
    """The bodies that may have decided who gets the post: the one that appoints, the post's own,
    and those that it belongs to or works for, named."""
    above = BodyRelation.objects.current(on).filter(
        subject=post.body_id,
        kind__in=(BodyRelation.Kind.PART_OF, BodyRelation.Kind.COMMISSIONED_BY),
    )
    mine = Q(pk__in=(post.body_id, post.appointed_by_body_id)) | Q(pk__in=above.values("object"))
    return Body.objects.filter(mine).annotate(called=full_name_on("pk", on)).order_by(F("called"))
