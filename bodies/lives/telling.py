"""What a change of a body's life leads to, in words: asked before, and as if it were made."""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from organisation.dates import long_date
from organisation.models import Person, User
from organisation.rules import Finding, Severity
from organisation.standing import Standing
from organisation.trying import as_if
from organisation.words import listed

from ..actions.lives import Done
from ..actions.lives_writing import LABELS, Step
from ..models import Body, BodyRelation
from ..questions import full_name_on
from ..rights_compared import all_rights, beyond
from ..rosters.around import Changed, differences, rows_told
from ..standings import everyones_standings
from .around import Told
from .rules import back_in_time
from .values import PART_OF, REPLACES, Change, Does, Link, Outcome, Thing, World

# Bodies whose pages are compared; a change that concerns more tells the rest by their relations.
AT_MOST = 16
EMPTY_POSTS = "Nya poster, utan innehavare"
KINDS = dict(BodyRelation.Kind.choices)


@dataclass(frozen=True)
class Group:
    """What becomes of things of one kind: a heading, and a line for each."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class LeadsTo:
    """All that a change leads to. `seen` tells one that leads to anything else from it."""

    day: datetime.date
    groups: tuple[Group, ...] = ()
    changes: list[Changed] = field(default_factory=list)
    loses: list[tuple[str, list[str]]] = field(default_factory=list)
    gains: list[tuple[str, list[str]]] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    told: tuple[Told, ...] = ()
    seen: str = ""

    @property
    def warned(self) -> bool:
        return any(each.severity is Severity.WARNING for each in self.findings)


def leads_to(change: Callable[[], Done], on: datetime.date) -> LeadsTo:
    """What the change leads to on the day it begins to hold, or today if that has been; nothing is
    kept. Raises what it raises."""
    with as_if(change) as done:
        day = max(done.day, on)
        pks = _pages(done)
        after = _rows(pks, day, on)
        has = _standings(day)
        groups, seen = groups_of(done), seen_of(done)
    before = _rows(pks, day, on)
    had = _standings(day)
    loses, gains = _rights(had, has), _rights(has, had)
    changes = _differences(before, after)
    return LeadsTo(done.day, groups, changes, loses, gains, done.findings, done.told, seen)


def groups_of(done: Done) -> tuple[Group, ...]:
    """What was done, in words; asked before it's taken back."""
    names = {pk: each.name for pk, each in done.world.bodies.items()}
    if done.body.pk not in names:
        new = Body.objects.filter(pk=done.body.pk)
        names |= dict(new.values_list("pk", full_name_on("pk", done.day)))
    told = tuple(told_of(done.outcome, done.world, names))
    if done.new_posts:
        told = (*told, Group(EMPTY_POSTS, done.new_posts))
    return told


def seen_of(done: Done) -> str:
    """What tells something that leads to this from all else; asked before it's taken back."""
    told = (done.day, groups_of(done), [each.message for each in done.findings], done.told)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def _pages(done: Done) -> list[int]:
    """The bodies whose pages may say something else: those that change, and those that they belong
    to or that follow them."""
    found = {done.body.pk: None}
    for each in done.outcome.changes:
        if each.thing is Thing.BODY:
            found[each.pk] = None
        elif each.thing is Thing.POST and each.new:
            found[each.new.body] = None
        elif each.thing is Thing.LINK:
            link = _link(each, done.world)
            if link and link.kind == PART_OF:
                found |= {link.object: None, link.subject: None}
    return list(found)[:AT_MOST]


def _rows(pks: list[int], day: datetime.date, on: datetime.date) -> dict:
    """What the page of each body says on the day: its name, and a line for each post."""
    bodies = {each.pk: each for each in Body.objects.filter(pk__in=pks).named(day)}
    return {
        pk: (bodies[pk].name, rows_told([bodies[pk]], day, on).get(bodies[pk].name, []))
        for pk in pks
        if pk in bodies
    }


def _differences(before: dict, after: dict) -> list[Changed]:
    """What differs between the pages; a body that gets another name is the same."""
    names = {pk: each[0] for pk, each in before.items()}
    names |= {pk: each[0] for pk, each in after.items() if pk not in names}
    one, other = ({names[pk]: e[1] for pk, e in each.items()} for each in (before, after))
    return differences(one, other)


def _standings(day: datetime.date) -> dict:
    """What everyone may on the day, by account or person."""
    accounts, others = everyones_standings(day)
    found = {("account", pk): each for pk, each in accounts.items()}
    return found | {("person", pk): each for pk, each in others.items()}


def _held(standing: Standing | None) -> set:
    return (
        {(e.capacity, e.body, e.region, e.below) for e in standing.holdings} if standing else set()
    )


def _rights(one: dict, other: dict) -> list[tuple[str, list[str]]]:
    """Whoever may something in the one and not in the other, and what."""
    nobody = frozenset()
    found: dict[tuple[str, ...], list[str]] = {}
    for key, standing in one.items():
        if _held(standing) <= _held(other.get(key)):
            continue
        than = all_rights(other[key]) if key in other else nobody
        if lines := _beyond(standing, other.get(key), than):
            found.setdefault(tuple(lines), []).append(_name(*key))
    return [(listed(sorted(names)), list(lines)) for lines, names in found.items()]


