"""The changes of hands, for a calendar: what happens on which day, and how it's recognised again.

A change keeps its name (UID) when it's moved or another region gets the term: it's counted from the
first day of the order, not called by its day.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from organisation.dates import KEEP, period_text
from organisation.models import Region
from organisation.words import in_sentence

from ..models import Post
from ..rotation import Following, Interim, Move, Rotation, Swap, moved, swapped
from .icalendar import Event, calendar_text
from .revisions import NEVER, Revision, Revisions
from .stored import Stored, horizon
from .timeline import Group, Row, Timeline, label_of, timeline

Date = datetime.date


@dataclass(frozen=True)
class Handover:
    """A region takes over an office on a day; `before` had it until then, if any had."""

    uid: str
    day: Date
    end: Date | None
    body: str
    path: str
    office: str
    region: Region
    before: Region | None
    reasons: tuple[str, ...]
    sequence: int
    changed: datetime.datetime


class Names:
    """What each term of an office is called, by its first day."""

    def __init__(self, known: Stored, rotation: Rotation):
        self.known, self.rotation = known, rotation
        self.made: dict[tuple, dict[Date, str]] = {}

    def of(self, key: int, office) -> dict[Date, str]:
        if (key, office) not in self.made:
            self.made[key, office] = dict(self.named(key, office))
        return self.made[key, office]

    def named(self, key: int, office):
        """The terms' names: "0-3" is the fourth of the first order."""
        scheme = self.known.values[key]
        planned = self.rotation.planned(scheme, office)
        base = moved(swapped(planned, scheme.of(office, Swap)), scheme.of(office, Move))
        names, counted = [], {}
        for each in planned:
            number = max(n for n, part in enumerate(scheme.parts) if part.since <= each.start)
            part = scheme.parts[number]
            counted[number] = counted.get(number, -1) + 1
            name = f"{number}-{counted[number]}"
            if isinstance(part, Following):
                leader = self.of(part.scheme, part.office)
                name = f"{number}-{leader.get(each.start, each.start.isoformat())}"
            names.append(name)
        interims = scheme.of(office, Interim)
        for term in self.rotation.all_terms(key, office):
            between = next((each for each in interims if each.start == term.start), None)
            after = next((each for each in interims if each.end == term.start), None)
            own = [name for name, each in zip(names, base, strict=True) if each.start == term.start]
            if between:
                yield term.start, f"tillfalligt-{between.key}"
            elif own:
                yield term.start, own[0]
            else:
                name = f"efter-{after.key}" if after else term.start.isoformat()
                yield term.start, name


def handovers(on: Date, since: Date) -> list[Handover]:
    """All changes of hands from a day on, as far as terms are stored, in order of their days."""
    line = timeline(on, since, horizon(on))
    names = Names(line.known, line.known.rotation(line.end))
    revisions = Revisions(line.known, line.posts.values(), on)
    reasons = {each.pk: each.reason for own in line.known.exceptions.values() for each in own}
    until = {
        (post.pk, each.end): each.region
        for group in line.groups
        for post, row, _ in posts_of(group)
        for each in row.stretches
        if each.end
    }
    found = []
    for group in line.groups:
        for post, row, leader in posts_of(group):
            key = scheme_of(line, group, leader)
            called: dict[Date, str] = {}
            turns = revisions.by_hand.get(leader.pk, NEVER)
            if key is not None:
                office = next(e for e in line.known.values[key].offices if e.post == leader.pk)
                own = prefix_of(line, key, leader)
                called = {day: f"{own}{name}" for day, name in names.of(key, office).items()}
                turns = revisions.schemes[key]
            revision = partial(revisions.of, post, turns)
            found += changes(post, row, called, revision, reasons, line, until)
    found.sort(key=lambda each: (each.day, each.body, each.uid))
    return found


def posts_of(group: Group) -> Iterable[tuple[Post, Row, Post]]:
    """Each body's posts with their turns, and the post whose turn it is."""
    for posts in group.posts:
        by_pk = {each.pk: each for each in posts}
        for post, row in zip(posts, group.rows, strict=True):
            yield post, row, by_pk.get(post.held_in_turn_of_id, post)


def has_office(line: Timeline, key: int, post: Post) -> bool:
    return any(each.post_id == post.pk for each in line.known.offices[key])


def scheme_of(line: Timeline, group: Group, post: Post) -> int | None:
    """The scheme that the group's turns of a post come of."""
    keys = (each.pk for each in group.schemes)
    return next((key for key in keys if has_office(line, key, post)), None)


def prefix_of(line: Timeline, key: int, post: Post) -> str:
    """What tells the terms of a post's later schemes from those of its first."""
    own = [each for each in line.known.values if has_office(line, each, post)]
    first = min(own, key=lambda each: (line.known.values[each].start, each))
    return "" if key == first else f"{key}-"


def changes(
    post: Post,
    row: Row,
    called: dict[Date, str],
    revision: Callable[[tuple[Region, Region | None]], Revision],
    reasons: dict[int, str],
    line: Timeline,
    until: dict[tuple[int, Date], Region],
) -> Iterable[Handover]:
    """The changes of hands of a row. `until` tells which region had a post up to a day, by whatever
    turn."""
    before = None
    for each in row.stretches:
        begins = each.start is not None and line.start <= each.start < line.end
        left = before.region if before and before.end == each.start else None
        left = left or until.get((post.pk, each.start))
        if begins and left != each.region:
            revised = revision((each.region, left))
            yield Handover(
                f"post-{post.pk}-{called.get(each.start, each.start.isoformat())}",
                each.start,
                each.end,
                post.called,
                post.body.path,
                in_sentence(label_of(post)),
                each.region,
                left,
                tuple(reasons[own.key] for own in each.exceptions if own.key in reasons),
                revised.number,
                revised.last,
            )
        before = each


def calendar_of(found: list[Handover], name: str, site: str, address: str) -> str:
    """The changes as a calendar. `site` tells it from other healthcare regions' calendars,
    `address` is where the bodies' pages are."""
    return calendar_text(name, site, [event_of(each, site, address) for each in found])


def event_of(each: Handover, site: str, address: str) -> Event:
    period = period_text(each.day, each.end).replace(KEEP, "")
    told = [f"{each.region} har funktionen {each.office} i {each.body}: {period}."]
    if each.before:
        told.append(f"Före det: {each.before}.")
    told += [f"Undantag från turordningen: {reason}" for reason in each.reasons]
    return Event(
        f"{each.uid}@{site}.vem-leder",
        each.day,
        f"{each.region} tar över: {each.office} i {each.body}",
        "\n".join(told),
        f"{address}/{each.path}/",
        each.sequence,
        each.changed,
    )
