"""Sections of a fixture set that are taken from a shared text, and what a file may say wrong of
them."""

from django.core.exceptions import ValidationError

from documents.actions.parts import TAKEN, WORDS, same_words
from documents.models import Document, Edition, Section, SharedPart, SharedText
from documents.rules import State

from .fixture_files import RawRecord

FORM = (
    'Skriv från vilken text, och vilken version av den: {text = "gemensam-text", number = 1}. '
    'Heter avsnittet något annat där, lägg till key = "…".'
)
OTHER_WORDS = (
    "Avsnittet har andra ord än det gemensamma. Ta bort heading, level och html, så blir det likt, "
    'eller skriv i own_reason varför texten är egen: own_reason = "…".'
)
ALREADY_PUBLISHED = (
    "Versionen är publicerad och ändras inte. Att ett avsnitt är eget i stället för det gemensamma "
    "kan bara sägas när versionen läses in. Lägg till en ny version i stället."
)
IS_ANOTHER = (
    "Versionen är publicerad, och avsnittet är redan taget ur en annan gemensam text, eller eget "
    "av ett annat skäl. Lägg till en ny version i stället."
)


class WrongPart(Exception):
    """What a section says of its shared text is wrong: the field, and the fault with its remedy."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


def source_of(record: RawRecord, wanted: Section) -> Section | None:
    """The section of a shared text that a section is taken from, if any; `wanted` gets its words
    where the file gives none. Raises WrongPart."""
    if record.taken_from is None:
        if record.own_reason:
            raise WrongPart(
                "own_reason",
                "Skriv också i taken_from vilket gemensamt avsnitt texten står i stället för. Ett "
                "avsnitt som bara är organets eget har varken taken_from eller own_reason.",
            )
        return None
    if not isinstance(record.own_reason, str) or record.own_reason != record.own_reason.strip():
        raise WrongPart("own_reason", "Skriv skälet som en mening, utan mellanslag runt om.")
    source = _section(record.taken_from, wanted.key)
    if wanted.edition.document.kind == Document.Kind.SHARED_TEXT:
        raise WrongPart("taken_from", "En gemensam text kan inte ta avsnitt ur en annan.")
    if record.own_reason and "html" not in record.values:
        raise WrongPart("own_reason", "Texten är egen, men står inte i filen. Skriv den i html.")
    # What is noted of the shared words isn't true of others.
    for name in WORDS if record.own_reason else TAKEN:
        if name not in record.values:
            setattr(wanted, name, getattr(source, name))
    return source


def _section(told: object, key: str) -> Section:
    given = told if isinstance(told, dict) else {}
    right = {"text": str, "number": int, "key": str}
    fits = all(name in right and isinstance(each, right[name]) for name, each in given.items())
    if not fits or not {"text", "number"} <= set(given):
        raise WrongPart("taken_from", FORM)
    slug, number, key = given["text"], given["number"], given.get("key", key)
    if not SharedText.objects.filter(slug=slug).exists():
        known = ", ".join(SharedText.objects.order_by("slug").values_list("slug", flat=True))
        raise WrongPart(
            "taken_from",
            f"Det finns ingen gemensam text med adressen {slug}. "
            + (f"Välj en av: {known}." if known else "Lägg till den som documents.sharedtext."),
        )
    editions = Edition.objects.filter(document__shared_text__slug=slug, state=State.PUBLISHED)
    by_number = {each.number: each for each in editions.order_by("number")}
    if number not in by_number:
        known = ", ".join(map(str, by_number))
        raise WrongPart(
            "taken_from",
            f"Den gemensamma texten {slug} har ingen publicerad version {number}. "
            + (f"Välj en av: {known}." if known else "Lägg till versionen, publicerad."),
        )
    sections = {each.key: each for each in by_number[number].sections.present()}
    if key not in sections:
        raise WrongPart(
            "taken_from",
            f"Version {number} av den gemensamma texten {slug} har inget avsnitt {key}. "
            f"Välj ett av: {', '.join(sections)}.",
        )
    return sections[key]


def take_part(
    record: RawRecord, wanted: Section, section: Section, source: Section, *, is_new: bool
) -> bool:
    """Writes down that the section is one of a shared text, or stands in the place of one; whether
    that wasn't known before. `wanted` is the section as the file has it. Raises WrongPart.

    Of an edition that was there before (not `is_new`), a draft is left to those who work on it, and
    a published section with other words than the file's is told with its edition.
    """
    if not is_new and {record.state, section.edition.state} != {State.PUBLISHED.value}:
        return False
    part = SharedPart.objects.filter(section=section).first()
    if part is not None:
        if (part.shared_id, part.own_reason) != (source.pk, record.own_reason):
            raise WrongPart("taken_from", IS_ANOTHER)
        return False
    if not is_new and record.own_reason:
        raise WrongPart("own_reason", ALREADY_PUBLISHED)
    if not same_words(wanted, section):
        return False
    if not record.own_reason and not same_words(section, source):
        raise WrongPart("taken_from", OTHER_WORDS)
    _expect_one_version(section, source)
    part = SharedPart(section=section, shared=source, own_reason=record.own_reason)
    part._change_reason = f"Inläst från {record.file}"
    try:
        part.full_clean(exclude=["section", "shared"])
    except ValidationError as error:
        raise WrongPart("own_reason", " ".join(error.messages)) from None
    part.save()
    return True


def _expect_one_version(section: Section, source: Section) -> None:
    others = SharedPart.objects.filter(
        section__edition=section.edition_id, shared__edition__document=source.edition.document_id
    )
    for each in others.select_related("shared__edition", "section"):
        if each.shared.edition_id != source.edition_id:
            raise WrongPart(
                "taken_from",
                f"Versionen tar avsnitt ur både version {each.shared.edition.number} och "
                f"{source.edition.number} av samma gemensamma text. Ta alla ur en av dem.",
            )
        if each.shared_id == source.pk:
            raise WrongPart(
                "taken_from",
                f"Avsnittet {each.section.key} är redan taget ur det gemensamma avsnittet "
                f"{source.key}. Ta bort ett av dem.",
            )
