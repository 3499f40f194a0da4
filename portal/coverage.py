"""Which plans and reports are published: what is asked for, and the table that answers it.

`documents.owed` knows how each stands; the same table is for everyone and for the workspace.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.db.models import Q

from bodies.models import Body, BodyKind, Role
from bodies.registers import officers
from bodies.seating import Seat
from documents.coverage import Because
from documents.coverage import Standing as How
from documents.models import Document, Edition, ReportingDuty
from documents.owed import Ledger, Owed
from documents.policies import DOCUMENT, EDITIONS, OWED
from documents.rules import State
from documents.tasks import work_address
from organisation import fields
from organisation.dates import long_date, period_text, period_words
from organisation.models import Region
from organisation.rights import Action
from organisation.standing import Standing
from organisation.tables import table_file
from organisation.words import opening

from .asof import Day
from .site import SourceLine, source_line

What = ReportingDuty.What
# How many years are shown when none are asked for, and at most.
SHOWN, MOST_YEARS = 3, 6
CHAIR = Role.Function.CHAIR
PLURAL = {What.PLAN: "planer", What.REPORT: "årsrapporter", What.NOTES: "minnesanteckningar"}


WORK = {
    State.DRAFT: "utkast",
    State.SUBMITTED: "skickad till beslut",
    State.ADOPTED: "beslutad, inte publicerad",
    "withdrawn": "återkallad",
}
WHY_NOT = {
    Because.FOUNDED: "organet fanns inte",
    Because.ENDED: "organet har upphört",
    Because.NO_DUTY: "ska inte lämnas",
}


class CoverageForm(forms.Form):
    """Which bodies and years are asked for. All may be left empty."""

    rad = fields.field(
        forms.ChoiceField,
        "Hör till",
        errors={"invalid_choice": "Hör till: det organet finns inte. Välj ett ur listan."},
    )
    slag = fields.field(
        forms.ChoiceField,
        "Slag av organ",
        errors={"invalid_choice": "Slag av organ: det slaget finns inte. Välj ett ur listan."},
    )
    region = fields.field(
        forms.ChoiceField,
        "Ordförande från",
        errors={"invalid_choice": "Ordförande från: regionen finns inte. Välj en ur listan."},
    )
    fran = fields.field(
        forms.ChoiceField,
        "Från och med år",
        errors={"invalid_choice": "Från och med år: det året går inte att visa. Välj ett annat."},
    )
    till = fields.field(
        forms.ChoiceField,
        "Till och med år",
        errors={"invalid_choice": "Till och med år: det året går inte att visa. Välj ett annat."},
    )
    saknas = fields.field(forms.BooleanField, "Bara det som saknas", attrs={"class": ""})

    def __init__(self, data, day: Day, regions: Sequence[Region]):
        super().__init__(data, auto_id="val-%s")
        self.day = day
        kinds = list(
            BodyKind.objects.filter(
                Q(reporting_duties__isnull=False) | Q(bodies__reporting_duties__isnull=False)
            ).distinct()
        )
        above = {each.belongs_to_id for each in kinds if each.belongs_to_id}
        councils = Body.objects.filter(kind__in=above).current(day.on).named(day.on).alphabetical()
        years = [str(each) for each in range(day.first.year, day.on.year + 2)]
        choices = {
            "rad": [(each.path, each.name) for each in councils] if above else [],
            "slag": [(each.slug, each.plural) for each in kinds] if kinds[1:] else [],
            "region": [(each.slug, each.name) for each in regions] if regions[1:] else [],
        }
        for name, found in choices.items():
            if found:
                self.fields[name].choices = [("", "Alla"), *found]
            else:
                del self.fields[name]
        last = day.on.year
        first = max(last - SHOWN + 1, day.first.year)
        for name, usual in (("fran", first), ("till", last)):
            self.fields[name].choices = [(each, each) for each in years]
            self.fields[name].initial = str(usual)
            if not self.data.get(name):
                self.data = self.data.copy()
                self.data[name] = str(usual)

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        first, last = int(data["fran"]), int(data["till"])
        if first > last:
            self.add_error(
                "fran", f"Från och med år: {first} ligger efter {last}. Ändra något av åren."
            )
        elif last - first >= MOST_YEARS:
            self.add_error(
                "fran",
                f"Från och med år: det går att visa högst {MOST_YEARS} år i taget. Välj ett senare "
                "år, eller ett tidigare slutår.",
            )
        return data

    @property
    def years(self) -> range:
        return range(int(self.cleaned_data["fran"]), int(self.cleaned_data["till"]) + 1)

    @property
    def narrows(self) -> bool:
        """Whether less than everything is asked for."""
        return any(self.cleaned_data.get(each) for each in ("rad", "slag", "region", "saknas"))


def days_in_words(days: int) -> str:
    return f"{days} {'dag' if days == 1 else 'dagar'}"


@dataclass(frozen=True)
class Column:
    """What is due for a year, and how much of it is published of what is owed."""

    year: int
    what: str
    published: int = 0
    owed: int = 0
    begins: bool = False

    @property
    def label(self) -> str:
        return opening(What(self.what).label)

    @property
    def told(self) -> str:
        """What the column holds, in a sentence."""
        return f"{PLURAL[What(self.what)]} för {self.year}"


@dataclass(frozen=True)
class Cell:
    """A cell of the table, beside the column that it stands in. `work_url` is where a version that
    is worked on can be opened by the reader, and `begin_url` where what isn't begun can be."""

    column: Column
    owed: Owed
    work_url: str = ""
    begin_url: str = ""

    @property
    def work(self) -> str:
        """How far what isn't public has come, in words."""
        return WORK.get(self.owed.cell.work, "")

    @property
    def why_not(self) -> str:
        """Why nothing is owed, in words."""
        return WHY_NOT.get(self.owed.cell.because, "")

    @property
    def late(self) -> str:
        days = self.owed.cell.late
        return f"{days_in_words(days)} sen" if days else ""


