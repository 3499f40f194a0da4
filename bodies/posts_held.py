"""A person's posts over time, as their page shows them (1 query)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from organisation.dates import period_text
from organisation.models import Person, Region
from organisation.shapes import Crumb, Panel
from organisation.sorting import swedish_key

from . import questions
from .dossier import described_tenures, is_told, with_provenance
from .models import BodyKind, Tenure
from .rules import is_elected
from .seating import provenance


@dataclass
class HeldPost:
    """A post as a person's page shows it."""

    role: str
    body: Crumb
    period: str
    region: Region | None = None
    kind: str = ""
    provenance: str = ""
    note: str = ""
    interpretation: str = ""


@dataclass
class PostsHeld:
    """The posts of a person, seen on a day. `tenures` holds all there are."""

    tenures: list[Tenure]
    on: datetime.date
    today: datetime.date
    regions: list[Region]
    named_after: datetime.date | None = None
    told: list[Tenure] = field(init=False)

    def __post_init__(self):
        self.told = [each for each in self.begun if is_told(each.end, self.named_after)]

    @property
    def shows_what_comes(self) -> bool:
        return self.on >= self.today

    @property
    def begun(self) -> list[Tenure]:
        """Those that had begun by the day: what gives a person a page."""
        return [each for each in self.tenures if each.start is None or each.start <= self.on]

    @property
    def current(self) -> list[Tenure]:
        """Those of the day, in the order of the organisation."""
        held = [each for each in self.told if each.is_current(self.on)]
        return sorted(
            held,
            key=lambda each: (
                each.body.kind.order,
                swedish_key(each.body_name),
                each.post.role.order,
            ),
        )

    @property
    def coming(self) -> list[Tenure]:
        """Those the person is appointed to. What will follow from them is told when it does."""
        if not self.shows_what_comes:
            return []
        after = [
            each
            for each in self.tenures
            if each.start and each.start > self.on and not each.is_derived
        ]
        return sorted(after, key=lambda each: each.start)

    @property
    def earlier(self) -> list[Tenure]:
        """Those that had ended by the day, the last one first."""
        ended = [each for each in self.told if each.end and each.end <= self.on]
        return sorted(ended, key=lambda each: each.end, reverse=True)

    @property
    def is_elected(self) -> bool:
        """Whether the person is an elected representative on the day."""
        return any(is_elected(each.body.function, each.post.role.function) for each in self.current)

    @property
    def is_reachable(self) -> bool:
        """Whether the work address may be told: today, of whoever holds an office today."""
        return self.on == self.today and any(each.post.role.is_office for each in self.current)

    def shown(self, tenure: Tenure) -> HeldPost:
        """A tenure as the page shows it; looking back, an end that comes later isn't told."""
        post = tenure.post
        ends = tenure.end and (self.shows_what_comes or tenure.end <= self.on)
        note = f"Företräder {tenure.represented}" if tenure.represented else ""
        if post.represents_whole or tenure.source_post.represents_whole:
            note = "Företräder hela sjukvårdsregionen"
        return HeldPost(
            post.label or post.role.name,
            Crumb(tenure.body_name, tenure.body.url),
            period_text(tenure.start, tenure.end if ends else None),
            next((each for each in self.regions if each.pk == tenure.region_id), None),
            kind_word(tenure.body.kind),
            provenance(tenure),
            note,
            post.seat_reading,
        )

    def panels(self) -> list[Panel]:
        """Now, then what is to come, then what has been; the last two only if there is any."""
        is_today = self.on == self.today
        now = "Uppdrag nu" if is_today else "Uppdrag den dagen"
        found = [
            ("uppdrag", now, self.current),
            ("kommande", "Kommande uppdrag", self.coming),
            ("tidigare", "Tidigare uppdrag", self.earlier),
        ]
        return [
            Panel(
                id_,
                title,
                "bodies/panels/_posts_held.html",
                {"posts": [self.shown(each) for each in tenures]},
            )
            for id_, title, tenures in found
            if tenures or id_ == "uppdrag"
        ]


def kind_word(kind: BodyKind) -> str:
    """What the body is, where its name doesn't say it and it's one of several."""
    return kind.short_name if kind.prefix and not kind.name_prefix else ""


def posts_of(people: Iterable[int], on: datetime.date) -> list[Tenure]:
    """All tenures that the persons with these keys have had, have or are to have, described as on
    the day `on` (1 query)."""
    tenures = Tenure.objects.filter(person__in=people).possible()
    return list(
        with_provenance(described_tenures(tenures, on), on)
        .select_related("body__kind", "appointment__source")
        .annotate(
            body_name=questions.full_name_on("body_id", on),
            represented=questions.name_on("post__represents_body_id", on),
        )
    )


def merged_people() -> list[tuple[int, int]]:
    """Who was merged into whom (1 query); see `organisation.rules.one_person`."""
    return list(
        Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
