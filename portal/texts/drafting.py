"""Drafts of texts: begun, saved, dropped, taken back. A draft is its record's only open one, and
knows which version of the record it was written from."""

import datetime
from dataclasses import dataclass
from itertools import takewhile

from django.db import IntegrityError, models, transaction
from django.http import QueryDict
from simple_history.utils import get_history_manager_for_model

from organisation.actions.records import version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.history import saved_by
from organisation.models import TextDraft, User
from organisation.rights import Action
from organisation.standing import Standing
from portal.rights import standing_now

from .forms import TextForm, filled, made_form
from .kinds import TextKind

DROPPED_SHOWN = 6
NOT_YOURS = "Du får inte ändra texten. Inget har ändrats."
PLANNED = (
    "Texten är godkänd och publiceras den dag som är bestämd. Avboka publiceringen om du vill "
    "ändra i den."
)


@dataclass
class Text:
    """A record with its open draft, as its pages need it. A new one has a record without a
    number."""

    kind: TextKind
    record: models.Model
    draft: TextDraft | None
    version: int

    @property
    def key(self) -> str:
        """What stands for the record in addresses."""
        if self.record.pk is not None:
            return str(self.record.pk)
        return f"ny-{self.draft.pk}" if self.draft else "ny"

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    @property
    def values(self) -> dict:
        return self.draft.values if self.draft else {}


def text_of(kind: TextKind, key: str, standing: Standing) -> Text | None:
    """The text at an address, if the person may write it."""
    drafts = TextDraft.objects.open().filter(label=kind.label_of_model)
    drafts = drafts.select_related("by", "approved_by")
    if key.isdigit():
        record = kind.of(standing, standing.on).filter(pk=key).first()
        if record is None:
            return None
        return Text(kind, record, drafts.filter(of=record.pk).first(), version_of(record))
    if not kind.may_add or not kind.may_write_some(standing):
        return None
    number = key.removeprefix("ny").removeprefix("-")
    draft = drafts.filter(of=None, pk=number).first() if number else None
    if number and draft is None:
        return None
    return Text(kind, kind.model(), draft, 0)


def as_it_was(kind: TextKind, pk, version: int) -> models.Model | None:
    """The record as it was in a version of its history."""
    history = get_history_manager_for_model(kind.model)
    row = history.filter(pk=version, **{kind.model._meta.pk.attname: pk}).first()
    return row and row.instance


def both_changed(text: Text) -> list[str]:
    """The fields that the draft changes and that someone has published otherwise since it was
    written from the record."""
    if text.is_new or not text.draft or text.draft.version == text.version:
        return []
    opened = as_it_was(text.kind, text.record.pk, text.draft.version)
    columns = {each.name: each.attname for each in text.kind.model._meta.concrete_fields}
    return [
        name
        for name in text.draft.values
        if opened is None or getattr(opened, columns[name]) != getattr(text.record, columns[name])
    ]


def sent_values(
    kind: TextKind, text: Text, data: QueryDict, standing: Standing
) -> tuple[dict, TextForm]:
    """What the person changed, and the form to judge it in: all that they didn't touch is as it is
    now, also where it has changed since they opened the page."""
    opened = None
    sent = data.get("version", "")
    if not text.is_new and sent.isascii() and sent.isdigit() and len(sent) < 19:
        opened = as_it_was(kind, text.record.pk, int(sent))
    before = made_form(kind, opened or text.record, standing, data)
    names = [each for each in before.changed_names if each in before.fields]
    values = {name: data.getlist(name) for name in names}
    own = {name: data.get(name, "") for name in ("revision", "token", "version", "from_day")}
    # The form changes the record that it judges: one of its own.
    fresh = kind.model() if text.is_new else kind.model._default_manager.get(pk=text.record.pk)
    return values, filled(kind, fresh, standing, values, **own)


def locked_draft(kind: TextKind, record_pk, draft_pk=None) -> TextDraft | None:
    """The open draft of a record, or the one of that number, for the transaction alone."""
    found = TextDraft.objects.open().filter(label=kind.label_of_model)
    found = (
        found.filter(of=record_pk) if record_pk is not None else found.filter(of=None, pk=draft_pk)
    )
    return found.select_for_update(of=("self",)).first()


def must_write(kind: TextKind, record: models.Model, by: User) -> Standing:
    """What the person may now. Raises Refused for whoever may not write the record any longer."""
    standing = standing_now(by)
    may = (
        kind.policy.may_some(standing, Action.WRITE)
        if record.pk is None
        else kind.policy.allows(standing, Action.WRITE, record)
    )
    if not may:
        raise Refused(NOT_YOURS)
    return standing


