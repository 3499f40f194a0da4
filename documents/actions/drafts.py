"""Writing a draft."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import User
from organisation.rules import Finding, Severity

from ..markup import normal
from ..models import Document, Edition, EditionEvent, Section
from ..policies import EDITIONS
from ..rules import LONGEST, State, Step
from .attachments import copy_attachments
from .entries import copy_entry
from .locking import expect, expect_seen, locked
from .parts import copy_parts, is_shared, let_go, part_of, with_parts
from .refusals import Refused
from .storing import checked, store

# Names that the pages themselves give to places and fields; a section's key is one too.
PLACES_OF_THE_PAGE = {"innehall", "fel", "borttagna", "nytt-avsnitt", "andrade-avsnitt", "filer"}
FIELDS_OF_THE_PAGE = ("id_", "text-", "orden-", "svar-", "fel-", "hjalp-")
IS_SHARED = (
    "Avsnittet ”{}” är gemensamt med andra organ och ändras i den gemensamma texten. Gör det till "
    "eget först, om texten ska vara en annan här."
)
COPIED = ("key", "position", "heading", "level", "html", "note")


@transaction.atomic
def start_draft(document: Document, *, by: User, at: datetime.datetime, title: str = "") -> Edition:
    """The open draft of the document; a new one, with the text of the last published edition, if
    there is none."""
    document = Document.objects.select_for_update().select_related("owner").get(pk=document.pk)
    existing = document.editions.open().first()
    asked = existing or Edition(document=document)
    if refusals := EDITIONS.refusals(standing_of(by, today()), Step.EDIT, asked):
        raise Refused(refusals)
    if existing:
        return existing
    live = document.editions.exclude(state=State.DISCARDED)
    last = live.published().order_by("-number").first()
    edition = Edition(
        document=document,
        number=(live.aggregate(Max("number"))["number__max"] or 0) + 1,
        title=last.title if last else title,
        lead=last.lead if last else "",
        language=last.language if last else "sv",
        author=by,
    )
    checked(edition)
    edition._history_user = by
    edition.save()
    old = list(with_parts(last.sections.present())) if last else []
    copies = {}
    for each in old:
        copy = Section(edition=edition, **{name: getattr(each, name) for name in COPIED})
        copy._history_user = by
        copy.save()
        copies[copy.key] = copy
    copy_parts(old, copies, by)
    if last and document.is_for_a_year:
        for each in last.entries.present().select_related("section"):
            copy_entry(each, edition, copies, by)
    if last:
        copy_attachments(last, edition, by, at)
    EditionEvent.objects.create(edition=edition, kind=EditionEvent.Kind.STARTED, at=at, by=by)
    return edition


@transaction.atomic
def change_details(edition: Edition, *, by: User, revision: int | None, **values) -> Edition:
    """Saves title, lead, language, change note, kind of change and first day."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    for name, value in values.items():
        setattr(edition, name, value)
    checked(edition)
    return store(edition, by)


@transaction.atomic
def save_section(
    edition: Edition,
    key: str,
    *,
    by: User,
    revision: int | None,
    heading: str,
    level: int,
    html: str,
) -> Section:
    """Saves the heading, its level and the text of a section.

    Raises Conflict when someone saved it in between; Section.DoesNotExist for an unknown key.
    """
    edition = locked(edition, Step.EDIT, by)
    section = with_parts(edition.sections.present()).get(key=key)
    expect(revision, section)
    if len(html) > LONGEST:
        raise Refused(
            [
                Finding(
                    "too-long",
                    Severity.ERROR,
                    f"Texten är {len(html):,} tecken lång. Ett avsnitt får ha högst "
                    f"{LONGEST:,}. Dela texten i flera avsnitt.".replace(",", " "),
                    "html",
                )
            ]
        )
    before = (section.heading, section.level, section.html)
    section.heading, section.level = " ".join(heading.split()), level
    section.html = html
    checked(section)
    after = (section.heading, section.level, section.html)
    # The plain form gives back the same text with other line breaks between its elements.
    if before[:2] == after[:2] and normal(before[2]) == normal(after[2]):
        return edition.sections.get(key=key)
    if is_shared(section):
        raise Refused(IS_SHARED.format(section.heading))
    section.revision += 1
    section._history_user = by
    section.save()
    return section


