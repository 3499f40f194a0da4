"""What a change of whose turn it is leads to: the terms that become others, those who are appointed
for what is now another region's, who then holds what follows, and what they may."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from organisation.dates import long_date, period_text, period_words
from organisation.models import Affiliation, Person, Region
from organisation.rules import Finding, Severity
from organisation.words import in_sentence, listed, opening

from ..models import Appointment, Post, Tenure
from ..rights_compared import May, beyond
from ..rosters.around import described_posts, post_name, rights_of, seat_name
from .differing import Difference, Turn
from .handed_over import handovers_of
from .handovers import Handover
from .reminders import REMINDER_DAYS

SHOWN = 4
EARLIEST, LATEST = datetime.date.min, datetime.date.max


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
    rest = "och en period till" if more == 1 else f"och {more} perioder till"
    return (*told[:SHOWN], *([rest] if more > 0 else []))


def findings(difference: Difference, on: datetime.date) -> list[Finding]:
    """What is worth knowing before it's done (4 queries)."""
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
    """Those who are appointed for days that come to be the turn of a region that isn't theirs, or
    nobody's: each appointment once, with the first such days."""
    before, after = sides(difference)
    rows = Appointment.objects.filter(post__in=before.keys() | after.keys(), is_mistake=False)
    rows = rows.exclude(end__lte=on).select_related("person").order_by("start", "pk")
    posts = described_posts(on).in_bulk(before.keys() | after.keys())
    regions = Region.objects.in_bulk()
    work: dict[int, list[Affiliation]] = defaultdict(list)
    people = [each.person_id for each in rows]
    for each in Affiliation.objects.filter(person__in=people).exclude(region=None):
        work[each.person_id].append(each)
    found = []
    for row in rows:
        first, end = max(row.start or EARLIEST, on), row.end or LATEST
        for start, stop, region in _taken_over(before[row.post_id], after[row.post_id], first, end):
            at_work = [each.region_id for each in work[row.person_id] if each.is_current(start)]
            # Before there was any turn, only who is known to be from elsewhere is.
            had = any(each.meets(start, stop) for each in before[row.post_id])
            if region in at_work or not (at_work or had):
                continue
            whose = f"{regions[region]}s" if region else "ingen regions"
            remedy = "Utse någon därifrån, eller ändra" if region else "Ändra vid behov"
            message = (
                f"{row.person} är utsedd till {in_sentence(post_name(posts[row.post_id]))} "
                f"{period_words(row.start, row.end)}, men {period_words(start, stop)} blir det "
                f"{whose} tur. {remedy} uppdragets dagar."
            )
            found.append(Finding("appointed-otherwise", Severity.WARNING, message, ""))
            break
    return found


def _taken_over(before: list[Turn], after: list[Turn], first: datetime.date, end: datetime.date):
    """The stretches between two days that come to be another region's turn, or nobody's, with the
    region."""
    days = {first, end}
    days |= {day for each in (*before, *after) for day in (each.start, each.end)}
    days = sorted(day for day in days if first <= day <= end)
    stretches: list[tuple] = []
    for start, stop in pairwise(days):
        was, becomes = _whose(before, start), _whose(after, start)
        if was == becomes:
            continue
        if stretches and stretches[-1][1:] == (start, becomes):
            start = stretches.pop()[0]
        stretches.append((start, stop, becomes))
    return stretches


def _whose(turns: list[Turn], day: datetime.date) -> int | None:
    return next((each.region for each in turns if each.start <= day < each.end), None)


def reminders(
    before: Iterable[Handover], after: Iterable[Handover], on: datetime.date
) -> tuple[list[str], list[str]]:
    """What regions will be reminded of, and no longer reminded of: each handover to come, with the
    days of its reminders that are to come."""
    before, after = set(before), set(after)
    new = [(day, _reminder_days(day, on)) for day in sorted({each.day for each in after - before})]
    told = [
        f"Bytet {long_date(day)}: {listed([long_date(each) for each in days])}."
        for day, days in new
        if days
    ]
    left = {each.day for each in after}
    gone = sorted({each.day for each in before - after} - left)
    return told[:SHOWN], [f"Bytet {long_date(day)}." for day in gone[:SHOWN]]


def handed_over(difference: Difference, on: datetime.date) -> list[Handover]:
    """What is handed over in the bodies whose turns differ, as the database has it now
    (2 queries)."""
    posts = {each.post for each in difference.turns}
    bodies = set(Post.objects.filter(pk__in=posts).values_list("body", flat=True))
    return handovers_of(on + datetime.timedelta(1), LATEST, bodies)


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
