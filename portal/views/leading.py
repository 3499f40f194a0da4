"""Who leads, year by year: the timeline of all offices that go in turn, and its calendar."""

import datetime
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve

from bodies.models import Body
from bodies.panels import full_name
from bodies.rotations.calendar import calendar_of, handovers
from bodies.rotations.drawing import drawn
from bodies.rotations.periods import tables
from bodies.rotations.spans import AHEAD, Years, years_asked_for
from bodies.rotations.status import State
from bodies.rotations.timeline import Timeline, timeline
from organisation.dates import long_date, period_text, years_from
from organisation.models import Shortcut
from organisation.richtext import shown
from organisation.shapes import Anchor, Crumb
from portal.asof import Day
from portal.moved import leading_to, moved_to, page_at
from portal.site import Site, public_page

PATH, CALENDAR = "om/vem-leder", "/om/vem-leder/kalender.ics"
FAIRNESS = "/om/fordelning/"
TITLE = "Vem leder, år för år"
STATES = {
    State.FILLED: "",
    State.CARRIED: "sitter kvar tills en efterträdare är utsedd",
    State.VACANT: "vakant",
}


@dataclass(frozen=True)
class Leader:
    """Who leads a body on the day, in an office."""

    body: Crumb
    office: str
    region: object
    period: str
    who: Crumb | None
    note: str
    vacant: bool


@public_page
def leading(request, site: Site, day: Day):
    """All offices that go in turn: as a drawing, as tables, and how it's counted."""
    page = page_at(PATH, day)
    line, years = shown_years(request.GET, day)
    exceptions = line.exceptions
    title = page.title if page else TITLE
    today_text = "I dag" if day.is_today else long_date(day.on)
    readings = line.readings
    context = {
        "about": page,
        "trail": trail(site),
        "title": title,
        "lead": page.lead if page else "",
        "html": shown(page.body) if page else "",
        "years": years,
        "line": line,
        "drawing": drawn(line, exceptions, today_text) if line.groups else None,
        "tables": tables(line.groups, exceptions, day.on),
        "exceptions": exceptions,
        "readings": readings,
        "invented": any(source.is_demo for each in readings for source in each.sources),
        "leaders": leaders_of(line, site, day),
        "fairness": FAIRNESS if leads_somewhere(FAIRNESS) else "",
        # What changes hands is told as it is now, whatever day is looked at.
        "calendar": CALENDAR if day.is_today else "",
        "anchors": anchors(line, exceptions, day),
        "source_line": site.source_line(page, owner=page.owner, updated=page.updated)
        if page
        else site.own_line(),
    }
    return "portal/leading.html", context, 400 if years.errors else 200


def shown_years(given, day: Day) -> tuple[Timeline, Years]:
    """The timeline of the years that are asked for, and those years. Looking back, what comes
    after the day isn't told."""
    until = day.on + datetime.timedelta(days=1) if day.is_past else None
    fran, till = given.get("fran", ""), given.get("till", "")
    asked = partial(years_asked_for, fran, till, now=day.on.year, ahead=1 if day.is_past else AHEAD)
    years = asked()
    line = timeline(
        day.on, datetime.date(years.first, 1, 1), datetime.date(years.last + 1, 1, 1), until
    )
    if years.errors or not fran.strip():
        # As long as nobody asks for more, empty years before the first term aren't drawn.
        narrower = asked(known_from=line.first_year)
        if narrower.first > years.first:
            line.narrow(datetime.date(narrower.first, 1, 1))
            years = narrower
    return line, years


def trail(site: Site) -> list[Crumb]:
    """The page above, by the name that the site's entrances give it."""
    above = f"/{PATH.split('/')[0]}/"
    return [
        Crumb(each.label, each.target)
        for each in site.links(Shortcut.Place.ENTRANCE)
        if each.target == above
    ]


def anchors(line: Timeline, exceptions: list, day: Day) -> list[Anchor]:
    if not line.groups:
        return []
    found = [
        Anchor("#tabell", "Period för period"),
        Anchor("#nu", "Vem leder nu" if line.told_until is None else "Vem ledde då"),
    ]
    if exceptions:
        found.append(Anchor("#undantag", "Undantag"))
    found.append(Anchor("#raknas", "Så räknas det"))
    return [*found, Anchor("#prenumerera", "Byten i kalendern")] if day.is_today else found


def leads_somewhere(address: str) -> bool:
    """Whether the site itself has a page there, and not only data might."""
    try:
        return resolve(address).url_name != "place"
    except Resolver404:
        return False


def leaders_of(line: Timeline, site: Site, day: Day) -> list[Leader]:
    """Who leads on the day, body by body."""
    found = []
    for body, office, now, status, who, own in line.leading(site.row.named_after(day.today)):
        note = STATES[status.state]
        if status.state == State.CARRIED and own:
            note = f"från {own}, {note}"
        period = period_text(now.start, now.end)
        vacant = status.state == State.VACANT
        found.append(Leader(body, office, now.region, period, who, note, vacant))
    return found


@public_page
def calendar(request, site: Site, day: Day):
    """The changes of hands as a calendar to subscribe to; of a body with `?organ=`, of a region
    with `?region=`. From a year back, as far as terms are stored; empty when nothing changes."""
    path, slug = request.GET.get("organ", ""), request.GET.get("region", "")
    region = next((each for each in site.all_regions if each.slug == slug), None)
    if slug and region is None:
        raise Http404
    body = None
    if path:
        # No address holds a null, and the database takes none.
        body = (
            Body.objects.named(day.today)
            .select_related("kind")
            .filter(path=path.replace("\0", ""))
            .first()
        )
        if body is None:
            return _where_it_moved(request, path)
    found = handovers(day.today, years_from(day.today, -1))
    if body:
        found = [each for each in found if each.path == body.path]
    if region:
        found = [each for each in found if region in (each.region, each.before)]
    name = f"Byten: {site.name}"
    if body:
        name = f"Byten: {full_name(body)}"
    elif region:
        name = f"Byten: {region.name}"
    text = calendar_of(found, name, site.row.slug, request.build_absolute_uri("/").rstrip("/"))
    answer = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="byten.ics"'
    return answer


def _where_it_moved(request, path: str):
    """On to the calendar of a body that has another address than it had: those who subscribe go on
    getting it. 404 when no body is known by the address."""
    target = moved_to(path)
    if target is None or not Body.objects.filter(path=target).exists():
        raise Http404
    query = request.GET.copy()
    query["organ"] = target
    return leading_to(f"{CALENDAR}?{query.urlencode(safe='/')}")
