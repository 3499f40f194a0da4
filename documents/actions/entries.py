"""Writing the activities in a draft of a plan or a report."""

from django.db import transaction
from django.db.models import Max

from bodies.models import Body
from organisation.models import User

from ..models import Activity, ActivityEntry, Edition, Section
from ..rules import Step
from .locking import expect, locked
from .refusals import Refused
from .storing import checked, store

# What one says of an activity; the report adds what came of it.
PLANNED = (
    *("name", "goal", "promises", "quality_goal", "measure", "measured_by", "responsible"),
    *("start", "end", "status", "for_patients", "for_staff", "for_management"),
)
TOLD = ("outcome", "reflection", "goes_on")


@transaction.atomic
def add_entry(
    edition: Edition, *, by: User, revision: int | None, section: str, **values
) -> ActivityEntry:
    """A new activity, last under the section with the key `section`. Raises Refused with what is
    wrong at which field, Conflict when the draft has changed, Section.DoesNotExist."""
    edition = _for_activities(locked(edition, Step.EDIT, by))
    expect(revision, edition)
    under = edition.sections.present().get(key=section)
    activity = new_activity(edition.document.owner, by)
    entry = ActivityEntry(
        edition=edition, activity=activity, section=under, position=_last(under) + 1, **values
    )
    _save(entry, by)
    store(edition, by)
    return entry


def _for_activities(edition: Edition) -> Edition:
    if not edition.document.has_activities:
        raise Refused("Bara planer och rapporter har aktiviteter.")
    return edition


def new_activity(owner: Body, by: User) -> Activity:
    """An activity that the body hasn't had, with the next number. Locks the body, so that two don't
    get the same."""
    Body.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    last = Activity.objects.filter(owner=owner).aggregate(Max("number"))["number__max"] or 0
    activity = Activity(owner=owner, number=last + 1)
    checked(activity)
    activity._history_user = by
    activity.save()
    return activity


def _last(section: Section) -> int:
    return section.entries.aggregate(Max("position"))["position__max"] or 0


def _save(entry: ActivityEntry, by: User) -> None:
    checked(entry)
    entry._history_user = by
    entry.save()


@transaction.atomic
def save_entry(
    edition: Edition, number: int, *, by: User, revision: int | None, section: str, **values
) -> ActivityEntry:
    """Saves what the draft says of an activity, and under which section. Raises Conflict when
    someone saved it in between, ActivityEntry.DoesNotExist when it isn't there any more."""
    edition = locked(edition, Step.EDIT, by)
    entry = _entry(edition, number)
    expect(revision, entry)
    under = edition.sections.present().get(key=section)
    before = {name: getattr(entry, name) for name in (*values, "section")}
    if under != entry.section:
        entry.position = _last(under) + 1
    entry.section = under
    for name, value in values.items():
        setattr(entry, name, value)
    checked(entry)
    if before != {name: getattr(entry, name) for name in before}:
        entry.revision += 1
        _save(entry, by)
    return entry


def _entry(edition: Edition, number: int, *, removed: bool = False) -> ActivityEntry:
    entries = edition.entries.select_related("activity__owner", "section", "edition__document")
    if not removed:
        entries = entries.present()
    return entries.get(activity__number=number, removed=removed)


@transaction.atomic
def move_entry(
    edition: Edition, number: int, *, by: User, revision: int | None, steps: int
) -> ActivityEntry:
    """Moves an activity `steps` places down (up, where negative) under its section."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    entry = _entry(edition, number)
    order = list(edition.entries.present().filter(section=entry.section))
    place = order.index(entry)
    order.remove(entry)
    order.insert(max(0, place + steps), entry)
    for position, each in enumerate(order, start=1):
        if each.position != position:
            each.position = position
            each._history_user = by
            each.save(update_fields=["position"])
    store(edition, by)
    return entry


@transaction.atomic
def take_out_entry(
    edition: Edition, number: int, *, by: User, revision: int | None
) -> ActivityEntry:
    """Takes an activity out of the draft. It can be put back until the edition is published."""
    return _set_removed(edition, number, by=by, revision=revision, removed=True)


@transaction.atomic
def put_back_entry(
    edition: Edition, number: int, *, by: User, revision: int | None
) -> ActivityEntry:
    """Puts back an activity that was taken out, where it stood."""
    return _set_removed(edition, number, by=by, revision=revision, removed=False)


def _set_removed(edition, number, *, by, revision, removed) -> ActivityEntry:
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    entry = _entry(edition, number, removed=not removed)
    if entry.section.removed:
        raise Refused(f"Ta först tillbaka avsnittet ”{entry.section.heading}”.")
    entry.removed = removed
    entry.revision += 1
    _save(entry, by)
    store(edition, by)
    return entry


def copy_entry(
    entry: ActivityEntry,
    edition: Edition,
    sections: dict[str, Section],
    by: User | None,
    *,
    without: tuple[str, ...] = (),
    **values,
) -> ActivityEntry:
    """Gives a new edition an activity of an old one, under the section with the same key: the same
    activity, in words that may now change. The fields `without` begin anew; `values` are other
    than they were."""
    copied = {name: getattr(entry, name) for name in (*PLANNED, *TOLD) if name not in without}
    copy = ActivityEntry(
        edition=edition,
        activity_id=entry.activity_id,
        section=sections[entry.section.key],
        position=entry.position,
        **copied | values,
    )
    copy._history_user = by
    copy.save()
    return copy
