"""Regions that leave while turns are still theirs, and regions that come and have no place.

Pure: schemes and their terms in, findings out. It isn't a fault: what was decided can be worked
out, but somebody has to decide anew before the day.
"""

import datetime
from collections.abc import Iterable, Iterator

from organisation.dates import Dated, last_day, long_date
from organisation.rules import Finding, Severity

from ..rotation import Rota, Scheme, Term

Date = datetime.date
ORDER = "Besluta om en ny ordning utan den."
EXCEPTION = "Ta tillbaka undantaget som ger den turen, eller besluta om en ny ordning utan den."


def leaving(scheme: Scheme, terms: Iterable[Term], on: Date) -> Iterator[tuple[Dated, Finding]]:
    """Each region that has a turn after its last day, and what to do; `terms` are those of a scheme
    with an order of its own. Once per region, at the first such turn."""
    told = set()
    for each in sorted(terms, key=lambda each: each.start):
        region = each.region
        if region.end and max(region.end, on) < each.end and region not in told:
            told.add(region)
            message = (
                f"{region} är med till och med {long_date(last_day(region.end))}, men har turen "
                f"från och med {long_date(max(each.start, region.end))}. "
                + (EXCEPTION if each.exceptions else ORDER)
            )
            yield region, Finding("region-leaves", Severity.WARNING, message, str(scheme.key))


def coming(
    scheme: Scheme, regions: Iterable[Dated], on: Date, until: Date
) -> Iterator[tuple[Dated, Finding]]:
    """Each region that begins before `until` and that the scheme's last order says nothing of."""
    last = scheme.parts[-1] if scheme.parts else None
    if not isinstance(last, Rota) or (scheme.end and scheme.end <= on):
        return
    until = min(until, scheme.end or until)
    for region in regions:
        if region in last.order or region in last.without or region.start is None:
            continue
        is_there = region.end is None or region.end > max(on, last.since)
        if is_there and last.since < region.start < until:
            message = (
                f"{region} är med från och med {long_date(region.start)}, men har ingen plats i "
                "ordningen. Besluta om en ny ordning, där den får en plats eller inte deltar."
            )
            yield region, Finding("region-comes", Severity.WARNING, message, str(scheme.key))
