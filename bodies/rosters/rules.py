"""What is worth knowing before someone is appointed or leaves.

Pure rules: plain values in, findings out. A finding's subject is the field it's about.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from organisation.dates import long_date, period_words
from organisation.rules import Finding, Severity

from ..rules import appointing_findings

Days = tuple[datetime.date | None, datetime.date | None]
DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date.min, datetime.date.max
ALWAYS: Days = (None, None)


@dataclass(frozen=True)
class Other:
    """Something else that someone holds, by the name to tell, and its days."""

    name: str
    start: datetime.date | None
    end: datetime.date | None


@dataclass(frozen=True)
class Held:
    """A seat or an office in a body, by the names to tell, and its days. `at` tells bodies of one
    name apart; `follows` names the post that a derived one comes with."""

    body: str
    role: str
    is_office: bool
    days: Days
    at: int = 0
    follows: str = ""


@dataclass(frozen=True)
class Wanted:
    """An appointment that isn't made, and what there is around it. Days are half-open. `holders`
    have the post at other times, `seats` are the days that the person sits in `seat_in`, `follows`
    the derived posts that come with the post. `gets` is the post itself and those, `has` what the
    person has already in the same bodies."""

    post: str
    body: str
    person: str
    start: datetime.date | None
    end: datetime.date | None
    on: datetime.date
    is_derived: bool = False
    post_days: Days = ALWAYS
    body_days: Days = ALWAYS
    holders: tuple[Other, ...] = ()
    gets: tuple[Held, ...] = ()
    has: tuple[Held, ...] = ()
    seat_in: str = ""
    seats: tuple[Days, ...] = ()
    region: str = ""
    person_region: str = ""
    is_elected: bool = False
    party: str = ""
    own_people_only: bool = False
    is_oneself: bool = False
    follows: tuple[str, ...] = ()


def filling_findings(wanted: Wanted) -> list[Finding]:
    """What is wrong with an appointment, else what it would lead to."""
    start, end = wanted.start, wanted.end
    if wanted.is_derived:
        message = (
            f"{wanted.post} följer av en annan post och tillsätts inte för sig. Tillsätt den post "
            "som den följer."
        )
        return [_error("derived-post", message)]
    if start is None:
        return [_error("no-start", "Ange från vilken dag uppdraget gäller.", "first")]
    if end and end <= start:
        return [ends_before(start, end)]
    if found := appointing_findings(oneself=wanted.is_oneself, is_admin=False):
        return found
    found = [*_outside(wanted), *_overlapping(wanted), *_about_region(wanted)]
    found += _about_seat(wanted)
    if wanted.is_elected and not wanted.party:
        message = (
            f"{wanted.person} har inget parti i portalen, och på sidan står förtroendevalda med "
            "parti. Skriv partiet, eller lägg till det hos personen."
        )
        found.append(_warning("no-party", message))
    found += twice_findings(wanted.person, wanted.gets, wanted.has)
    if start < wanted.on:
        message = (
            f"Uppdraget börjar bakåt i tiden, {long_date(start)}: sidorna för de dagarna ändras "
            "också. Kontrollera att dagen stämmer."
        )
        found.append(Finding("back-in-time", Severity.NOTICE, message))
    if wanted.follows:
        message = f"Med posten följer: {'; '.join(wanted.follows)}."
        found.append(Finding("follows", Severity.NOTICE, message))
    return found


def twice_findings(person: str, gets: Iterable[Held], has: Iterable[Held]) -> list[Finding]:
    """That someone gets a second seat, or a second office, in a body where they have one already.
    An office beside a seat is no second one: it's often a member's (000)."""
    found = {}
    for new, old in _twice(gets, has):
        what = "funktion" if new.is_office else "plats"
        told = f"{old.role}, {period_words(*old.days)}"
        if old.follows:
            told += f", som följer av {old.follows}"
        if new.follows:
            remedy = f"Personen får en till, som följer av {new.follows}."
        else:
            remedy = "Välj någon annan" if old.follows else "Avsluta den"
            remedy += " om personen inte ska ha båda."
        message = f"{person} har redan en {what} i {new.body}: {told}. {remedy}"
        code = "two-offices" if new.is_office else "two-seats"
        found.setdefault(message, _warning(code, message))
    return list(found.values())


def _twice(one: Iterable[Held], other: Iterable[Held]) -> Iterable[tuple[Held, Held]]:
    """What is of the same sort, in the same body, on the same day, in the one and in the other."""
    other = list(other)
    for each in one:
        for beside in other:
            first, second = ((e.at, e.body, e.is_office) for e in (each, beside))
            if first == second and _meet(each.days, beside.days):
                yield each, beside


def from_earliest(wanted: Wanted) -> Wanted:
    """One whose first day isn't known, as if it began on the earliest day that it can have."""
    if wanted.start is not None:
        return wanted
    begins = [each[0] or FIRST for each in (wanted.post_days, wanted.body_days)]
    since = [each[0] or FIRST for each in wanted.seats]
    return replace(wanted, start=max(*begins, min(since, default=FIRST)))