def _beyond(standing: Standing, other: Standing | None, than) -> list[str]:
    """What the standing gives beyond the other; which bodies belong to one that it leads is part
    of it, though it's the same right."""
    lines = beyond(all_rights(standing), than)
    below = {e.body: e.below for e in other.holdings if e.below} if other else {}
    more = {pk for e in standing.holdings if e.body in below for pk in e.below - below[e.body]}
    if more:
        names = Body.objects.filter(pk__in=more).named(standing.on).order_by("path")
        lines += [f"följa och utse i {each.name}" for each in names]
    return lines


def _name(kind: str, pk: int) -> str:
    if kind == "account":
        user = User.objects.get(pk=pk)
        return user.get_full_name() or user.get_username()
    return str(Person.objects.get(pk=pk))


def _link(change: Change, world: World) -> Link | None:
    if change.new:
        return change.new
    return next((each for each in world.links if each.pk == change.pk), None)


def told_of(outcome: Outcome, world: World, names: dict[int, str]):
    """The changes as groups of lines."""
    posts = {each.pk: each for each in world.posts}
    ended = {each.pk for each in outcome.changes if each.thing is Thing.BODY}
    lines: dict[str, list[str]] = {}

    def add(heading: str, line: str) -> None:
        lines.setdefault(heading, []).append(line)

    for each in outcome.changes:
        if each.thing is Thing.BODY:
            add("Upphör", f"{names[each.pk]}, sista dagen {_last(each.day)}")
            for post in world.posts:
                if post.body == each.pk and (post.days[1] or each.day) >= each.day:
                    add("Poster som upphör med organet", f"{post.told} i {names[each.pk]}")
        elif each.thing is Thing.LINK:
            add(*_told_of_link(each, _link(each, world), names))
        elif each.thing is Thing.NAME and each.new:
            add("Namn", f"Heter {each.new.name} från och med {long_date(each.new.days[0])}")
        elif each.thing in (Thing.HELD, Thing.TURN):
            add(*_told_of_held(each, world, posts, names))
        elif each.thing is Thing.POST and each.new:
            of = names[each.new.body]
            if posts[each.pk].body in ended:
                add(EMPTY_POSTS, f"{each.new.told} i {of}")
            else:
                follows = names[each.new.follows.body]
                add("Poster som följer ett annat organ", f"{each.new.told} i {of} följer {follows}")
    order = [
        *("Upphör", "Ersätter", "Börjar", "Slutar", "Gällde aldrig", "Namn"),
        *("Poster som upphör med organet", EMPTY_POSTS),
    ]
    rank = {heading: at for at, heading in enumerate(order)}
    for heading in sorted(lines, key=lambda each: rank.get(each, len(order))):
        yield Group(HEADINGS.get(heading, heading), tuple(dict.fromkeys(lines[heading])))


HEADINGS = {
    "Börjar": "Samband som börjar",
    "Slutar": "Samband som slutar",
    "Gällde aldrig": "Planerat som inte blir av",
}


def _last(day: datetime.date) -> str:
    return long_date(day - datetime.timedelta(days=1))


def _told_of_link(change: Change, link: Link, names: dict[int, str]) -> tuple[str, str]:
    told = f"{names[link.subject]} {KINDS[link.kind]} {names[link.object]}"
    if change.does is Does.NEVER:
        return "Gällde aldrig", told
    if change.does is Does.ENDS:
        return "Slutar", f"{told}, till och med {_last(change.day)}"
    if link.kind == REPLACES:
        return "Ersätter", told
    return "Börjar", f"{told}, från och med {long_date(link.days[0])}"


def _told_of_held(change: Change, world: World, posts: dict, names: dict) -> tuple[str, str]:
    is_turn = change.thing is Thing.TURN
    rows = world.turns if is_turn else world.appointments
    held = next(each for each in rows if each.pk == change.pk)
    post = posts[held.post]
    told = f"{held.told}: {post.told[:1].lower()}{post.told[1:]} i {names[post.body]}"
    if change.does is Does.NEVER:
        return "Gällde aldrig", told
    heading = "Turer som slutar" if is_turn else "Uppdrag som slutar"
    return heading, f"{told}, till och med {_last(change.day)}"


def undoing_leads_to(
    change: Callable[[], object], steps: tuple[Step, ...], on: datetime.date
) -> LeadsTo:
    """What it leads to that the rows are put back, on the day that they would have begun to hold or
    today if that has been; nothing is kept. Raises what it raises."""
    pks, day, first = _concerned(steps, on)
    before, had = _rows(pks, day, on), _standings(day)
    with as_if(change):
        after, has = _rows(pks, day, on), _standings(day)
    changes = _differences(before, after)
    loses, gains = _rights(had, has), _rights(has, had)
    return LeadsTo(day, (), changes, loses, gains, tuple(back_in_time(0, first, on)))


def _concerned(
    steps: tuple[Step, ...], on: datetime.date
) -> tuple[list[int], datetime.date, datetime.date]:
    """The bodies that the rows are about, the first day from today that they tell of, and the first
    of all."""
    pks: dict[int, None] = {}
    days = []
    for each in steps:
        row = LABELS[each.label].history.get(history_id=each.after)
        own = [getattr(row, name, None) for name in ("body_id", "subject_id", "object_id")]
        if LABELS[each.label] is Body:
            own.append(row.id)
        pks |= {pk: None for pk in own if pk}
        is_new = each.before == 0
        days += [
            day
            for day in (getattr(row, "start", None) if is_new else getattr(row, "end", None),)
            if day
        ]
    return list(pks)[:AT_MOST], max([on, *days]), min(days, default=on)
