"""What a body wants to reach, and where it stands: all its goals, one goal with what has been
measured of it, and the same values as a file."""

import datetime
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.text import capfirst

from bodies.models import Body
from bodies.panels import full_name
from documents.models import PLANS, ActivityEntry, Edition
from organisation.dates import last_day, long_date, period_text
from organisation.shapes import Crumb, Fact, FactItem
from organisation.tables import table_file
from portal.asof import Day
from portal.site import Site, public_page
from programmes.charts.by_region import by_region
from programmes.charts.over_time import NARROW, over_time
from programmes.measuring import MISSING, Interval, period_from, typed
from programmes.models import QualityGoal
from programmes.where import NO_VALUE, Place, Where, where

from .bodies import trail_for
from .yearly import body_at

TITLE = "Mål och mätvärden"
HEADINGS = [
    *("Organ", "Mål", "Indikator", "Enhet", "Period", "Från och med", "Till och med"),
    *("Region", "Värde", "Kommentar"),
]
FILE = "matvarden.csv"


def goal_at(body: Body, number: int, day: Day) -> tuple[QualityGoal, list[QualityGoal]]:
    """A body's goal of a number, as it's worded on the day or was last, and how it was worded
    before. 404 where there has been none (1 query)."""
    rows = QualityGoal.objects.filter(body=body, number=number).select_related("promise", "source")
    begun = [each for each in rows.order_by("start") if each.start is None or each.start <= day.on]
    if not begun:
        raise Http404
    begun.sort(key=lambda each: each.start or datetime.date.min)
    for each in begun:
        each.body = body
    return begun[-1], begun[-2::-1]


@public_page
def goals(request, site: Site, day: Day, path: str):
    """A body's goals on the day and where each stands, and those that have ended (at most 6
    queries)."""
    body = body_at(path, day)
    rows = list(QualityGoal.objects.filter(body=body).select_related("promise", "source"))
    for each in rows:
        each.body = body
    current = [each for each in rows if each.is_current(day.on)]
    numbers = {each.number for each in current}
    ended = [
        each for each in rows if each.end and each.end <= day.on and each.number not in numbers
    ]
    told = where(current, site.all_regions, day.on)
    name = full_name(body)
    return "programmes/goals.html", {
        "trail": [*trail_for(site, body, day), Crumb(name, body.url)],
        "eyebrow": name,
        "title": TITLE,
        "full_title": f"{TITLE}: {name}",
        "lead": "Vad vi vill nå för patienterna, och hur det går.",
        "name": name,
        "goals": [(told[each.pk], by_region(told[each.pk])) for each in current],
        "ended": ended,
        "source_line": site.own_line(),
    }


@dataclass
class Line:
    """A period in the table: its name, and the cells of the places."""

    name: str
    cells: list[tuple[Place, str, str, bool]]


def table_of(told: Where) -> list[Line]:
    """Every period, the latest first, with each place's value and comment. A period that nobody has
    told of stands there too: what is missing is to be seen."""
    return [
        Line(
            capfirst(told.goal.period_name(first)),
            [_cell(place, first) for place in told.places],
        )
        for first in reversed(told.periods)
    ]


def _cell(place: Place, first) -> tuple[Place, str, str, bool]:
    found = place.values.get(first)
    text = place.text_for(first)
    return place, text, found.comment if found else "", text == NO_VALUE


