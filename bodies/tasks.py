"""What there is to do about posts: who is to be appointed, what ends, whose turn it will be."""

import datetime
from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from organisation.dates import last_day
from organisation.models import Region
from organisation.rights import Action, Capacity, Thing
from organisation.standing import Standing
from organisation.tasks import Task

from .models import Appointment, BodyKind, Place, Post, RotationTerm
from .policies import POSTS_TO_FILL
from .questions import full_name_on, last_held

# How long before its end an assignment is to be seen to, and before a turn what it brings.
ENDS_WITHIN = datetime.timedelta(days=90)
TURNS_WITHIN = datetime.timedelta(days=180)
# Those who keep a body going, and not only sit in it.
KEEPERS = (Capacity.SUPPORT, Capacity.CHAIR, Capacity.COUNCIL)


def post_name(post: Post, called: str) -> str:
    """A post in words: "Ledamot i Exempelgruppen, Norra regionen"."""
    region = f", {post.represents_region}" if post.represents_region_id else ""
    return f"{post.label or post.role.name} i {called}{region}"


def kept_bodies(standing: Standing) -> set[int]:
    """The bodies that the person keeps going."""
    return {each.body for each in standing.holdings if each.capacity in KEEPERS and each.body}


def vacant_places(on: datetime.date):
    """The posts of the healthcare region's own bodies that are filled by appointment, and nobody
    holds on the day; with `called`, the body's name, and `last`, when someone left it."""
    return (
        Place.objects.vacant(on)
        .filter(way="appointed", body__kind__level=BodyKind.Level.REGIONAL)
        .annotate(called=full_name_on("body_id", on), last=last_held("post_id", on))
        .select_related("post__role", "post__represents_region", "body")
        .order_by("body__kind__order", "called", "post__role__order", "post__number", "pk")
    )


def fill_url(post: int) -> str:
    """Where someone is appointed to the post."""
    return reverse("desk_fill_post", args=[post])


def to_fill(standing: Standing, on: datetime.date) -> list[Task]:
    """Posts that somebody has held, and that the person may fill (1 query)."""
    mine = POSTS_TO_FILL.filter(standing, Action.WRITE).values("pk")
    return [
        Task(
            "fill",
            f"Utse {(each.post.label or each.post.role.name).lower()}",
            post_name(each.post, each.called),
            fill_url(each.post_id),
            "Utse",
            each.last or each.post.start,
        )
        for each in vacant_places(on).filter(post__in=mine)
        if each.last or each.post.start
    ]


def ending(standing: Standing, on: datetime.date) -> list[Task]:
    """Assignments that soon end, in posts that the person may fill and that nobody is to follow in
    (1 query)."""
    after = Appointment.objects.filter(
        is_mistake=False, post=OuterRef("post"), start__gte=OuterRef("end")
    )
    found = (
        Appointment.objects.current(on)
        .filter(
            Q(post__end=None) | Q(post__end__gt=F("end")),
            Q(post__body__end=None) | Q(post__body__end__gt=F("end")),
            ~Exists(after),
            is_mistake=False,
            end__lte=on + ENDS_WITHIN,
            post__in=POSTS_TO_FILL.filter(standing, Action.WRITE).values("pk"),
            post__body__kind__level=BodyKind.Level.REGIONAL,
        )
        .exclude(person__in=standing.people)
        .annotate(called=full_name_on("post__body_id", on))
        .select_related("post__role", "post__represents_region", "person")
        .order_by("end", "called", "post__role__order", "pk")
    )
    return [
        Task(
            "ending",
            f"Förbered vem som kommer efter {each.person}",
            post_name(each.post, each.called),
            reverse("desk_change_holder", args=[each.post_id]),
            "Utse nästa",
            last_day(each.end),
        )
        for each in found
    ]


def own_ending(standing: Standing, on: datetime.date) -> list[Task]:
    """What the person's own rights come from, where it soon ends (no query)."""
    ends = {
        each.reason.split(":")[0]: each.until
        for each in standing.holdings
        if each.until and each.until <= on + ENDS_WITHIN
    }
    return [
        Task(
            "own-ending",
            "Ditt uppdrag slutar: lämna över det du har på gång",
            subject,
            reverse("desk_my_rights"),
            "Se vad som upphör",
            last_day(until),
        )
        for subject, until in ends.items()
    ]


def soon_turns(on: datetime.date):
    """The turns that soon begin."""
    return RotationTerm.objects.filter(start__gt=on, start__lte=on + TURNS_WITHIN)


def turns(standing: Standing, on: datetime.date) -> list[Task]:
    """Offices that soon go to another region: those of the bodies that the person keeps going; and
    how many each region gets of those that the person fills (1 query). What others fill isn't to be
    done, but is to come."""
    office = standing.acts_as(Capacity.OFFICE) or standing.may_some(Action.WRITE, Thing.ROTATION)
    kept = set() if office else kept_bodies(standing)
    mine = POSTS_TO_FILL.filter(standing, Action.WRITE).values("pk")
    filled = soon_turns(on).filter(post__in=mine).values("pk")
    if not (kept or standing.may_some(Action.WRITE, Thing.APPOINTMENT)):
        return []
    found = (
        soon_turns(on)
        .filter(Q(pk__in=filled) | Q(post__body__in=kept))
        .annotate(called=full_name_on("post__body_id", on), is_filled=Q(pk__in=filled))
        .select_related("post__role", "post__represents_region", "post__body", "region")
        .order_by("start", "region__order", "called", "post__role__order", "pk")
    )
    tasks, many = [], defaultdict(list)
    for each in found:
        if each.post.body_id in kept:
            tasks.append(
                Task(
                    "turn",
                    f"Lämna över till {each.region}",
                    post_name(each.post, each.called),
                    reverse("desk_handover", args=[each.post.body.path, each.start]),
                    "Öppna checklistan",
                    each.start,
                )
            )
        if each.is_filled:
            many[each.start, each.region].append(each)
    return tasks + [_together(start, region, terms) for (start, region), terms in many.items()]


def _together(start: datetime.date, region: Region, terms: list[RotationTerm]) -> Task:
    return Task(
        "turn",
        f"Förbered att {region} tar över",
        f"{region}, {len(terms)} uppdrag",
        f"{reverse('desk_rosters')}?tur={region.slug}",
        "Utse nästa",
        start,
    )


def tasks_of(standing: Standing, on: datetime.date) -> list[Task]:
    """All of it (at most 3 queries)."""
    found = own_ending(standing, on) + turns(standing, on)
    if standing.may_some(Action.WRITE, Thing.APPOINTMENT):
        found += to_fill(standing, on) + ending(standing, on)
    return found
