"""News of the site itself: what was appointed, formed, changed or set lately."""

import datetime
import itertools
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bodies.models import Body
from bodies.questions import full_name_on
from organisation.addresses import path_validator
from organisation.models import Region
from organisation.shapes import Crumb
from portal.asof import Day
from portal.news import TOPICS, Choice, happened, since, told
from portal.site import Site, public_page

PER_PAGE = 50


@dataclass
class Filter:
    """What a reader has chosen, and what can be chosen. `missing` says what of it isn't there, and
    what is shown instead."""

    topics: list
    regions: list[Region]
    topic: str = ""
    region: str = ""
    body: Body | None = None
    missing: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return bool(self.topic or self.region)

    def address(self, day: Day, **more: str) -> str:
        """The address of the news, narrowed in the same way."""
        given = {
            "datum": "" if day.is_today else day.on.isoformat(),
            "organ": self.body.path if self.body else "",
            "slag": self.topic,
            "region": self.region,
        } | more
        query = urlencode({name: value for name, value in given.items() if value}, safe="/")
        return f"{day.path}?{query}" if query else day.path


@public_page
def news(request, site: Site, day: Day):
    """The news of the year up to the day, day by day; of one body with `?organ=`."""
    chosen = filter_asked_for(request.GET, site, day)
    choice = Choice(
        chosen.topic, next((each.pk for each in chosen.regions if each.slug == chosen.region), None)
    )
    rows = happened(day, chosen.body.pk if chosen.body else None)
    events = told(rows, day, site.row, site.all_regions, choice)
    page, pages = page_asked_for(request.GET.get("sida", "1"), len(events))
    if page is None:
        chosen.missing = "Den sidan av ändringarna finns inte. Här är den första."
        page = 1
    shown = events[(page - 1) * PER_PAGE : page * PER_PAGE]
    before = since(day.on)
    context = {
        "title": "Senaste ändringarna",
        "body": chosen.body and Crumb(chosen.body.name, chosen.body.url),
        "lead": "Vad som har ändrats i organisationen och på webbplatsen: organ, uppdrag, löften, "
        "mål och sidor.",
        "filter": chosen,
        "days": [(on, list(own)) for on, own in itertools.groupby(shown, lambda each: each.day)],
        "number": len(events),
        "first": before + datetime.timedelta(days=1),
        "before": before,
        "page": page,
        "pages": pages,
        "newer": chosen.address(day, sida=str(page - 1) if page > 2 else "") if page > 1 else "",
        "older": chosen.address(day, sida=str(page + 1)) if page < pages else "",
        "earlier": chosen.address(day, datum=before.isoformat()) if before >= day.first else "",
        "all": Filter([], []).address(day),
        "source_line": site.own_line(),
        "noindex": bool(chosen.missing),
    }
    return "portal/news.html", context, 404 if chosen.missing else 200


def filter_asked_for(given, site: Site, day: Day) -> Filter:
    """What the reader asks for (at most 1 query)."""
    regions = [each for each in site.all_regions if not each.start or each.start <= day.on]
    chosen = Filter(TOPICS, regions, given.get("slag", ""), given.get("region", ""))
    if chosen.topic and chosen.topic not in {each.slug for each in TOPICS}:
        chosen.errors["topic"] = "Det slaget av ändringar finns inte. Välj ett i listan."
        chosen.topic = ""
    if chosen.region and chosen.region not in {each.slug for each in regions}:
        chosen.errors["region"] = "Regionen finns inte. Välj en i listan."
        chosen.region = ""
    if path := given.get("organ", ""):
        known = path_validator.regex.search(path)
        bodies = Body.objects.filter(path=path).annotate(name=full_name_on("pk", day.on))
        chosen.body = bodies.first() if known else None
        if chosen.body is None:
            chosen.missing = "Det organet finns inte. Här är ändringarna i alla organ."
    return chosen


def page_asked_for(given: str, number: int) -> tuple[int | None, int]:
    """Which page of how many, for so many events; None for one that there is none of."""
    pages = max(1, -(-number // PER_PAGE))
    is_page = given.isascii() and given.isdecimal() and len(given) < 6 and 1 <= int(given) <= pages
    return int(given) if is_page else None, pages
