"""What each row of a roster is to do. Plain values only: the same for the preview and, under lock,
for what is then done."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from organisation.dates import last_day, long_date, period_words
from organisation.rules import Severity
from organisation.tables import TableRow

from .checks import (
    DECIDED,
    PLACE,
    WHEN,
    WHO,
    decision_faults,
    given_already,
    has_already,
    may_faults,
    meet,
    no_first_day,
    party_faults,
    reason_faults,
    wrong_in,
)
from .differing import differing
from .held import Holders
from .people import Newcomers, People
from .places import Places
from .reading import read_rows
from .rules import (
    Ending,
    Other,
    Wanted,
    ending_findings,
    filling_findings,
    twice_findings,
)
from .table import fault
from .values import HeldSeen, Kind, NewPerson, PersonSeen, Plan, Planned, World

# Where a finding's field stands in a file, and where one that names none.
AT = {"first": "first", "last": "last", "person": "family"}
OF = {"derived-post": "role"}


def plan_of(
    rows: Sequence[TableRow],
    at: Mapping[str, int],
    world: World,
    chosen: Mapping[int, int | str] | None = None,
) -> Plan:
    """What the rows do. `at` says in which column of the file each of ours stands; `chosen` is, by
    the row's number, the person that someone has chosen there, or "new"."""
    return _Planner(world, chosen or {}).plan(rows, at)


