"""The checklist of a handover: what is done before it, worked out or ticked off by hand, and what
changes on the day."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from organisation.models import Region
from organisation.words import in_sentence

from ..models import HandoverTick, Tenure
from ..rights_compared import beyond
from ..rosters.around import described_posts, post_name, rights_of
from .handed_over import DAY, OfficePassed, handover_of
from .handovers import Handover, follows

Item = HandoverTick.Item


@dataclass(frozen=True)
class Step:
    """Something to be done before a handover. One with an `item` is ticked off by hand; `tick` says
    who did and when, `earlier` the day that it was then to be handed over."""

    title: str
    is_done: bool
    item: str = ""
    note: str = ""
    tick: HandoverTick | None = None
    earlier: datetime.date | None = None
    post: int | None = None


def ticks_of(
    some: Collection[Handover], there: Collection[Handover]
) -> dict[Handover, dict[str, HandoverTick]]:
    """What has been ticked off of the handovers, by item: also what was ticked off when one of them
    was to be on another day. `there` is all that is handed over in their bodies (1 query)."""
    found: dict[Handover, dict[str, HandoverTick]] = {each: {} for each in some}
    rows = HandoverTick.objects.filter(body__in={each.body for each in some}).select_related("by")
    # What is said of the day itself counts before what was said of another.
    for row in sorted(rows.order_by("at", "pk"), key=lambda row: handover_of(row) in found):
        now = follows(handover_of(row), there)
        if now in found:
            found[now][row.item] = row
    return found


def steps_of(
    handover: Handover,
    offices: Iterable[OfficePassed],
    ticks: dict[str, HandoverTick],
    regions: dict[int, Region],
) -> list[Step]:
    """The checklist: that someone is appointed is worked out, the rest is ticked off."""
    steps = [_appointed(each, handover, regions) for each in offices if not each.is_derived]
    for item in Item:
        row = ticks.get(item)
        earlier = row.day if row and row.is_done and row.day != handover.day else None
        done = bool(row and row.is_done)
        steps.append(
            Step(item.label, done, item.value, tick=row if done else None, earlier=earlier)
        )
    return steps


def _appointed(office: OfficePassed, handover: Handover, regions: dict[int, Region]) -> Step:
    coming = regions[handover.coming]
    title = f"Nästa {in_sentence(office.name)} är utsedd"
    if office.next is None:
        note = f"{coming} ser till att någon utses."
        return Step(title, False, note=note, post=office.post.pk)
    note = f"{office.next.person}, {office.next.period_text}."
    if office.regions_of_next and handover.coming not in office.regions_of_next:
        works = regions.get(office.regions_of_next[0])
        note += f" Hör till {works}, inte till {coming}: stämmer det?"
    return Step(title, True, note=note, post=office.post.pk)


@dataclass(frozen=True)
class RightsChanged:
    """What someone may no longer, or comes to be let do, and from which day."""

    name: str
    day: datetime.date
    rights: tuple[str, ...]


def rights_changed(
    offices: Iterable[OfficePassed],
) -> tuple[list[RightsChanged], list[RightsChanged]]:
    """What those who leave may no longer when their appointment ends, and what those who come may
    when theirs begins (8 queries each, of people few)."""
    loses, gains = [], []
    offices = [each for each in offices if not each.is_derived]
    leaving = {(e.now.person, e.now.end) for e in offices if e.now and e.now.end}
    coming = {(e.next.person, e.next.start) for e in offices if e.next and e.next.start}
    for people, told, ends in ((leaving, loses, True), (coming, gains, False)):
        for person, day in sorted(people, key=lambda each: (each[1], each[0].name)):
            person = person.merged_into or person
            before, after = rights_of(person, day - DAY), rights_of(person, day)
            lines = beyond(before, after) if ends else beyond(after, before)
            told.append(RightsChanged(person.name, day, tuple(lines)))
    return loses, gains


@dataclass(frozen=True)
class Derived:
    """A post that follows what is handed over: who has it before the day, and who from it."""

    name: str
    before: str
    after: str


def derived_posts(handover: Handover) -> list[Derived]:
    """The posts that whoever has the offices has by that, and those that are had in turn of them
    (2 queries)."""
    day = handover.day
    follow = Q(post__held_in_turn_of__in=handover.offices) | Q(source_post__in=handover.offices)
    rows = Tenure.objects.possible().filter(follow).exclude(post__in=handover.offices)
    rows = rows.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gte=day))
    sides: dict[int, tuple[list[str], list[str]]] = {}
    for row in rows.select_related("person").order_by("start", "pk"):
        before, after = sides.setdefault(row.post_id, ([], []))
        for names, on in ((before, day - DAY), (after, day)):
            starts = row.start is None or row.start <= on
            if starts and (row.end is None or on < row.end) and str(row.person) not in names:
                names.append(str(row.person))
    posts = described_posts(day).in_bulk(sides.keys())
    return [
        Derived(post_name(posts[pk]), ", ".join(before), ", ".join(after))
        for pk, (before, after) in sides.items()
        if before != after or not after
    ]