@public_page
def goal(request, site: Site, day: Day, path: str, number: int):
    """One goal: what is measured, where it stands, the values over time and in each region, and
    what is done to reach it (at most 8 queries)."""
    body = body_at(path, day)
    shown, earlier = goal_at(body, number, day)
    told = where([shown], site.all_regions, day.on)[shown.pk]
    name = full_name(body)
    ended = shown.end is not None and shown.end <= day.on
    latest = told.latest
    return "programmes/goal.html", {
        "trail": [
            *trail_for(site, body, day),
            Crumb(name, body.url),
            Crumb(TITLE, f"{body.url}mal/"),
        ],
        "eyebrow": f"Mål {shown.number} · {name}",
        "title": shown.text,
        "full_title": f"{shown.text}: {name}",
        "lead": f"Vi mäter: {told.indicator}." if shown.is_measured else "",
        "notice": f"Målet slutade gälla {long_date(shown.end)}." if ended else None,
        "told": told,
        "facts": facts_of(told),
        "over_time": over_time(told),
        "over_time_narrow": over_time(told, NARROW),
        "by_region": by_region(told),
        "period": told.period,
        "latest_rows": [
            (each, each.text_for(latest), each.earlier_than(latest)) for each in told.places
        ]
        if latest
        else [],
        "lines": table_of(told),
        "activities": activities_of(shown, day),
        "year": day.on.year,
        "earlier": [(period_text(each.start, each.end), each.text) for each in earlier],
        "file": f"{shown.url}{FILE}",
        "source_line": site.source_line(shown, owner=body.page_owner),
    }


def facts_of(told: Where) -> list[Fact]:
    """How the goal is measured, and which promise it serves."""
    goal, facts = told.goal, []
    if goal.promise:
        item = FactItem(f"Löfte {goal.promise.number}", goal.promise.url, note=goal.promise.text)
        facts.append(Fact("Hör till", [item]))
    if goal.is_measured:
        shared = [each for each in told.whole.targets if each.region_id is None]
        own = {
            each for place in told.regions for each in place.targets if each.region_id is not None
        }
        named = {each.region.pk: each.name for each in told.regions}
        items = [_target(goal, each) for each in shared] + [
            _target(goal, each, named[each.region_id])
            for each in sorted(own, key=lambda each: (each.by, named[each.region_id]))
        ]
        facts.append(Fact("Målvärde", items or [FactItem("Inget målvärde är satt")]))
        facts.append(Fact("Enhet", [FactItem(goal.unit, note=goal.get_direction_display())]))
        facts.append(Fact("Mäts", [FactItem(goal.get_interval_display())]))
        said = goal.data_source or "Uppgift saknas"
        facts.append(Fact("Uppgifterna kommer från", [FactItem(said)]))
    if goal.start or goal.end:
        facts.append(Fact("Gäller", [FactItem(period_text(goal.start, goal.end))]))
    return facts


def _target(goal: QualityGoal, target, region: str = "") -> FactItem:
    note = f"senast {long_date(target.by)}" + (f", {region}" if region else "")
    return FactItem(capfirst(goal.target_in_words(target)), note=note)


def activities_of(goal: QualityGoal, day: Day) -> list[Crumb]:
    """What the plans for the year of the day say that is done for the goal (1 query)."""
    entries = (
        ActivityEntry.objects.present()
        .filter(
            quality_goal__body=goal.body,
            quality_goal__number=goal.number,
            edition__in=Edition.objects.in_force(day.on),
            edition__document__kind__in=PLANS,
            edition__document__period_start=datetime.date(day.on.year, 1, 1),
        )
        .select_related("activity__owner")
        .order_by("section__position", "position")
    )
    return [Crumb(each.name, each.activity.url) for each in entries]


@public_page
def values_file(request, site: Site, day: Day, path: str, number: int):
    """A goal's values as a file for a spreadsheet: what the table on its page says, with dates."""
    body = body_at(path, day)
    shown, _ = goal_at(body, number, day)
    if not shown.is_measured:
        raise Http404
    told = where([shown], site.all_regions, day.on)[shown.pk]
    rows = []
    for first in told.periods:
        for place in told.places:
            found = place.values.get(first)
            after = period_from(first, Interval(shown.interval))
            value = found.value if found else None
            rows.append(
                [
                    full_name(body),
                    shown.text,
                    shown.indicator,
                    shown.unit,
                    shown.period_name(first),
                    first.isoformat(),
                    last_day(after).isoformat(),
                    place.name,
                    MISSING if value is None else typed(value),
                    found.comment if found else "",
                ]
            )
    response = HttpResponse(
        table_file("csv", HEADINGS, rows), content_type="text/csv; charset=utf-8"
    )
    name = f"mal-{number}-{path.replace('/', '-')}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
