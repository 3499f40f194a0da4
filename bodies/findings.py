"""Asks the database for what the pure rules need, and returns their findings."""

import datetime
from collections import defaultdict

from django.db.models import Exists, OuterRef

from organisation.rules import Finding

from .models import Body, BodyRelation, Post
from .rules import DerivedPost, derivation_findings, placement_findings


def derivation_findings_now() -> list[Finding]:
    """Derived posts that nobody can ever hold, over all posts there are (3 queries)."""
    appointed, derived = set(), []
    posts = Post.objects.select_related("body", "role", "represents_region", "represents_body")
    for post in posts:
        if post.is_derived:
            derived.append(post)
        else:
            appointed.add((post.body_id, post.role_id))
    related = defaultdict(set)
    for kind, subject, target in BodyRelation.objects.values_list(
        "kind", "subject_id", "object_id"
    ):
        related[kind, target].add(subject)
    return derivation_findings(
        [
            DerivedPost(
                str(each), each.held_by_role_id, each.held_by_body_id, each.held_by_relation
            )
            for each in derived
        ],
        appointed,
        {(each.body_id, each.role_id) for each in derived},
        related,
    )


def unplaced(on: datetime.date):
    """The bodies in force on the day `on` that ought to belong to another and don't."""
    placed = BodyRelation.objects.filter(
        subject=OuterRef("pk"), kind=BodyRelation.Kind.PART_OF
    ).current(on)
    return (
        Body.objects.current(on)
        .named(on)
        .filter(kind__belongs_to__isnull=False)
        .exclude(Exists(placed))
        .select_related("kind__belongs_to")
        .alphabetical()
    )


def placement_findings_on(on: datetime.date) -> list[Finding]:
    """One finding for each of them, for the staff (1 query)."""
    return placement_findings(
        (each.name, each.kind.belongs_to.name.lower()) for each in unplaced(on)
    )