class _Planner:
    def __init__(self, world: World, chosen: Mapping[int, int | str]) -> None:
        self.world, self.chosen = world, chosen
        self.places, self.people = Places(world), People(world)
        self.holders = Holders(world)
        self.held = self.holders.of_post
        self.newcomers = Newcomers(world.on)
        self.new = self.newcomers.new

    def plan(self, rows: Sequence[TableRow], at: Mapping[str, int]) -> Plan:
        self.places.tells_whom = "represents" in at
        planned = read_rows(rows, at, self.world, self.places)
        # All that is wrong with a row is told at once: what one column says is held against all
        # else that can be read.
        for each in planned:
            self._place(each)
        for each in planned:
            if not wrong_in(each, WHO):
                self._person(each)
        placed = [each for each in planned if each.number in self.places.meant]
        # Who leaves makes room for who comes, in whatever order the rows stand.
        waiting = [each for each in placed if not self._settled(each)]
        for each in placed:
            if not each.faults and not each.cells["family"]:
                self._vacant(each)
        for each in waiting:
            self._appoint(each)
        # What someone has twice is seen when all have come and gone.
        for each in waiting:
            self._twice(each)
        for each in planned:
            if each.faults:
                each.kind = Kind.REFUSED
                each.faults = [
                    replace(e, subject=e.subject or OF.get(e.code, "body")) for e in each.faults
                ]
            else:
                self._differ(each, differing(each, self._seen(each.person), self.places))
        used = {each.person for each in planned if each.kind is Kind.NEW}
        return Plan(planned, {n: each for n, each in self.new.items() if n in used})

    # Which post, and who

    def _place(self, planned: Planned) -> None:
        """Which posts the row can mean; one of them when it says which."""
        wrong = wrong_in(planned, PLACE)
        if wrong & {"body", "role"}:
            return
        # What can't be read is left out: the rest may be wrong too.
        unread = ("represents", "number") if "represents" in wrong else wrong
        found = self.places.posts_of(planned.cells | dict.fromkeys(unread, ""))
        if not isinstance(found, list):
            if found.subject not in wrong:
                planned.faults.append(found)
            return
        planned.post = found[0]
        if wrong:
            return
        self.places.meant[planned.number] = found
        planned.faults += party_faults(planned)

    def _person(self, planned: Planned) -> None:
        cells = planned.cells
        if not cells["family"]:
            return
        given, family, email = cells["given"], cells["family"], cells["email"]
        choice = self.chosen.get(planned.number)
        if isinstance(choice, int) and choice in self.world.people:
            planned.person = choice
            return
        exact = self.people.named(given, family, email)
        known = self.people.with_email(email) if email else None
        likely = self.people.likely(given, family, email)
        if known:
            if known.pk not in [pk for pk, _ in likely] and known not in exact:
                message = (
                    f"Adressen {email} hör till {known.name}. Rätta namnet eller adressen, eller "
                    "lämna adressen tom."
                )
                planned.faults.append(fault("email", message, "email"))
            planned.person = known.pk
            return
        if choice == "new":
            self._add(planned)
            return
        meant = {each.pk for each in self.places.meant.get(planned.number, [])}
        sitting = [
            each.pk
            for each in exact
            if any(held.person == each.pk for post in meant for held in self.held[post])
        ]
        region = self.places.region_named(cells["region"]) if cells["region"] else None
        if region is not None:
            exact = [each for each in exact if each.region == region]
        if len(sitting) == 1:
            planned.person = sitting[0]
        elif len(exact) == 1:
            planned.person = exact[0].pk
        elif likely:
            planned.candidates = likely
        else:
            self._add(planned)

    def _add(self, planned: Planned) -> None:
        """Someone new, whom another row may have added already."""
        cells = planned.cells
        region = self.places.region_named(cells["region"]) if cells["region"] else None
        if region not in self.world.may_add:
            planned.faults.append(fault("region", self.places.may_not_add(region), "region"))
            return
        planned.person = self.newcomers.number_of(planned, region)

    # What it does

    def _settled(self, planned: Planned) -> bool:
        """Whether the row is about what is so already: nothing, or an end; or whether that can't be
        told, since who or when can't be read."""
        meant = self.places.meant[planned.number]
        if wrong := wrong_in(planned, WHO | {"first"}):
            holders = {held.person for post in meant for held in self.held[post.pk]}
            likely = {planned.person, *(pk for pk, _ in planned.candidates)}
            return bool(holders if wrong & WHO else holders & likely)
        if not planned.cells["family"]:
            planned.kind = Kind.NOTHING
            return True
        mine = [
            held
            for post in meant
            for held in self.held[post.pk]
            if held.person == planned.person and held.pk is not None
        ]
        if not mine:
            return False
        start = planned.start
        if start is None:
            # Without a first day it's about what goes on, or about what ended just so.
            mine = [each for each in mine if self._goes_on(each) or each.end == planned.end]
        same = [each for each in mine if each.start == start] or (
            [max(mine, key=lambda each: each.start or datetime.date.min)]
            if mine and start is None
            else []
        )
        if not same:
            return False
        held = same[0]
        planned.held, planned.post = held, self.world.posts[held.post]
        if wrong_in(planned, {"last"}):
            if held.end is None:
                planned.faults += [*may_faults(planned), *reason_faults(planned)]
            return True
        if planned.end is None or planned.end == held.end:
            planned.kind = Kind.NOTHING
            if held.end and planned.end is None:
                last = long_date(last_day(held.end))
                told = f"Uppdraget slutar {last}, och det ändras inte av en tom dag."
                self._differ(planned, [told])
            return True
        planned.faults += [*may_faults(planned), *reason_faults(planned)]
        self._end(planned, held)
        return True

    def _goes_on(self, held: HeldSeen) -> bool:
        return held.end is None or held.end > self.world.on

    def _vacant(self, planned: Planned) -> None:
        """A row without a name: it ends nothing, and says who has the post."""
        meant = self.places.meant[planned.number]
        sitting = [
            [each for each in self.held[post.pk] if each.pk is not None and self._goes_on(each)]
            for post in meant
        ]
        if planned.post.is_derived or not all(sitting):
            return
        held = sitting[0][0]
        has = f"{self._called(held.person)} har posten {period_words(held.start, held.end)}"
        told = (
            f"{has}, och raden avslutar inte uppdraget. Skriv namnet, en sista dag och skäl om "
            "det ska sluta."
        )
        self._differ(planned, [told])

    def _end(self, planned: Planned, held: HeldSeen) -> None:
        ending = Ending(
            post=planned.post.name,
            person=self._called(held.person),
            start=held.start,
            end=held.end,
            last=last_day(planned.end),
            on=self.world.on,
            post_end=planned.post.days[1],
        )
        before = len(planned.faults)
        # A vacancy is what an end is for, and the next may stand in another row.
        found = [each for each in ending_findings(ending) if each.code != "vacancy"]
        self._tell(planned, found)
        if self._is_own(held.person):
            planned.faults.append(fault("family", OWN, "own"))
        if len(planned.faults) == before:
            planned.kind = Kind.END
            self.holders.end(held, planned.end)

    def _appoint(self, planned: Planned) -> None:
        if not wrong_in(planned, WHEN):
            planned.post = self._free(planned)
        if not_mine := list(may_faults(planned)):
            planned.faults += not_mine
            return
        if planned.post.is_derived:
            self._tell(planned, filling_findings(self._wanted(planned, None)))
            return
        if not wrong_in(planned, DECIDED):
            planned.faults += decision_faults(planned, self.world)
        if wrong_in(planned, WHO | WHEN):
            return
        if planned.start is None:
            planned.faults.append(no_first_day(self.world.on))
            return
        before = len(planned.faults)
        post, others = planned.post, self.held[planned.post.pk]
        meeting = [each for each in others if meet(each, planned)]
        own = next((each for each in meeting if each.person == planned.person), None)
        if own and own.pk is not None:
            planned.faults.append(has_already(self._called(own.person), own))
            return
        if in_file := next((each for each in meeting if each.pk is None), None):
            planned.faults.append(given_already(self._called(in_file.person), in_file))
            return
        leaving = None
        if len(meeting) == 1 and meeting[0].end is None:
            earlier = meeting[0].start is None or meeting[0].start < planned.start
            leaving = meeting[0] if earlier else None
        planned.party = self.people.party_told(planned)
        self._tell(planned, filling_findings(self._wanted(planned, leaving)))
        if leaving and self._is_own(leaving.person):
            planned.faults.append(fault("family", OWN, "own"))
        if len(planned.faults) > before:
            return
        if planned.candidates:
            planned.kind = Kind.CHOOSE
        elif planned.person < 0:
            planned.kind = Kind.NEW
        else:
            planned.kind = Kind.REPLACE if leaving else Kind.APPOINT
        if leaving:
            planned.held = leaving
            last = long_date(last_day(planned.start))
            planned.told.append(f"Efter {self._called(leaving.person)}, som slutar {last}.")
            self.holders.end(leaving, planned.start)
        person = 0 if planned.person is None else planned.person
        made = HeldSeen(None, post.pk, person, planned.start, planned.end, planned.number)
        self.holders.add(made)

    def _twice(self, planned: Planned) -> None:
        """Tells of a second seat or office that the row gives someone in a body."""
        if planned.faults or planned.person is None:
            return
        gets = self.holders.comes_with(planned.post, (planned.start, planned.end))
        has = self.holders.beside(planned.person, planned.post, [each.at for each in gets])
        self._tell(planned, twice_findings(self._called(planned.person), gets, has))

    def _free(self, planned: Planned):
        """Which of like posts the row fills: the first that is free, else the first."""
        meant = self.places.meant[planned.number]
        free = (
            each for each in meant if not any(meet(held, planned) for held in self.held[each.pk])
        )
        return next(free, meant[0])

    def _wanted(self, planned: Planned, leaving: HeldSeen | None) -> Wanted:
        post, world = planned.post, self.world
        body, person = world.bodies[post.body], planned.person
        region = self._region(person)
        of_post = post.represents[1] if post.represents and post.represents[0] == "region" else None
        needs = world.bodies[post.seat_in].name if post.seat_in in world.bodies else ""
        return Wanted(
            post=post.name,
            body=body.name,
            person=self._called(person),
            start=planned.start,
            end=planned.end,
            on=world.on,
            is_derived=post.is_derived,
            post_days=post.days,
            body_days=body.days,
            holders=tuple(
                Other(self._called(each.person), each.start, each.end)
                for each in self.held[post.pk]
                if each is not leaving
            ),
            seat_in=needs if person is not None else "",
            seats=self.holders.seats_in(person, post.seat_in) if needs else (),
            region=world.regions[of_post][0] if of_post and person is not None else "",
            person_region=world.regions[region][0] if region else "",
            is_elected=post.is_elected and person is not None,
            party=planned.party or getattr(self._seen(person), "party", ""),
            own_people_only=post.regions is not None and region not in post.regions,
            is_oneself=self._is_own(person),
        )

    def _region(self, person: int | None) -> int | None:
        found = self._seen(person)
        return found.region if found else None

    def _seen(self, person: int | None) -> PersonSeen | NewPerson | None:
        if person is None:
            return None
        return self.new.get(person) if person < 0 else self.world.people.get(person)

    def _called(self, person: int | None) -> str:
        found = self._seen(person)
        return found.name if found else "Personen"

    def _differ(self, planned: Planned, told: list[str]) -> None:
        planned.told += told
        planned.differs = planned.differs or bool(told)

    def _is_own(self, person: int | None) -> bool:
        found = self.world.people.get(person) if person is not None else None
        return self.world.forbids_own and found is not None and found.is_reader

    def _tell(self, planned: Planned, findings: list) -> None:
        for each in findings:
            if each.severity is Severity.ERROR:
                planned.faults.append(replace(each, subject=AT.get(each.subject, each.subject)))
            else:
                planned.told.append(each.message)


OWN = "Uppdraget är ditt eget, och det ändrar någon annan. Ta bort raden."
