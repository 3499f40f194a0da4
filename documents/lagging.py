"""Which version of a shared text commissions have, for lists of many texts and many bodies."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from bodies.models import Body

from .models import Document, Edition, SharedPart, SharedText
from .rules import State


@dataclass(frozen=True)
class Lag:
    """That the newest text of a body's commission has an older version of a shared text."""

    text: SharedText
    number: int
    newest: int


def newest_versions() -> dict[int, Edition]:
    """The last version of each shared text, where it may be built on (1 query)."""
    published = Edition.objects.published().exclude_void()
    later = published.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    found = (
        Edition.objects.usable()
        .filter(~Exists(later), document__kind=Document.Kind.SHARED_TEXT)
        .select_related("document__shared_text")
    )
    return {each.document.shared_text_id: each for each in found}


def lags(on: datetime.date) -> dict[int, list[Lag]]:
    """What commissions lag behind with, by the body that owns them, of those that there are on the
    day: one that has ended gets no new version (2 queries)."""
    newest = newest_versions()
    has: dict[tuple[int, int], int] = defaultdict(int)
    for owner, text, number in _parts(_latest(), on).values_list(
        "section__edition__document__owner",
        "shared__edition__document__shared_text",
        "shared__edition__number",
    ):
        has[owner, text] = max(has[owner, text], number)
    found: dict[int, list[Lag]] = defaultdict(list)
    for (owner, text), number in has.items():
        if text in newest and number < newest[text].number:
            made = Lag(newest[text].document.shared_text, number, newest[text].number)
            found[owner].append(made)
    return dict(found)


def outdated(edition: Edition, parts: Iterable[SharedPart]) -> list[tuple[Edition, Edition]]:
    """The versions of shared texts that the edition has where there is a newer one, with the
    newest; nothing of an edition that has a successor. `parts` are the edition's, with their
    shared editions (at most 2 queries)."""
    versions = {each.shared.edition for each in parts}
    successors = edition.document.editions.exclude(state=State.DISCARDED)
    if not versions or successors.filter(number__gt=edition.number).exists():
        return []
    newest = newest_versions()
    pairs = [(each, newest.get(each.document.shared_text_id)) for each in versions]
    older = [(each, last) for each, last in pairs if last and last.number > each.number]
    return sorted(older, key=lambda pair: pair[0].document.shared_text_id)


def versions_in_force(on: datetime.date) -> dict[int, Counter[int]]:
    """By shared text, how many commissions in force that day have which version (1 query)."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    in_force = Edition.objects.in_force(on)
    for text, number, _ in (
        _parts(Q(section__edition__in=in_force.values("pk")), on)
        .values_list(
            "shared__edition__document__shared_text",
            "shared__edition__number",
            "section__edition__document__owner",
        )
        .distinct()
    ):
        found[text][number] += 1
    return dict(found)


def _parts(of_editions: Q, on: datetime.date):
    """The parts of commissions of the bodies that there are on the day."""
    return SharedPart.objects.filter(
        of_editions,
        section__removed=False,
        section__edition__document__owner__in=Body.objects.current(on).values("pk"),
        section__edition__document__kind=Document.Kind.COMMISSION,
    ).order_by()


def _latest() -> Q:
    """The parts of what is worked on, and of what is published last."""
    published = Edition.objects.published().exclude_void()
    later = published.filter(
        document=OuterRef("section__edition__document"),
        number__gt=OuterRef("section__edition__number"),
    )
    return Q(section__edition__state__in=State.open()) | (
        Q(section__edition__state=State.PUBLISHED) & ~Exists(later)
    )
