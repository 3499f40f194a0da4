"""Which region has seen to the national bodies that the healthcare region is host for, and when."""

import datetime

from bodies.burden import Days, counted_until
from bodies.fairness import Held

from .models import Hosting

HOSTED = "hosted"


def hosted(on: datetime.date, *, planned: bool = False) -> list[Held]:
    """What the regions have hosted up to and with the day; None for a region that isn't known
    (1 query)."""
    found = []
    for each in Hosting.objects.select_related("national_body").order_by("pk"):
        body = each.national_body
        there = Days(each.start, each.end).within(Days(body.start, body.end))
        days = counted_until(there, on, planned=planned)
        if not days.is_none:
            found.append(Held(HOSTED, each.region_id, days.start, days.end))
    return found
