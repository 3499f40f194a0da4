"""How often what a calendar tells has been changed, and when it last was: the turns, and the names,
addresses and words that they're told with.

A number must never be less than it was, or programs that subscribe leave the change out. Each is
therefore a count of rows in history, which never go, and of the same ones whatever the change did:
what many share (turns, regions, roles, kinds) counts for all.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from organisation.models import Region

from ..models import (
    Body,
    BodyKind,
    BodyName,
    Post,
    Role,
    RotationException,
    RotationOffice,
    RotationPart,
    RotationPlace,
    RotationScheme,
    RotationTerm,
)
from ..rotation import Following
from .stored import Stored

Date = datetime.date
# Of what has no history.
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Revision:
    """How many times something has been changed, and when it last was."""

    number: int = 0
    last: datetime.datetime = LONG_AGO

    def __add__(self, other: "Revision") -> "Revision":
        return Revision(self.number + other.number, max(self.last, other.last))


NEVER = Revision()
Found = dict[int, Revision]


class Revisions:
    """Of all that is told of the posts (12 queries)."""

    def __init__(self, known: Stored, posts: Iterable[Post], on: Date):
        posts = list(posts)
        bodies = {each.body_id for each in posts}
        self.posts = _written(Post, "id", Q(id__in=[each.pk for each in posts]))
        self.bodies = _together(
            _written(Body, "id", Q(id__in=bodies)),
            _written(BodyName, "body_id", Q(body_id__in=bodies)),
            _names_begun(bodies, on),
        )
        own = _together(
            _written(RotationScheme, "id"),
            *(
                _written(each, "scheme_id")
                for each in (RotationOffice, RotationPart, RotationException)
            ),
            _written(RotationPlace, "part__scheme_id"),
        )
        self.by_hand = _written(RotationTerm, "post_id", Q(scheme=None))
        self.roles, self.kinds = _written(Role, "id"), _written(BodyKind, "id")
        self.regions = _written(Region, "id")
        shared = (own, self.by_hand, self.roles, self.kinds, self.regions)
        self.shared = sum(each.number for found in shared for each in found.values())
        self.schemes = {key: _with_followed(known, own, key) for key in known.values}

    def of(self, post: Post, turns: Revision, regions: Iterable[Region | None]) -> Revision:
        """Of what is told of a change of hands: the post, the turns that it comes of, the regions
        that it's between."""
        mine = (self.posts.get(post.pk, NEVER), self.bodies.get(post.body_id, NEVER))
        words = (
            turns,
            self.roles.get(post.role_id, NEVER),
            self.kinds.get(post.body.kind_id, NEVER),
            *(self.regions.get(each.pk, NEVER) for each in regions if each),
        )
        return Revision(
            self.shared + sum(each.number for each in mine),
            max(each.last for each in (*mine, *words)),
        )


def _written(model, column: str, which: Q | None = None) -> Found:
    """How often the rows of a model have been written, by a column (1 query)."""
    rows = model.history.filter(which or Q()).values(key=F(column))
    rows = rows.annotate(number=Count("pk"), last=Max("history_date"))
    return {each["key"]: Revision(each["number"], each["last"]) for each in rows}


def _names_begun(bodies: Iterable[int], on: Date) -> Found:
    """The names that bodies have got by the day, though they were written before it (1 query)."""
    rows = BodyName.history.filter(body_id__in=bodies, start__lte=on).values("body_id")
    rows = rows.annotate(number=Count("pk"), last=Max("start"))
    zone = timezone.get_default_timezone()
    return {
        each["body_id"]: Revision(
            each["number"], datetime.datetime.combine(each["last"], datetime.time(), zone)
        )
        for each in rows
    }


def _together(*some: Found) -> Found:
    found: Found = {}
    for each in some:
        for key, revision in each.items():
            found[key] = found.get(key, NEVER) + revision
    return found


def _with_followed(known: Stored, own: Found, key: int, seen: frozenset = frozenset()) -> Revision:
    """Of a scheme, with those it follows."""
    made = own.get(key, NEVER)
    for part in known.values[key].parts:
        if isinstance(part, Following) and part.scheme not in seen:
            made += _with_followed(known, own, part.scheme, seen | {key})
    return made
