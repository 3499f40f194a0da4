"""What bodies are to write every year and how it stands on a day, asked of the database: the same
few queries however many bodies and years. `documents.coverage` tells each cell."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate

from bodies.models import Body
from bodies.questions import parent_on

from .coverage import Adjustment, Because, Cell, Due, Paper, Standing, cell
from .models import MET_BY, Document, DutyAdjustment, Edition, EditionEvent, ReportingDuty
from .rules import State

What = ReportingDuty.What
DAY = datetime.timedelta(days=1)
# Nobody is founded or ended on the days of this: nothing is owed by it.
NO_DUTY = Due(0, 1, 1, (datetime.date.min, datetime.date.min + DAY))


@dataclass(frozen=True)
class Owed:
    """How it stands with what a body is to write for a year, and by which duty and document;
    `reason` is why the due day is another one, or why nothing is to be written."""

    body: int
    what: str
    year: int
    cell: Cell
    duty: ReportingDuty | None = None
    document: Document | None = None
    edition: int | None = None
    reason: str = ""

    @property
    def is_owed(self) -> bool:
        """Whether it's to be written, or was."""
        return self.cell.standing not in (Standing.NOT_OWED, Standing.EXEMPT)

    @property
    def seen_by_all(self) -> "Owed":
        """What the public may know of it."""
        cell = self.cell.seen_by_all
        document = self.document if cell.standing is Standing.PUBLISHED else None
        return Owed(self.body, self.what, self.year, cell, document=document)


class Ledger:
    """Everything that is owed by some bodies for some years, as it stands on a day.

    `bodies` narrows it down. All is asked for at once (6 queries): the bodies with a duty, with
    their name, kind and `parent`; duties; adjustments; documents with their versions; withdrawals.
    """

    def __init__(self, on: datetime.date, years: Iterable[int], bodies: Q | None = None):
        self.on, self.years = on, sorted(years)
        self.duties = list(ReportingDuty.objects.select_related("kind", "source"))
        kinds = {each.kind_id for each in self.duties if each.kind_id}
        named = {each.body_id for each in self.duties if each.body_id}
        self._adjustments: dict[tuple, list[DutyAdjustment]] = defaultdict(list)
        self._documents: dict[tuple, list[Document]] = defaultdict(list)
        self._papers: dict[int, list[tuple[Paper, int]]] = defaultdict(list)
        self.bodies: list[Body] = []
        if not self.duties:
            return
        found = Body.objects.filter(Q(kind__in=kinds) | Q(pk__in=named))
        if bodies is not None:
            found = found.filter(bodies)
        self.bodies = list(
            found.select_related("kind__belongs_to")
            .named(on)
            .annotate(parent=parent_on("pk", on))
            .alphabetical()
        )
        for each in DutyAdjustment.objects.filter(year__in=self.years):
            self._adjustments[each.duty_id, each.year].append(each)
        self._read_documents()

    def _read_documents(self) -> None:
        kinds = {kind: what for what, several in MET_BY.items() for kind in several}
        documents = self._asked_for().filter(kind__in=list(kinds)).select_related("owner")
        for each in documents:
            self._documents[each.owner_id, kinds[each.kind], each.period_start.year].append(each)
        withdrawn = dict(
            EditionEvent.objects.filter(
                kind=EditionEvent.Kind.WITHDRAWN, edition__document__in=documents.values("pk")
            ).values_list("edition", "effective_on")
        )
        editions = Edition.objects.filter(document__in=documents.values("pk"))
        editions = editions.exclude(state=State.DISCARDED).order_by("document", "number")
        since = TruncDate("published_at", output_field=DateField())
        for pk, document, number, state, day in editions.annotate(since=since).values_list(
            "pk", "document", "number", "state", F("since")
        ):
            self._papers[document].append(
                (Paper(number, day, withdrawn.get(pk), "" if day else state), pk)
            )

    def _asked_for(self) -> QuerySet:
        if not self.years:
            return Document.objects.none()
        first = datetime.date(self.years[0], 1, 1)
        after = datetime.date(self.years[-1] + 1, 1, 1)
        return Document.objects.filter(period_start__gte=first, period_start__lt=after)

    @cached_property
    def whats(self) -> list[str]:
        """What is due from anyone, in the order it's told in."""
        there = {each.what for each in self.duties}
        return [each for each in What.values if each in there]

    def duties_of(self, body: Body, what: str) -> list[ReportingDuty]:
        """The body's own duties and those of its kind, its own first."""
        mine = [each for each in self.duties if each.what == what]
        own = [each for each in mine if each.body_id == body.pk]
        return own + [each for each in mine if each.kind_id == body.kind_id]

    def duty_for(self, body: Body, what: str, year: int) -> ReportingDuty | None:
        """The duty that holds for the year: the body's own before its kind's, and of several that
        follow one another the one that is due first. One that has a due day decided for the body
        holds also where its own days don't."""
        holding = [e for e in self.duties_of(body, what) if e.due.holds(year)]
        if not holding:
            holding = [e for e in self.duties_of(body, what) if self._own_day(e, body, year)]
        own = [each for each in holding if each.body_id]
        return min(own or holding, key=lambda each: each.due.on_day(year), default=None)

    def _own_day(self, duty: ReportingDuty, body: Body, year: int) -> bool:
        decided = self._adjustments[duty.pk, year]
        return any(each.body_id == body.pk and each.due for each in decided)

    def owed(self, body: Body, what: str, year: int) -> Owed:
        """How it stands; of several documents of a year the one that has come furthest tells."""
        duty = self.duty_for(body, what, year)
        due = duty.due if duty else NO_DUTY
        decided = self._adjustments[duty.pk, year] if duty else []
        decided = [each for each in decided if each.body_id in (None, body.pk)]
        adjustments = [Adjustment(each.due, each.body_id is None) for each in decided]
        days = (body.start, body.end)
        documents: Sequence[Document | None] = self._documents[body.pk, what, year] or [None]
        told = []
        for document in documents:
            papers = self._papers[document.pk] if document else []
            of_document = [paper for paper, _ in papers]
            found = cell(due, days, year, self.on, of_document, adjustments)
            last = papers[-1][1] if papers else None
            told.append((found, document, last))
        found, document, edition = min(told, key=_furthest)
        reason = min(decided, key=lambda each: each.body_id is None).reason if decided else ""
        return Owed(body.pk, what, year, found, duty, document, edition, reason)

    def all(self) -> list[Owed]:
        """Every cell, but for the years in which nothing was owed and nothing written."""
        return [
            found
            for body in self.bodies
            for year in self.years
            for what in self.whats
            if (found := self.owed(body, what, year)).cell.because is not Because.NO_DUTY
        ]


def _furthest(told: tuple[Cell, Document | None, int | None]) -> tuple:
    found = told[0]
    is_public = found.standing is Standing.PUBLISHED
    return (not is_public, found.published or datetime.date.max, found.work == "")
