"""What each row of a file with measurements is to do. Plain values only: the same for the preview
and, under lock, for what is then done."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from organisation.dates import last_day, long_date
from organisation.rules import Finding
from organisation.tables import TableRow, plain
from organisation.words import listed

from .. import measuring
from ..where import WHOLE_NAME
from .table import COLUMNS, LONGEST_COMMENT, fault
from .values import Before, BodySeen, GoalSeen, Kind, Plan, Planned, RegionSeen, World

WHOLE = {plain(each) for each in (WHOLE_NAME, "sjukvårdsregionen", "hela", "alla", "totalt")}


def plan_of(rows: Sequence[TableRow], at: Mapping[str, int], world: World) -> Plan:
    """What the rows do. `at` says in which column of the file each of ours stands."""
    planner = _Planner(world, at)
    planned = [planner.plan(each) for each in rows]
    _tell_doubles(planned)
    for each in planned:
        if each.faults:
            each.kind = Kind.REFUSED
    return Plan(planned)


def _tell_doubles(planned: Sequence[Planned]) -> None:
    """One value told of in several rows: nobody knows which of them is meant."""
    same: dict[tuple, list[Planned]] = defaultdict(list)
    for each in planned:
        if each.key and each.kind is not Kind.EMPTY:
            same[each.key].append(each)
    for rows in same.values():
        for each in rows if rows[1:] else ():
            others = listed([str(other.number) for other in rows if other is not each])
            message = (
                f"Samma mål, period och region står också på rad {others}. Låt en av raderna stå "
                "kvar."
            )
            each.faults.append(fault("period", message, "twice"))


class _Planner:
    def __init__(self, world: World, at: Mapping[str, int]) -> None:
        self.world, self.at = world, at
        self.whole = WHOLE | {plain(each) for each in world.whole}
        self.names = {number: name for name, number in at.items()}
        self.bodies: dict[str, list[BodySeen]] = defaultdict(list)
        for body in world.bodies:
            for key in {plain(name) for name in (body.path, body.name, *body.names)}:
                self.bodies[key].append(body)
        self.body_of = {each.pk: each for each in world.bodies}
        self.regions = {
            plain(name): each for each in world.regions for name in (each.name, *each.names)
        }
        self.goals: dict[str, list[GoalSeen]] = defaultdict(list)
        for goal in world.goals:
            called = (str(goal.number), f"{goal.number} {goal.text}", goal.text, goal.indicator)
            for key in {plain(name) for name in called} - {""}:
                self.goals[key].append(goal)

    def plan(self, row: TableRow) -> Planned:
        cells = {
            each.name: row.cells[self.at[each.name]] if each.name in self.at else ""
            for each in COLUMNS
        }
        planned = Planned(row.number, cells)
        for each in row.faults:
            number = int(each.subject)
            if number in self.names or each.code == "cell-surplus":
                planned.faults.append(replace(each, subject=self.names.get(number, "value")))
        wrong = {each.subject for each in planned.faults}
        if not wrong & {"body", "goal"}:
            self._goal(planned)
        if planned.goal and "period" not in wrong:
            self._period(planned, planned.goal)
        if "region" not in wrong:
            self._region(planned)
        if planned.goal and not wrong & {"value", "comment"}:
            self._value(planned, planned.goal)
        if (
            planned.goal
            and cells["unit"]
            and not measuring.is_unit(cells["unit"], planned.goal.unit)
        ):
            message = f"Målet mäts i {planned.goal.unit}, men det står ”{cells['unit'][:20]}”."
            planned.faults.append(
                fault("unit", f"{message} Räkna om värdet, eller rätta enheten.", "unit")
            )
        return planned

    # Which goal

    def _goal(self, planned: Planned) -> None:
        cells = planned.cells
        bodies = [each.pk for each in self._bodies(cells["body"])]
        if cells["body"] and not bodies:
            self._wrong(
                planned,
                "body",
                f"”{cells['body'][:60]}” finns inte bland de organ vars mål du får ändra. Skriv "
                "namnet som på organets sida.",
            )
            return
        if not cells["goal"]:
            self._wrong(planned, "goal", "Målet saknas. Skriv målets nummer eller dess ord.")
            return
        found = [
            each
            for each in self.goals.get(plain(cells["goal"]), [])
            if not cells["body"] or each.body in bodies
        ]
        if not found:
            self._wrong(
                planned,
                "goal",
                f"Inget mål heter eller har numret ”{cells['goal'][:60]}”. Skriv numret som på "
                "organets sida med mål.",
            )
            return
        homes = list(dict.fromkeys(each.body for each in found))
        if homes[1:]:
            names = listed([self.body_of[each].name for each in homes[:6]])
            self._wrong(
                planned, "body", f"Flera organ har ett mål som heter så: {names}. Skriv organet."
            )
            return
        if len({each.number for each in found}) > 1:
            numbers = listed([str(each.number) for each in found], "eller")
            self._wrong(planned, "goal", f"Flera mål heter så. Skriv målets nummer: {numbers}.")
            return
        goal = self._of_the_time(found, cells["period"])
        if not goal.indicator:
            self._wrong(
                planned,
                "goal",
                "Målet har ingen indikator. Skriv först på målets sida vad som mäts.",
            )
            return
        planned.goal = goal

    def _bodies(self, name: str) -> list[BodySeen]:
        return self.bodies.get(plain(name), []) if name else []

    def _of_the_time(self, wordings: Sequence[GoalSeen], period: str) -> GoalSeen:
        """Of a goal's wordings that one which the period is of, or the last."""
        in_order = sorted(wordings, key=lambda each: each.start or datetime.date.min)
        for each in in_order:
            first = self._first_day(each, period)
            begun = first and (each.start is None or each.start <= first)
            if begun and (each.end is None or first < each.end):
                return each
        return in_order[-1]

    def _first_day(self, goal: GoalSeen, period: str) -> datetime.date | None:
        if not goal.interval:
            return None
        read = measuring.period_of(period, measuring.Interval(goal.interval), self.world.on)
        return None if isinstance(read, Finding) else read[0]

    # When, where and what

    def _period(self, planned: Planned, goal: GoalSeen) -> None:
        interval = measuring.Interval(goal.interval)
        read = measuring.period_of(planned.cells["period"], interval, self.world.on)
        if isinstance(read, Finding):
            planned.faults.append(replace(read, subject="period"))
            return
        first, after = read
        if goal.end and first >= goal.end:
            self._wrong(
                planned,
                "period",
                f"Målet slutade gälla {long_date(last_day(goal.end))}. Ta bort raden, eller ändra "
                "perioden.",
            )
            return
        planned.first, planned.after = first, after

    def _region(self, planned: Planned) -> None:
        name = planned.cells["region"]
        if plain(name) in self.whole:
            planned.has_place = True
            return
        found = self.regions.get(plain(name))
        if found is None:
            said = f"”{name[:60]}” finns inte. Skriv" if name else "Regionen saknas. Skriv"
            every = listed([*(each.name for each in self._today()), f"”{WHOLE_NAME}”"], "eller")
            self._wrong(planned, "region", f"{said} {every}.")
            return
        first, after = planned.first, planned.after
        if first and after:
            left = found.end and found.end <= first
            if left or (found.start and found.start >= after):
                self._wrong(
                    planned,
                    "region",
                    f"{found.name} ingick inte i sjukvårdsregionen då. Ta bort raden, eller ändra "
                    "regionen eller perioden.",
                )
                return
        planned.region, planned.has_place = found.pk, True

    def _today(self) -> list[RegionSeen]:
        on = self.world.on
        return [
            each
            for each in self.world.regions
            if (each.start is None or each.start <= on) and (each.end is None or on < each.end)
        ]

    def _value(self, planned: Planned, goal: GoalSeen) -> None:
        text, comment = planned.cells["value"], planned.cells["comment"]
        if not text and not comment:
            planned.kind = Kind.EMPTY
            return
        value = measuring.value_of(text, goal.unit, goal.decimals)
        if isinstance(value, Finding):
            planned.faults.append(replace(value, subject="value"))
            return
        if len(comment) > LONGEST_COMMENT:
            self._wrong(
                planned,
                "comment",
                f"Kommentaren får ha högst {LONGEST_COMMENT} tecken. Korta den.",
            )
            return
        stored = self.world.stored.get(planned.key) if planned.key else None
        before = Before(*stored) if stored else None
        # An empty cell takes no comment away, but for one that said why there was no value.
        if not comment and before and (before.value is None) == (value is None):
            comment = before.comment
        if value is None and not comment:
            self._wrong(planned, "comment", "Skriv varför uppgiften saknas.")
            return
        planned.value, planned.comment, planned.before = value, comment, before
        planned.kind = Kind.NEW
        if before:
            same = (before.value, before.comment) == (value, comment)
            planned.kind = Kind.NOTHING if same else Kind.CHANGE

    def _wrong(self, planned: Planned, name: str, message: str) -> None:
        planned.faults.append(fault(name, message))
