"""Whose turn every office is, term by term: what the timeline, its table and the calendar tell.

Bodies of a kind whose offices go in exactly the same turn are one group.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from organisation.dates import NBSP, last_day
from organisation.models import Region
from organisation.shapes import Crumb
from organisation.sorting import swedish_key
from organisation.words import in_sentence, in_words, listed

from .. import questions
from ..dossier import day, holder_of
from ..models import BodyKind, Post, RotationException, RotationScheme, RotationTerm, Tenure
from ..rotation import Exceptional, Impossible, Interim, Rota, Rotation, Shift, Swap
from .rhythm import as_shifted, rhythm
from .status import Held, Status, Turn, status_of
from .stored import Stored, office_value, stored
from .wording import exception_words, part_words

Date = datetime.date


@dataclass(frozen=True)
class Stretch:
    """A region has an office from one day to another; None is a day that nobody knows or that
    isn't set."""

    region: Region
    start: Date | None
    end: Date | None
    exceptions: tuple[Exceptional, ...] = ()

    def meets(self, start: Date, end: Date) -> bool:
        return (self.start is None or self.start < end) and (self.end is None or start < self.end)

    def holds(self, on: Date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


@dataclass(frozen=True)
class Row:
    """An office and whose turn it is; `follows` says in whose turn a derived one is."""

    label: str
    stretches: tuple[Stretch, ...]
    follows: str = ""


@dataclass
class Group:
    """Bodies of a kind whose offices go in the same turn; `posts` holds each body's, row by row."""

    kind: BodyKind
    bodies: list[Crumb]
    names: list[str]
    posts: list[list[Post]]
    rows: list[Row]
    schemes: list[RotationScheme] = field(default_factory=list)
    rhythm: str = ""
    title: str = ""

    @property
    def same(self) -> tuple:
        """What groups that are shown as one have in common."""
        return self.kind.pk, tuple(self.rows), self.rhythm


@dataclass
class Exception_:
    """An exception as the page tells it, with the number that it's marked by."""

    number: int
    record: RotationException
    where: str
    text: str
    days: tuple[Date, ...]


@dataclass
class Reading:
    """How the turns of a group are counted, in sentences, and what of it is our reading."""

    title: str
    since: list[tuple[Date, str]]
    last_day: Date | None
    interpretations: list[str]
    sources: list


@dataclass
class Timeline:
    """What is known of whose turn all offices are, from one day to another. `told_until` is the
    first day of which nothing is told, when a page looks back."""

    on: Date
    start: Date
    end: Date
    known: Stored
    posts: dict[int, Post]
    told_until: Date | None = None
    groups: list[Group] = field(default_factory=list)
    undecided: list[tuple[Crumb, str]] = field(default_factory=list)

    def __post_init__(self):
        every = self.made_of_schemes() + self.made_by_hand()
        self.add_followers(every)
        self.groups = joined([each for each in every if any(row.stretches for row in each.rows)])
        self.undecided = self.without_turn(every)

    def stretches(self, terms: Iterable[Stretch]) -> tuple[Stretch, ...]:
        until = min(self.end, self.told_until or self.end)
        return tuple(each for each in terms if each.meets(self.start, until))

    def made_of_schemes(self) -> list[Group]:
        rotation = self.known.rotation(self.end)
        found = []
        for key, scheme in self.known.schemes.items():
            offices = [each for each in self.known.offices[key] if each.post_id in self.posts]
            posts = [self.posts[each.post_id] for each in offices]
            rows = [
                Row(label_of(post), self.stretches(self.terms(rotation, key, office)))
                for post, office in zip(posts, offices, strict=True)
            ]
            body = Crumb(scheme.called, scheme.body.url)
            kind = scheme.body.kind
            names = [each.name for each in posts[:1]]
            group = Group(kind, [body], names, [posts], rows, [scheme], self.rhythm_of(key))
            found.append(group)
        return found

    def terms(self, rotation: Rotation, key: int, office) -> list[Stretch]:
        """The terms of an office; those that are stored, where they can't be worked out."""
        try:
            return [
                Stretch(each.region, each.start, each.end, each.exceptions)
                for each in rotation.all_terms(key, office_value(office))
            ]
        except Impossible:
            return self.put_in(self.posts[office.post_id])

    def put_in(self, post: Post) -> list[Stretch]:
        regions = {each.pk: each for each in self.known.regions}
        return [
            Stretch(regions[each["region"]], day(each["start"]), day(each["end"]))
            for each in post.terms
        ]

    @property
    def in_schemes(self) -> set[int]:
        return {each.post_id for offices in self.known.offices.values() for each in offices}

    def made_by_hand(self) -> list[Group]:
        """Bodies whose turns were put in term by term."""
        by_body: dict[int, list[Post]] = {}
        for post in self.posts.values():
            if post.terms and post.pk not in self.in_schemes:
                by_body.setdefault(post.body_id, []).append(post)
        return [
            Group(
                posts[0].body.kind,
                [Crumb(posts[0].called, posts[0].body.url)],
                [posts[0].name],
                [posts],
                [Row(label_of(each), self.stretches(self.put_in(each))) for each in posts],
            )
            for posts in by_body.values()
        ]

    def add_followers(self, groups: list[Group]) -> None:
        """Gives each derived post that goes in turn with an office a row below that office's."""
        following: dict[int, list[Post]] = {}
        for post in self.posts.values():
            if post.held_in_turn_of_id:
                following.setdefault(post.held_in_turn_of_id, []).append(post)
        for group in groups:
            for post, row in list(zip(group.posts[0], group.rows, strict=True)):
                for each in following.get(post.pk, []):
                    label = f"{each.called}: {in_sentence(label_of(each))}"
                    follows = f"samma region som {in_sentence(row.label)}"
                    group.rows.append(Row(label, row.stretches, follows))
                    group.posts[0].append(each)

    def rhythm_of(self, key: int) -> str:
        """When the scheme's offices change hands, as it is on the day."""
        scheme = self.known.values[key]
        if scheme.end and scheme.end <= self.on:
            return ""
        part = ([each for each in scheme.parts if each.since <= self.on] or scheme.parts[:1])[-1]
        if isinstance(part, Rota):
            shifts = [each for each in scheme.exceptions if isinstance(each, Shift)]
            return rhythm(as_shifted(part, shifts, self.on))
        leader = self.known.schemes[part.scheme].called
        if not part.ahead:
            return f"byter region samtidigt som {leader}, till samma region"
        steps = "ett steg" if part.ahead == 1 else f"{in_words(part.ahead)} steg"
        return f"byter region samtidigt som {leader}, {steps} före i ordningen"

    def without_turn(self, groups: list[Group]) -> list[tuple[Crumb, str]]:
        """The offices that are to go in turn and have no term on the day, body by body."""
        has = {
            post.pk
            for group in groups
            for posts in group.posts
            for post, row in zip(posts, group.rows, strict=True)
            if any(each.holds(self.on) for each in row.stretches)
        }
        by_body: dict[Crumb, list[str]] = {}
        by_name = sorted(
            self.posts.values(), key=lambda each: (each.body.kind.order, swedish_key(each.called))
        )
        for post in by_name:
            there = post.is_current(self.on) and post.body.is_current(self.on)
            if post.rotates and there and post.pk not in has:
                body = Crumb(post.called, post.body.url)
                by_body.setdefault(body, []).append(in_sentence(label_of(post)))
        return [(body, listed(labels)) for body, labels in by_body.items()]

    @property
    def first_year(self) -> int | None:
        """The year in which the first term begins; None when some term has no known first day."""
        days = [each.start for group in self.groups for row in group.rows for each in row.stretches]
        return min(each.year for each in days) if days and all(days) else None

    def narrow(self, start: Date) -> None:
        """Leaves out the years before the day, of which nothing is known."""
        self.start = start

    @property
    def exceptions(self) -> list[Exception_]:
        """The exceptions that the shown terms come of, by day, with their numbers."""
        shown = {
            each.key: each
            for group in self.groups
            for row in group.rows
            for stretch in row.stretches
            for each in stretch.exceptions
        }
        records = [
            (each, self.known.schemes[key])
            for key, own in self.known.exceptions.items()
            for each in own
            if each.pk in shown
        ]
        records.sort(key=lambda each: (min(each[0].first, each[0].second), each[0].pk))
        return [
            Exception_(
                number,
                record,
                scheme.called,
                exception_words(record, self.known),
                days_of(shown[record.pk]),
            )
            for number, (record, scheme) in enumerate(records, 1)
        ]

    @property
    def readings(self) -> list[Reading]:
        """How each group's turns are counted, those alike once."""
        return [self.reading(each) for each in self.groups if each.schemes]

    def reading(self, group: Group) -> Reading:
        said = dict.fromkeys(
            (part.since, part_words(part, self.known))
            for part in self.known.parts[group.schemes[0].pk]
        )
        texts = [
            text
            for scheme in group.schemes
            for text in (
                scheme.interpretation,
                *(each.interpretation for each in self.known.parts[scheme.pk]),
            )
        ]
        return Reading(
            group.title,
            list(said),
            group.schemes[0].end and last_day(group.schemes[0].end),
            list(dict.fromkeys(filter(None, texts))),
            list(dict.fromkeys(each.source for each in group.schemes if each.source)),
        )

    def leading(self, named_after: Date | None) -> list[tuple]:
        """Who leads on the day: body, office, the region whose turn it is, its status and holder,
        and the region that the holder comes from where that is another (1 query)."""
        held = held_on(self.posts, self.on)
        regions = {each.pk: each for each in self.known.regions}
        rows = []
        for group in self.groups:
            for posts in group.posts:
                for post, row in zip(posts, group.rows, strict=True):
                    now = next((each for each in row.stretches if each.holds(self.on)), None)
                    if now is None:
                        continue
                    turn = Turn(now.region.pk, now.start, now.end)
                    status: Status = status_of(turn, held.get(post.pk, []), self.on)
                    who = status.who and holder_of(status.who, named_after)
                    own = status.who and regions.get(status.who.own_region)
                    body = Crumb(post.called, post.body.url)
                    rows.append((body, label_of(post), now, status, who, own))
        return rows


def label_of(post: Post) -> str:
    return post.label or post.role.name


def days_of(each: Exceptional) -> tuple[Date, ...]:
    """The days on which an exception is marked: where what holds begins to differ."""
    if isinstance(each, Swap):
        return (each.first, each.second)
    return (each.start,) if isinstance(each, Interim) else (each.to,)


def joined(groups: list[Group]) -> list[Group]:
    """Groups that are alike as one, in the order of their kinds and names, each with its title."""
    made: dict[tuple, Group] = {}
    order = sorted(groups, key=lambda one: (one.kind.order, swedish_key(one.bodies[0].label)))
    for each in order:
        if same := made.get(each.same):
            same.bodies += each.bodies
            same.names += each.names
            same.posts += each.posts
            same.schemes += each.schemes
        else:
            made[each.same] = each
    kinds = [each.kind.pk for each in made.values()]
    for each in made.values():
        if len(each.bodies) == 1:
            each.title = each.bodies[0].label
        elif kinds.count(each.kind.pk) == 1:
            each.title = each.kind.plural
        else:
            # Names may hold "och" themselves.
            each.title = f"{each.kind.plural}: {f'{NBSP}· '.join(each.names)}"
    return list(made.values())


def held_on(posts: Iterable[int], on: Date) -> dict[int, list[Held]]:
    """Who has each post on the day, and the region they come from (1 query)."""
    rows = (
        Tenure.objects.filter(post__in=list(posts))
        .current(on)
        .select_related("person__merged_into")
        .annotate(own_region=questions.own_region_in("person_id", on))
        .order_by("pk")
    )
    found: dict[int, list[Held]] = {}
    for each in rows:
        start, end = each.appointment_start, each.appointment_end
        found.setdefault(each.post_id, []).append(Held(each, each.own_region, start, end))
    return found


def in_turn(on: Date) -> dict[int, Post]:
    """The posts that go in turn, are to, or follow one that does, with the body's name on the day
    and the terms that are stored (1 query)."""
    terms = RotationTerm.objects.filter(post=OuterRef("pk"))
    posts = (
        Post.objects.filter(
            Q(rotates=True)
            | Q(rotation_offices__isnull=False)
            | Q(held_in_turn_of__isnull=False)
            | Exists(terms)
        )
        .select_related("role", "body__kind", "held_in_turn_of__role")
        .annotate(
            name=questions.name_on("body_id", on),
            called=questions.full_name_on("body_id", on),
            terms=questions.terms("pk"),
        )
        .order_by("body__kind__order", "called", "role__order", "pk")
        .distinct()
    )
    return {each.pk: each for each in posts}


def timeline(on: Date, start: Date, end: Date, told_until: Date | None = None) -> Timeline:
    """All turns that have a day in [start, end), as they are known on the day (7 queries)."""
    return Timeline(on, start, end, stored(on), in_turn(on), told_until)
