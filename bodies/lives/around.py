"""Asks the database for what the life of bodies is worked out from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from ..models import Appointment, Body, BodyName, BodyRelation, Post, Role, RotationTerm, Tenure
from ..questions import full_name_on
from .values import BodyFacts, Day, Followed, Held, Link, Name, PostFacts, World

# Those in a body who are told what becomes of it.
TOLD = (
    Role.Function.CHAIR,
    Role.Function.CONVENER,
    Role.Function.SECRETARY,
    Role.Function.PROCESS_SUPPORT,
)


def world_of(pks: Iterable[int], day: Day, kind: int | None = None) -> World:
    """What hangs on the bodies, each called as on the day; with all that belongs to what, and the
    names of all bodies of their kinds, or of `kind` (7 queries)."""
    pks = set(pks)
    bodies = Body.objects.annotate(called=full_name_on("pk", day))
    facts = {each.pk: BodyFacts(each.pk, each.called, (each.start, each.end)) for each in bodies}
    kinds = {kind} if kind else {each.kind_id for each in bodies if each.pk in pks}
    concerned = Q(subject__in=pks) | Q(object__in=pks) | Q(kind=BodyRelation.Kind.PART_OF)
    own = Q(body__in=pks)
    follow = Q(held_by_body__in=pks) | Q(held_in_turn_of__body__in=pks)
    posts = Post.objects.filter(own | follow).select_related("role", "represents_region")
    held = Appointment.objects.filter(post__body__in=pks, is_mistake=False)
    turns = RotationTerm.objects.filter(post__body__in=pks).select_related("region")
    names = BodyName.objects.filter(kind=BodyName.Kind.OFFICIAL, body__kind__in=kinds)
    return World(
        facts,
        tuple(
            Link(each.pk, each.subject_id, each.kind, each.object_id, (each.start, each.end))
            for each in BodyRelation.objects.filter(concerned).order_by("pk")
        ),
        tuple(map(_post, posts.order_by("role__order", "represents_region__order", "number"))),
        tuple(
            Held(each.pk, each.post_id, (each.start, each.end), str(each.person))
            for each in held.select_related("person").order_by("pk")
        ),
        tuple(
            Held(each.pk, each.post_id, (each.start, each.end), str(each.region))
            for each in turns.order_by("pk")
        ),
        tuple(
            Name(each.pk, each.body_id, each.name, (each.start, each.end))
            for each in names.order_by("pk")
        ),
    )


def _post(post: Post) -> PostFacts:
    whom = f" för {post.represents_region}" if post.represents_region else ""
    follows = None
    if post.is_derived:
        turn = post.held_in_turn_of_id
        follows = Followed(post.held_by_role_id, post.held_by_body_id, post.held_by_relation, turn)
    told = f"{post.label or post.role.name}{whom}"
    return PostFacts(post.pk, post.body_id, post.role_id, (post.start, post.end), told, follows)


@dataclass(frozen=True)
class Told:
    """Someone who is told: the name, where, and why."""

    name: str
    email: str
    why: str


def to_be_told(pks: Iterable[int], day: Day) -> list[Told]:
    """Those who lead or support the bodies the day before, and whom mail reaches (1 query)."""
    tenures = Tenure.objects.filter(body__in=set(pks), post__role__function__in=TOLD)
    rows = tenures.possible().select_related("person__merged_into", "post__role")
    found = {}
    for each in rows.annotate(called=full_name_on("body_id", day)).order_by("called", "id"):
        person = each.person.merged_into or each.person
        is_there = (each.end is None or each.end >= day) and (each.start or day) <= day
        if is_there and person.email:
            why = f"{each.post.role.name} i {each.called}"
            found.setdefault(person.email, Told(person.name, person.email, why))
    return list(found.values())
