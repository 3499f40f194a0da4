"""Publishing a text: now, or approved ahead and made public on its day without any job."""

import datetime
import logging

from django.core.exceptions import ValidationError
from django.db import (
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    models,
    transaction,
)
from django.utils import timezone

from organisation.actions.records import store, version_of
from organisation.actions.refusals import Conflict, Refused
from organisation.admin.form import said_of
from organisation.dates import long_date
from organisation.history import saved_by
from organisation.models import TextDraft, User
from organisation.rights import Action
from organisation.rules import Finding, Severity, personal_identity_numbers

from .drafting import Text, both_changed, locked_draft, must_write
from .forms import TextForm, filled
from .kinds import BY_LABEL, TextKind

logger = logging.getLogger("portal.texts")
NOTHING_NEW = "Utkastet är likadant som det som är publicerat. Ändra något först."
CHANGED_SINCE = (
    "Någon annan har publicerat texten sedan utkastet skrevs. Öppna utkastet, se vad som skiljer "
    "och spara det igen."
)
GONE = "Det finns inget utkast längre. Någon har publicerat eller kastat det."
UNEXPECTED = (
    "Ett fel i webbplatsen stoppade publiceringen. Öppna utkastet och publicera det för hand. Säg "
    "till den som sköter webbplatsen om det inte går: felet står i dess logg."
)
# What the database may get over: a lock that another holds, a time when nothing can be written.
PASSING = (OperationalError, InternalError, InterfaceError)
LONGEST_WAIT = "200ms"


def locked_record(kind: TextKind, pk, *, nowait: bool = False) -> models.Model:
    if pk is None:
        return kind.model()
    rows = kind.model._default_manager.order_by().select_for_update(of=("self",), nowait=nowait)
    record = rows.filter(pk=pk).first()
    if record is None:
        raise Refused("Det som texten hör till finns inte längre.")
    return record


def form_of(kind: TextKind, record: models.Model, draft: TextDraft, standing) -> TextForm:
    return filled(
        kind,
        record,
        standing,
        draft.values,
        revision=draft.revision,
        token=draft.token,
        from_day=draft.from_day,
    )


def refused_by(form: TextForm) -> Refused:
    """What is wrong in a form, field by field."""
    return Refused(
        [
            Finding("refused", Severity.ERROR, message, name if name in form.fields else "")
            for name, messages in form.errors.items()
            for message in messages
        ]
    )


def apply(kind: TextKind, record: models.Model, draft: TextDraft, by: User, why: str):
    """Makes the record what the draft says, or puts what it says after it in time. Raises Refused
    with nothing saved."""
    standing = must_write(kind, record, by)
    form = form_of(kind, record, draft, standing)
    if not form.is_valid():
        raise refused_by(form)
    becomes, day = form.instance, form.cleaned_data.get("from_day")
    if not (form.changed_names or day):
        raise Refused(NOTHING_NEW)
    try:
        with transaction.atomic():
            if day:
                ends = kind.model._default_manager.get(pk=record.pk)
                until, ends.end = ends.end, day
                ends.full_clean()
                store(ends, by=by, reason=why)
                becomes.pk, becomes._state.adding = None, True
                becomes.start, becomes.end = day, until
                becomes.full_clean()
            store(becomes, by=by, reason=why)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(said_of(error, kind.model)) from error
    if not kind.policy.allows(standing, Action.WRITE, becomes):
        raise Refused("Så får du inte ändra: texten skulle höra till något annat.")
    return becomes


def _to_publish(text: Text, seen: int | None) -> tuple[TextDraft, models.Model]:
    """The draft and its record, for the transaction alone, if the draft is as it was seen and
    nothing else has been published in between."""
    draft = locked_draft(text.kind, text.record.pk, text.draft and text.draft.pk)
    if draft is None:
        raise Refused(GONE)
    if draft.revision != seen:
        raise Conflict(draft)
    record = locked_record(text.kind, text.record.pk)
    now = Text(text.kind, record, draft, version_of(record) if record.pk else 0)
    if both_changed(now):
        raise Refused(CHANGED_SINCE)
    return draft, record


@transaction.atomic
def publish(text: Text, *, by: User, seen: int | None, why: str, now: datetime.datetime):
    """Makes the draft public. Returns the record. Raises Refused or Conflict with nothing done."""
    draft, record = _to_publish(text, seen)
    refuse_why(why)
    made = apply(text.kind, record, draft, by, why)
    _published(draft, made, by, why, now)
    return made