def _error(code: str, message: str, subject: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, subject)


def _warning(code: str, message: str) -> Finding:
    return Finding(code, Severity.WARNING, message)


def ends_before(start: datetime.date, end: datetime.date) -> Finding:
    message = (
        f"Sista dagen {long_date(end - DAY)} ligger före första dagen {long_date(start)}. Ändra "
        "någon av dem, eller lämna sista dagen tom."
    )
    return _error("ends-before-start", message, "last")


def _meet(one: Days, other: Days) -> bool:
    """Whether two periods have a day in common."""
    return max(one[0] or FIRST, other[0] or FIRST) < min(one[1] or LAST, other[1] or LAST)


def common_days(one: Days, other: Days) -> Days | None:
    """The days that two periods have in common, if any."""
    if not _meet(one, other):
        return None
    starts = [each[0] for each in (one, other) if each[0]]
    ends = [each[1] for each in (one, other) if each[1]]
    return max(starts, default=None), min(ends, default=None)


def first_difference(one: Days, other: Days | None, on: datetime.date) -> datetime.date:
    """The first day from `on` that lies in only one of two periods; `on` when there is none. No
    other period at all is None."""
    periods = [each for each in (one, other) if each is not None]
    days = sorted({on, *(day for each in periods for day in each if day and day > on)})
    for day in days:
        inside = [(each[0] or FIRST) <= day < (each[1] or LAST) for each in periods]
        if sum(inside) == 1:
            return day
    return on


def _outside(wanted: Wanted) -> Iterable[Finding]:
    """What is outside the days of the post or of its body."""
    begins = max(each[0] or FIRST for each in (wanted.post_days, wanted.body_days))
    over = min(each[1] or LAST for each in (wanted.post_days, wanted.body_days))
    last = long_date(over - DAY)
    if over <= wanted.on:
        message = f"{wanted.post} finns inte längre: sista dagen var {last}. Välj en annan post."
        yield _error("post-over", message)
    elif wanted.start >= over:
        message = f"{wanted.post} upphör: sista dagen är {last}. Välj en tidigare första dag."
        yield _error("post-over", message, "first")
    elif wanted.start < begins:
        message = (
            f"{wanted.post} finns från och med {long_date(begins)}. Välj den dagen eller en senare."
        )
        yield _error("post-not-yet", message, "first")
    elif wanted.end and wanted.end > over:
        message = f"{wanted.post} upphör: sista dagen får vara senast {last}."
        yield _error("after-post", message, "last")
    elif wanted.end is None and over < LAST:
        # The appointment gets no last day of its own: it lasts as long as the post does.
        message = (
            f"{wanted.post} finns till och med {last}, och uppdraget slutar med posten. Det får "
            "ingen egen sista dag: finns posten längre, gäller uppdraget längre."
        )
        yield Finding("ends-with-post", Severity.NOTICE, message)


def _overlapping(wanted: Wanted) -> Iterable[Finding]:
    """Who else has the post on the same days: one at a time may."""
    meeting = [
        each for each in wanted.holders if _meet((wanted.start, wanted.end), (each.start, each.end))
    ]
    for each in meeting[:1]:
        has = f"{each.name} har posten {period_words(each.start, each.end)}"
        if each.start and each.start > wanted.start:
            last = long_date(each.start - DAY)
            message = f"{has}. Sätt sista dagen till senast {last}, eller välj en senare dag."
            yield _error("overlap", message, "last")
        else:
            remedy = "Välj en första dag efter det, eller byt innehavare i stället"
            yield _error("overlap", f"{has}. {remedy}.", "first")


def _about_region(wanted: Wanted) -> Iterable[Finding]:
    """That a post represents a region that the person isn't of."""
    if not wanted.region or wanted.region == wanted.person_region:
        return
    code = "other-region" if wanted.person_region else "no-region"
    if wanted.person_region:
        message = (
            f"Posten företräder {wanted.region}, men {wanted.person} hör till "
            f"{wanted.person_region}. Kontrollera att det är rätt person."
        )
    else:
        message = (
            f"Posten företräder {wanted.region}, men {wanted.person} hör inte till någon region. "
            "Lägg till var personen arbetar, eller välj någon annan."
        )
    if wanted.own_people_only:
        yield _error(code, message, "person")
    else:
        yield _warning(code, message)


