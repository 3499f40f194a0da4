"""Files that go with a draft: added, changed, moved, taken out and put back."""

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.text import slugify

from organisation.models import User
from organisation.rules import Finding, Severity

from ..attachments import Checked, check_upload, shelf
from ..attachments.accessibility import mark_of
from ..attachments.scanning import Scanned, scanned
from ..models import Attachment, Edition, StoredFile
from ..rules import Step
from .locking import expect, locked
from .refusals import Refused
from .storing import checked as expect_valid
from .storing import store

# More files than this are no version but an archive.
MOST_FILES = 30


@dataclass(frozen=True)
class Received:
    """A file that was sent in, gone through and scanned."""

    file: Checked
    scan: Scanned


def received(content: bytes, name: str) -> Received:
    """Goes through a file that was sent in. Nothing is stored. Raises UploadError."""
    return Received(check_upload(content, name), scanned(content))


def add_attachment(
    edition: Edition,
    *,
    by: User,
    at: datetime.datetime,
    revision: int | None,
    sent: Received,
    title: str = "",
    elsewhere: str = "",
) -> Attachment:
    """Adds a file last in the draft. Without a title it has the file's own, or its name.

    Raises Refused, Conflict, or UploadError when there is no room; nothing is stored then.
    """
    with _kept(sent), transaction.atomic():
        edition = locked(edition, Step.EDIT, by)
        expect(revision, edition)
        here = list(edition.attachments.present())
        if len(here) >= MOST_FILES:
            raise Refused(f"Versionen har redan {MOST_FILES} filer, och fler får den inte ha.")
        file = _stored(sent, at)
        if any(each.file_id == file.pk for each in here):
            raise Refused([_finding("file", "Filen är redan tillagd till versionen.")])
        made = _made(edition, file, sent, here, at, by, title, elsewhere)
        _save(made, by)
        store(edition, by)
        return made


def attach_in(
    edition: Edition, sent: Received, *, at: datetime.datetime, title: str, elsewhere: str
) -> Attachment:
    """Adds a file last to a draft that was just read in from a fixture set. Call it in the
    transaction that read the draft in. Raises UploadError when there is no room."""
    here = list(edition.attachments.present())
    made = _made(edition, _stored(sent, at), sent, here, at, None, title, elsewhere)
    _save(made, None)
    return made


def _made(
    edition: Edition,
    file: StoredFile,
    sent: Received,
    here: list[Attachment],
    at: datetime.datetime,
    by: User | None,
    title: str,
    elsewhere: str,
) -> Attachment:
    """A file as the last of those that go with the edition, not saved."""
    return Attachment(
        edition=edition,
        file=file,
        position=max((each.position for each in here), default=0) + 1,
        title=_title(title, sent.file),
        name=sent.file.name,
        slug=_address(sent.file.name, {each.slug for each in here}),
        elsewhere=elsewhere.strip(),
        added_by=by,
        added_at=at,
    )


def change_attachment(
    edition: Edition,
    pk: int,
    *,
    by: User,
    at: datetime.datetime,
    revision: int | None,
    title: str,
    elsewhere: str,
    sent: Received | None = None,
) -> Attachment:
    """Changes what is said of a file, and puts another in its place if one was `sent`.

    Raises as `add_attachment`, and Attachment.DoesNotExist.
    """
    with _kept(sent), transaction.atomic():
        edition = locked(edition, Step.EDIT, by)
        expect(revision, edition)
        here = list(edition.attachments.present())
        changed = next((each for each in here if each.pk == pk), None)
        if changed is None:
            raise Attachment.DoesNotExist
        if sent is not None:
            others = [each for each in here if each.pk != pk]
            changed.file = _stored(sent, at)
            if any(each.file_id == changed.file_id for each in others):
                raise Refused([_finding("file", "Filen är redan tillagd till versionen.")])
            changed.name = sent.file.name
            changed.slug = _address(sent.file.name, {each.slug for each in others})
            changed.added_by, changed.added_at = by, at
        changed.title = _title(title, sent.file if sent else None) or changed.name
        changed.elsewhere = elsewhere.strip()
        _save(changed, by)
        store(edition, by)
        return changed


