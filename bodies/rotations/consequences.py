"""What a change of whose turn it is leads to: the terms that become others, those who are appointed
for what is now another region's, who then holds what follows, and what they may."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from organisation.dates import long_date, period_text, period_words
from organisation.models import Person, Region
from organisation.rules import Finding, Severity
from organisation.words import in_sentence, listed, opening

from ..models import Appointment, Post, Tenure
from ..rights_compared import May, beyond
from ..rosters.around import described_posts, post_name, rights_of, seat_name
from .differing import Difference, Turn
from .reminders import REMINDER_DAYS

SHOWN = 4
EARLIEST = datetime.date.min


@dataclass(frozen=True)
class TermsChanged:
    """Offices whose terms become others, alike for all of them: what they are, and in which
    bodies."""

    offices: str
    before: list[str]
    after: list[str]


@dataclass
class Follows:
    """Who has the posts that follow a turn, and what they may, on the first day that differs."""

    rows: dict[tuple, str] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    rights: dict[int, frozenset[May]] = field(default_factory=dict)


def terms_changed(difference: Difference, on: datetime.date) -> list[TermsChanged]:
    """The terms before and after, those of offices that change alike together (2 queries)."""
    before, after = sides(difference)
    posts = described_posts(on).in_bulk(before.keys() | after.keys())
    regions = Region.objects.in_bulk()
    alike: dict[tuple, list[Post]] = defaultdict(list)
    for pk, post in sorted(posts.items()):
        key = (_lines(before[pk], regions), _lines(after[pk], regions))
        alike[key].append(post)
    return [
        TermsChanged(_offices_told(changed), list(old), list(new))
        for (old, new), changed in alike.items()
    ]


def _offices_told(posts: list[Post]) -> str:
    """Posts by what they are and where: "Ordförande och sekreterare i A och B"."""
    bodies: dict[str, list[str]] = defaultdict(list)
    for each in sorted(posts, key=lambda each: (each.called, each.role.order)):
        bodies[each.called].append(seat_name(each))
    alike: dict[str, list[str]] = defaultdict(list)
    for body, names in bodies.items():
        alike[opening(listed([names[0], *map(in_sentence, names[1:])]))].append(body)
    return "; ".join(f"{names} i {listed(found)}" for names, found in alike.items())


def sides(difference: Difference) -> tuple[dict[int, list[Turn]], dict[int, list[Turn]]]:
    """What is there before and after, by post: only what differs."""
    before, after = defaultdict(list), defaultdict(list)
    pairs = (*difference.shorter, *difference.changed)
    for each in sorted([*difference.gone, *(one for one, _ in pairs)]):
        before[each.post].append(each)
    for each in sorted([*difference.new, *(other for _, other in pairs)]):
        after[each.post].append(each)
    return before, after


def _lines(turns: list[Turn], regions: dict[int, Region]) -> tuple[str, ...]:
    told = [f"{period_text(each.start, each.end)}: {regions[each.region]}" for each in turns]
    more = len(told) - SHOWN
    return (*told[:SHOWN], *([f"och {more} perioder till"] if more > 0 else []))


def findings(difference: Difference, on: datetime.date) -> list[Finding]:
    """What is worth knowing before it's done (2 queries)."""
    if not difference:
        return []
    found = []
    if difference.from_day < on:
        message = (
            f"Ändringen gäller redan från {long_date(difference.from_day)}: sidorna ändras också "
            "för dagar som har varit. Hur det stod innan finns kvar i historiken."
        )
        found.append(Finding("back-in-time", Severity.WARNING, message, ""))
    return found + appointed_otherwise(difference, on)


def appointed_otherwise(difference: Difference, on: datetime.date) -> list[Finding]:
    """Those who are appointed for days that come to be another region's turn."""
    before, after = sides(difference)
    rows = Appointment.objects.filter(post__in=before.keys() | after.keys(), is_mistake=False)
    rows = rows.exclude(end__lte=on).select_related("person").order_by("start", "pk")
    posts = described_posts(on).in_bulk(before.keys() | after.keys())
    regions = Region.objects.in_bulk()
    return [
        Finding(
            "appointed-otherwise",
            Severity.WARNING,
            f"{row.person} är utsedd till {in_sentence(post_name(posts[row.post_id]))} "
            f"{period_words(row.start, row.end)}, men {period_words(*days)} blir det "
            f"{regions[region]}s tur. Utse någon därifrån, eller ändra uppdragets dagar.",
            "",
        )
        for row in rows
        for region, days in _taken_over(row, before[row.post_id], after[row.post_id], on)
    ]


def _taken_over(row: Appointment, before: list[Turn], after: list[Turn], on: datetime.date):
    """The regions that come to have days of an appointment that were another's, with the days."""
    for new in after:
        for old in before:
            start = max(new.start, old.start, row.start or EARLIEST, on)
            end = min(new.end, old.end, row.end or datetime.date.max)
            if new.region != old.region and start < end:
                yield new.region, (start, end)


def reminders(difference: Difference, on: datetime.date) -> tuple[list[str], list[str]]:
    """What regions will be reminded of, and no longer reminded of: each change to come, with the
    days of its reminders that are to come."""
    before, after = sides(difference)
    was = {each.start for turns in before.values() for each in turns}
    becomes = {each.start for turns in after.values() for each in turns}
    new = [(day, _reminder_days(day, on)) for day in sorted(becomes - was) if day > on]
    told = [
        f"Bytet {long_date(day)}: {listed([long_date(each) for each in days])}."
        for day, days in new
        if days
    ]
    gone = [f"Bytet {long_date(day)}." for day in sorted(was - becomes) if day > on]
    return told[:SHOWN], gone[:SHOWN]


def _reminder_days(day: datetime.date, on: datetime.date) -> list[datetime.date]:
    days = [day - datetime.timedelta(days=each) for each in REMINDER_DAYS]
    return [each for each in days if each >= on]


def followers(difference: Difference, on: datetime.date) -> Follows:
    """Who has the posts that follow the turns that differ, as the database has it now, and what
    they may on the first day that differs."""
    before, after = sides(difference)
    day = max(difference.from_day, on)
    found = Follows()
    rows = (
        Tenure.objects.possible()
        .filter(post__held_in_turn_of__in=before.keys() | after.keys())
        .exclude(end__lt=day)
        .select_related("person")
        .order_by("start", "pk")
    )
    posts = described_posts(on).in_bulk({each.post_id for each in rows})
    for each in rows:
        name = post_name(posts[each.post_id])
        key = (each.post_id, each.person_id, each.start, each.end)
        found.rows[key] = f"{name}: {each.person}, {each.period_text}"
        found.people[each.person_id] = each.person
    return found


def with_rights(found: Follows, people: dict[int, Person], day: datetime.date) -> Follows:
    """What each of them may on the day, as the database has it now (4 queries each)."""
    found.rights = {pk: rights_of(person, day) for pk, person in people.items()}
    return found


def concerned(before: Follows, after: Follows) -> dict[int, Person]:
    """Those who come to have a post that follows, or no longer have it, or on other days."""
    differ = before.rows.keys() ^ after.rows.keys()
    known = before.people | after.people
    return {key[1]: known[key[1]] for key in sorted(differ, key=str)}


def gained(one: Follows, other: Follows, people: dict[int, Person]) -> list[tuple[str, list[str]]]:
    """What each has by the one and not by the other."""
    told = []
    for pk, person in people.items():
        if rights := beyond(one.rights[pk], other.rights[pk]):
            told.append((person.name, list(rights)))
    return told
