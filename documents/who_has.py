"""Which bodies have a shared text in the commission that holds on a day, as the public is told.
Nothing of a draft."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from bodies.dossier import with_names
from bodies.models import Body
from organisation.sorting import swedish_key

from .models import COMMISSION_STEP, Document, Edition, SharedPart, SharedText


@dataclass
class Holder:
    """A body whose commission has the text; `own` holds where it has words of its own in place of
    the shared ones: heading, and why."""

    body: Body
    number: int
    own: list[tuple[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.body.url}{COMMISSION_STEP}/"


@dataclass
class WhoHas:
    """The bodies that have the text, by version, the newest first; and those of its kind whose
    commission has nothing of it, or that have none."""

    versions: list[tuple[int, list[Holder]]]
    without: list[Body]


def who_has(text: SharedText, on: datetime.date) -> WhoHas:
    """Who has the text on the day (2 queries, however many)."""
    parts = (
        SharedPart.objects.filter(
            shared__edition__document__shared_text=text,
            section__removed=False,
            section__edition__in=Edition.objects.in_force(on)
            .filter(document__kind=Document.Kind.COMMISSION)
            .values("pk"),
        )
        .order_by("section__position")
        .values_list(
            "section__edition__document__owner",
            "shared__edition__number",
            "section__heading",
            "own_reason",
        )
    )
    numbers: dict[int, int] = {}
    own: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for owner, number, heading, reason in parts:
        numbers[owner] = number
        if reason:
            own[owner].append((heading, reason))
    bodies = Body.objects.current(on)
    bodies = bodies.filter(pk__in=numbers) | bodies.filter(kind=text.body_kind_id)
    found = with_names(bodies, on).select_related("kind")
    in_order = sorted(found, key=lambda each: swedish_key(each.name))
    by_number: dict[int, list[Holder]] = defaultdict(list)
    for body in in_order:
        if body.pk in numbers:
            number = numbers[body.pk]
            by_number[number].append(Holder(body, number, own[body.pk]))
    return WhoHas(
        sorted(by_number.items(), reverse=True),
        [each for each in in_order if each.pk not in numbers],
    )
