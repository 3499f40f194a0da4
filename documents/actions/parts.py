"""That a section is a section of a shared text: said, copied and taken back."""

from collections.abc import Iterable

from organisation.models import User

from ..models import Section, SharedPart, part_of

# What a section takes over from the shared one; the words that must be the same come first.
TAKEN = ("heading", "level", "html", "note")
WORDS = TAKEN[:3]


def with_parts(sections):
    """Sections with what they are taken from, in the same query."""
    return sections.select_related("part__shared__edition__document")


def taken_from(section: Section, document_id: int) -> SharedPart | None:
    """What a section is taken from, if that is the shared text with this document."""
    part = part_of(section)
    return part if part and part.shared.edition.document_id == document_id else None


def is_shared(section: Section) -> bool:
    """Whether the section has the words of a shared text, which nobody changes here."""
    part = part_of(section)
    return part is not None and not part.is_own


def same_words(section: Section, source: Section) -> bool:
    """Whether two sections read the same, letter for letter."""
    return all(getattr(section, each) == getattr(source, each) for each in WORDS)


def same_as(
    sections: Iterable[Section], sources: Iterable[Section]
) -> list[tuple[Section, Section]]:
    """Sections that nobody knows where they are from, and the shared ones that they are word for
    word. Give sections `with_parts`."""
    sections = list(sections)
    own = [each for each in sections if part_of(each) is None]
    used = {each.part.shared_id for each in sections if part_of(each)}
    found: list[tuple[Section, Section]] = []
    for source in sources:
        taken = [section for section, _ in found]
        same = next((each for each in own if each not in taken and same_words(each, source)), None)
        if same is not None and source.pk not in used:
            found.append((same, source))
    return found


def take_over(section: Section, source: Section) -> bool:
    """Gives the section the words of a shared one; whether it had others."""
    had = [getattr(section, name) for name in TAKEN]
    for name in TAKEN:
        setattr(section, name, getattr(source, name))
    return had != [getattr(section, name) for name in TAKEN]


def link(section: Section, source: Section, by: User | None, reason: str = "") -> None:
    """Says that the section is one of a shared text; with a reason, that it stands in its place."""
    part = SharedPart(section=section, shared=source, own_reason=reason)
    part._history_user = by
    part.save()
    section.part = part


def let_go(section: Section, by: User | None) -> None:
    """Says that the section is the commission's own."""
    part = part_of(section)
    if part is not None:
        part._history_user = by
        part.delete()
        section._state.fields_cache["part"] = None


def copy_parts(old: Iterable[Section], new: dict[str, Section], by: User) -> None:
    """Says of copied sections what is said of those they are copies of."""
    for each in old:
        if part := part_of(each):
            link(new[each.key], part.shared, by, part.own_reason)


def save(section: Section, by: User | None) -> None:
    """Saves the section, by whom."""
    section._history_user = by
    section.save()