@transaction.atomic
def save_draft(
    text: Text,
    values: dict,
    *,
    by: User,
    version: int,
    revision: int | None,
    token: str,
    from_day: datetime.date | None = None,
) -> TextDraft:
    """Saves what was written, in the record's open draft or in a new one. `revision` is the
    draft's when the form was opened, None or 0 when there was none; `token` is the form's, so that
    sending it twice makes one draft.

    Raises Refused, or Conflict with the draft that someone else saved in between.
    """
    kind = text.kind
    draft = locked_draft(kind, text.record.pk, text.draft and text.draft.pk)
    must_write(kind, text.record, by)
    if draft is None:
        twice = TextDraft.objects.filter(token=token).first() if token else None
        if twice:
            if twice.by_id == by.pk and twice.values == values:
                return twice
            raise Conflict(twice)
        if revision:
            # The draft that the form was about has been published or dropped.
            raise Conflict(None)
        draft = TextDraft(
            label=kind.label_of_model, of=text.record.pk, token=token, revision=0, by=by
        )
    elif draft.revision != (revision or 0):
        if draft.token == token and draft.values == values and draft.by_id == by.pk:
            return draft
        raise Conflict(draft)
    elif draft.is_planned:
        raise Refused(PLANNED)
    draft.values, draft.version, draft.from_day = values, version, from_day
    draft.by, draft.revision = by, draft.revision + 1
    draft.publish_on = draft.approved_by = draft.failed_at = None
    draft.failed_why = ""
    try:
        with transaction.atomic():
            saved_by(draft, by, "Utkastet sparades")
    except IntegrityError as error:
        raise Conflict(locked_draft(kind, text.record.pk)) from error
    return draft


@transaction.atomic
def drop_draft(text: Text, *, by: User, seen: int | None, now: datetime.datetime) -> TextDraft:
    """Puts the draft away; it can be taken back. Raises Refused, or Conflict when someone has
    changed it since."""
    draft = locked_draft(text.kind, text.record.pk, text.draft and text.draft.pk)
    must_write(text.kind, text.record, by)
    if draft is None:
        raise Refused("Det finns inget utkast längre. Någon har publicerat eller kastat det.")
    if draft.revision != seen:
        raise Conflict(draft)
    return _dropped(draft, by, now, "Utkastet kastades")


def _dropped(draft: TextDraft, by: User, now: datetime.datetime, why: str) -> TextDraft:
    draft.dropped_at, draft.publish_on, draft.approved_by = now, None, None
    draft.revision += 1
    return saved_by(draft, by, why)


def _put_aside(text: Text, by: User, seen: int | None, now: datetime.datetime) -> None:
    """Drops the open draft, if there is one, for another to take its place; it can be taken back.
    Raises Conflict when it isn't as it was seen."""
    draft = locked_draft(text.kind, text.record.pk)
    if (draft.revision if draft else 0) != (seen or 0):
        raise Conflict(draft)
    if draft and draft.is_planned:
        raise Refused(PLANNED)
    if draft:
        _dropped(draft, by, now, "Utkastet lades undan för ett annat")


@transaction.atomic
def begin_anew(
    text: Text,
    values: dict,
    *,
    by: User,
    version: int,
    revision: int | None,
    token: str,
    now: datetime.datetime,
) -> TextDraft:
    """Saves the values as a draft of their own; an open one is put aside, with its words. Raises
    Refused, or Conflict when someone has changed the open one since."""
    must_write(text.kind, text.record, by)
    _put_aside(text, by, revision, now)
    fresh = Text(text.kind, text.record, None, text.version)
    return save_draft(fresh, values, by=by, version=version, revision=0, token=token)


def dropped_drafts(text: Text) -> list[TextDraft]:
    """The drafts that were dropped since something was published by a draft, the last ones first
    (1 query)."""
    if text.is_new:
        return []
    found = TextDraft.objects.filter(label=text.kind.label_of_model, of=text.record.pk)
    rows = found.select_related("by").order_by("-saved_at", "-pk")[:DROPPED_SHOWN]
    since = takewhile(lambda each: each.published_at is None, rows)
    return [each for each in since if each.dropped_at]


@transaction.atomic
def take_back(
    text: Text, pk: int, *, by: User, seen: int | None, now: datetime.datetime
) -> TextDraft:
    """Takes back a draft that was dropped, and puts the open one aside, as it was seen. Raises
    Refused, or Conflict when there is another open one by now."""
    must_write(text.kind, text.record, by)
    _put_aside(text, by, seen, now)
    draft = (
        TextDraft.objects.select_for_update(of=("self",))
        .filter(pk=pk, label=text.kind.label_of_model, of=text.record.pk)
        .exclude(dropped_at=None)
        .first()
    )
    if draft is None:
        raise Refused("Utkastet är redan tillbaka, eller publicerat.")
    draft.dropped_at = None
    draft.revision += 1
    try:
        with transaction.atomic():
            return saved_by(draft, by, "Utkastet togs tillbaka")
    except IntegrityError as error:
        raise Refused("Någon har redan börjat på ett nytt utkast. Inget har ändrats.") from error
