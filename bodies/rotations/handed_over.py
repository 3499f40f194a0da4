"""What is handed over, asked of the stored terms: when, by whom, and who comes after them."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from organisation.dates import last_day, long_date
from organisation.models import Affiliation
from organisation.words import in_sentence, listed, opening

from ..models import Appointment, HandoverTick, Post, RotationTerm
from ..rosters.around import described_posts, seat_name
from .handovers import Handover, OfficeTurn, handovers

DAY = datetime.timedelta(days=1)
LONG_AGO, LATER = datetime.date.min, datetime.date.max
DERIVED = "Följer av en annan post"


def handovers_of(
    first: datetime.date, end: datetime.date, bodies: Collection[int] | None = None
) -> list[Handover]:
    """What is handed over from the day `first` and before the day `end`, of all bodies or of some,
    by day; bodies, offices (posts) and regions by primary key (1 query). What no longer is there on
    the day isn't handed over."""
    terms = RotationTerm.objects.filter(
        Q(start__gte=first, start__lt=end) | Q(end__gte=first, end__lt=end),
        Q(post__body__end=None) | Q(post__body__end__gt=first),
    )
    if bodies is not None:
        terms = terms.filter(post__body__in=bodies)
    rows = terms.order_by("post__body__kind__order", "post__body__path", "post__role__order", "pk")
    turns, gone = [], {}
    for post, body, region, start, stop, post_end, body_end in rows.values_list(
        *("post", "post__body", "region", "start", "end", "post__end", "post__body__end")
    ):
        turns.append(OfficeTurn(body, post, region, start or LONG_AGO, stop))
        gone[post] = min(post_end or datetime.date.max, body_end or datetime.date.max)
    return [
        Handover(each.body, each.day, each.leaving, each.coming, left)
        for each in handovers(turns)
        if first <= each.day < end
        and (left := tuple(post for post in each.offices if each.day < gone[post]))
    ]


def handover_of(tick: HandoverTick) -> Handover:
    """What something that is ticked off is about."""
    return Handover(tick.body_id, tick.day, tick.leaving_id, tick.coming_id)


def tick_of(handover: Handover, item: str = "") -> HandoverTick:
    """A tick that isn't stored: what rights to the handover are asked of."""
    return HandoverTick(
        body_id=handover.body,
        day=handover.day,
        leaving_id=handover.leaving,
        coming_id=handover.coming,
        item=item,
    )


@dataclass(frozen=True)
class OfficePassed:
    """An office that is handed over: who has it up to then, and who is to have it."""

    post: Post
    now: Appointment | None
    next: Appointment | None
    regions_of_next: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return seat_name(self.post)

    @property
    def is_derived(self) -> bool:
        return self.post.is_derived

    @property
    def is_ready(self) -> bool:
        """Whether someone is appointed, or nobody has to be."""
        return self.is_derived or self.next is not None

    @property
    def holds(self) -> str:
        """Who has it up to the day, and how long: "Anna Berg, till och med …"."""
        if self.is_derived:
            return DERIVED
        if self.now is None:
            return "Ingen"
        if self.now.end is None:
            return f"{self.now.person}, utan slutdag"
        return f"{self.now.person}, till och med {long_date(last_day(self.now.end))}"

    @property
    def comes(self) -> str:
        """Who is to have it."""
        if self.is_derived:
            return DERIVED
        return f"{self.next.person}, {self.next.period_text}" if self.next else "Ingen utsedd"


def offices_passed(some: Iterable[Handover], on: datetime.date) -> dict[Handover, list]:
    """Who has each office of the handovers up to its day, and who is appointed for the turn that
    begins then: someone of the coming region who goes on, or whoever begins that day or later in
    the turn (4 queries)."""
    some = list(some)
    posts = described_posts(on).in_bulk({pk for each in some for pk in each.offices})
    rows = Appointment.objects.filter(post__in=posts, is_mistake=False)
    by_post: dict[int, list[Appointment]] = {}
    people = set()
    for row in rows.select_related("person__merged_into").order_by("start", "pk"):
        by_post.setdefault(row.post_id, []).append(row)
        people.add(row.person_id)
    work: dict[int, list[Affiliation]] = {}
    for each in Affiliation.objects.filter(person__in=people, region__isnull=False):
        work.setdefault(each.person_id, []).append(each)
    turns = RotationTerm.objects.filter(post__in=posts, start__in={each.day for each in some})
    ends = {(post, start): end for post, start, end in turns.values_list("post", "start", "end")}
    return {
        each: [
            _passed(posts[pk], each, ends.get((pk, each.day)), by_post.get(pk, []), work)
            for pk in each.offices
        ]
        for each in some
    }


def _passed(
    post: Post,
    handover: Handover,
    end: datetime.date | None,
    rows: list[Appointment],
    work: dict[int, list[Affiliation]],
) -> OfficePassed:
    """`end` is when the coming region's turn ends."""

    def regions(row: Appointment, day: datetime.date) -> tuple[int, ...]:
        found = work.get(row.person_id, [])
        return tuple(each.region_id for each in found if each.is_current(day))

    day, before = handover.day, handover.day - DAY
    now = next((row for row in rows if row.is_current(before)), None)
    in_turn = (row for row in rows if row.start and day <= row.start < (end or LATER))
    stays = next((row for row in rows if row.is_current(day)), None)
    if stays and handover.coming not in regions(stays, day):
        stays = None
    begins = stays or next(in_turn, None)
    if begins is not None and begins == now:
        # Whoever comes has begun already: who had it before them is the one who leaves.
        earlier = [row for row in rows if row.end and row.end <= begins.start] if now.start else []
        now = earlier[-1] if earlier else None
    known = regions(begins, max(day, begins.start or day)) if begins else ()
    return OfficePassed(post, now, begins, known)


def offices_words(offices: Iterable[OfficePassed]) -> str:
    """The offices in words: "Ordförande och sekreterare"."""
    names = list(dict.fromkeys(each.name for each in offices))
    return opening(listed([names[0], *map(in_sentence, names[1:])]))
