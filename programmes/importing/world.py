"""What there is to hold rows with measurements against, asked of the database for whoever reads
them in; and a list of what is to be filled in."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bodies.dossier import with_names
from bodies.models import Body, BodyKind, BodyName
from bodies.panels import full_name
from bodies.standings import standing_of
from organisation.models import HealthcareRegion, Region, User
from organisation.rights import Action
from organisation.standing import Standing

from .. import measuring
from ..models import Measurement, QualityGoal
from ..policies import GOALS
from ..where import WHOLE_NAME
from .values import BodySeen, GoalSeen, RegionSeen, World

# How many periods a list to fill in has of each goal.
PERIODS = {"year": 5, "half": 6, "quarter": 8, "month": 12}


def writable(standing: Standing, on: datetime.date):
    """The healthcare region's bodies today whose goals the person may change, named."""
    bodies = Body.objects.current(on).filter(kind__level=BodyKind.Level.REGIONAL)
    return with_names(GOALS.filter(standing, Action.WRITE, bodies), on)


def world_of(by: User, on: datetime.date) -> World:
    """All that rows are held against, with what the account may on the day (at most 9 queries,
    however many rows)."""
    bodies = list(writable(standing_of(by, on), on))
    names = defaultdict(list)
    own = BodyName.objects.filter(body__in=[each.pk for each in bodies])
    for pk, name in own.values_list("body", "name"):
        names[pk].append(name)
    goals = QualityGoal.objects.filter(body__in=[each.pk for each in bodies])
    stored = Measurement.objects.filter(goal__in=goals).order_by()
    whole = HealthcareRegion.objects.values_list("name", "short_name").first() or ()
    return World(
        on=on,
        bodies=[
            BodySeen(each.pk, each.path, full_name(each), (each.name, *names[each.pk]))
            for each in bodies
        ],
        regions=[
            RegionSeen(each.pk, each.name, (each.slug, each.code), each.start, each.end)
            for each in Region.objects.order_by("order")
        ],
        goals=[
            GoalSeen(
                each.pk,
                each.body_id,
                each.number,
                each.text,
                each.indicator,
                each.unit,
                each.decimals,
                each.interval,
                each.start,
                each.end,
            )
            for each in goals.order_by("body", "number")
        ],
        stored={
            (goal, region, first): (value, comment)
            for goal, region, first, value, comment in stored.values_list(
                "goal", "region", "period_start", "value", "comment"
            )
        },
        whole=whole,
    )


def to_fill_in(
    goals: Iterable[QualityGoal], regions: Sequence[Region], names: dict[int, str], on
) -> list[list[str]]:
    """Rows in the order of `table.COLUMNS`: the latest periods, each region and, where it has
    been told of before, the whole healthcare region, with what is known of them (1 query). `names`
    are those of the bodies."""
    measured = [each for each in goals if each.is_measured]
    stored = {
        (each.goal_id, each.region_id, each.period_start): each
        for each in Measurement.objects.filter(goal__in=measured)
    }
    with_whole = {goal for goal, region, _ in stored if region is None}
    rows = []
    for goal in measured:
        interval = measuring.Interval(goal.interval)
        places = [(each.pk, each.name) for each in regions]
        if goal.pk in with_whole:
            places.insert(0, (None, WHOLE_NAME))
        for first in measuring.periods_back(on, interval, PERIODS[interval]):
            for region, name in places:
                found = stored.get((goal.pk, region, first))
                value = ""
                if found:
                    value = (
                        measuring.MISSING if found.value is None else measuring.typed(found.value)
                    )
                rows.append(
                    [
                        names[goal.body_id],
                        f"{goal.number}. {goal.text}",
                        goal.period_name(first),
                        name,
                        value,
                        found.comment if found else "",
                        goal.unit,
                    ]
                )
    return rows
