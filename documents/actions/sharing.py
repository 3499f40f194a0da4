"""Taking sections from a shared text, bringing a draft to a new version of it, and going one's own
way in a section."""

import datetime

from django.db import transaction

from bodies.models import Body
from bodies.questions import full_name_on, name_on
from organisation.models import User
from organisation.rules import Finding, Severity, personal_identity_numbers

from ..composing import Composed, Piece, compose
from ..models import (
    Comment,
    Document,
    Edition,
    Section,
    SharedPart,
    SharedText,
    written_elsewhere,
)
from ..rules import WRITTEN_ELSEWHERE, State, Step
from .drafts import new_key, renumber, start_draft
from .locking import expect, locked
from .parts import (
    let_go,
    link,
    part_of,
    same_as,
    save,
    take_over,
    taken_from,
    with_parts,
)
from .refusals import Refused
from .storing import checked, store


@transaction.atomic
def draft_from(
    document: Document,
    shared: Edition,
    *,
    by: User,
    at: datetime.datetime,
    keep: frozenset[str] = frozenset(),
    title: str = "",
) -> Edition:
    """The open draft of a commission, begun if there is none, with the shared text's version
    `shared` in it. See `renew`."""
    draft = start_draft(document, by=by, at=at, title=title)
    # The document is locked now. Who publishes has locked the edition and asks for the document:
    # nobody waits for an edition that isn't a draft.
    if refusals := draft.stops(Step.EDIT):
        raise Refused(refusals)
    return renew(draft, shared, by=by, keep=keep)


@transaction.atomic
def begin_commission(
    body: Body,
    *,
    by: User,
    at: datetime.datetime,
    on: datetime.date,
    shared: Edition | None = None,
    keep: frozenset[str] = frozenset(),
    empty: bool = False,
) -> Edition:
    """The open draft of a body's own commission; one that is new begins with the shared text of its
    kind, where there is one that holds. `shared` says which version instead (for `keep` see
    `renew`); an `empty` one begins without. Raises Refused for a body whose commission stands in
    another body's text."""
    if written_elsewhere([body.pk]):
        raise Refused(WRITTEN_ELSEWHERE)
    kind = Document.Kind.COMMISSION
    document, _ = Document.objects.get_or_create(kind=kind, owner=body)
    name, full_name = (
        Body.objects.filter(pk=body.pk).values_list(name_on("pk", on), full_name_on("pk", on)).get()
    )
    if shared is not None:
        title = titled(shared.document.shared_text, name)
        return draft_from(document, shared, by=by, at=at, keep=keep, title=title)
    is_new = not document.editions.exclude(state=State.DISCARDED).exists()
    texts = list(SharedText.objects.filter(body_kind=body.kind_id)) if is_new else []
    title = titled(texts[0], name) if texts else f"Uppdrag för {full_name}"
    draft = start_draft(document, by=by, at=at, title=title)
    for each in () if empty else texts:
        if newest := Edition.objects.newest_of(each):
            draft = renew(draft, newest, by=by)
    return draft


def titled(text: SharedText, name: str) -> str:
    """The title of a body's commission that begins with the shared text."""
    return text.commission_title.replace("{name}", name)[:200]


def pieces_of(edition: Edition, text_id: int) -> list[Piece]:
    """The sections present in an edition, as they stand to a shared text (1 query)."""
    return [
        Piece(each.key)
        if (part := taken_from(each, text_id)) is None
        else Piece(each.key, part.shared.key, part.is_own)
        for each in with_parts(edition.sections.present())
    ]


def composed_with(
    edition: Edition,
    shared: Edition,
    *,
    keep: frozenset[str] = frozenset(),
    recognised: tuple[Section, ...] = (),
) -> Composed:
    """What the edition becomes with the shared text's version `shared` (3 queries). What it was
    just `recognised` to have is all that it had of the text."""
    parts = SharedPart.objects.filter(
        section__edition=edition,
        section__removed=False,
        shared__edition__document=shared.document_id,
    )
    known = parts.exclude(section__in=recognised)
    before = [
        *(part_of(each).shared.key for each in recognised),
        *Section.objects.filter(edition__in=known.values("shared__edition"))
        .present()
        .values_list("key", flat=True),
    ]
    after = shared.sections.present().values_list("key", flat=True)
    now = pieces_of(edition, shared.document_id)
    return compose(now, before=before, after=after, keep=keep)


