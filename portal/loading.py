"""Loads a fixture set: all of it or nothing, and nothing twice.

A set is a folder of TOML files under `fixtures/` (its README tells the format). Records find each
other by natural keys. Every fault is collected, with file, record, field and remedy, before the
one transaction is given up.
"""

import datetime
import re
from collections import Counter, defaultdict
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, connection, models, transaction

from bodies.findings import derivation_findings_now
from bodies.models import Body, BodyKind, BodyName
from documents.models import ActivityEntry, Edition, Section, SharedPart
from documents.rules import State
from organisation.models import HealthcareRegion, OldAddress
from organisation.publication import changed
from organisation.records import Record

from .fixture_editions import (
    ExistingEdition,
    differing,
    file_faults,
    state_faults,
    turn_of,
    withdrawal_faults,
)
from .fixture_files import (
    ORDER,
    Fault,
    FixtureError,
    RawRecord,
    demo_folder,
    read_folder,
    set_folder,
)
from .fixture_report import Report, refusal
from .fixture_shared import WrongPart, source_of, take_part
from .fixture_turns import turn_faults
from .panels import PANELS

DAYS_FROM_ANCHOR = re.compile(r"A(?:([+-]\d+)d)?")
EDITION, SECTION, ENTRY = "documents.edition", "documents.section", "documents.activityentry"
# What is loaded edition by edition.
OF_EDITIONS = (EDITION, SECTION, ENTRY)
YEAR_OF_ANCHOR = re.compile(r"Y([+-]\d+)?/(\d\d)-(\d\d)")


