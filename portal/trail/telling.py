"""What has happened, in words: who, with what, which fields."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import capfirst

from bodies.models import Grant
from bodies.questions import full_name_on
from documents.markup import to_markup
from documents.models import (
    Activity,
    ActivityEntry,
    Attachment,
    Comment,
    Document,
    DocumentBody,
    DutyAdjustment,
    Edition,
    ReportingDuty,
    Section,
    SharedPart,
)
from organisation.admin.trail import Change, changes_between, columns_of
from organisation.dates import today
from organisation.models import Invitation, RegionGroupPermission, TextDraft, User
from organisation.richtext import RichTextField
from portal.admin_site import site as admin_site

from .asking import STEP, WAYS, Happening, kinds_among
from .kinds import Kind

ITSELF = "Webbplatsen själv"
# Columns that the program keeps for itself.
OWN = {"token", "revision", "position"}


@dataclass(frozen=True)
class Told:
    """Something that happened, as people read it."""

    at: datetime.datetime
    who: str
    way: str
    kind: str
    name: str
    record: int
    changes: tuple[Change, ...]
    why: str
    url: str
    place: str


def _document(one) -> str:
    return f"{one.shared_text or one.owner_name}, {one.get_kind_display()}"


def _kind_of_text(one) -> str:
    return str(apps.get_model(one.label)._meta.verbose_name)


def _edition(one) -> str:
    return f"{one.title}, version {one.number}"


def _duty(one) -> str:
    return f"{one.called or one.kind.plural}: {one.get_what_display()}"


def _adjustment(one) -> str:
    who = one.called or one.owing or one.duty.kind.plural
    return f"{who}: {one.duty.get_what_display()} för {one.year}"


# What records are called that no page of the administration is about: what to read with them, what
# they need of other rows, and the name.
NAMES: dict[type, tuple[tuple[str, ...], dict[str, str], Callable]] = {
    Document: (("shared_text",), {"owner_name": "owner_id"}, _document),
    DocumentBody: (
        ("document__shared_text",),
        {"called": "body_id"},
        lambda one: f"{one.document}: {one.called}" if one.document.shared_text else one.called,
    ),
    Edition: ((), {}, _edition),
    Section: (("edition",), {}, lambda one: f"{one.heading}, {_edition(one.edition)}"),
    Activity: (
        (),
        {"called": "owner_id"},
        lambda one: f"Aktivitet {one.number}, {one.called}",
    ),
    ActivityEntry: (("edition",), {}, lambda one: f"{one.name}, {_edition(one.edition)}"),
    Attachment: (("edition",), {}, lambda one: f"{one.title}, {_edition(one.edition)}"),
    SharedPart: (
        ("section__edition", "shared"),
        {},
        lambda one: f"{one.section.heading}, {_edition(one.section.edition)}",
    ),
    ReportingDuty: (("kind",), {"called": "body_id"}, _duty),
    DutyAdjustment: (
        ("duty__kind",),
        {"called": "body_id", "owing": "duty__body_id"},
        _adjustment,
    ),
    Comment: (("edition",), {}, lambda one: _edition(one.edition)),
    Grant: (
        ("person", "region"),
        {"called": "body_id"},
        lambda one: f"{one.person}: {one.get_capacity_display()}, {one.called or one.region}",
    ),
    Invitation: (("person",), {}, str),
    TextDraft: ((), {}, lambda one: f"{_kind_of_text(one)}, {one.of or 'ny'}"),
    RegionGroupPermission: (("content_object",), {}, lambda one: str(one.content_object)),
}


def names_of(model: type, keys: set[int]) -> dict[int, str]:
    """What the records are called today (1 query, none without keys)."""
    if not keys:
        return {}
    on = today()
    other = admin_site.of(model)
    if other:
        return {each.pk: other.name_of(each) for each in other.named(on).filter(pk__in=keys)}
    related, named, name_of = NAMES.get(model, ((), {}, str))
    found = model._default_manager.filter(pk__in=keys).select_related(*related)
    found = found.annotate(**{name: full_name_on(column, on) for name, column in named.items()})
    return {each.pk: name_of(each) for each in found}


def told(found: Iterable[Happening]) -> list[Told]:
    """The happenings in words (a query for each kind of record that they are about, and one for
    each that those lead to, however many there are)."""
    found = list(found)
    kinds = kinds_among(found)
    rows = {kind: _rows(kind, {each.row for each in those}) for kind, those in kinds.items()}
    wanted: dict[type, set[int]] = {}
    for kind, those in kinds.items():
        model = Edition if kind.keeps_steps else kind.model
        wanted.setdefault(model, set()).update(each.record for each in those)
        if not kind.keeps_steps:
            for column in _columns(kind):
                if column.is_relation:
                    keys = {getattr(row, column.attname) for row, _ in rows[kind].values()}
                    keys |= {getattr(row, column.attname) for _, row in rows[kind].values() if row}
                    wanted.setdefault(column.related_model, set()).update(keys - {None})
    names = {model: names_of(model, keys) for model, keys in wanted.items()}
    people = {each.by for each in found} - {None}
    accounts = {each.pk: str(each) for each in User.objects.filter(pk__in=people)} if people else {}
    return [_told(each, rows[each.kind][each.row], names, accounts) for each in found]


def _rows(kind: Kind, numbers: set[int]) -> dict[int, tuple]:
    """The rows of a history, each with the one before it of the same record (1 query)."""
    manager = kind.rows._default_manager
    if kind.keeps_steps:
        return {row.pk: (row, None) for row in manager.filter(pk__in=numbers)}
    earlier = manager.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    asked = manager.filter(history_id__in=numbers)
    both = Q(history_id__in=numbers) | Q(
        history_id__in=asked.order_by().annotate(_before=before).values("_before")
    )
    known = {row.history_id: row for row in manager.filter(both).order_by()}
    of_record: dict[int, list[int]] = {}
    for number in sorted(known):
        of_record.setdefault(known[number].id, []).append(number)
    found = {}
    for number in numbers:
        line = of_record[known[number].id]
        at = line.index(number)
        found[number] = (known[number], known[line[at - 1]] if at else None)
    return found


def _columns(kind: Kind):
    return [each for each in columns_of(kind.model) if each.name not in OWN]


def _told(each: Happening, rows: tuple, names: dict, accounts: dict) -> Told:
    row, older = rows
    model, changes, way = each.kind.model, (), WAYS[each.way]
    if each.way == STEP:
        model, way = Edition, capfirst(row.get_kind_display())
    elif each.way != "-":
        columns = _columns(each.kind)
        called = {one.name: names.get(one.related_model, {}) for one in columns if one.is_relation}
        changes = tuple(_plain(columns, older, row, called))
    name = names[model].get(each.record) or _name_then(row)
    return Told(
        each.at,
        accounts.get(each.by, ITSELF if each.by is None else "ett konto som inte finns kvar"),
        way,
        each.kind.label,
        name,
        each.record,
        changes,
        each.why,
        _address(model, each.record) if each.record in names[model] else "",
        each.place,
    )


def _plain(columns, older, row, names):
    """The changes, with texts in the form that they are written in and not as HTML."""
    marked = {each.attname for each in columns if isinstance(each, RichTextField)}
    for each in (older, row):
        for name in marked if each else ():
            setattr(each, name, to_markup(getattr(each, name) or ""))
    yield from changes_between(columns, older, row, names)


def _name_then(row) -> str:
    """What a record was called that isn't there any more."""
    return str(getattr(row, "instance", row))


def _address(model: type, key: int) -> str:
    """Where the record's own history is, or the record."""
    if other := admin_site.of(model):
        return other.to("history", key)
    return reverse("desk_edition", args=[key]) if model is Edition else ""
