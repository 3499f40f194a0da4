"""Editions of a fixture set: taking new ones to their state, and leaving alone what is there.

What is published never changes, and a draft belongs to those who work on it. So a file is only
compared with an edition that is in the database already.
"""

import datetime
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone

from documents.actions import Refused, received
from documents.actions.attachments import attach_in
from documents.actions.importing import take_in, withdraw_in
from documents.attachments import UploadError
from documents.models import ActivityEntry, Document, Edition, Section
from documents.rules import State
from organisation.records import Record

from .fixture_files import Fault, RawRecord

REMEDY = "Lägg till en ny version i stället."


Part = Section | ActivityEntry


def identity(part: Part) -> str | int:
    """What a part is known by in its edition."""
    return part.key if isinstance(part, Section) else part.activity_id


def told(part: Part) -> str:
    """What a part is called where it differs."""
    is_section = isinstance(part, Section)
    return f"avsnittet {part.heading}" if is_section else f"aktiviteten {part.name}"


def version_of(record: RawRecord) -> int:
    """The number of the edition that a record is, or belongs to; 0 where the file gives none."""
    number = record.values.get("edition", record.values).get("number")
    return number if isinstance(number, int) else 0


def turn_of(record: RawRecord) -> tuple[bool, int]:
    """When an edition is read in: shared texts first, as others take part of them; then by
    version."""
    document = record.values.get("edition", record.values).get("document")
    is_shared = isinstance(document, dict) and document.get("kind") == Document.Kind.SHARED_TEXT
    return (not is_shared, version_of(record))


def differing(existing: Record, wanted: Record) -> list[models.Field]:
    """The fields in which a record of a file differs from the one in the database. A field that the
    file no longer gives has its default, like in a new record."""
    return [
        each
        for each in wanted._meta.fields
        if each.editable
        and not each.auto_created
        and getattr(existing, each.attname) != getattr(wanted, each.attname)
    ]


class ExistingEdition:
    """An edition that was in the database before its file was read in."""

    def __init__(self, record: RawRecord, edition: Edition):
        self.record, self.edition = record, edition
        self._differences: list[str] = []
        self._given: set[str | int] = set()

    def compare(self, wanted: Edition | Part, existing: Edition | Part | None) -> None:
        """Notes how the file's edition, or a part of it, differs from the database's."""
        if isinstance(wanted, Edition):
            found = [each.verbose_name for each in differing(existing, wanted)]
            self._differences += [f"fältet {each} skiljer sig" for each in found]
            return
        self._given.add(identity(wanted))
        if existing is None:
            self._differences.append(f"{told(wanted)} finns inte i den publicerade texten")
        elif differing(existing, wanted):
            self._differences.append(f"{told(existing)} skiljer sig")

    def pass_over(self, section: Section) -> None:
        """Compares a section of the file no more: it's refused for its own faults."""
        self._given.add(section.key)

    def faults(self, parts: Iterable[Part]) -> list[Fault]:
        """What is wrong, once all its parts in the file are compared; `parts` are those in the
        database."""
        number = self.edition.number
        if self.record.state != State.PUBLISHED:
            return []
        if self.edition.state_now is not State.PUBLISHED:
            message = (
                f"Version {number} är {self.edition.state_now.label} i databasen, men publicerad "
                "i filen. Publicera eller kasta utkastet först."
            )
            return [Fault(self.record.file, self.record.name, message)]
        found = self._differences + [
            f"{told(each)} finns inte i filen"
            for each in parts
            if identity(each) not in self._given
        ]
        if not found:
            return []
        message = f"Version {number} är publicerad och ändras inte: {', '.join(found)}. {REMEDY}"
        return [Fault(self.record.file, self.record.name, message)]


def file_faults(begun: list[tuple[RawRecord, Edition]]) -> list[Fault]:
    """Adds the files that new editions are to have, gone through like those that people send in,
    and tells which can't be had. Their paths begin at the folder of the fixture file."""
    faults = []
    for record, edition in begun:
        for given in record.attached:
            message = ""
            if not {"path"} <= set(given) <= {"path", "title", "elsewhere"}:
                message = 'Skriv path, och om du vill title och elsewhere: path = "filer/x.pdf".'
            else:
                folder = (settings.BASE_DIR / record.file).parent
                path = (folder / str(given["path"])).resolve()
                try:
                    if not path.is_relative_to(folder.resolve()):
                        raise OSError
                    sent = received(path.read_bytes(), path.name)
                except OSError:
                    message = f"Filen {given['path']} finns inte."
                except UploadError as error:
                    message = str(error)
                else:
                    said = {name: str(given.get(name, "")) for name in ("title", "elsewhere")}
                    attach_in(edition, sent, at=timezone.now(), **said)
            if message:
                faults.append(Fault(record.file, record.name, message, "file"))
    return faults


def state_faults(begun: list[tuple[RawRecord, Edition]], *, pdfs: bool) -> list[Fault]:
    """Takes new editions to the state that their file gives, and tells which can't reach it."""
    known = [*State.open(), State.PUBLISHED.value]
    faults = [
        Fault(record.file, record.name, f"Välj en av: {', '.join(known)}.", "state")
        for record, _ in begun
        if record.state not in known
    ]
    if faults:
        return faults
    wanted = [(edition, State(record.state)) for record, edition in begun]
    records = {edition.pk: record for record, edition in begun}
    try:
        refused = take_in(wanted, at=timezone.now(), pdfs=pdfs)
    except Refused as error:
        return [Fault("", "", each.message) for each in error.findings]
    for edition, error in refused:
        record = records[edition.pk]
        faults += [Fault(record.file, record.name, each.message) for each in error.findings]
    return faults


def withdrawal_faults(
    begun: list[tuple[RawRecord, Edition]], day: Callable[[object], datetime.date]
) -> list[Fault]:
    """Withdraws the new editions whose file says so, and tells where it says too little. `day`
    reads a date of the file, and raises ValueError."""
    faults = []
    for record, edition in begun:
        if record.withdrawn is None:
            continue
        message = ""
        given = record.withdrawn if isinstance(record.withdrawn, dict) else {}
        if record.state != State.PUBLISHED:
            message = "Bara en publicerad version kan återkallas."
        elif set(given) != {"on", "text"} or not str(given["text"]).strip():
            message = 'Skriv från vilken dag, och varför: {on = 2026-02-01, text = "…"}.'
        else:
            try:
                effective_on = day(given["on"])
            except ValueError as error:
                message = str(error)
            else:
                withdraw_in(
                    edition,
                    effective_on=effective_on,
                    text=str(given["text"]).strip(),
                    at=timezone.now(),
                )
        if message:
            faults.append(Fault(record.file, record.name, message, "withdrawn"))
    return faults