@transaction.atomic
def renew(
    draft: Edition, shared: Edition, *, by: User, keep: frozenset[str] = frozenset()
) -> Edition:
    """Brings the draft to the version `shared` of a shared text: sections that are the commission's
    own stay as they are, the shared ones become those of that version.

    A shared section that isn't in that version is taken out of the draft; one in `keep` (its key in
    the shared text) stays, as the commission's own. Where someone has commented on it, or it's
    to be kept, that must be said: else Refused, and nothing is changed. So it is when the draft
    isn't one any more, when the version isn't a published one, or an older one than the draft has.
    """
    draft = locked(draft, Step.EDIT, by)
    _expect_usable(draft, shared)
    found = recognise(draft, shared, by=by)
    composed = composed_with(draft, shared, keep=keep, recognised=tuple(found))
    sections = {each.key: each for each in with_parts(draft.sections.present())}
    if not found and _is_so_already(sections, shared, composed):
        return draft
    _expect_choices(draft, shared, composed, sections)
    theirs = {each.key: each for each in shared.sections.present()}
    order = [
        _made(draft, shared, piece, sections.get(piece.key), theirs.get(piece.shared), by)
        for piece in composed.pieces
    ]
    for each in sections.values():
        if each not in order:
            # What it was taken from is kept with it, so that a later version can bring it back.
            each.removed = True
            each.revision += 1
            save(each, by)
    renumber(order, by)
    return store(draft, by)


def _expect_usable(draft: Edition, shared: Edition) -> None:
    if draft.document.kind != Document.Kind.COMMISSION:
        raise Refused("Bara en uppdragsbeskrivning kan ta del av en gemensam text.")
    if not Edition.objects.usable().filter(pk=shared.pk, document__kind="shared_text").exists():
        raise Refused("Den versionen av den gemensamma texten går inte att använda. Välj en annan.")
    newer = SharedPart.objects.filter(
        section__edition=draft,
        section__removed=False,
        shared__edition__document=shared.document_id,
        shared__edition__number__gt=shared.number,
    )
    if newer.exists():
        raise Refused(
            f"Utkastet har redan en nyare version av den gemensamma texten än {shared.number}."
        )


def _expect_choices(draft, shared, composed: Composed, sections: dict[str, Section]) -> None:
    """Raises Refused for sections that go away though someone has something to say of them."""
    gone = {
        each.key: each
        for each in sections.values()
        if (part := taken_from(each, shared.document_id)) and part.shared.key in composed.gone
    }
    remarks = Comment.objects.filter(
        edition=draft, parent=None, resolved_at=None, section_key__in=gone
    )
    findings = [
        Finding(
            "commented-section-gone",
            Severity.ERROR,
            f"Avsnittet ”{gone[each].heading}” finns inte i version {shared.number} av den "
            "gemensamma texten, men har en kommentar som inte är löst. Lös kommentaren, eller "
            "välj att behålla avsnittet som eget.",
            part_of(gone[each]).shared.key,
        )
        for each in dict.fromkeys(remarks.values_list("section_key", flat=True))
    ]
    if findings:
        raise Refused(findings)


def _is_so_already(sections: dict[str, Section], shared: Edition, composed: Composed) -> bool:
    parts = [taken_from(each, shared.document_id) for each in sections.values()]
    return [each.key for each in composed.pieces] == list(sections) and all(
        each.shared.edition_id == shared.pk for each in parts if each
    )


