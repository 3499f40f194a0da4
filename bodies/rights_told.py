"""What someone may do, in words, and why; and why they no longer may, or can't yet."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from organisation.dates import period_text
from organisation.models import Person, Region
from organisation.rights import RIGHTS, Action, Capacity, Right, Scope, Thing
from organisation.standing import Holding, Standing
from organisation.words import listed

from .models import Body, Grant, Tenure
from .questions import full_name_on
from .standings import capacities

YEAR = datetime.timedelta(days=365)
REACHES = {
    Scope.OWN: "{body}",
    Scope.SHOWN: "{body}, när de visas för ledamöterna",
    Scope.BELOW: "organ som hör till {body}",
    Scope.APPOINTED: "poster som {body} utser till",
    Scope.REGION: "{region}",
    Scope.NO_REGION: "de som inte hör till någon region",
    Scope.ALL: "alla",
}


@dataclass(frozen=True)
class Told:
    """What can be done: with which kinds of things, the actions, which of the things, and
    everything that gives it."""

    things: tuple[Thing, ...]
    actions: tuple[Action, ...]
    reach: str
    because: tuple[Holding, ...] = ()

    @property
    def what(self) -> str:
        """The kinds in words."""
        return "; ".join(each.label for each in self.things)

    @property
    def doing(self) -> str:
        """The actions in words: "läsa, kommentera och ändra"."""
        return listed([each.label for each in self.actions])


def rights_told(standing: Standing) -> list[Told]:
    """All that the standing gives; kinds of which the same holds stand together (2 queries)."""
    names = names_of(standing.holdings, standing.on)
    return together(told for thing in Thing for told in _of_thing(standing, thing, names))


def together(rows: Iterable[Told]) -> list[Told]:
    """The rows, kinds of which the same holds in one."""
    found: dict[tuple, list[Thing]] = {}
    for each in rows:
        found.setdefault((each.actions, each.reach, each.because), []).extend(each.things)
    return [Told(tuple(things), *same) for same, things in found.items()]


def names_of(holdings: Iterable[Holding], on: datetime.date) -> dict[str, dict[int, str]]:
    """What the bodies and regions of the holdings are called on the day."""
    bodies = Body.objects.filter(pk__in={each.body for each in holdings if each.body})
    regions = Region.objects.filter(pk__in={each.region for each in holdings if each.region})
    return {
        "body": dict(bodies.values_list("pk", full_name_on("pk", on))),
        "region": dict(regions.values_list("pk", "name")),
    }


def reach_of(right: Right, holding: Holding, names: dict[str, dict[int, str]]) -> str:
    """Which of the things a right reaches, in words; `names` as from `names_of`."""
    return REACHES[right.scope].format(
        body=names["body"].get(holding.body, ""), region=names["region"].get(holding.region, "")
    )


def _of_thing(standing: Standing, thing: Thing, names: dict) -> Iterator[Told]:
    found: dict[str, dict[Action, list[Holding]]] = {}
    for action in Action:
        for right, holding in standing.rights(action, thing):
            reach = reach_of(right, holding, names)
            givers = found.setdefault(reach, {}).setdefault(action, [])
            if holding not in givers:
                givers.append(holding)
    for reach, by_action in found.items():
        alike: dict[tuple[Holding, ...], list[Action]] = {}
        for action, givers in by_action.items():
            alike.setdefault(tuple(givers), []).append(action)
        for givers, actions in alike.items():
            yield Told((thing,), tuple(actions), reach, givers)


@dataclass(frozen=True)
class Change:
    """Something that has ended or is to come: what it is, its days, and as what one acted by it."""

    what: str
    days: str
    when: datetime.date
    gives: str
    why: str = ""


def changes_of(person: Person, standing: Standing) -> tuple[list[Change], list[Change]]:
    """What the person had within the last year and hasn't any longer, newest first; and what is to
    come, soonest first (3 queries)."""
    on, root = standing.on, person.merged_into_id or person.pk
    same = Q(person=root) | Q(person__merged_into=root)
    has = {(each.capacity, each.body or each.region) for each in standing.holdings}
    ended, coming = [], []
    recent = Q(end__gt=on - YEAR, end__lte=on) | Q(start__gt=on)
    tenures = Tenure.objects.possible().filter(same).filter(recent)
    for start, end, role, name, body, function, called in tenures.values_list(
        *("start", "end", "post__role__function", "post__role__name"),
        *("body", "body__function", full_name_on("body_id", on)),
    ):
        given = capacities(role, function)
        change = _change(f"{name} i {called}", start, end, given, on)
        if start and start > on:
            coming.append(change)
        elif not {(each, body) for each in given} <= has:
            ended.append(change)
    for each in _grants(same, on):
        capacity = Capacity(each.capacity)
        told = f"Ersätter som {capacity.label} i {each.called or each.region}"
        if each.revoked_at:
            at = each.revoked_at.astimezone().date()
            why = each.taken_back_because or ""
            ended.append(Change(f"{told}: återkallad", each.period_text, at, capacity.label, why))
        elif each.start > on:
            coming.append(_change(told, each.start, each.end, [capacity], on, each.reason))
        elif (capacity, each.body_id or each.region_id) not in has:
            ended.append(_change(told, each.start, each.end, [capacity], on, each.reason))
    newest = sorted(set(ended), key=lambda one: (one.when, one.what), reverse=True)
    return newest, sorted(set(coming), key=lambda one: (one.when, one.what))


def _change(what, start, end, given, on, why="") -> Change:
    when = start if start and start > on else end
    gives = listed([each.label for each in given])
    return Change(what, period_text(start, end), when, gives, why)


def _grants(same: Q, on: datetime.date):
    """The person's grants that have ended within the year, were taken back or are to come."""
    revoked = Q(revoked_at__isnull=False, revoked_at__date__lte=on, revoked_at__date__gt=on - YEAR)
    dated = Q(revoked_at=None) & (Q(end__gt=on - YEAR, end__lte=on) | Q(start__gt=on))
    grants = Grant.objects.filter(same).filter(revoked | dated).select_related("region")
    grants = list(grants.annotate(called=full_name_on("body_id", on)))
    latest = Grant.history.filter(id__in=[each.pk for each in grants]).order_by("history_id")
    reasons = dict(latest.values_list("id", "history_change_reason"))
    for each in grants:
        each.taken_back_because = reasons.get(each.pk)
    return grants


def the_table() -> list[tuple[Capacity, list[Told]]]:
    """The table of rights as it's read: by capacity, what may be done with which things."""
    return [
        (
            capacity,
            together(
                Told((right.thing,), right.actions, right.scope.label)
                for right in RIGHTS
                if right.capacity is capacity
            ),
        )
        for capacity in Capacity
    ]
