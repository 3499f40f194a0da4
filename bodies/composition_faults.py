"""Why a rule of composition can't be: it says two things, or what can't be met, and the remedy.

Pure, as `composition` is. A finding's subject is the field of the rule that it's about.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from organisation.dates import last_day, long_date, period_words
from organisation.rules import Finding, Severity

from .composition import Body, Per, Region, Role, Rule

Days = tuple[datetime.date | None, datetime.date | None]
FIRST, LAST = datetime.date.min, datetime.date.max
OF_REGIONS, OF_BODIES = (Per.EACH_REGION, Per.REGION), (Per.EACH_BODY, Per.BODY)


@dataclass(frozen=True)
class Source:
    """What a derived place follows: a role in a body, or in each of those that it's counted for."""

    role: Role
    body: Body | None = None


@dataclass(frozen=True)
class There:
    """What there is beside the rule: regions and bodies with their days, the posts that someone is
    appointed to, as (body, role), the rules of other bodies, and the body of the rule itself."""

    regions: Mapping[Region, Days]
    bodies: Mapping[Body, Days] = field(default_factory=dict)
    posts: frozenset[tuple[Body, Role]] = frozenset()
    rules: Mapping[Body, Sequence[Rule]] = field(default_factory=dict)
    here: Body | None = None


def rule_faults(
    rule: Rule, source: Source | None, beside: Iterable[Rule], there: There
) -> list[Finding]:
    """What stands in the way of a rule beside those that hold for the same body or kind."""
    return [
        *_of_number(rule),
        *_doubled(rule, beside),
        *_not_there(rule, source, there),
        *_of_source(rule, source, there),
        *_of_seats(rule, there),
    ]


def _error(code: str, message: str, subject: str) -> Finding:
    return Finding(code, Severity.ERROR, message, subject)


def _of_number(rule: Rule) -> Iterator[Finding]:
    if rule.most is not None and (rule.most < rule.least or rule.most == 0):
        message = (
            f"Högst {rule.most} går inte ihop med minst {rule.least}. Ange ett högsta antal som är "
            "minst lika stort och inte noll, eller lämna det tomt. Ska platserna inte finnas: "
            "avsluta regeln."
        )
        yield _error("least-over-most", message, "most")


def _doubled(rule: Rule, beside: Iterable[Rule]) -> Iterator[Finding]:
    for each in beside:
        if each.role == rule.role and _meet(rule, each) and _same_group(rule, each):
            days = period_words(each.start, each.end)
            message = (
                f"Det finns redan en regel för {str(rule.role).lower()} och samma platser, "
                f"{days}. Avsluta den innan den här börjar, eller räkna den här för andra."
            )
            yield _error("doubled", message, "per")
            return


def _meet(one: Rule, other: Rule) -> bool:
    starts = max(one.start or FIRST, other.start or FIRST)
    return starts < min(one.end or LAST, other.end or LAST)


def _same_group(one: Rule, other: Rule) -> bool:
    """Whether some place could be counted by both."""
    if one.per == other.per:
        return one.whom == other.whom
    pers = {one.per, other.per}
    return pers in (set(OF_REGIONS), set(OF_BODIES))


def _not_there(rule: Rule, source: Source | None, there: There) -> Iterator[Finding]:
    """A region or a body that isn't there all the time that the rule speaks of it."""
    named = []
    if rule.per == Per.REGION:
        named.append(("region", rule.whom, there.regions))
    if rule.per == Per.BODY:
        named.append(("for_body", rule.whom, there.bodies))
    if rule.seat_in is not None:
        named.append(("seat_in", rule.seat_in, there.bodies))
    if source and source.body is not None:
        named.append(("held_by_body", source.body, there.bodies))
    for subject, what, known in named:
        start, end = known.get(what, (None, None))
        if end and (rule.end is None or rule.end > end):
            message = (
                f"{what} finns till och med {long_date(last_day(end))}. Låt regeln sluta senast "
                "då, eller välj något annat."
            )
            yield _error("not-there", message, subject)
        elif start and rule.start and rule.start < start:
            message = (
                f"{what} finns från och med {long_date(start)}. Låt regeln börja då, eller välj "
                "något annat."
            )
            yield _error("not-there", message, subject)


def _of_source(rule: Rule, source: Source | None, there: There) -> Iterator[Finding]:
    """What a derived place can't follow."""
    if source is None:
        return
    if rule.per in OF_REGIONS:
        message = (
            "En plats som följer av en annan post räknas för hela organet, för ett organ eller för "
            "vart och ett av flera. Ändra vad den räknas för."
        )
        yield _error("derived-per", message, "per")
    elif source.role == rule.role and source.body is not None and source.body == there.here:
        message = "Platsen kan inte följa av sig själv. Välj en annan roll eller ett annat organ."
        yield _error("itself", message, "held_by_role")
    elif not any(role == source.role and source.body in (None, body) for body, role in there.posts):
        where = source.body if source.body is not None else "något av organen"
        message = (
            f"Ingen utses till en post som {str(source.role).lower()} i {where}. Lägg till den "
            "posten först, eller välj en annan."
        )
        yield _error("no-source", message, "held_by_role")


def _of_seats(rule: Rule, there: There) -> Iterator[Finding]:
    """That more of a region are to have a seat in another body than it has seats for."""
    if rule.seat_in is None or rule.per not in OF_REGIONS:
        return
    others = [each for each in there.rules.get(rule.seat_in, ()) if _meet(rule, each)]
    days = {rule.start or FIRST, *(each.start for each in others if each.start)}
    regions = list(there.regions) if rule.per == Per.EACH_REGION else [rule.whom]
    for day in sorted(each for each in days if each >= (rule.start or FIRST)):
        for region in regions:
            room = _room([each for each in others if each.holds(day)], region)
            if room is not None and room < rule.least:
                message = (
                    f"{rule.seat_in} har högst {room} {'plats' if room == 1 else 'platser'} från "
                    f"{region}, och här krävs {rule.least} som sitter där. Ändra antalet, eller "
                    "regeln för det andra organet först."
                )
                yield _error("seats-too-few", message, "seat_in")
                return


def _room(rules: list[Rule], region: Region) -> int | None:
    """How many of a region the rules have seats for at most; None when they don't say."""
    mine = [
        each
        for each in rules
        if each.per == Per.EACH_REGION or (each.per == Per.REGION and each.whom == region)
    ]
    unbounded = any(each.most is None or each.per not in OF_REGIONS for each in rules)
    return None if unbounded or not mine else sum(each.most for each in mine)