class Loader:
    """Loads sets of records in one go. Use `load`."""

    def __init__(self, anchor: datetime.date):
        self.anchor = anchor
        self.faults: list[Fault] = []
        self.report = Report()
        self._by_key: dict[type[Record], dict[tuple, Record]] = {}
        self._given: dict[str, list[RawRecord]] = defaultdict(list)
        self._waiting: list[RawRecord] = []
        self._seen: dict[tuple, RawRecord] = {}
        # Editions by what became of them: new ones, and those that were there (by primary key).
        self._begun: list[tuple[RawRecord, Edition]] = []
        self._existing: dict[int, ExistingEdition] = {}

    def load(self, records: list[RawRecord]) -> None:
        """Writes what differs, editions aside; adds to `faults` and `report`."""
        for record in records:
            self._given[record.model._meta.label_lower].append(record)
        for label in ORDER:
            if label not in OF_EDITIONS:
                self._load_all(self._given[label])
        if not self.faults:
            for each in self._waiting:
                self._refuse(each, "", "Posterna syftar på varandra i en ring. Bryt ringen.")

    def load_editions(self, *, pdfs: bool) -> None:
        """Writes the new editions, those of shared texts first, then version after version: a
        document has one open edition at a time, so each reaches its state before the next begins.
        Ends at the first faulty turn."""
        for turn in sorted(set(map(turn_of, self._given[EDITION]))):
            self._begun, self._existing = [], {}
            for label in OF_EDITIONS:
                self._load_all([each for each in self._given[label] if turn_of(each) == turn])
            self._compare_existing()
            if not self.faults:
                self.faults += file_faults(self._begun)
            if not self.faults:
                self.faults += state_faults(self._begun, pdfs=pdfs)
            if not self.faults:
                self.faults += withdrawal_faults(self._begun, self._day)
            if self.faults:
                break

    def _load_all(self, waiting: list[RawRecord]) -> None:
        # A record may refer to a later one of its own kind: go round until nothing moves.
        while waiting:
            left = [each for each in waiting if not self._load_one(each, last_try=False)]
            if len(left) == len(waiting):
                for each in left:
                    self._load_one(each, last_try=True)
                break
            waiting = left

    def _compare_existing(self) -> None:
        parts = defaultdict(list)
        for model in (Section, ActivityEntry):
            for each in self._index(model).values():
                parts[each.edition_id].append(each)
        for key, edition in self._existing.items():
            self.faults += edition.faults(parts[key])

    def _index(self, model: type[Record]) -> dict[tuple, Record]:
        if model not in self._by_key:
            rows = list(model._base_manager.all())
            if model is Edition:
                rows.sort(key=lambda each: each.state_now is not State.DISCARDED)
            self._by_key[model] = {self._key(each): each for each in rows}
        return self._by_key[model]

    @staticmethod
    def _key(instance: Record) -> tuple:
        return tuple(
            getattr(instance, instance._meta.get_field(each).attname)
            for each in instance.natural_fields
        )

    def _load_one(self, record: RawRecord, *, last_try: bool) -> bool:
        """Whether the record is dealt with (written, found equal, or refused)."""
        values, faults, unresolved = self._resolve(record)
        if unresolved and not last_try:
            return False
        if faults or unresolved:
            self.faults += faults
            if not faults:
                self._waiting.append(record)
            return True
        wanted = record.model(**values)
        key = self._key(wanted)
        try:
            source = source_of(record, wanted) if isinstance(wanted, Section) else None
        except WrongPart as error:
            self._refuse(record, error.field, str(error))
            if edition := self._existing.get(wanted.edition_id):
                edition.pass_over(wanted)
            return True
        first = self._seen.setdefault((record.model, key), record)
        if first is not record and record.again:
            return True
        if first is not record:
            self._refuse(record, "", f"Posten står redan i {first.file} ({first.name}).")
            return True
        existing = self._index(record.model).get(key)
        if self._is_of_existing_edition(record, wanted, existing):
            self.report.unchanged[record.model._meta.label_lower] += 1
        elif existing is None and (moved := self._moved_to(wanted)):
            self._refuse(
                record,
                "path",
                f"Organet har flyttat till {moved} i portalen. Skriv den adressen i filen, här och "
                "där den nämns, eller ändra tillbaka den i portalen.",
            )
        elif existing is None or isinstance(wanted, Edition):
            self._write(record, wanted, self.report.created)
        elif fields := differing(existing, wanted):
            for each in fields:
                setattr(existing, each.attname, getattr(wanted, each.attname))
            self._write(record, existing, self.report.changed)
        else:
            self.report.unchanged[record.model._meta.label_lower] += 1
        if source is not None:
            self._take_part(record, wanted, source)
        return True

    def _moved_to(self, wanted: Record) -> str:
        """Where a body is by now that had the address, if it has got another in the portal."""
        if not isinstance(wanted, Body):
            return ""
        there = OldAddress.objects.filter(path=wanted.path).values_list("target", flat=True).first()
        return there if there and (there,) in self._index(Body) else ""

    def _take_part(self, record: RawRecord, wanted: Section, source: Section) -> None:
        """Writes down what a section has to do with a shared text, unless that is known."""
        section = self._index(Section).get(self._key(wanted))
        if section is None:
            return  # told with its edition
        is_new = wanted.edition_id not in self._existing
        try:
            written = take_part(record, wanted, section, source, is_new=is_new)
        except WrongPart as error:
            self._refuse(record, error.field, str(error))
        else:
            counter = self.report.created if written else self.report.unchanged
            counter[SharedPart._meta.label_lower] += 1

    def _is_of_existing_edition(
        self, record: RawRecord, wanted: Record, existing: Record | None
    ) -> bool:
        """Whether the record is an edition that was in the database before, or belongs to one; it's
        compared then. A draft that was thrown away is no edition where the file has a published
        one."""
        if isinstance(wanted, Edition) and existing is not None:
            if existing.state_now is State.DISCARDED and record.state == State.PUBLISHED:
                return False
            self._existing[existing.pk] = ExistingEdition(record, existing)
            self._existing[existing.pk].compare(wanted, existing)
            return True
        is_part = isinstance(wanted, Section | ActivityEntry)
        edition = self._existing.get(wanted.edition_id) if is_part else None
        if edition is not None:
            edition.compare(wanted, existing)
        return edition is not None

    def _write(self, record: RawRecord, instance: Record, counter: Counter) -> None:
        references = [each.name for each in instance._meta.fields if each.is_relation]
        try:
            # References are resolved already: only they are left out of the field checks.
            instance.clean_fields(exclude=references)
            instance.clean()
            instance._change_reason = f"Inläst från {record.file}"
            with transaction.atomic():
                instance.save()
        except ValidationError as error:
            by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in by_field.items():
                for message in messages:
                    self._refuse(record, "" if name == "__all__" else name, message)
        except DatabaseError as error:
            self._refuse(record, "", refusal(instance, error))
        else:
            self._index(record.model)[self._key(instance)] = instance
            counter[record.model._meta.label_lower] += 1
            if isinstance(instance, Edition):
                self._begun.append((record, instance))

    def _refuse(self, record: RawRecord, field_name: str, message: str) -> None:
        self.faults.append(Fault(record.file, record.name, message, field_name))

    def _resolve(self, record: RawRecord) -> tuple[dict[str, Any], list[Fault], bool]:
        values, faults, unresolved = {}, [], False
        known = [each.name for each in record.model._meta.fields if each.name != "id"]
        for name, raw in record.values.items():
            if name not in known:
                message = f"Okänt fält. Välj bland: {', '.join(known)}."
                faults.append(Fault(record.file, record.name, message, name))
                continue
            model_field = record.model._meta.get_field(name)
            try:
                values[name] = self._value(model_field, raw)
            except LookupError as error:
                unresolved = True
                if self._is_given(model_field.related_model, raw):
                    continue  # refused for its own faults, which are told already
                faults.append(Fault(record.file, record.name, error.args[0], name))
            except ValueError as error:
                faults.append(Fault(record.file, record.name, str(error), name))
        return values, faults, unresolved

    def _is_given(self, model: type[Record], raw: Any) -> bool:
        """Whether some file gives the record that a reference means."""
        wanted = raw if isinstance(raw, dict) else {model.natural_fields[0]: raw}
        return any(
            all(each.values.get(name) == value for name, value in wanted.items())
            for each in self._given[model._meta.label_lower]
        )

    def _value(self, model_field: models.Field, raw: Any) -> Any:
        if model_field.is_relation:
            return self._referred(model_field.related_model, raw)
        if isinstance(model_field, models.DateField):
            return self._day(raw)
        if isinstance(model_field, models.TextField) and isinstance(raw, str):
            return model_field.to_python(raw.strip())
        if isinstance(model_field, models.DecimalField):
            # As a text: a number with decimals isn't what TOML makes of it.
            try:
                return model_field.to_python(raw)
            except ValidationError as error:
                raise ValueError(" ".join(error.messages)) from None
        return raw

    def _day(self, raw: Any) -> datetime.date:
        if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
            return raw
        if match := DAYS_FROM_ANCHOR.fullmatch(str(raw)):
            return self.anchor + datetime.timedelta(days=int(match.group(1) or 0))
        if match := YEAR_OF_ANCHOR.fullmatch(str(raw)):
            years, month, day = match.groups()
            return datetime.date(self.anchor.year + int(years or 0), int(month), int(day))
        raise ValueError(
            f"{raw!r} är inget datum. Skriv ett TOML-datum (2026-01-01) eller, i demodata, "
            '"A-30d" (dagar från ankardagen) eller "Y-1/01-01" (dag i ankardagens år).'
        )

    def _referred(self, model: type[Record], raw: Any) -> Record:
        given = raw if isinstance(raw, dict) else {model.natural_fields[0]: raw}
        key = []
        for name in model.natural_fields:
            try:
                model_field = model._meta.get_field(name)
            except FieldDoesNotExist:  # pragma: no cover - a fault in the model, not in the file
                raise
            if name in given:
                value = self._value(model_field, given[name])
                key.append(value.pk if isinstance(value, models.Model) else value)
            else:
                default = model_field.get_default()
                key.append(default.pk if isinstance(default, models.Model) else default)
        unknown = set(given) - set(model.natural_fields)
        found = self._index(model).get(tuple(key))
        if unknown or found is None:
            raise LookupError(
                f"syftar på {model._meta.verbose_name} {raw!r}, som inte finns (eller inte "
                f"godtogs). Nyckeln består av: {', '.join(model.natural_fields)}. Rätta nyckeln "
                "eller lägg till posten."
            )
        return found


