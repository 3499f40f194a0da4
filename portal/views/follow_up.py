"""A council's follow-up: its areas' plans and reports for a year, side by side and promise by
promise."""

from django.http import Http404

from bodies.models import Body
from bodies.panels import full_name
from documents.follow_up import FOLLOW_UP_STEP, Done, areas_of, followed
from organisation.shapes import Crumb
from portal.asof import Day
from portal.site import Site, public_page
from programmes.models import PatientPromise

from .bodies import trail_for
from .yearly import body_at

TITLE = "Uppföljning"
# How many years back one can choose.
YEARS_BACK = 5


def year_in(request, day: Day) -> tuple[int, list[int]]:
    """The year that is asked for, this one unless it's said, and those that can be chosen. 404 for
    another."""
    first = max(day.first.year, day.on.year - YEARS_BACK)
    years = list(range(day.on.year + 1, first - 1, -1))
    given = request.GET.get("ar", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else day.on.year
    if year not in years or (given and str(year) != given):
        raise Http404
    return year, years


def council_at(path: str, day: Day) -> tuple[Body, list[Body]]:
    """A council, and its areas on the day; 404 for a body that has none."""
    body = body_at(path, day)
    areas = areas_of(body, day.on) if body.function == Body.Function.COUNCIL else []
    if not areas:
        raise Http404
    return body, areas


def by_promise(done: dict[int, list[Done]], day: Day) -> list[tuple[PatientPromise, list[Done]]]:
    """Every promise in force with what is done for it; nothing, where nobody says so (1 query)."""
    return [(each, done.get(each.number, [])) for each in PatientPromise.objects.current(day.on)]


@public_page
def follow_up(request, site: Site, day: Day, path: str):
    """What everyone may read of it: what is published."""
    council, areas = council_at(path, day)
    year, years = year_in(request, day)
    rows, done = followed(areas, year, day.on)
    name = full_name(council)
    return "documents/follow_up.html", {
        "trail": [*trail_for(site, council, day), Crumb(name, council.url)],
        "eyebrow": name,
        "title": f"{TITLE} {year}",
        "full_title": f"{TITLE} {year}: {name}",
        "lead": "Programområdenas planer och årsrapporter sida vid sida, och vad de gör för varje "
        "löfte.",
        "rows": rows,
        "promises": by_promise(done, day),
        "year": year,
        "years": years,
        "address": f"{council.url}{FOLLOW_UP_STEP}/",
        "source_line": site.own_line(),
    }