@dataclass(frozen=True)
class Row:
    """A body and what it has written. In the workspace `ask` is whom to ask."""

    body: Body
    cells: list[Cell]
    period: str = ""
    ask: str = ""

    @property
    def id(self) -> str:
        return self.body.path.replace("/", "-")


@dataclass
class Group:
    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Rule:
    """What is to be written, by whom and when, and whose word that is."""

    who: str
    what: str
    when: str
    period: str
    source: SourceLine


@dataclass(frozen=True)
class Coverage:
    """The answer: the table, and what it rests on."""

    years: range
    columns: list[Column]
    groups: list[Group]
    rules: list[Rule]

    @property
    def span(self) -> str:
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first}–{last}"

    @property
    def by_year(self) -> list[tuple[int, int]]:
        """The years with columns, and how many each has."""
        found: dict[int, int] = {}
        for each in self.columns:
            found[each.year] = found.get(each.year, 0) + 1
        return list(found.items())

    @property
    def latest(self) -> list[Column]:
        """The last columns: what a reader asks for first."""
        return self.columns[-4:]

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


def answer(form: CoverageForm, regions: list[Region], standing: Standing | None = None) -> Coverage:
    """The table that a form that is valid asks for (6 queries, 1 more for a region). Everyone sees
    what is public of it; in the workspace whoever has the standing sees all of the bodies that they
    may see it of, and whom to ask (2 queries more)."""
    asked, day = form.cleaned_data, form.day
    wanted = Q()
    if standing is not None:
        wanted = Q(pk__in=OWED.filter(standing, Action.READ).values("pk"))
    if asked.get("slag"):
        wanted &= Q(kind__slug=asked["slag"])
    ledger = Ledger(day.on, form.years, wanted)
    bodies = ledger.bodies
    if asked.get("rad"):
        bodies = [e for e in bodies if e.parent and e.parent["path"] == asked["rad"]]
    chairs = {}
    if asked.get("region") or standing is not None:
        seats = officers(bodies, day.on, regions)
        chairs = {body: seat for (body, what), seat in seats.items() if what == CHAIR}
    if asked.get("region"):
        bodies = [e for e in bodies if _is_from(chairs.get(e.pk), asked["region"])]
    cells = {}
    for body in bodies:
        for year in ledger.years:
            for what in ledger.whats:
                found = ledger.owed(body, what, year)
                cells[body.pk, year, what] = found if standing else found.seen_by_all
    urls = work_urls(cells.values(), standing) if standing else {}
    columns = _columns(ledger, bodies, cells)
    rows = []
    for body in bodies:
        of_body = [(each, cells[body.pk, each.year, each.what]) for each in columns]
        begins = bool(standing) and body.is_current(day.on) and _may_begin(standing, body)
        row = [
            Cell(
                each,
                owed,
                urls.get(owed.edition, ""),
                work_address(owed, body) if begins and _isnt_begun(owed) else "",
            )
            for each, owed in of_body
        ]
        if any(_is_told(each.owed, asked["saknas"]) for each in row):
            gone = not body.is_current(day.on)
            period = period_text(body.start, body.end) if gone else ""
            ask = _whom_to_ask(chairs.get(body.pk)) if standing else ""
            rows.append(Row(body, row, period, ask))
    return Coverage(form.years, columns, _grouped(rows, day.on), _rules(ledger, columns))


