"""One question to all histories, newest first, a page at a time.

Each table gives no more of its rows than the page has room for, by the index on its time, so that
a page is as quick however much has been done.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import CharField, F, IntegerField, Q, TextField, Value
from django.db.models.functions import Coalesce

from .kinds import BY_NAME, KINDS, Kind

STEP = "steg"
WAYS = {"+": "Lades till", "~": "Ändrades", "-": "Togs bort", STEP: "Steg för en version"}
NOBODY = 0


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; what is None or empty asks for all.

    `by` is an account, 0 for what the site did itself. `until` is the first moment after the
    period. `among` says which rows of a kind may be told, where not all may: kinds that it doesn't
    name aren't told.
    """

    by: int | None = None
    kind: str = ""
    record: int | None = None
    body: int | None = None
    region: int | None = None
    person: int | None = None
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    way: str = ""
    words: str = ""
    among: dict[str, Q] | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Happening:
    """A row of a history, as the list knows it."""

    at: datetime.datetime
    kind: Kind
    row: int
    record: int
    way: str
    by: int | None
    why: str

    @property
    def place(self) -> str:
        """Where it stands in the list, for the address of the page after it."""
        return f"{self.at.isoformat()}~{self.kind.name}~{self.row}"


class NoSuchPlace(ValueError):
    """What isn't a place in the list."""


def place_of(text: str) -> tuple[datetime.datetime, Kind, int]:
    """A place in the list, as `Happening.place` writes it. Raises NoSuchPlace."""
    try:
        moment, name, row = text.split("~")
        at, number = datetime.datetime.fromisoformat(moment), int(row)
        kind = BY_NAME[name]
    except (ValueError, KeyError) as error:
        raise NoSuchPlace(text) from error
    if at.tzinfo is None or not 0 <= number < 2**63:
        raise NoSuchPlace(text)
    return at, kind, number


def happenings(asked: Asked, most: int, before: str = "") -> list[Happening]:
    """The latest `most` of what is asked for, before a place in the list if one is given (1 query;
    none where nothing can be found). Raises NoSuchPlace."""
    place = place_of(before) if before else None
    parts = [part for kind in KINDS if (part := _part(kind, asked, place)) is not None]
    if not parts:
        return []
    parts = [each.order_by("-e_at", "-e_row")[:most] for each in parts]
    found = parts[0]
    if parts[1:]:
        found = found.union(*parts[1:], all=True).order_by("-e_at", "-e_kind", "-e_row")[:most]
    return [
        Happening(at, KINDS[kind], row, record, way, by, why)
        for at, kind, row, record, way, by, why in found
    ]


def all_happenings(asked: Asked, at_a_time: int) -> Iterator[list[Happening]]:
    """All that is asked for, some at a time."""
    before = ""
    while found := happenings(asked, at_a_time, before):
        yield found
        before = found[-1].place
        if len(found) < at_a_time:
            return


def _part(kind: Kind, asked: Asked, place):
    """The rows of one table, or None where none can be what is asked for."""
    condition = _condition(kind, asked)
    if condition is None:
        return None
    number = KINDS.index(kind)
    if kind.keeps_steps:
        columns = {
            "e_at": F("at"),
            "e_row": F("pk"),
            "e_record": F("edition_id"),
            "e_way": Value(STEP, CharField()),
            "e_by": F("by_id"),
            "e_why": F("text"),
        }
    else:
        columns = {
            "e_at": F("history_date"),
            "e_row": F("history_id"),
            "e_record": F("id"),
            "e_way": F("history_type"),
            "e_by": F("history_user_id"),
            "e_why": Coalesce(F("history_change_reason"), Value("", TextField())),
        }
    columns["e_kind"] = Value(number, IntegerField())
    rows = kind.rows._default_manager.order_by().annotate(**columns).filter(condition)
    if place:
        at, other, row = place
        here, there = number, KINDS.index(other)
        earlier = Q(e_at__lt=at)
        if here < there:
            earlier |= Q(e_at=at)
        elif here == there:
            earlier |= Q(e_at=at, e_row__lt=row)
        # The same said once more, so that the index on the time is used.
        rows = rows.filter(e_at__lte=at).filter(earlier)
    names = ("e_at", "e_kind", "e_row", "e_record", "e_way", "e_by", "e_why")
    return rows.values_list(*names)


def _condition(kind: Kind, asked: Asked) -> Q | None:
    """What a row of the kind must be; None when none can."""
    if asked.kind and asked.kind != kind.name:
        return None
    if asked.way and (asked.way == STEP) is not kind.keeps_steps:
        return None
    found = Q()
    if asked.among is not None:
        if kind.name not in asked.among:
            return None
        found &= asked.among[kind.name]
    about = (
        (asked.body, kind.about_body),
        (asked.region, kind.about_region),
        (asked.person, kind.about_person),
    )
    for value, condition_of in about:
        if value is not None:
            condition = condition_of(value)
            if condition is None:
                return None
            found &= condition
    if asked.by is not None:
        found &= Q(e_by__isnull=True) if asked.by == NOBODY else Q(e_by=asked.by)
    if asked.record is not None:
        found &= Q(e_record=asked.record)
    if asked.since:
        found &= Q(e_at__gte=asked.since)
    if asked.until:
        found &= Q(e_at__lt=asked.until)
    if asked.way and not kind.keeps_steps:
        found &= Q(e_way=asked.way)
    if asked.words:
        found &= Q(e_why__icontains=asked.words)
    return found


def kinds_among(found: Iterable[Happening]) -> dict[Kind, list[Happening]]:
    """The happenings by their kind."""
    kinds: dict[Kind, list[Happening]] = {}
    for each in found:
        kinds.setdefault(each.kind, []).append(each)
    return kinds
