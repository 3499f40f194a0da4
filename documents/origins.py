"""Where the words of a commission's sections are from, as its readers are told."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from organisation.words import in_sentence, in_words, listed, opening

from .models import Section, SharedPart, part_of


@dataclass(frozen=True)
class Origin:
    """What is said of a section: that it's shared, that it's own, or that it's own in the place of
    a shared one, and why (`reason`). The shared text's version is at `url`, its section `key`."""

    is_own: bool
    label: str
    url: str = ""
    key: str = ""
    reason: str = ""


def with_origins(sections: QuerySet) -> QuerySet:
    """Sections with all that telling their origin takes, in the same query."""
    return sections.select_related(
        "part__shared__edition__document__shared_text__body_kind", "edition"
    )


def tell_origins(sections: list[Section], on: datetime.date, today: datetime.date) -> None:
    """Gives each section its `origin`; None where the edition has nothing of a shared text. Give
    sections `with_origins`. Looking back, nothing leads to what began later."""
    is_composed = any(map(part_of, sections))
    for each in sections:
        each.origin = _origin(part_of(each), on, today) if is_composed else None


def _origin(part: SharedPart | None, on: datetime.date, today: datetime.date) -> Origin:
    if part is None:
        return Origin(True, "Egen text")
    edition = part.shared.edition
    begun = edition.valid_from is None or edition.valid_from <= on
    url, key = edition.url if begun or on >= today else "", part.shared.key
    if part.is_own:
        return Origin(True, "Egen text i stället för den gemensamma", url, key, part.own_reason)
    kind = in_sentence(edition.document.shared_text.body_kind.plural)
    return Origin(False, f"Gemensam text för {kind}, version {edition.number}", url, key)


def shares(sections: Iterable[Section]) -> str:
    """How much of an edition is shared, and by whom, in a sentence; empty where nothing is. Give
    sections `with_origins`."""
    sections = list(sections)
    parts = [part for each in sections if (part := part_of(each)) and not part.is_own]
    kinds = Counter(
        in_sentence(each.shared.edition.document.shared_text.body_kind.plural) for each in parts
    )
    return shares_in_words(len(sections), kinds)


def shares_in_words(total: int, shared: dict[str, int]) -> str:
    """How many of the sections are shared, in a sentence; `shared` says by which bodies, in the
    plural, and how many."""
    if not shared:
        return ""
    if list(shared.values()) == [total]:
        return f"Hela texten är gemensam för alla {next(iter(shared))}."
    first, *others = shared.items()
    many = "gemensamt" if first[1] == 1 else "gemensamma"
    told = [f"är {many} för alla {first[0]}", *(f"{in_words(n)} för alla {k}" for k, n in others)]
    counted = "ett" if first[1] == 1 else in_words(first[1])
    return f"{opening(counted)} av {in_words(total)} avsnitt {listed(told)}."


def printed_origin(sections: Iterable[Section]) -> str:
    """What paper says once of a whole edition: how much is shared, and which sections are own, with
    why where they stand in the place of shared ones. Give sections `with_origins`."""
    sections = list(sections)
    told = shares(sections)
    if not told:
        return ""
    own = [
        f"{each.heading} (i stället för den gemensamma texten, skäl: {part.own_reason})"
        if part
        else each.heading
        for each in sections
        if (part := part_of(each)) is None or part.is_own
    ]
    return f"{told} Egen text: {listed(own)}." if own else told