def _may_begin(standing: Standing, body: Body) -> bool:
    asked = Document(kind=Document.Kind.ACTION_PLAN, owner=body)
    return DOCUMENT.allows(standing, Action.WRITE, asked)


def _isnt_begun(owed: Owed) -> bool:
    """Whether something is to be written that nobody has begun."""
    return owed.cell.standing in (How.LATE, How.WAITING) and not owed.cell.work


def work_urls(cells: Iterable[Owed], standing: Standing) -> dict[int, str]:
    """Where the versions that are worked on can be opened, those that the reader may read
    (1 query)."""
    worked_on = {each.edition for each in cells if each.edition and each.cell.work}
    found = Edition.objects.filter(pk__in=worked_on)
    return {each.pk: each.desk_url for each in EDITIONS.filter(standing, Action.READ, found)}


def _is_from(seat: Seat | None, slug: str) -> bool:
    return bool(seat and seat.region and seat.region.slug == slug)


def _whom_to_ask(seat: Seat | None) -> str:
    return f"{seat.label}: {seat.name}" if seat and seat.name else ""


def _is_told(owed: Owed, only_missing: bool) -> bool:
    standing = owed.cell.standing
    if only_missing:
        return standing in (How.WAITING, How.LATE)
    return standing is not How.NOT_OWED


def _columns(ledger: Ledger, bodies: list[Body], cells: dict) -> list[Column]:
    found, before = [], None
    for year in ledger.years:
        for what in ledger.whats:
            there = [cells[body.pk, year, what] for body in bodies]
            published = sum(each.cell.standing is How.PUBLISHED for each in there)
            owed = sum(each.is_owed for each in there)
            if owed or any(each.cell.standing is not How.NOT_OWED for each in there):
                found.append(Column(year, what, published, owed, begins=year != before))
                before = year
    return found


def _grouped(rows: list[Row], on: datetime.date) -> list[Group]:
    """Council by council, then those of a council's kind that belong to none, then kind by kind;
    last those that aren't there on the day."""
    found: dict[tuple, Group] = {}
    for row in rows:
        body, kind = row.body, row.body.kind
        if row.period:
            key, title = (3, 0, ""), f"Finns inte {long_date(on)}"
        elif body.parent and kind.belongs_to_id:
            key, title = (0, kind.order, body.parent["name"]), body.parent["name"]
        elif kind.belongs_to_id:
            without = kind.belongs_to.short_name.lower()
            key, title = (1, kind.order, ""), f"{kind.plural} utan uppgift om {without}"
        else:
            key, title = (2, kind.order, kind.plural), kind.plural
        found.setdefault(key, Group(title)).rows.append(row)
    return [found[key] for key in sorted(found)]


def _rules(ledger: Ledger, columns: list[Column]) -> list[Rule]:
    names = {each.pk: each.name for each in ledger.bodies}
    kinds = {each.kind_id for each in ledger.bodies}
    return [
        Rule(
            names.get(each.body_id, "") or each.kind.plural,
            each.get_what_display(),
            each.day_words,
            period_words(each.start, each.end) if each.start or each.end else "",
            source_line(each.source, each.source_date, interpretation=each.interpretation),
        )
        for each in ledger.duties
        if (each.body_id in names or each.kind_id in kinds)
        and any(each.what == one.what and each.due.holds(one.year) for one in columns)
    ]


HEADINGS = ("Organ", "Hör till", "Slag", "År", "Vad", "Läge", "Publicerad", "Adress")


def words_for_all(owed: Owed) -> str:
    """How it stands, as everyone is told."""
    return {
        How.PUBLISHED: "publicerad",
        How.NOT_OWED: "ska inte lämnas",
    }.get(owed.cell.standing, "inte publicerad")


def as_csv(found: Coverage, address) -> bytes:
    """The public table as a file, a line for each cell; `address` makes a document's address
    whole."""
    rows = []
    for row in found.rows:
        for each in row.cells:
            owed, document = each.owed, each.owed.document
            rows.append(
                [
                    row.body.name,
                    row.body.parent["name"] if row.body.parent else "",
                    row.body.kind.short_name,
                    str(each.column.year),
                    What(each.column.what).label,
                    words_for_all(owed),
                    owed.cell.published.isoformat() if owed.cell.published else "",
                    address(document.url) if document else "",
                ]
            )
    return table_file("csv", HEADINGS, rows)
