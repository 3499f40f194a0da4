"""Whom a row of a roster means, among those who are known and those who are added. Plain values
only."""

import datetime
from collections import defaultdict

from organisation.tables import plain

from ..likeness import Known, likely_same
from .values import NewPerson, PersonSeen, Planned, World


class People:
    """Those who are known, to be found by name and address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by_email: dict[str, list[PersonSeen]] = defaultdict(list)
        self.by_name: dict[str, list[PersonSeen]] = defaultdict(list)
        self.parties: dict[int, str] = {}
        self.near: dict[str, set[int]] = defaultdict(set)
        for each in world.people.values():
            if each.email:
                self.by_email[each.email.casefold()].append(each)
            self.by_name[_name(each.given, each.family)].append(each)
            for key in _keys(each.given, each.family):
                self.near[key].add(each.pk)

    def with_email(self, email: str) -> PersonSeen | None:
        found = self.by_email.get(email.casefold(), [])
        return found[0] if found else None

    def party_told(self, planned: Planned) -> str:
        """The party that a row tells of someone elected who is known without one; "" if it isn't
        the reader's to write, or an earlier row tells another."""
        found, party = self.world.people.get(planned.person), planned.cells["party"]
        if not (found and party and planned.post.is_elected) or found.party:
            return ""
        if found.region not in self.world.may_add:
            return ""
        return party if self.parties.setdefault(found.pk, party) == party else ""

    def named(self, given: str, family: str, email: str) -> list[PersonSeen]:
        """Those of exactly the name, but for any with another address."""
        found = self.by_name.get(_name(given, family), [])
        return [
            e for e in found if not (email and e.email and e.email.casefold() != email.casefold())
        ]

    def likely(self, given: str, family: str, email: str) -> list[tuple[int, str]]:
        """Those who are likely the same person, with why."""
        pks = {pk for key in _keys(given, family) for pk in self.near.get(key, ())}
        wanted = Known(given, family, email)
        found = []
        for pk in sorted(pks):
            each = self.world.people[pk]
            why = likely_same(wanted, Known(each.given, each.family, each.email))
            if why:
                found.append((pk, why))
        return found


class Newcomers:
    """Those whom the rows add, each once."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.new: dict[int, NewPerson] = {}
        self.by_name: dict[str, list[NewPerson]] = defaultdict(list)

    def number_of(self, planned: Planned, region: int | None) -> int:
        """The number of whom the row means: someone that another row has added, or one more."""
        cells = planned.cells
        of_name = self.by_name[plain(f"{cells['given']} {cells['family']}")]
        for each in of_name:
            if _agree(each.email, cells["email"]) and _agree(each.region, region):
                each.email, each.region = each.email or cells["email"], each.region or region
                # Their other row may be of a post where no party is told.
                each.party = each.party or cells["party"]
                each.start = min(each.start, planned.start or each.start)
                return each.number
        names = ("given", "family", "email")
        made = NewPerson(
            -len(self.new) - 1,
            *(cells[name] for name in names),
            region,
            cells["title"],
            cells["party"],
            planned.start or self.on,
        )
        self.new[made.number] = made
        of_name.append(made)
        return made.number


def _agree(one, other) -> bool:
    return not one or not other or one == other


def _name(given: str, family: str) -> str:
    return " ".join(f"{given} {family}".casefold().split())


def _keys(given: str, family: str) -> set[str]:
    """What names that are near each other share: the letters of the whole name in their order
    within each part, whole and with one of them left out."""
    found = set()
    for parts in ((given, family), (family, given)):
        whole = "".join(map(plain, parts))
        found.add(whole)
        found |= {whole[:at] + whole[at + 1 :] for at in range(len(whole))}
    return found