@transaction.atomic
def add_section(
    edition: Edition, *, by: User, revision: int | None, heading: str, level: int, after: str = ""
) -> Section:
    """A new, empty section, after the one with the key `after` (or last)."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    order = list(edition.sections.present())
    place = next((n for n, each in enumerate(order, 1) if each.key == after), len(order))
    heading = " ".join(heading.split())
    section = Section(edition=edition, key=new_key(edition, heading), heading=heading, level=level)
    checked(section)
    order.insert(place, section)
    section._history_user = by
    section.save()
    renumber(order, by)
    store(edition, by)
    return section


def new_key(edition: Edition, heading: str) -> str:
    """A key that no section of the document has had: an identity isn't used twice."""
    taken = set(
        Section.objects.filter(edition__document=edition.document_id).values_list("key", flat=True)
    )
    base = slugify(heading)[:60] or "avsnitt"
    if base in PLACES_OF_THE_PAGE or base.startswith(FIELDS_OF_THE_PAGE):
        base = f"avsnitt-{base}"
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in candidates if each not in taken)


@transaction.atomic
def move_section(
    edition: Edition, key: str, *, by: User, revision: int | None, steps: int
) -> Section:
    """Moves a section `steps` places down (up, where negative), as far as there are places."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    order = list(edition.sections.present())
    section = next((each for each in order if each.key == key), None)
    if section is None:
        raise Section.DoesNotExist
    place = order.index(section)
    order.remove(section)
    order.insert(max(0, place + steps), section)
    renumber(order, by)
    store(edition, by)
    return section


@transaction.atomic
def take_out_section(edition: Edition, key: str, *, by: User, revision: int | None) -> Section:
    """Takes a section out of the draft. It can be put back until the edition is published."""
    return _set_removed(edition, key, by=by, revision=revision, removed=True)


@transaction.atomic
def put_back_section(edition: Edition, key: str, *, by: User, revision: int | None) -> Section:
    """Puts back a section that was taken out, where it stood."""
    return _set_removed(edition, key, by=by, revision=revision, removed=False)


def _set_removed(edition, key, *, by, revision, removed) -> Section:
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    section = with_parts(edition.sections).get(key=key, removed=not removed)
    if removed and is_shared(section):
        raise Refused(IS_SHARED.format(section.heading))
    if not removed:
        _let_go_of_what_has_changed(edition, section, by)
    section.removed = removed
    section.revision += 1
    section._history_user = by
    section.save()
    store(edition, by)
    return section


def _let_go_of_what_has_changed(edition: Edition, section: Section, by: User) -> None:
    """A section that comes back to a draft which has another version of its shared text by now, or
    the same section of it already, is the commission's own."""
    part = part_of(section)
    if part is None:
        return
    theirs = part.shared.edition
    others = [
        each.part.shared
        for each in with_parts(edition.sections.present().filter(part__isnull=False))
        if each.part.shared.edition.document_id == theirs.document_id
    ]
    if any(each.edition_id != theirs.pk or each.pk == part.shared_id for each in others):
        let_go(section, by)


@transaction.atomic
def discard(edition: Edition, *, by: User, at: datetime.datetime, seen: str) -> Edition:
    """Throws the draft away: it's no longer worked on, and its number is free again. What was
    written stays in the history. Raises Conflict when it has changed since the person saw it."""
    edition = locked(edition, Step.DISCARD, by)
    expect_seen(seen, edition)
    edition.state = State.DISCARDED
    EditionEvent.objects.create(edition=edition, kind=EditionEvent.Kind.DISCARDED, at=at, by=by)
    return store(edition, by)


def renumber(order: list[Section], by: User) -> None:
    """Gives the sections their places. Only places change, so that nobody's text is in the way."""
    for position, each in enumerate(order, start=1):
        if each.position != position:
            each.position = position
            each._history_user = by
            each.save(update_fields=["position"])
