"""What there is to hold a roster's rows against, asked of the database for whoever reads it in."""

import datetime
from collections import defaultdict

from django.db.models import F

from organisation.models import Affiliation, Person, Region, User, work_domains
from organisation.policies import AFFILIATIONS, PEOPLE, not_ended
from organisation.rights import Action, Thing
from organisation.standing import Standing

from ..models import Appointment, Body, BodyName, BodyRelation, Place, Post, Role
from ..policies import POSTS_TO_FILL, only_regions
from ..questions import full_name_on, name_on
from ..rules import is_elected
from ..standings import standing_of
from .rules import Held
from .values import BodySeen, HeldSeen, PersonSeen, PostSeen, World

DECIDES = (BodyRelation.Kind.PART_OF, BodyRelation.Kind.COMMISSIONED_BY)


def world_of(by: User, on: datetime.date) -> World:
    """All that rows are held against, with what the account may on the day (12 queries, however
    many rows)."""
    standing = standing_of(by, on)
    bodies = _bodies(on)
    roots = dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    regions = {each.pk: (each.name, (each.slug,)) for each in Region.objects.order_by("order")}
    posts = _posts(standing, bodies, regions, on)
    held = Appointment.objects.filter(is_mistake=False).order_by("pk")
    decided = ("decision__body", "decision__date", "decision__paragraph")
    rows = held.values_list("pk", "post", "person", "start", "end", "end_reason", *decided)
    return World(
        on=on,
        bodies=bodies,
        roles={
            pk: names for pk, *names in Role.objects.values_list("pk", "slug", "name", "plural")
        },
        regions=regions,
        posts=posts,
        people=_people(standing, on),
        held=tuple(
            HeldSeen(
                pk,
                post,
                roots.get(person, person),
                start,
                end,
                decided=tuple(decided) if decided[0] else None,
                reason=reason,
            )
            for pk, post, person, start, end, reason, *decided in rows
        ),
        domains=frozenset(work_domains()),
        may_add=_may_add(standing, regions),
        forbids_own=not standing.is_admin,
        follows=_follows(posts, bodies),
    )


def _bodies(on: datetime.date) -> dict[int, BodySeen]:
    names = defaultdict(list)
    for pk, name in BodyName.objects.values_list("body", "name"):
        names[pk].append(name)
    found = Body.objects.annotate(short=name_on("pk", on), full=full_name_on("pk", on))
    rows = list(found.order_by("pk").values_list("pk", "path", "short", "full", "start", "end"))
    many = defaultdict(int)
    for _, _, short, *_ in rows:
        many[short] += 1
    return {
        pk: BodySeen(
            pk,
            path,
            # What no other body is called, so that a file that is written can be read again.
            short if many[short] == 1 else path,
            (short, full, *names[pk]),
            (start, end),
        )
        for pk, path, short, full, start, end in rows
    }


def _posts(standing: Standing, bodies, regions, on: datetime.date) -> dict[int, PostSeen]:
    above = defaultdict(set)
    relations = BodyRelation.objects.current(on).filter(kind__in=DECIDES)
    for body, over in relations.values_list("subject", "object"):
        above[body].add(over)
    rights = list(standing.rights(Action.WRITE, Thing.APPOINTMENT))
    found = {}
    for post in Post.objects.select_related("role", "body").order_by("pk"):
        represents, whom = None, ""
        if post.represents_region_id:
            represents = ("region", post.represents_region_id)
            whom = regions[post.represents_region_id][0]
        elif post.represents_body_id:
            represents = ("body", post.represents_body_id)
            whom = bodies[post.represents_body_id].name
        elif post.represents_whole:
            represents = ("whole", 0)
        reaching = [
            (right, holding)
            for right, holding in rights
            if POSTS_TO_FILL.covers(right.scope, holding, post, standing)
        ]
        own = only_regions(reaching) if reaching else None
        called = post.label or post.role.name
        deciders = {post.body_id, post.appointed_by_body_id, *above[post.body_id]} - {None}
        found[post.pk] = PostSeen(
            pk=post.pk,
            body=post.body_id,
            role=post.role_id,
            name=f"{called}{f' för {whom}' if whom else ''} i {bodies[post.body_id].names[1]}",
            represents=represents,
            number=post.number,
            days=(post.start, post.end),
            is_derived=post.is_derived,
            is_office=post.role.is_office,
            is_elected=is_elected(post.body.function, post.role.function),
            may_fill=bool(reaching),
            regions=None if own is None else frozenset(own),
            seat_in=post.requires_seat_in_id,
            deciders=frozenset(deciders),
        )
    return found


def _people(standing: Standing, on: datetime.date) -> dict[int, PersonSeen]:
    works = {}
    for person, *work in not_ended(on).values_list("of", "region", "title", "party"):
        works.setdefault(person, work)
    rows = Person.objects.filter(merged_into=None).order_by("pk")
    return {
        pk: PersonSeen(pk, given, family, email, region, pk in standing.people, title, party)
        for pk, given, family, email in rows.values_list("pk", "given_name", "family_name", "email")
        for region, title, party in (works.get(pk, (None, "", "")),)
    }


def _may_add(standing: Standing, regions) -> frozenset[int | None]:
    may = {
        pk
        for pk in regions
        if AFFILIATIONS.allows(standing, Action.WRITE, Affiliation(region_id=pk))
    }
    if PEOPLE.allows(standing, Action.WRITE, Person()):
        may.add(None)
    return frozenset(may)


def _follows(posts: dict[int, PostSeen], bodies: dict[int, BodySeen]) -> dict[int, tuple]:
    """What follows from each post, with the days on which it does. The posts are named, so that
    each way of following is asked by its index."""
    found = defaultdict(list)
    derived = [pk for pk, each in posts.items() if each.is_derived]
    places = Place.objects.possible().filter(post__in=derived).exclude(post=F("source_post"))
    places = places.select_related("post__role")
    for each in places.order_by("source_post", "body", "post", "start"):
        post = each.post
        found[each.source_post_id].append(
            Held(
                bodies[each.body_id].name,
                post.label or post.role.name,
                post.role.is_office,
                (each.start, each.end),
                each.body_id,
                posts[each.source_post_id].name,
            )
        )
    return {pk: tuple(gets) for pk, gets in found.items()}