def _published(draft: TextDraft, made, by: User, why: str, now: datetime.datetime) -> None:
    draft.published_at, draft.reason = now, why
    # What is new has a number now.
    draft.of = draft.of if draft.of is not None else made.pk
    draft.revision += 1
    saved_by(draft, by, "Publicerades")


def refuse_why(why: str) -> None:
    if len(why) > 300:
        raise Refused("Skriv kortare: högst 300 tecken.", "reason")
    if personal_identity_numbers(why):
        raise Refused("Texten innehåller ett personnummer. Ta bort det.", "reason")


@transaction.atomic
def plan(
    text: Text, *, by: User, seen: int | None, why: str, day: datetime.date, on: datetime.date
) -> TextDraft:
    """Approves the draft ahead: it's published on the day. Raises Refused for a text that couldn't
    be published as things stand today, and for a day that isn't ahead."""
    draft, record = _to_publish(text, seen)
    if day <= on:
        raise Refused(
            "Dagen har redan varit eller är i dag. Välj en senare dag, eller publicera nu.",
            "publish_on",
        )
    if day > on + datetime.timedelta(days=366 * 2):
        raise Refused("Välj en dag inom två år.", "publish_on")
    refuse_why(why)
    with transaction.atomic():
        apply(text.kind, record, draft, by, why)
        transaction.set_rollback(True)
    draft.publish_on, draft.approved_by, draft.reason = day, by, why
    draft.failed_at, draft.failed_why = None, ""
    draft.revision += 1
    return saved_by(draft, by, f"Godkändes för publicering {long_date(day)}")


@transaction.atomic
def call_off(text: Text, *, by: User, seen: int | None) -> TextDraft:
    """Takes away the day of a planned publication; the draft can be changed again."""
    draft = locked_draft(text.kind, text.record.pk, text.draft and text.draft.pk)
    must_write(text.kind, text.record, by)
    if draft is None:
        raise Refused(GONE)
    if draft.revision != seen:
        raise Conflict(draft)
    draft.publish_on = draft.approved_by = draft.failed_at = None
    draft.failed_why = ""
    draft.revision += 1
    return saved_by(draft, by, "Publiceringen avbokades")


def publish_due(on: datetime.date) -> int:
    """Publishes what is approved ahead for the day or an earlier one, each in a transaction of its
    own. What can't be is kept, with why, and isn't tried again. Returns how many were published.

    Several may do this at once: each draft is taken by one of them. Readers' pages are made after
    it, so one draft's fault, whatever it is, stops neither them nor the other drafts; and what the
    database may get over, as when someone else has locked the record, waits for the next time.
    """
    done = 0
    due = TextDraft.objects.due(on).order_by("publish_on", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        try:
            done += _publish_one(pk, on)
        except (Refused, Conflict) as error:
            _failed(pk, on, str(error))
        except PASSING as error:
            logger.warning("Utkastet %s gick inte att publicera än: %s", pk, error)
        except Exception:
            logger.exception("Utkastet %s gick inte att publicera", pk)
            _failed(pk, on, UNEXPECTED)
    return done


def publish_due_if_possible(on: datetime.date) -> int:
    """As `publish_due`, for a page that is to be made also when the database can't be written."""
    try:
        return publish_due(on)
    except Error:
        logger.exception("Det gick inte att publicera de texter vars dag har kommit")
        return 0


@transaction.atomic
def _publish_one(pk: int, on: datetime.date) -> bool:
    found = TextDraft.objects.due(on).select_for_update(of=("self",), skip_locked=True)
    draft = found.filter(pk=pk).first()
    if draft is None:
        return False
    kind, by = BY_LABEL[draft.label], draft.approved_by
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
    record = locked_record(kind, draft.of, nowait=True)
    text = Text(kind, record, draft, version_of(record) if record.pk else 0)
    if both_changed(text):
        raise Refused(CHANGED_SINCE)
    made = apply(kind, record, draft, by, draft.reason)
    _published(draft, made, by, draft.reason, timezone.now())
    return True


@transaction.atomic
def _failed(pk: int, on: datetime.date, why: str) -> None:
    found = TextDraft.objects.due(on).select_for_update(of=("self",), skip_locked=True)
    draft = found.filter(pk=pk).first()
    if draft is None:
        return
    draft.failed_at, draft.failed_why = timezone.now(), why
    draft.revision += 1
    saved_by(draft, draft.approved_by, "Gick inte att publicera")
    logger.warning("Utkastet %s gick inte att publicera: %s", pk, why)
