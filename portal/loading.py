"""Loads a fixture set: all of it or nothing, and nothing twice.

A set is a folder of TOML files under `fixtures/` (its README tells the format). Records find each
other by natural keys. Every fault is collected, with file, record, field and remedy, before the
one transaction is given up.
"""

import datetime
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, connection, models, transaction

from bodies.findings import derivation_findings_now
from bodies.models import Body, BodyKind, BodyName
from organisation.models import HealthcareRegion
from organisation.records import Record

from .panels import PANELS

# Before its dependants; a model outside this list can't stand in a fixture.
ORDER = (
    "organisation.source",
    "organisation.healthcareregion",
    "organisation.region",
    "organisation.person",
    "organisation.affiliation",
    "organisation.page",
    "organisation.oldaddress",
    "organisation.shortcut",
    "organisation.sourcedisagreement",
    "organisation.sourcedisagreementsource",
    "bodies.bodykind",
    "bodies.role",
    "bodies.body",
    "bodies.bodyname",
    "bodies.bodyrelation",
    "bodies.post",
    "bodies.rotationterm",
    "bodies.appointment",
    "programmes.hosting",
    "programmes.patientpromise",
    "programmes.promisevariant",
    "programmes.qualitygoal",
    "programmes.knowledgetopic",
    "programmes.systemlevel",
)

DAYS_FROM_ANCHOR = re.compile(r"A(?:([+-]\d+)d)?")
YEAR_OF_ANCHOR = re.compile(r"Y([+-]\d+)?/(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a fixture file, and what to do about it."""

    file: str
    record: str
    message: str
    field: str = ""

    def __str__(self):
        where = ", ".join(each for each in (self.file, self.record) if each)
        return f"{where}{f', fältet {self.field}' if self.field else ''}: {self.message}"


class FixtureError(Exception):
    """A set was refused; nothing of it is loaded. `faults` holds all that was found."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(str(each) for each in faults))
        self.faults = faults


@dataclass
class Report:
    """What a load did: records created, changed and left as they were, per model."""

    created: Counter = field(default_factory=Counter)
    changed: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)

    @property
    def writes(self) -> int:
        return self.created.total() + self.changed.total()


@dataclass
class RawRecord:
    """A record as it stands in a file."""

    file: str
    model: type[Record]
    number: int
    values: dict[str, Any]

    @property
    def name(self) -> str:
        """How a fault names the record: the model, its place in the file and its natural key."""
        key = ", ".join(
            f"{each} = {self.values[each]!r}"
            for each in self.model.natural_fields
            if each in self.values
        )
        return f"{self.model._meta.label_lower} nr {self.number}{f' ({key})' if key else ''}"


def refusal(instance: Record, error: DatabaseError) -> str:
    """Why the database refused a record: the constraint's own sentence where it has one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    broken = getattr(diagnosis, "constraint_name", None)
    for constraint in instance._meta.constraints:
        if constraint.name == broken and constraint.violation_error_message:
            return str(constraint.violation_error_message)
    return f"Databasen säger nej: {str(error).splitlines()[0]}"


def set_folder(name: str) -> Path:
    """The folder of a set. Raises FixtureError with the sets there are, for an unknown name."""
    root = settings.BASE_DIR / "fixtures"
    folder = root / name
    if "/" in name or not folder.is_dir() or not any(folder.glob("*.toml")):
        known = sorted(each.name for each in root.iterdir() if any(each.glob("*.toml")))
        raise FixtureError(
            [Fault(f"fixtures/{name}", "", f"Uppsättningen finns inte. Välj en av: {known}.")]
        )
    return folder


def read_folder(folder: Path) -> tuple[list[RawRecord], list[Fault]]:
    """All records of a set, in file order, and the faults of files that can't be read."""
    records, faults = [], []
    for path in sorted(folder.glob("*.toml")):
        file = f"{folder.parent.name}/{folder.name}/{path.name}"
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(Fault(file, "", f"Filen går inte att läsa som TOML i UTF-8: {error}."))
            continue
        for app, by_model in content.items():
            for model, rows in by_model.items() if isinstance(by_model, dict) else [("", [])]:
                label = f"{app}.{model}"
                if label not in ORDER or not isinstance(rows, list):
                    faults.append(
                        Fault(file, label, f"Okänt slag av post. Välj en av: {', '.join(ORDER)}.")
                    )
                    continue
                records += [
                    RawRecord(file, apps.get_model(label), number, values)
                    for number, values in enumerate(rows, start=1)
                ]
    return records, faults


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

    def load(self, records: list[RawRecord]) -> None:
        """Writes what differs; adds to `faults` and `report`."""
        by_label = self._given
        for record in records:
            by_label[record.model._meta.label_lower].append(record)
        for label in ORDER:
            waiting = by_label[label]
            # A record may refer to a later one of its own kind: go round until nothing moves.
            while waiting:
                left = [each for each in waiting if not self._load_one(each, last_try=False)]
                if len(left) == len(waiting):
                    for each in left:
                        self._load_one(each, last_try=True)
                    break
                waiting = left
        if not self.faults:
            for each in self._waiting:
                self._refuse(each, "", "Posterna syftar på varandra i en ring. Bryt ringen.")

    def _index(self, model: type[Record]) -> dict[tuple, Record]:
        if model not in self._by_key:
            self._by_key[model] = {self._key(each): each for each in model._base_manager.all()}
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
        first = self._seen.setdefault((record.model, key), record)
        if first is not record:
            self._refuse(record, "", f"Posten står redan i {first.file} ({first.name}).")
            return True
        existing = self._index(record.model).get(key)
        if existing is None:
            self._write(record, wanted, self.report.created)
            return True
        # A field that the file no longer gives goes back to its default, like in a new record.
        fields = [
            each.attname for each in wanted._meta.fields if each.editable and not each.auto_created
        ]
        changed = [each for each in fields if getattr(existing, each) != getattr(wanted, each)]
        if not changed:
            self.report.unchanged[record.model._meta.label_lower] += 1
            return True
        for each in changed:
            setattr(existing, each, getattr(wanted, each))
        self._write(record, existing, self.report.changed)
        return True

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


def load(names: list[str], *, on: datetime.date) -> Report:
    """Loads the named sets, in order, in one transaction; `on` becomes the demo's anchor day the
    first time the demo set is loaded.

    Returns what was written. Raises FixtureError, with nothing changed, when anything is wrong.
    """
    demo = "demo" in names
    if demo and not settings.DEMO:
        raise FixtureError(
            [Fault("fixtures/demo", "", "Påhittade data läses bara in i demoläge (DEMO=1).")]
        )
    with transaction.atomic():
        stored = HealthcareRegion.objects.values_list("demo_anchor", flat=True).first()
        anchor = stored or on
        loader = Loader(anchor)
        records = []
        for name in names:
            more, faults = read_folder(set_folder(name))
            records += more
            loader.faults += faults
        loader.load(records)
        loader.faults += panel_faults(records)
        if demo and not loader.faults and stored is None:
            region = HealthcareRegion.objects.get()
            region.demo_anchor = anchor
            region.save()
        if not loader.faults:
            # Told only when nothing else is wrong: a refused record may be what is missing.
            loader.faults += nameless_faults(records) + [
                Fault("", each.subject, each.message) for each in derivation_findings_now()
            ]
        if loader.faults:
            raise FixtureError(loader.faults)
        learn_tables(loader.report)
        return loader.report
