"""The files of a fixture set (fixtures/README.md tells their format), read into raw records."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from organisation.records import Record

# Before its dependants; a model outside this list can't stand in a fixture.
ORDER = (
    "organisation.source",
    "organisation.healthcareregion",
    "organisation.region",
    "organisation.inhabitants",
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
    "bodies.compositionrule",
    "bodies.post",
    "bodies.appointment",
    "bodies.decision",
    "bodies.rotationscheme",
    "bodies.rotationoffice",
    "bodies.rotationpart",
    "bodies.rotationplace",
    "bodies.rotationexception",
    "bodies.rotationterm",
    "programmes.hosting",
    "programmes.patientpromise",
    "programmes.promisevariant",
    "programmes.qualitygoal",
    "programmes.goaltarget",
    "programmes.measurement",
    "programmes.knowledgetopic",
    "programmes.systemlevel",
    "documents.reportingduty",
    "documents.dutyadjustment",
    "documents.sharedtext",
    "documents.document",
    "documents.documentbody",
    "documents.activity",
    "documents.edition",
    "documents.section",
    "documents.activityentry",
)
BODIES = ("bodies.body", "bodies.bodyname")
# Holds, for each set, what is invented on top of it; no set by itself.
DEMO = "demo"
# A section stands within its edition, and what the edition says of an activity within its section.
WITHIN = ("documents.section", "documents.activity", "documents.activityentry")
AT_THE_TOP = tuple(each for each in ORDER if each not in WITHIN)


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
class RawRecord:
    """A record as it stands in a file."""

    file: str
    model: type[Record]
    number: int
    values: dict[str, Any]
    # The state that an edition, or a section's edition, is to reach once its text is in.
    state: str = ""
    # From when an edition is withdrawn, and why.
    withdrawn: Any = None
    # The files that go with an edition: path, title, and where else what it says can be read.
    attached: list[dict[str, Any]] = field(default_factory=list)
    # Which shared text, at which version, a section is taken from; and why its words are others.
    taken_from: Any = None
    own_reason: str = ""
    # Whether another file may give the same record: an activity is in each year's plan.
    again: bool = False

    @property
    def name(self) -> str:
        """How a fault names the record: the model, its place in the file and its natural key."""
        key = ", ".join(
            f"{each} = {self.values[each]!r}"
            for each in self.model.natural_fields
            if each in self.values
        )
        return f"{self.model._meta.label_lower} nr {self.number}{f' ({key})' if key else ''}"


def sets() -> list[str]:
    """The names of the sets there are: the folders of fixtures/ that hold files of facts."""
    folders = (settings.BASE_DIR / "fixtures").iterdir()
    return sorted(each.name for each in folders if any(each.glob("*.toml")))


def set_folder(name: str) -> Path:
    """The folder of a set. Raises FixtureError with the sets there are, for an unknown name."""
    if name not in sets():
        known = ", ".join(sets())
        raise FixtureError(
            [Fault(f"fixtures/{name}", "", f"Uppsättningen finns inte. Välj en av: {known}.")]
        )
    return settings.BASE_DIR / "fixtures" / name


def demo_folder(name: str) -> Path:
    """The folder of what is invented on top of a set; there need be none."""
    return settings.BASE_DIR / "fixtures" / DEMO / name


def read_folder(folder: Path) -> tuple[list[RawRecord], list[Fault]]:
    """All records of a set, in file order, and the faults of files that can't be read."""
    rows, faults = [], []
    for path in sorted(folder.glob("*.toml")):
        file = path.relative_to(settings.BASE_DIR).as_posix()
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(Fault(file, "", f"Filen går inte att läsa som TOML i UTF-8: {error}."))
            continue
        for app, by_model in content.items():
            for model, found in by_model.items() if isinstance(by_model, dict) else [("", [])]:
                label = f"{app}.{model}"
                if label not in AT_THE_TOP or not isinstance(found, list):
                    known = ", ".join(AT_THE_TOP)
                    faults.append(Fault(file, label, f"Okänt slag av post. Välj en av: {known}."))
                    continue
                rows += [(file, label, number, values) for number, values in enumerate(found, 1)]
    given = {label: [each for _, found, _, each in rows if found == label] for label in BODIES}
    names = {
        each.get("body"): each.get("name", "")
        for each in given["bodies.bodyname"]
        if each.get("kind", "official") == "official" and "end" not in each
    }
    records = []
    for file, label, number, values in rows:
        kind = shared_by(values)
        besides = left_out_of(values) if kind else []
        of_kind = [each.get("path") for each in given["bodies.body"] if each.get("kind") == kind]
        owners = [each for each in of_kind if each not in besides]
        if unknown := [str(each) for each in besides if each not in of_kind]:
            message = (
                f"besides nämner {', '.join(unknown)}, men inget sådant organ har slaget {kind}. "
                "Skriv organens adresser i en lista."
            )
            faults.append(Fault(file, f"{label} nr {number}", message))
        if kind and not owners:
            message = (
                f"Inget organ i uppsättningen har slaget {kind}. Rätta slaget eller lägg till "
                "organen."
            )
            faults.append(Fault(file, f"{label} nr {number}", message))
        shared = [of_one(values, owner, names.get(owner, owner)) for owner in owners]
        for each in shared if kind else [values]:
            records += unfolded(file, label, number, each)
    return records, faults