@transaction.atomic
def move_attachment(
    edition: Edition, pk: int, *, by: User, revision: int | None, steps: int
) -> Attachment:
    """Moves a file `steps` places down (up, where negative), as far as there are places."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    order = list(edition.attachments.present())
    moved = next((each for each in order if each.pk == pk), None)
    if moved is None:
        raise Attachment.DoesNotExist
    place = order.index(moved)
    order.remove(moved)
    order.insert(max(0, place + steps), moved)
    for position, each in enumerate(order, start=1):
        if each.position != position:
            each.position = position
            each._history_user = by
            each.save(update_fields=["position"])
    store(edition, by)
    return moved


@transaction.atomic
def take_out_attachment(edition: Edition, pk: int, *, by: User, revision: int | None) -> Attachment:
    """Takes a file out of the draft. It can be put back until the edition is published."""
    return _set_removed(edition, pk, by=by, revision=revision, removed=True)


@transaction.atomic
def put_back_attachment(edition: Edition, pk: int, *, by: User, revision: int | None) -> Attachment:
    """Puts back a file that was taken out, last."""
    return _set_removed(edition, pk, by=by, revision=revision, removed=False)


def _set_removed(edition, pk, *, by, revision, removed) -> Attachment:
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    changed = edition.attachments.select_related("file").get(pk=pk, removed=not removed)
    if not removed:
        here = list(edition.attachments.present())
        if any(each.file_id == changed.file_id for each in here):
            raise Refused("Filen är redan tillagd till versionen.")
        if len(here) >= MOST_FILES:
            raise Refused(f"Versionen har redan {MOST_FILES} filer, och fler får den inte ha.")
        changed.position = max((each.position for each in here), default=0) + 1
        changed.slug = _address(changed.name, {each.slug for each in here})
    changed.removed = removed
    _save(changed, by)
    store(edition, by)
    return changed


def copy_attachments(old: Edition, new: Edition, by: User, at: datetime.datetime) -> None:
    """Gives a new draft the files of the version that it begins from."""
    for each in old.attachments.present():
        copy = Attachment(
            edition=new,
            file=each.file,
            added_by=by,
            added_at=at,
            **{name: getattr(each, name) for name in COPIED},
        )
        copy._history_user = by
        copy.save()


COPIED = ("position", "title", "name", "slug", "elsewhere")


def file_faults(edition: Edition) -> list[Finding]:
    """The files that stand in the way of publishing (1 query)."""
    held = (StoredFile.Scan.WAITING, StoredFile.Scan.BAD)
    return [
        Finding(
            "file-held",
            Severity.ERROR,
            f"Filen ”{each.title}” väntar på viruskontroll. Vänta en stund, eller ta bort den."
            if each.file.scan == StoredFile.Scan.WAITING
            else f"Virusskyddet känner igen filen ”{each.title}” som skadlig. Ta bort den.",
            "filer",
        )
        for each in edition.attachments.present().filter(file__scan__in=held)
    ]


def clear_left_over(before: datetime.datetime) -> int:
    """Takes away files that no row knows, of writes that were broken off before that time. Returns
    how many."""
    count = 0
    on = shelf.shelf()
    for place, name in list(shelf.lying()):
        if on.get_modified_time(place) < before and _throw_unless_known(place, name):
            count += 1
    return count


def scan_again() -> tuple[int, int]:
    """Scans the files that wait for it. Returns how many are clean and how many still wait."""
    from ..attachments import UploadError

    clean = waiting = 0
    for each in StoredFile.objects.filter(scan=StoredFile.Scan.WAITING).order_by("pk"):
        try:
            with shelf.take(each.sha256) as file:
                each.scan = scanned(file.read())
        except UploadError:
            each.scan = StoredFile.Scan.BAD
        except OSError:
            pass
        each.save(update_fields=["scan"])
        clean += each.scan == StoredFile.Scan.CLEAN
        waiting += each.scan == StoredFile.Scan.WAITING
    return clean, waiting


@contextmanager
def _kept(sent: Received | None) -> Iterator[None]:
    """Takes the file away again if what was to be done with it fails and nobody else has it."""
    try:
        yield
    except BaseException:
        if sent is not None:
            sha256 = shelf.checksum(sent.file.content)
            # What can't be taken away now, `clear_left_over` takes.
            with suppress(OSError):
                _throw_unless_known(shelf.place_of(sha256), sha256)
        raise


def _throw_unless_known(place: str, sha256: str) -> bool:
    with transaction.atomic():
        _lock(sha256)
        if StoredFile.objects.filter(sha256=sha256).exists():
            return False
        shelf.shelf().delete(place)
        return True


def _stored(sent: Received, at: datetime.datetime) -> StoredFile:
    """The file on the shelf and its row; what is there already is used."""
    checked = sent.file
    sha256 = shelf.checksum(checked.content)
    _lock(sha256)
    shelf.put(checked.content)
    file, is_new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "kind": checked.kind.name,
            "size": len(checked.content),
            "text": checked.text,
            "facts": checked.facts,
            "mark": mark_of(checked.kind.name, checked.facts),
            "scan": sent.scan,
            "stored_at": at,
        },
    )
    if not is_new and sent.scan is Scanned.CLEAN and file.scan != StoredFile.Scan.CLEAN:
        file.scan = StoredFile.Scan.CLEAN
        file.save(update_fields=["scan"])
    return file


def _lock(sha256: str) -> None:
    """Lets those who write or throw the same file take turns, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])


def _title(given: str, file: Checked | None) -> str:
    own = file.facts.get("title", "") if file else ""
    bare = os.path.splitext(file.name)[0] if file else ""
    return " ".join((given.strip() or own or bare).split())[:200]


def _address(name: str, taken: set[str]) -> str:
    """The name as a step of an address that none of the others has."""
    stem, ending = os.path.splitext(name.lower())
    stem = slugify(stem)[:80] or "fil"
    number = 1
    while (found := f"{stem}{f'-{number}' if number > 1 else ''}{ending}") in taken:
        number += 1
    return found


def _save(attachment: Attachment, by: User | None) -> None:
    expect_valid(attachment)
    attachment._history_user = by
    attachment.save()


def _finding(field: str, message: str) -> Finding:
    return Finding("invalid", Severity.ERROR, message, field)
