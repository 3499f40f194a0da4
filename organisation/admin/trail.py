"""What has happened to a record: who changed what, when and why."""

import datetime
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from simple_history.utils import get_history_manager_for_model

from ..dates import last_day, short_date
from .fields import is_end, label_of

EMPTY = "tomt"
WAYS = {"+": "Lades till", "~": "Ändrades", "-": "Togs bort"}
MOST = 100


@dataclass(frozen=True)
class Change:
    """A field that went from one value to another, as people read them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of a record, whoever made it."""

    at: datetime.datetime
    who: str
    way: str
    why: str
    changes: tuple[Change, ...]


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that people are told of."""
    left_out = set(getattr(model.history.model, "_history_excluded_fields", ()))
    return [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in left_out
    ]


def said(field: models.Field, value, names: dict | None = None) -> str:
    """A stored value as people read it. `names` are what records are called, by field and key."""
    if value is None or value == "" or value == []:
        return EMPTY
    if field.is_relation:
        return (names or {}).get(field.name, {}).get(value, "en post som inte finns kvar")
    if isinstance(field, models.BooleanField):
        return "ja" if value else "nej"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, ArrayField):
        return "; ".join(map(str, value))
    if isinstance(field, models.DateTimeField):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(field, models.DateField):
        return short_date(last_day(value) if is_end(field) else value)
    return str(value)


def trail(record: models.Model, names_of) -> list[Entry]:
    """The last changes of a record, the latest first. `names_of(field, keys)` gives what the
    records that a column leads to are called; it is asked once for each column."""
    model = type(record)
    columns = columns_of(model)
    found = get_history_manager_for_model(model).filter(**{model._meta.pk.attname: record.pk})
    rows = list(found.select_related("history_user").order_by("-history_id")[: MOST + 1])
    names = {
        each.name: names_of(each, {getattr(row, each.attname) for row in rows} - {None})
        for each in columns
        if each.is_relation
    }
    entries = []
    for row, older in zip(rows, [*rows[1:], None], strict=True):
        if len(entries) == MOST:
            break
        entries.append(
            Entry(
                row.history_date,
                _who(row.history_user),
                WAYS[row.history_type],
                row.history_change_reason or "",
                tuple(changes_between(columns, older, row, names)),
            )
        )
    return entries


def _who(user) -> str:
    return (user.get_full_name() or user.username) if user else "Webbplatsen själv"


def changes_between(columns, older, row, names):
    """The changes from one row of a history to the next; of the first one, all that it holds.
    `names` are what records are called, by field and key."""
    for each in columns:
        after = getattr(row, each.attname)
        before = getattr(older, each.attname) if older else None
        if older is None and (after is None or after in ("", [])):
            continue
        if before != after or older is None:
            yield Change(label_of(each), said(each, before, names), said(each, after, names))