def _about_seat(wanted: Wanted) -> Iterable[Finding]:
    """That an office needs a seat in another body that the person hasn't, or not long enough."""
    if not wanted.seat_in:
        return
    held_to = wanted.start
    for since, until in sorted(wanted.seats, key=lambda each: each[0] or FIRST):
        if (since or FIRST) <= held_to < (until or LAST):
            held_to = until or LAST
    if held_to == wanted.start:
        message = (
            f"{wanted.post} kräver en plats i {wanted.seat_in}, och {wanted.person} har ingen den "
            "dagen. Utse personen till en plats där först, eller välj någon annan."
        )
        yield _error("no-seat", message, "person")
    elif held_to < (wanted.end or LAST):
        message = (
            f"{wanted.post} kräver en plats i {wanted.seat_in}, och {wanted.person} har sin till "
            f"och med {long_date(held_to - DAY)}. Sätt samma sista dag, eller förläng platsen."
        )
        yield _warning("seat-ends", message)


@dataclass(frozen=True)
class Ending:
    """An appointment that is to end, `last` being its last day. `next` has the post after it,
    `needing` are the person's offices that need this seat, `follows` as in `Wanted`."""

    post: str
    person: str
    start: datetime.date | None
    end: datetime.date | None
    last: datetime.date | None
    on: datetime.date
    next: Other | None = None
    post_end: datetime.date | None = None
    follows: tuple[str, ...] = ()
    needing: tuple[str, ...] = ()


def ending_findings(ending: Ending) -> list[Finding]:
    """What is wrong with the last day, else what the end would lead to."""
    if ending.last is None:
        return [_error("no-last", "Ange sista dagen.", "last")]
    end = ending.last + DAY
    if ending.start and end <= ending.start:
        return [ends_before(ending.start, end)]
    if ending.end and end >= ending.end:
        message = (
            f"{ending.person} har posten till och med {long_date(ending.end - DAY)}. Välj en "
            "tidigare dag, eller rätta uppdragets dagar."
        )
        return [_error("ends-earlier", message, "last")]
    found = []
    if end < ending.on:
        message = (
            f"Sista dagen ligger bakåt i tiden, {long_date(ending.last)}: sidorna för dagarna "
            "sedan dess ändras också. Kontrollera att dagen stämmer."
        )
        found.append(Finding("back-in-time", Severity.NOTICE, message))
    followed = ending.next and (ending.next.start or FIRST) <= end
    if not followed and (ending.post_end is None or end < ending.post_end):
        message = (
            f"{ending.post} blir vakant efter {ending.person}, från och med {long_date(end)}. Utse "
            "någon ny."
        )
        found.append(_warning("vacancy", message))
    if ending.follows:
        message = f"Det som följer med posten lämnas också: {'; '.join(ending.follows)}."
        found.append(Finding("follows-end", Severity.NOTICE, message))
    if ending.needing:
        message = (
            f"{ending.person} förlorar den plats som krävs för: {'; '.join(ending.needing)}. "
            "Avsluta eller tillsätt det också."
        )
        found.append(_warning("seat-lost", message))
    return found


def merging_findings(
    person: str, one: Iterable[Held], other: Iterable[Held], regions: tuple[str, str, str]
) -> list[Finding]:
    """What two records of a person have that one person shouldn't have at once. `regions` are whom
    the one and the other belong to, and the person afterwards; "" for none."""
    found = {}
    for each, beside in _twice(one, other):
        what = "funktioner" if each.is_office else "platser"
        both = sorted((each.role, beside.role))
        message = (
            f"{person} får två {what} i {each.body}: {both[0]} och {both[1]}. Avsluta den ena om "
            "personen inte ska ha båda."
        )
        code = "two-offices" if each.is_office else "two-seats"
        found.setdefault(message, _warning(code, message))
    before, after = {each for each in regions[:2] if each}, regions[2]
    if len(before) > 1:
        others = " och ".join(sorted(before - {after}))
        message = (
            f"{person} hör sedan till {after or 'ingen region'}, och inte till {others}. Avsluta "
            "den anknytning som inte gäller."
        )
        found[message] = _warning("other-region", message)
    return list(found.values())
