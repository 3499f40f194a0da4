"""What a file from a word processor would make of a body's commission: which section of it is
which, which are shared, and where someone must choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from bodies.models import Body

from .actions.parts import part_of, with_parts
from .markup import normal
from .matching import Words, matches
from .models import Document, Edition, Section, SharedText
from .rules import plain


class ReadSection(Protocol):
    """A section as it was read."""

    heading: str
    level: int
    html: str


class Place(StrEnum):
    """What a section of the file is to the commission."""

    SAME = "same"  # it's there, with the same words
    CHANGED = "changed"  # it's there, with other words
    NEW = "new"
    SHARED = "shared"  # word for word a section of a shared text
    DIFFERS = "differs"  # a shared section of the commission, with other words in the file
    ALIKE = "alike"  # like a section of a shared text that the commission doesn't have


class Choice(StrEnum):
    """What to do where the file's words differ from a shared text's."""

    SHARED = "shared"  # the shared text's words
    OWN = "own"  # the file's, as the commission's own


# Where nobody chooses, nothing shared is given up, and nothing in the file is thrown away.
UNASKED = {Place.DIFFERS: Choice.SHARED, Place.ALIKE: Choice.OWN}


@dataclass
class Planned:
    """A section of the file, and what it is to the commission."""

    number: int
    read: ReadSection
    place: Place
    # The section that it is, in the text that the draft begins with.
    known: Section | None = None
    # The section of a shared text that it is, or is like, or that the commission has in its place.
    shared: Section | None = None

    @property
    def asks(self) -> bool:
        """Whether someone must choose."""
        return self.place in UNASKED


class Plan:
    """A file's sections against what there is: the open draft, else the last published version, of
    a body's commission or of a shared text."""

    def __init__(self, into: Body | SharedText, sections: Sequence[ReadSection]):
        self.into, self._read = into, sections

    @cached_property
    def document(self) -> Document | None:
        """The shared text's document, or the body's own commission."""
        if isinstance(self.into, SharedText):
            return self.into.document
        kind = Document.Kind.COMMISSION
        return Document.objects.filter(kind=kind, owner=self.into).first()

    @cached_property
    def base(self) -> Edition | None:
        """The version that the file's text goes on from."""
        if self.document is None:
            return None
        published = self.document.editions.published().order_by("-number")
        return self.document.editions.open().first() or published.first()

    @cached_property
    def known(self) -> list[Section]:
        return list(with_parts(self.base.sections.present())) if self.base else []

    @cached_property
    def shared(self) -> list[Section]:
        """The sections that the commission could take from a shared text and hasn't."""
        if isinstance(self.into, SharedText):
            return []
        texts = SharedText.objects.filter(body_kind=self.into.kind_id)
        newest = [Edition.objects.newest_of(each) for each in texts]
        has = {each.part.shared.key for each in self.known if part_of(each)}
        taken = {each.part.shared.edition.document_id for each in self.known if part_of(each)}
        of_others = {
            each.part.shared.edition_id for each in self.known if part_of(each)
        }  # a commission takes from one version of a text
        return [
            section
            for edition in newest
            if edition and (edition.pk in of_others or edition.document_id not in taken)
            for section in edition.sections.present().select_related(
                "edition__document__shared_text"
            )
            if section.key not in has
        ]

    @cached_property
    def sections(self) -> list[Planned]:
        """Each section of the file, in its order."""
        words = [Words(each.heading, plain(each.html)) for each in self._read]
        known = matches(words, [_words(each) for each in self.known])
        new = [number for number, place in enumerate(known) if place is None]
        shared = dict(
            zip(
                new,
                matches([words[each] for each in new], [_words(each) for each in self.shared]),
                strict=True,
            )
        )
        return [
            self._planned(
                number,
                read,
                None if place is None else self.known[place],
                self.shared[other] if (other := shared.get(number)) is not None else None,
            )
            for number, (read, place) in enumerate(zip(self._read, known, strict=True))
        ]

    @staticmethod
    def _planned(number, read, known: Section | None, shared: Section | None) -> Planned:
        if known is not None:
            part = part_of(known)
            source = part.shared if part else None
            if reads_the_same(read, known):
                return Planned(number, read, Place.SAME, known, source)
            is_shared = part is not None and not part.is_own
            place = Place.DIFFERS if is_shared else Place.CHANGED
            return Planned(number, read, place, known, source)
        if shared is not None:
            same = reads_the_same(read, shared)
            return Planned(number, read, Place.SHARED if same else Place.ALIKE, None, shared)
        return Planned(number, read, Place.NEW)

    @cached_property
    def missing(self) -> list[Section]:
        """The sections that the file doesn't have. The shared ones of them stay."""
        used = {each.known.pk for each in self.sections if each.known}
        return [each for each in self.known if each.pk not in used]

    @property
    def staying(self) -> list[Section]:
        """The shared sections that the file doesn't have."""
        return [each for each in self.missing if part_of(each) and not part_of(each).is_own]

    @property
    def leaving(self) -> list[Section]:
        """The commission's own sections that the file doesn't have: taken out of the draft."""
        return [each for each in self.missing if each not in self.staying]

    def with_those_that_stay(self, keys: Sequence[str]) -> list[str]:
        """The sections of the file, told by the keys they have in the draft, with the shared ones
        that the file doesn't have: each after the one it followed."""
        order, before = list(keys), ""
        staying = {each.key for each in self.staying}
        for each in self.known:
            if each.key in staying:
                order.insert(order.index(before) + 1 if before else 0, each.key)
            if each.key in order:
                before = each.key
        return order


def reads_the_same(read: ReadSection, section: Section) -> bool:
    """Whether a section of a file says what a stored one says, white space aside."""
    return (
        " ".join(read.heading.split()) == section.heading
        and read.level == section.level
        and normal(read.html) == normal(section.html)
    )


def _words(section: Section) -> Words:
    return Words(section.heading, plain(section.html))
