"""An edition as a Word file, for those who must circulate it."""

from .actions.printing import pdf_text
from .entries import text_of
from .markup import normal
from .models import Edition
from .rules import State
from .word import WordFacts, WordSection, WordText, word_of

FACTS = (
    "kind",
    "bodies",
    "healthcare_region",
    "version",
    "valid",
    "decision",
    "address",
    "language",
    "date",
)


def word_file(edition: Edition) -> bytes:
    """The edition as a .docx. Read in again it gives the same sections. Raises WordError when it
    can't be made."""
    text = pdf_text(edition)
    facts = {name: getattr(text, name) for name in FACTS}
    if edition.state != State.PUBLISHED:
        facts["version"] += f", {edition.state_now.label}: arbetsmaterial"
    sections = tuple(
        WordSection(each.heading, each.level, normal(each.whole), each.note)
        for each in text_of(edition)
    )
    return word_of(WordText(edition.title, edition.lead, sections), WordFacts(**facts))


def file_name(edition: Edition) -> str:
    """What the file is called: the owner's address, and the version."""
    document = edition.document
    name = document.shared_text.slug if document.shared_text else document.owner.path
    return f"{name.replace('/', '-')}-version-{edition.number}.docx"
