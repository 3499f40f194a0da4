"""What stands in the rows of a roster, and what is wrong with it by itself. Plain values only."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from organisation.rules import Finding, email_findings, personal_identity_numbers
from organisation.tables import TableRow

from .days import day_of
from .places import Places
from .rules import DAY, ends_before
from .table import COLUMNS, LABELS, LONGEST, fault
from .values import Planned, World


def read_rows(
    rows: Sequence[TableRow], at: Mapping[str, int], world: World, places: Places
) -> list[Planned]:
    """The rows with what is wrong in each; one that says what an earlier one says is wrong."""
    reader = _Reader(world, places)
    planned = [reader.read(each, at) for each in rows]
    _tell_doubles(planned)
    return planned


class _Reader:
    def __init__(self, world: World, places: Places) -> None:
        self.world, self.places = world, places

    def read(self, row: TableRow, at: Mapping[str, int]) -> Planned:
        """The row's cells by our names, and what is wrong with each by itself."""
        cells = {each.name: row.cells[at[each.name]] if each.name in at else "" for each in COLUMNS}
        planned = Planned(row.number, cells)
        names = {number: name for name, number in at.items()}
        for each in row.faults:
            number = int(each.subject)
            if number in names or each.code == "cell-surplus":
                planned.faults.append(replace(each, subject=names.get(number, "body")))
        wrong = {each.subject for each in planned.faults}
        for name, text in cells.items():
            if personal_identity_numbers(text):
                message = "Texten innehåller ett personnummer. Ta bort det: det får inte sparas."
                planned.faults.append(fault(name, message, "identity"))
            elif len(text) > LONGEST.get(name, 2000):
                message = f"{LABELS[name]} får ha högst {LONGEST[name]} tecken. Korta texten."
                planned.faults.append(fault(name, message, "long"))
        for name in ("first", "last", "decided"):
            if name not in wrong:
                self._day(planned, name)
        if planned.start and planned.end and planned.end <= planned.start:
            planned.faults.append(ends_before(planned.start, planned.end))
        self._names(planned, wrong)
        self._decision(planned, wrong)
        if "email" not in wrong:
            self._email(planned)
        planned.reason = cells["reason"]
        return planned

    def _day(self, planned: Planned, name: str) -> None:
        found = day_of(planned.cells[name], name)
        if isinstance(found, datetime.date):
            if name == "first":
                planned.start = found
            elif name == "last":
                planned.end = found + DAY
            else:
                planned.decided = (0, found, planned.cells["paragraph"].lstrip("§ "))
        elif found:
            planned.faults.append(found)

    def _names(self, planned: Planned, wrong: set[str]) -> None:
        cells = planned.cells
        for name in ("body", "role"):
            if not cells[name] and name not in wrong:
                message = f"{LABELS[name]} saknas. Skriv det i raden, eller ta bort raden."
                planned.faults.append(fault(name, message, "missing"))
        if cells["body"] and not self.places.bodies_named(cells["body"]):
            planned.faults.append(_no_body(cells["body"], "body"))
        if cells["role"] and not self.places.role_named(cells["role"]):
            planned.faults.append(fault("role", self.places.no_role(cells["role"]), "unknown"))
        if cells["represents"] and not self.places.represented(cells["represents"]):
            message = (
                f"”{cells['represents'][:60]}” finns inte. Skriv en region, ett organ eller ”Hela "
                "sjukvårdsregionen”, eller lämna tomt."
            )
            planned.faults.append(fault("represents", message, "unknown"))
        if cells["number"] and not cells["number"].isdecimal():
            message = f"”{cells['number'][:20]}” är inget nummer. Skriv 1, 2 … eller lämna tomt."
            planned.faults.append(fault("number", message, "number"))
        if cells["region"] and self.places.region_named(cells["region"]) is None:
            message = f"”{cells['region'][:60]}” finns inte. Skriv {self.places.all_regions()}."
            planned.faults.append(fault("region", message, "unknown"))
        who = [name for name in ("given", "family") if cells[name] or name in wrong]
        if len(who) == 1 or (not who and (cells["email"] or cells["first"] or cells["last"])):
            for name in ("given", "family"):
                if name not in who:
                    message = (
                        f"{LABELS[name]} saknas. Skriv hela namnet; för en vakant post lämnas "
                        "namn, e-post och dagar i en tom rad."
                    )
                    planned.faults.append(fault(name, message, "missing"))

    def _decision(self, planned: Planned, wrong: set[str]) -> None:
        by = planned.cells["decided_by"]
        if not by:
            if planned.decided:
                message = "Beslutat av saknas. Skriv vilket organ som beslutade."
                planned.faults.append(fault("decided_by", message, "missing"))
            return
        bodies = self.places.bodies_named(by)
        if not bodies:
            planned.faults.append(_no_body(by, "decided_by"))
        elif planned.decided:
            planned.decided = (bodies[0].pk, *planned.decided[1:])
        elif not planned.cells["decided"] and "decided" not in wrong:
            message = "Beslutsdag saknas. Skriv den, eller lämna Beslutat av tomt."
            planned.faults.append(fault("decided", message, "missing"))

    def _email(self, planned: Planned) -> None:
        email = planned.cells["email"]
        if not email:
            return
        try:
            validate_email(email)
        except ValidationError:
            message = (
                f"”{email[:60]}” är ingen e-postadress. Skriv den som namn@{self._domain()}, utan "
                "å, ä och ö, eller lämna tomt."
            )
            planned.faults.append(fault("email", message, "email"))
        else:
            planned.faults += email_findings(email, self.world.domains)

    def _domain(self) -> str:
        return min(self.world.domains, default="exempel.se").lstrip(".")


def _tell_doubles(planned: list[Planned]) -> None:
    """Refuses rows that say what an earlier one says."""
    seen: dict[tuple, int] = {}
    for each in planned:
        key = tuple(each.cells.items())
        if not any(each.cells.values()):
            continue
        if key in seen:
            message = f"Raden är samma som rad {seen[key]}. Ta bort en av dem."
            each.faults.append(fault("body", message, "doubled"))
        seen.setdefault(key, each.number)


def _no_body(name: str, column: str) -> Finding:
    message = (
        f"”{name[:80]}” finns inte. Skriv organets namn som det står på webbplatsen, eller dess "
        "adress."
    )
    return fault(column, message, "unknown")