def shared_by(values: Any) -> str:
    """The kind of the bodies that share a record, given as `{each = "<kind>"}` in place of a body;
    empty for a record of its own."""
    if not isinstance(values, dict):
        return ""
    if is_each(values):
        return str(values["each"])
    return next(filter(None, map(shared_by, values.values())), "")


def is_each(value: dict) -> bool:
    """Whether a value means each body of a kind."""
    return "each" in value and set(value) <= {"each", "besides"}


def left_out_of(values: Any) -> list[str]:
    """The bodies of the kind that a shared record isn't for, given as `besides`."""
    if not isinstance(values, dict):
        return []
    if is_each(values):
        besides = values.get("besides", [])
        return besides if isinstance(besides, list) else [besides]
    return [path for each in values.values() for path in left_out_of(each)]


def of_one(value: Any, body: str, name: str) -> Any:
    """A shared record, or a value of it, as one of the bodies has it; a title may name the body."""
    if isinstance(value, str):
        return value.replace("{name}", name)
    if not isinstance(value, dict):
        return value
    if is_each(value):
        return body
    return {field: of_one(each, body, name) for field, each in value.items()}


def unfolded(file: str, label: str, number: int, values: dict[str, Any]) -> list[RawRecord]:
    """A record as it stands in a file, as records of their own: an edition holds its sections, in
    order, with their activities, its files, the state it's to reach, and whether it's withdrawn."""
    if label != "documents.edition":
        return [RawRecord(file, apps.get_model(label), number, values)]
    values = dict(values)
    sections = [dict(each) for each in values.pop("section", [])]
    state, withdrawn = values.pop("state", "published"), values.pop("withdrawn", None)
    its_own = {"edition": {name: values.get(name) for name in ("document", "number")}}
    section = apps.get_model("documents.section")
    attached = [dict(each) for each in values.pop("file", [])]
    records = [RawRecord(file, apps.get_model(label), number, values, state, withdrawn, attached)]
    for place, each in enumerate(sections, start=1):
        origin = {name: each.pop(name) for name in ("taken_from", "own_reason") if name in each}
        activities = each.pop("activity", [])
        told = its_own | {"position": place} | each
        records.append(RawRecord(file, section, place, told, state, **origin))
        under = {"section": its_own | {"key": each.get("key")}}
        records += activities_of(file, values, its_own | under, activities, state)
    return records


def activities_of(
    file: str, edition: dict[str, Any], place: dict[str, Any], given: list, state: str
) -> list[RawRecord]:
    """What an edition says of each of its owner's activities under a section, and the activities
    themselves. An activity is known by its `number`."""
    document = edition.get("document")
    owner = document.get("owner") if isinstance(document, dict) else None
    models = [apps.get_model(f"documents.{each}") for each in ("activity", "activityentry")]
    records = []
    for position, each in enumerate(given, start=1):
        said = dict(each)
        its_own = {"owner": owner, "number": said.pop("number", None)}
        told = place | {"position": position, "activity": its_own} | said
        records.append(RawRecord(file, models[0], position, its_own, again=True))
        records.append(RawRecord(file, models[1], position, told, state))
    return records
