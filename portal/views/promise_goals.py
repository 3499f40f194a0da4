"""The goals that serve a promise: each body's, where they stand, and which bodies have none."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from bodies.models import Body
from bodies.questions import full_name_on
from organisation.models import Region
from organisation.shapes import Crumb
from organisation.words import in_words, listed, opening
from portal.asof import Day
from portal.panels import GOALS
from programmes.charts.by_region import Drawing, by_region
from programmes.measuring import State
from programmes.models import QualityGoal
from programmes.where import NO_VALUE, Where, where

# How a number of goals is told of, by where they stand: one, and more.
COUNTED = {
    State.REACHED: ("nått", "nådda"),
    State.PARTLY: ("nått i någon region", "nådda i någon region"),
    State.ON_THE_WAY: ("på väg", "på väg"),
    State.NOT_REACHED: ("inte nått", "inte nådda"),
    State.NO_DATA: ("utan uppgift", "utan uppgift"),
    State.NO_TARGET: ("utan målvärde", "utan målvärde"),
    State.UNMEASURED: ("utan mätvärden", "utan mätvärden"),
}


@dataclass
class Group:
    """A body and its goals, with a drawing of each that has a value."""

    body: Crumb
    goals: list[tuple[Where, Drawing | None]] = field(default_factory=list)


@dataclass
class Table:
    """What the drawings say: a row for each goal that has a value, a column for each place."""

    places: list[str]
    rows: list[tuple[Crumb, Where, list[tuple[str, str]]]]


@dataclass
class Served:
    """The goals for a promise on a day."""

    groups: list[Group]
    # The bodies that are to set goals and have none for the promise.
    without: list[Crumb]
    # How many goals there are of which no source says what promise they serve.
    unassigned: int
    counted: str
    table: Table | None


def served(number: int, regions: list[Region], day: Day) -> Served:
    """What is to be reached for a promise, and where it stands (4 queries). `regions` are all that
    there have been."""
    current = Body.objects.current(day.on)
    goals = list(
        QualityGoal.objects.current(day.on)
        .filter(Q(promise=None) | Q(promise__number=number), body__in=current)
        .select_related("body", "promise")
        .annotate(body_name=full_name_on("body_id", day.on))
        .order_by("body_name", "number")
    )
    own = [each for each in goals if each.promise]
    told = where(own, regions, day.on)
    groups: dict[int, Group] = {}
    for each in own:
        link = Crumb(each.body_name, each.body.url)
        one = told[each.pk]
        groups.setdefault(each.body_id, Group(link)).goals.append((one, by_region(one)))
    asked = current.filter(kind__panels__contains=[GOALS]).exclude(pk__in=groups)
    return Served(
        list(groups.values()),
        [Crumb(each.name, each.url) for each in asked.named(day.on).alphabetical()],
        len(goals) - len(own),
        counted(list(told.values()), len(groups)),
        table_of([told[each.pk] for each in own]),
    )


def counted(told: list[Where], bodies: int) -> str:
    """How many goals there are, and how many stand where; none when there are none."""
    if not told:
        return ""
    found = Counter(each.state for each in told)
    said = [
        f"{in_words(number) if number > 1 else 'ett'} {words[number > 1]}"
        for state, words in COUNTED.items()
        if (number := found[state])
    ]
    number = in_words(len(told)) if told[1:] else "ett"
    places = f"{in_words(bodies)} håll" if bodies > 1 else "ett håll"
    return opening(f"{number} mål från {places}: {listed(said)}.")


def table_of(told: list[Where]) -> Table | None:
    """The values that the drawings are of; None when no goal has one."""
    shown = [each for each in told if each.latest]
    if not shown:
        return None
    names: dict[str, int] = {}
    for each in shown:
        for place in each.places:
            order = place.region.order if place.region else -1
            names[place.name] = order
    places = sorted(names, key=lambda name: names[name])
    rows = []
    for each in shown:
        cells = {place.name: place.text_for(each.latest) for place in each.places}
        link = Crumb(each.goal.text, each.goal.url)
        rows.append((link, each, [(name, cells.get(name, NO_VALUE)) for name in places]))
    return Table(places, rows)