def _made(
    draft: Edition,
    shared: Edition,
    piece: Piece,
    section: Section | None,
    source: Section | None,
    by: User,
) -> Section:
    """The section that a piece says, saved. `source` is the shared section it is, or stands in the
    place of."""
    if section is None:
        return _taken(draft, source, by)
    part = taken_from(section, shared.document_id)
    if source is None:
        if part:
            let_go(section, by)
        return section
    if part and part.shared_id == source.pk:
        return section
    reason = part.own_reason if part else ""
    let_go(section, by)
    if not reason and take_over(section, source):
        section.revision += 1
        save(section, by)
    link(section, source, by, reason)
    return section


def _taken(draft: Edition, source: Section, by: User) -> Section:
    """A section that is new in the draft, with the words of a shared one; or the same one again,
    which an earlier version had and the last one hadn't."""
    known = {each.key: each for each in with_parts(draft.sections.filter(removed=True))}
    section = next(
        (
            each
            for each in known.values()
            if (part := taken_from(each, source.edition.document_id))
            and part.shared.key == source.key
        ),
        None,
    )
    if section is None:
        # A key that something else has had, in whatever version, is that one's.
        others = Section.objects.filter(edition__document=draft.document_id, key=source.key)
        others = others.exclude(part__shared__edition__document=source.edition.document_id)
        is_taken = others.exists() or draft.sections.filter(key=source.key).exists()
        key = new_key(draft, source.heading) if is_taken else source.key
        section = Section(edition=draft, key=key)
    let_go(section, by)
    take_over(section, source)
    section.removed = False
    section.revision += 1
    save(section, by)
    link(section, source, by)
    return section


def recognise(edition: Edition, shared: Edition, *, by: User | None) -> list[Section]:
    """Says of the edition's sections that are word for word sections of the shared text that they
    are; also of a published edition, whose text it doesn't touch. Call it in a transaction.

    Leaves an edition alone that has taken part of that text at another version.
    """
    taken = SharedPart.objects.filter(
        section__edition=edition,
        section__removed=False,
        shared__edition__document=shared.document_id,
    )
    if taken.exclude(shared__edition=shared).exists():
        return []
    found = same_as(with_parts(edition.sections.present()), shared.sections.present())
    for section, source in found:
        link(section, source, by)
    return [section for section, _ in found]


@transaction.atomic
def make_own(edition: Edition, key: str, *, by: User, revision: int | None, reason: str) -> Section:
    """Takes a section out of the shared text, so that it can be changed: the commission has words
    of its own in its place. The reason is public. Raises Section.DoesNotExist for an unknown
    key."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    section = with_parts(edition.sections.present()).get(key=key)
    part = part_of(section)
    if part is None or part.is_own:
        raise Refused("Avsnittet är redan eget. Ladda om sidan för att se hur det står till nu.")
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(
            [
                Finding(
                    "no-reason",
                    Severity.ERROR,
                    "Skriv varför texten ska vara egen. Skälet visas på sidan.",
                    "reason",
                )
            ]
        )
    if personal_identity_numbers(reason):
        raise Refused("Skälet innehåller ett personnummer. Ta bort det och försök igen.")
    part.own_reason = reason
    checked(part)
    part._history_user = by
    part.save()
    return _touched(edition, section, by)


@transaction.atomic
def make_shared(edition: Edition, key: str, *, by: User, revision: int | None) -> Section:
    """Puts the shared text back in place of the commission's own words. They stay in the history.
    Raises Section.DoesNotExist for an unknown key."""
    edition = locked(edition, Step.EDIT, by)
    expect(revision, edition)
    section = with_parts(edition.sections.present()).get(key=key)
    part = part_of(section)
    if part is None or not part.is_own:
        raise Refused("Avsnittet är redan gemensamt. Ladda om sidan för att se hur det står nu.")
    source = part.shared
    take_over(section, source)
    save(section, by)
    part.own_reason = ""
    part._history_user = by
    part.save()
    return _touched(edition, section, by)


def _touched(edition: Edition, section: Section, by: User) -> Section:
    section.revision += 1
    save(section, by)
    store(edition, by)
    return section
