"""Which commissions take part of a shared text, at which version, and where they go their own
way."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from bodies.dossier import with_names
from bodies.models import Body
from organisation.sorting import swedish_key

from .actions.parts import TAKEN, same_as, taken_from, with_parts
from .composing import Piece, compose
from .models import Document, Edition, Section, SharedPart, SharedText
from .rules import State, plain


@dataclass
class Carried:
    """What an edition of a commission has of a shared text."""

    edition: Edition
    # The shared text's version, and its sections in order: key to heading.
    number: int
    sections: dict[str, str]
    # The edition's own sections in order, as they stand to the shared text.
    pieces: list[Piece]
    # Where it has words of its own: the shared section's key, its heading, and why.
    own: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        """The headings of the shared sections that it doesn't have."""
        had = {each.shared for each in self.pieces}
        return [heading for key, heading in self.sections.items() if key not in had]


@dataclass
class Carrier:
    """A body that the shared text is for, or that has it. Each of the three editions is None where
    there is none, and `Carried` or not depending on whether it has anything of the text."""

    body: Body
    document: Document | None = None
    # In force on the day; published, to come; being worked on.
    now: Edition | None = None
    coming: Edition | None = None
    draft: Edition | None = None
    carried: dict[int, Carried] = field(default_factory=dict)

    @property
    def latest(self) -> Edition | None:
        """The published edition that a new version builds on."""
        return self.coming or self.now

    def of(self, edition: Edition | None) -> Carried | None:
        """What an edition of its has of the text."""
        return self.carried.get(edition.pk) if edition else None

    def number(self, edition: Edition | None) -> int | None:
        """The shared text's version in an edition."""
        found = self.of(edition)
        return found.number if found else None

    def is_behind(self, shared: Edition) -> bool:
        """Whether neither its draft nor what it has published has that version of the text."""
        newest = [self.number(self.draft), self.number(self.latest)]
        return max((each for each in newest if each), default=0) < shared.number


def carriers(text: SharedText, on: datetime.date) -> list[Carrier]:
    """The bodies of the text's kind on the day, and others whose commissions have it, in
    alphabetical order (8 queries, however many)."""
    parts = (
        SharedPart.objects.filter(shared__edition__document__shared_text=text)
        .filter(section__removed=False)
        .exclude(section__edition__state=State.DISCARDED)
        .select_related("section", "shared__edition")
        .order_by("section__position")
    )
    by_edition: dict[int, list[SharedPart]] = defaultdict(list)
    for each in parts:
        by_edition[each.section.edition_id].append(each)
    documents = Document.objects.filter(kind=Document.Kind.COMMISSION)
    having = documents.filter(editions__in=by_edition).values("owner")
    of_kind = Body.objects.filter(kind=text.body_kind_id).values("pk")
    these = Body.objects.current(on).filter(Q(pk__in=of_kind) | Q(pk__in=having))
    bodies = with_names(these, on)
    found = {each.pk: Carrier(each) for each in bodies.select_related("kind")}
    for each in documents.filter(owner__in=found).select_related("owner"):
        found[each.owner_id].document = each
    _add_editions(found, on)
    sections = defaultdict(dict)
    for edition, key, heading in (
        Section.objects.filter(edition__document__shared_text=text)
        .present()
        .values_list("edition", "key", "heading")
    ):
        sections[edition][key] = heading
    own = defaultdict(list)
    for edition, key in (
        Section.objects.filter(edition__in=by_edition).present().values_list("edition", "key")
    ):
        own[edition].append(key)
    for carrier in found.values():
        for edition in filter(None, (carrier.now, carrier.coming, carrier.draft)):
            if of_it := by_edition.get(edition.pk):
                carrier.carried[edition.pk] = _carried(edition, of_it, own[edition.pk], sections)
    return sorted(found.values(), key=lambda each: swedish_key(each.body.name))


def _add_editions(found: dict[int, Carrier], on: datetime.date) -> None:
    """Which edition of each commission holds, is to come, and is worked on (1 query)."""
    of_these = Edition.objects.filter(
        document__owner__in=found, document__kind=Document.Kind.COMMISSION
    ).select_related("document__owner", "author")
    for each in of_these.filter(pk__in=of_these.in_force(on).values("pk")):
        found[each.document.owner_id].now = each
    for each in of_these.coming(on).order_by("number"):
        found[each.document.owner_id].coming = each
    for each in of_these.open():
        found[each.document.owner_id].draft = each


def _carried(edition, parts: list[SharedPart], keys: list[str], sections) -> Carried:
    by_key = {each.section.key: each for each in parts}
    shared = parts[0].shared.edition
    pieces = [
        Piece(key, by_key[key].shared.key, by_key[key].is_own) if key in by_key else Piece(key)
        for key in keys
    ]
    own = [
        (each.shared.key, each.section.heading, each.own_reason) for each in parts if each.is_own
    ]
    return Carried(edition, shared.number, dict(sections[shared.pk]), pieces, own)


_BETWEEN = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


def sentences(html: str) -> list[str]:
    """The sentences and points of a text, one by one, as plain words."""
    return [each for line in plain(html).split("\n") for each in _BETWEEN.split(line) if each]


def carriers_of_sentences(
    section: Section, carriers: Iterable[Carrier]
) -> list[tuple[str, list[Carrier]]]:
    """For each sentence and point of a shared section, the carriers whose commission in force says
    just that, in whatever section (1 query)."""
    carriers = [each for each in carriers if each.now]
    said: dict[int, set[str]] = defaultdict(set)
    for edition, html in (
        Section.objects.filter(edition__in=[each.now.pk for each in carriers])
        .present()
        .values_list("edition", "html")
    ):
        said[edition].update(sentences(html))
    return [
        (sentence, [each for each in carriers if sentence in said[each.now.pk]])
        for sentence in dict.fromkeys(sentences(section.html))
    ]


def as_it_would_read(base: Edition | None, shared: Edition) -> list[Section]:
    """The sections of a commission's next version, not saved, if it builds on `base` and takes the
    version `shared` of a shared text (4 queries). The same rules as when it's done: `renew`."""
    theirs = list(shared.sections.present())
    mine = list(with_parts(base.sections.present())) if base else []
    parts = [taken_from(each, shared.document_id) for each in mine]
    editions = {each.shared.edition_id for each in parts if each}
    before = list(
        Section.objects.filter(edition__in=editions).present().values_list("key", flat=True)
    )
    if editions <= {shared.pk}:
        for section, source in same_as(mine, theirs):
            section.part = SharedPart(section=section, shared=source)
            before.append(source.key)
    now = [(each.key, taken_from(each, shared.document_id)) for each in mine]
    pieces = [Piece(key, part.shared.key, part.is_own) if part else Piece(key) for key, part in now]
    composed = compose(pieces, before=before, after=[each.key for each in theirs])
    by_key = {each.key: each for each in mine}
    shared_by_key = {each.key: each for each in theirs}
    return [
        by_key[each.key]
        if each.key and (each.is_own or not each.shared)
        else _reads(each.key or _key_among(by_key, each.shared), shared_by_key[each.shared])
        for each in composed.pieces
    ]


def _key_among(taken: Iterable[str], key: str) -> str:
    """The key, or another where an own section has it."""
    return f"{key}-ny" if key in taken else key


def _reads(key: str, source: Section) -> Section:
    return Section(key=key, **{name: getattr(source, name) for name in TAKEN})
