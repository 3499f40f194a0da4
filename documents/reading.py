"""What the public reads of a body's documents on a day."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from django.db.models import Case, Exists, OuterRef, Q, When

from bodies.models import Body, Decision
from bodies.questions import full_name_on
from organisation.dates import long_date

from .models import Document, Edition, EditionEvent

UNKNOWN = "uppgift saknas"


def validity_text(start: datetime.date | None) -> str:
    """From which day something holds, in words."""
    return f"gäller från {long_date(start)}" if start else f"gäller från: {UNKNOWN}"


def published_text(on: datetime.date | None) -> str:
    """When a plan or a report was published, in words."""
    return f"publicerad {long_date(on)}" if on else f"publicerad: {UNKNOWN}"


def decision_text(made: Decision | None, by: str) -> str:
    """Who decided, when and in which paragraph, in words."""
    if made is None:
        return f"beslut: {UNKNOWN}"
    parts = [f"beslutad av {by} {long_date(made.date)}"]
    parts += [f"§ {made.paragraph}"] if made.paragraph else []
    parts += [f"dnr {made.registry_number}"] if made.registry_number else []
    return ", ".join(parts)


@dataclass
class Version:
    """An edition as a reader meets it: when it holds, who decided, and what it changed.

    `state` is "former", "now", "coming", "withdrawn" (it held, and was withdrawn) or "void" (it
    was withdrawn before it held).
    """

    edition: Edition
    state: str
    last_day: datetime.date | None = None
    withdrawn: EditionEvent | None = None
    decided_by: str = ""

    @property
    def number(self) -> int:
        return self.edition.number

    @property
    def name(self) -> str:
        return f"Version {self.edition.number}"

    @property
    def url(self) -> str:
        return self.edition.url

    @property
    def validity(self) -> str:
        """From which day, and to which, in words; of what is for a year, when it was published."""
        start = self.edition.valid_from
        if self.edition.document.is_for_a_year:
            return published_text(start)
        if self.state == "void":
            return f"återkallad innan den började gälla {long_date(start)}"
        since = f"från {long_date(start)}" if start else f"från: {UNKNOWN}"
        verb = {"coming": "ska gälla", "now": "gäller"}.get(self.state, "gällde")
        until = f" till och med {long_date(self.last_day)}" if self.last_day else ""
        return f"{verb} {since}{until}"

    @property
    def decision(self) -> str:
        """Who decided and when, in words; empty of what is for a year, which needs no decision."""
        if self.edition.document.is_for_a_year and self.edition.decision is None:
            return ""
        return decision_text(self.edition.decision, self.decided_by)


class Versions:
    """All published editions of a document as they are told on the day `on`, which may be another
    than `today`: looking back, nothing later is shown (2 queries)."""

    def __init__(self, document: Document, on: datetime.date, today: datetime.date):
        self.document, self.on, self.today = document, on, today

    @cached_property
    def _editions(self) -> list[Edition]:
        found = (
            Edition.objects.published()
            .filter(document=self.document)
            .select_related("document__owner", "document__shared_text", "decision", "source")
            .annotate(decided_by=full_name_on("decision__body_id", self.on))
            .order_by("number")
        )
        return [
            each
            for each in found
            if self.on >= self.today or each.valid_from is None or each.valid_from <= self.on
        ]

    @cached_property
    def all(self) -> list[Version]:
        """Oldest first."""
        withdrawals = {
            each.edition_id: each
            for each in EditionEvent.objects.filter(
                edition__document=self.document, kind=EditionEvent.Kind.WITHDRAWN
            )
            if self.on >= self.today or each.effective_on <= self.on
        }
        made = [self._version(each, withdrawals.get(each.pk)) for each in self._editions]
        holding = [each for each in made if each.state != "void"]
        for each, following in zip_longest(holding, holding[1:]):
            ends = [
                *([following.edition.valid_from] if following else []),
                *([each.withdrawn.effective_on] if each.withdrawn else []),
            ]
            if ends:
                each.last_day = min(ends) - datetime.timedelta(days=1)
            each.state = self._state(each)
        return made

    def _version(self, edition: Edition, withdrawn: EditionEvent | None) -> Version:
        start = edition.valid_from
        void = withdrawn and start and withdrawn.effective_on <= start
        return Version(
            edition, "void" if void else "", withdrawn=withdrawn, decided_by=edition.decided_by
        )

    def _state(self, version: Version) -> str:
        start = version.edition.valid_from
        if start and start > self.on:
            return "coming"
        if version.last_day is None or version.last_day >= self.on:
            return "now"
        ended_by_withdrawal = (
            version.withdrawn
            and version.last_day == version.withdrawn.effective_on - datetime.timedelta(days=1)
        )
        return "withdrawn" if ended_by_withdrawal else "former"

    @property
    def now(self) -> Version | None:
        """The version that holds on the day."""
        return next((each for each in self.all if each.state == "now"), None)

    @property
    def coming(self) -> list[Version]:
        return [each for each in self.all if each.state == "coming"]

    def numbered(self, number: int) -> Version | None:
        return next((each for each in self.all if each.number == number), None)

    def before(self, version: Version) -> Version | None:
        """The one that held before a version."""
        earlier = [
            each for each in self.all if each.number < version.number and each.state != "void"
        ]
        return earlier[-1] if earlier else None

    @property
    def ribbon(self) -> list[Version]:
        """The one before, the one now, and those to come, oldest first."""
        now = self.now
        if now is None:
            return [*[each for each in self.all if each.state != "coming"][-1:], *self.coming]
        before = self.before(now)
        return [*([before] if before else []), now, *self.coming]


def commission_of(body: Body) -> Document | None:
    """The commission of a body: its own, else the one of another that concerns it too (1 query).
    A draft of its own, with nothing published yet, doesn't stand in front of the one that holds.
    """
    published = Edition.objects.published().filter(document=OuterRef("pk"))
    return (
        Document.objects.filter(Q(owner=body) | Q(concerns=body), kind=Document.Kind.COMMISSION)
        .select_related("owner__kind")
        .order_by(Exists(published).desc(), Case(When(owner=body, then=0), default=1))
        .first()
    )
