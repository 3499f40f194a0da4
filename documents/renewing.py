"""What a version of a shared text does to each commission that hasn't got it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .actions.parts import WORDS, same_as, with_parts
from .carrying import Carrier
from .composing import Piece, compose
from .models import Comment, Edition, Section, SharedPart, written_elsewhere
from .rules import WRITTEN_ELSEWHERE, State


@dataclass(frozen=True)
class Gone:
    """A section of a commission that goes away, since the version doesn't have it.

    `key` is the shared section's, `place` the commission's own. With an open comment it only goes
    once that is resolved; until then it can be kept as the commission's own.
    """

    key: str
    place: str
    heading: str
    is_commented: bool = False
    has_open_comment: bool = False


@dataclass(frozen=True)
class Effect:
    """How many sections of a commission are new, have other words, or go away; and why it can't be
    done now, if so."""

    carrier: Carrier
    added: int
    changed: int
    gone: tuple[Gone, ...]
    obstacle: str = ""

    @property
    def is_first(self) -> bool:
        """Whether it's a commission with nothing of the shared text so far: its own words may well
        say the same, so someone ought to read it first."""
        base = self.carrier.draft or self.carrier.latest
        return base is not None and self.carrier.of(base) is None

    @property
    def needs_choice(self) -> list[Gone]:
        """The sections that someone has to say something of before it can be done."""
        return [each for each in self.gone if each.has_open_comment]

    @property
    def choices(self) -> list[Gone]:
        """The sections that someone has had something to say of."""
        return [each for each in self.gone if each.is_commented]


def effects(carriers: Iterable[Carrier], shared: Edition) -> list[Effect]:
    """What the version `shared` does to each of the carriers that hasn't got it (4 queries more
    than those that found them, however many)."""
    behind = [each for each in carriers if each.is_behind(shared)]
    theirs = list(shared.sections.present())
    words = _words_of(behind, shared)
    bases = [each.draft or each.latest for each in behind]
    mine: dict[int, list[Section]] = defaultdict(list)
    known = Section.objects.filter(edition__in=[each for each in bases if each]).present()
    for each in with_parts(known):
        mine[each.edition_id].append(each)
    comments = _comments(behind)
    elsewhere = written_elsewhere(each.body.pk for each in behind)
    return [
        _effect(carrier, shared, theirs, words, mine.get(base.pk, []) if base else [], comments)
        if not (why := _obstacle(carrier, elsewhere))
        else Effect(carrier, 0, 0, (), why)
        for carrier, base in zip(behind, bases, strict=True)
    ]


def _effect(carrier, shared, theirs, words, mine, comments) -> Effect:
    base = carrier.draft or carrier.latest
    had = carrier.of(base)
    before = list(had.sections) if had else []
    pieces = list(had.pieces) if had else [Piece(each.key) for each in mine]
    if had is None:
        # What reads the same already is recognised, as it is when it's done.
        for section, source in same_as(mine, theirs):
            pieces[mine.index(section)] = Piece(section.key, source.key)
            before.append(source.key)
    composed = compose(pieces, before=before, after=[each.key for each in theirs])
    new = {each.key: _worded(each) for each in theirs}
    changed = [
        each
        for each in pieces
        if had and each.shared in new and not each.is_own
        if words.get((had.number, each.shared)) != new[each.shared]
    ]
    by_key = {each.key: each for each in mine}
    gone = tuple(
        Gone(
            each.shared,
            each.key,
            by_key[each.key].heading,
            (base.pk, each.key) in comments,
            comments.get((base.pk, each.key), False),
        )
        for each in pieces
        if each.shared in composed.gone and not each.is_own
    )
    return Effect(carrier, len(composed.added), len(changed), gone)


def _worded(section: Section) -> tuple:
    return tuple(getattr(section, each) for each in WORDS)


def _words_of(carriers: list[Carrier], shared: Edition) -> dict[tuple[int, str], tuple]:
    """The words of the sections of the versions that the carriers have, by version and key."""
    numbers = {each.number(each.draft or each.latest) for each in carriers} - {None}
    found = Section.objects.filter(
        edition__document=shared.document_id,
        edition__state=State.PUBLISHED,
        edition__number__in=numbers,
    ).present()
    return {
        (each.edition.number, each.key): _worded(each) for each in found.select_related("edition")
    }


def _comments(carriers: list[Carrier]) -> Mapping[tuple[int, str], bool]:
    """The sections of their drafts that are commented on: whether a comment is open."""
    found: dict[tuple[int, str], bool] = {}
    drafts = [each.draft for each in carriers if each.draft]
    for edition, key, resolved in Comment.objects.filter(
        edition__in=drafts, parent=None
    ).values_list("edition", "section_key", "resolved_at"):
        found[edition, key] = found.get((edition, key), False) or resolved is None
    return found


def _obstacle(carrier: Carrier, elsewhere: set[int]) -> str:
    """Why a draft with the version can't be made now."""
    if carrier.draft and carrier.draft.state != State.DRAFT:
        return (
            f"Version {carrier.draft.number} är {carrier.draft.state_now.label}. Skicka tillbaka "
            "den, eller vänta tills den är publicerad."
        )
    if carrier.body.pk in elsewhere:
        return WRITTEN_ELSEWHERE
    return ""


def gone_from(draft: Edition, shared: Edition, keys: Iterable[str]) -> list[Gone]:
    """The shared sections of a draft with these keys, and whether they are commented on (2
    queries)."""
    parts = SharedPart.objects.filter(
        section__edition=draft,
        section__removed=False,
        own_reason="",
        shared__edition__document=shared.document_id,
        shared__key__in=list(keys),
    ).select_related("section", "shared")
    comments: dict[str, bool] = {}
    for key, resolved in Comment.objects.filter(edition=draft, parent=None).values_list(
        "section_key", "resolved_at"
    ):
        comments[key] = comments.get(key, False) or resolved is None
    return [
        Gone(
            each.shared.key,
            each.section.key,
            each.section.heading,
            each.section.key in comments,
            comments.get(each.section.key, False),
        )
        for each in parts.order_by("section__position")
    ]
