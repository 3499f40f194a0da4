"""What stands in the way of ending, replacing, moving and renaming bodies, and how it's resolved.

Plain values in, findings out. A finding's `subject` is the number of the body that it's about.
"""

import datetime

from organisation.dates import last_day, long_date
from organisation.rules import Finding, Severity

from ..rules import ring_through
from .days import begins, ends, goes_on, holds
from .values import PART_OF, BodyFacts, Day, Link, World

BELOW = (PART_OF, "commissioned_by")


def found(code: str, body: int, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, message, str(body))


def day_findings(body: BodyFacts, day: Day, on: Day, *, is_end: bool = False) -> list[Finding]:
    """A day on which the body isn't there, or that has been. `is_end` says that it's the day after
    its last one, which may be the end that it has already."""
    first, end = begins(body.days), ends(body.days)
    if body.days[0] and (day <= first if is_end else day < first):
        return [
            found(
                "before-start",
                body.pk,
                f"{body.name} bildades {long_date(first)}. Välj en senare dag.",
            )
        ]
    if day > end if is_end else day >= end:
        return [
            found(
                "after-end",
                body.pk,
                f"{body.name} har {long_date(last_day(end))} som sista dag. Välj en dag före det, "
                "eller ändra sista dagen under Administration först.",
            )
        ]
    return back_in_time(body.pk, day, on) if body.days[1] != day else []


def back_in_time(body: int, day: Day, on: Day) -> list[Finding]:
    """That a day has been, and pages have told what held on it."""
    if day >= on:
        return []
    message = f"{long_date(day)} har redan varit. Sidorna för dagarna sedan dess ändras också."
    return [found("back-in-time", body, message, Severity.WARNING)]


def there_findings(body: BodyFacts, day: Day) -> list[Finding]:
    """Another body that is to be there on the day and isn't."""
    if holds(body.days, day):
        return []
    days = (
        f"bildas först {long_date(begins(body.days))}"
        if begins(body.days) > day
        else f"upphör {long_date(last_day(ends(body.days)))}"
    )
    return [
        found(
            "not-there",
            body.pk,
            f"{body.name} finns inte {long_date(day)}: det {days}. Välj en annan dag, eller ett "
            "annat organ.",
        )
    ]


def outlives(body: BodyFacts, until: Day | None) -> list[Finding]:
    """A body that ends before what is to belong to it."""
    end = body.days[1]
    if end is None or (until and until <= end):
        return []
    return [
        found(
            "ends-before",
            body.pk,
            f"{body.name} upphör {long_date(last_day(end))}. Därefter hör organet ingenstans: "
            "flytta eller avsluta det före dess.",
            Severity.WARNING,
        )
    ]


def below_findings(world: World, body: BodyFacts, day: Day) -> list[Finding]:
    """The bodies that are, or are to be, part of the body or work for it, on the day or after."""
    told = {}
    for link in world.links:
        other = world.bodies[link.subject]
        still = goes_on(link.days, day) and goes_on(other.days, day)
        if link.object == body.pk and link.kind in BELOW and still:
            told[other.pk] = found(
                "below",
                other.pk,
                f"{other.name} hör till {body.name} eller får uppdrag därifrån. Flytta eller "
                f"avsluta {other.name} först.",
            )
    return list(told.values())


def followed_findings(
    world: World, gone: set[int], day: Day, *, turns_only: bool = False
) -> list[Finding]:
    """Posts of other bodies that follow posts in those that are gone from the day on."""
    its = {each.pk for each in world.posts if each.body in gone}
    told = {}
    for post in world.posts:
        follows = post.follows
        if post.body in gone or follows is None or not _stays(world, post, day):
            continue
        body = world.bodies[post.body]
        if follows.turn in its:
            told[post.body] = found(
                "followed",
                post.body,
                f"{post.told} i {body.name} går i tur med en post i det organ som upphör. Ändra "
                "vad posten följer under Administration först.",
            )
        elif follows.body in gone and not turns_only:
            whose = "i organ som har samband med" if follows.relation else "i"
            told[post.body] = found(
                "followed",
                post.body,
                f"{post.told} i {body.name} har den som har en viss post {whose} det organ som "
                "upphör. Ändra vad posten följer under Administration först, eller ersätt organet "
                "med ett annat.",
            )
    return list(told.values())


def _stays(world: World, post, day: Day) -> bool:
    return goes_on(post.days, day) and goes_on(world.bodies[post.body].days, day)


def itself_findings(olds: list[BodyFacts], new: BodyFacts) -> list[Finding]:
    """A body that would be merged with, or replaced by, itself."""
    pks = [each.pk for each in (*olds, new)]
    twice = [each for each in olds if pks.count(each.pk) > 1]
    return [
        found("itself", each.pk, f"{each.name} kan inte gå upp i sig självt. Välj ett annat organ.")
        for each in twice[:1]
    ]


def ring_findings(world: World, links: list[Link], about: str = "object") -> list[Finding]:
    """New links by which a body would come to stand above itself on some day."""
    kept = [(each.subject, each.object, *each.days) for each in world.links if each.kind == PART_OF]
    new = [(each.subject, each.object, *each.days) for each in links if each.kind == PART_OF]
    told = []
    for each in new:
        others = [one for one in new if one is not each]
        if ring := ring_through(each, [*kept, *others]):
            way = " → ".join(world.bodies[one].name for one in ring)
            told.append(
                found(
                    "ring",
                    each[1] if about == "object" else each[0],
                    f"Då skulle ett organ höra till sig självt: {way}. Flytta det som ligger under "
                    "först, eller välj ett annat organ.",
                )
            )
    return told[:1]


def same_letters(name: str) -> str:
    """A name as it's told from others: without capitals and doubled spaces."""
    return " ".join(name.casefold().split())


def name_findings(world: World, body: int | None, name: str, day: Day) -> list[Finding]:
    """A name that another body of the kind has on the day, or is to have."""
    for each in world.names:
        other = world.bodies[each.body]
        if each.body == body or same_letters(each.name) != same_letters(name):
            continue
        if goes_on(each.days, day) and goes_on(other.days, day):
            since = begins(each.days)
            when = f" från och med {long_date(since)}" if since > day else ""
            return [
                found(
                    "name-taken",
                    each.body,
                    f"{each.name} är namnet på ett annat organ av samma slag{when}. Välj ett namn "
                    "som skiljer dem åt.",
                )
            ]
    return []


def start_findings(
    world: World, name: str, days: tuple[Day, Day | None], under: BodyFacts, on: Day
) -> list[Finding]:
    """What stands in the way of a new body with that name and those days, by the order of another.
    The new body has no number yet: what is about itself says 0."""
    start, end = days
    findings = name_findings(world, None, name, start)
    if end and end <= start:
        last = end - datetime.timedelta(days=1)
        message = (
            f"Sista dagen {long_date(last)} ligger före första dagen {long_date(start)}. Ändra "
            "någon av dem, eller lämna sista dagen tom."
        )
        findings.append(found("ends-first", 0, message))
        return findings
    findings += there_findings(under, start)
    if not findings and under.days[1]:
        findings += outlives(under, end)
    return [*findings, *back_in_time(0, start, on)]
