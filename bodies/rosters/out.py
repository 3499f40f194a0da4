"""The rosters that someone keeps, as rows of a file that can be read in again."""

import datetime

from organisation.models import Affiliation, Person, User
from organisation.policies import not_ended

from ..models import Appointment
from .table import COLUMNS
from .values import BodySeen, PostSeen, World
from .world import world_of

HEADINGS = tuple(each.label for each in COLUMNS)


def roster_rows(
    by: User,
    on: datetime.date,
    *,
    bodies: set[int] | None = None,
    region: int | None = None,
) -> list[tuple[str, ...]]:
    """A row for each holder, now or to come, of each post that the account may fill, and one for
    each vacant post; of some bodies, or posts that represent a region (16 queries)."""
    world = world_of(by, on)
    posts = [
        each
        for each in world.posts.values()
        if each.may_fill
        and not each.is_derived
        and _goes_on(each, on)
        and _goes_on(world.bodies[each.body], on)
        and (bodies is None or each.body in bodies)
        and (region is None or each.represents == ("region", region))
    ]
    order = {pk: number for number, pk in enumerate(world.posts)}
    posts.sort(key=lambda each: (world.bodies[each.body].path, order[each.pk], each.number))
    held = Appointment.objects.filter(post__in=[each.pk for each in posts], is_mistake=False)
    held = held.select_related("person__merged_into", "decision").order_by("start", "pk")
    holders: dict[int, list[Appointment]] = {}
    for each in held:
        if each.end is None or each.end > on:
            holders.setdefault(each.post_id, []).append(each)
    people = {_root(each).pk for found in holders.values() for each in found}
    works: dict[int, Affiliation] = {}
    for each in not_ended(on).filter(of__in=people).select_related("region"):
        works.setdefault(each.of, each)
    return [
        (*_place(world, post), *_person(world, post, each, works))
        for post in posts
        for each in holders.get(post.pk, [None])
    ]


def _goes_on(seen: PostSeen | BodySeen, on: datetime.date) -> bool:
    return seen.days[1] is None or seen.days[1] > on


def _root(appointment: Appointment) -> Person:
    return appointment.person.merged_into or appointment.person


def _place(world: World, post: PostSeen) -> tuple[str, ...]:
    represents = ""
    if post.represents:
        kind, pk = post.represents
        represents = {
            "region": lambda: world.regions[pk][0],
            "body": lambda: world.bodies[pk].name,
            "whole": lambda: "Hela sjukvårdsregionen",
        }[kind]()
    role = world.roles[post.role][1]
    return world.bodies[post.body].name, role, represents, str(post.number)


def _person(
    world: World, post: PostSeen, appointment: Appointment | None, works
) -> tuple[str, ...]:
    if appointment is None:
        return ("",) * (len(COLUMNS) - 4)
    person, decision = _root(appointment), appointment.decision
    work = works.get(person.pk)
    end = appointment.end
    return (
        person.given_name,
        person.family_name,
        person.email,
        work.region.name if work and work.region else "",
        work.title if work else "",
        work.party if work and post.is_elected else "",
        appointment.start.isoformat() if appointment.start else "",
        (end - datetime.timedelta(days=1)).isoformat() if end else "",
        world.bodies[decision.body_id].name if decision else "",
        decision.date.isoformat() if decision else "",
        decision.paragraph if decision else "",
        appointment.end_reason,
    )