def nameless_faults(records: list[RawRecord]) -> list[Fault]:
    """Bodies that no record gives an official name."""
    named = {
        each.values.get("body")
        for each in records
        if each.model is BodyName and each.values.get("kind", "official") == "official"
    }
    return [
        Fault(each.file, each.name, "Organet har inget namn. Lägg till ett bodies.bodyname.")
        for each in records
        if each.model is Body and each.values.get("path") not in named
    ]


def panel_faults(records: list[RawRecord]) -> list[Fault]:
    """Kinds that ask for panels there are none of."""
    return [
        Fault(
            record.file,
            record.name,
            f"Delen {panel} finns inte. Välj bland: {', '.join(sorted(PANELS))}.",
            "panels",
        )
        for record in records
        if record.model is BodyKind
        for panel in record.values.get("panels", [])
        if panel not in PANELS
    ]


def learn_tables(report: Report) -> None:
    """Lets PostgreSQL count what was written. Until it has, it answers who holds what by trying
    every row with every other, and a page takes seconds."""
    written = sorted({*report.created, *report.changed})
    with connection.cursor() as cursor:
        for label in written:
            cursor.execute(f"ANALYZE {apps.get_model(label)._meta.db_table}")


def load(names: list[str], *, on: datetime.date, demo: bool = False, pdfs: bool = True) -> Report:
    """Loads the named sets, in order, in one transaction, and with `demo` what is invented on top
    of them; `on` becomes the demo's anchor day the first time that is loaded. Without `pdfs` the
    published editions get none, which takes less time.

    Returns what was written. Raises FixtureError, with nothing changed, when anything is wrong.
    """
    if demo and not settings.DEMO:
        raise FixtureError(
            [Fault("fixtures/demo", "", "Påhittade data läses bara in i demoläge (DEMO=1).")]
        )
    folders = [set_folder(each) for each in names]
    folders += [demo_folder(each) for each in names] if demo else []
    with transaction.atomic():
        stored = HealthcareRegion.objects.values_list("demo_anchor", flat=True).first()
        anchor = stored or on
        loader = Loader(anchor)
        records = []
        for folder in folders:
            more, faults = read_folder(folder)
            records += more
            loader.faults += faults
        loader.load(records)
        loader.faults += panel_faults(records)
        if demo and not loader.faults and stored is None:
            region = HealthcareRegion.objects.get()
            region.demo_anchor = anchor
            region.save()
        if not loader.faults:
            loader.faults += turn_faults(on)
        if not loader.faults:
            # Told only when nothing else is wrong: a refused record may be what is missing.
            loader.faults += nameless_faults(records) + [
                Fault("", each.subject, each.message) for each in derivation_findings_now()
            ]
        if loader.faults:
            raise FixtureError(loader.faults)
        loader.load_editions(pdfs=pdfs)
        if loader.faults:
            raise FixtureError(loader.faults)
        if loader.report.writes:
            changed()
        learn_tables(loader.report)
        return loader.report
