"""What the rules need to know of an edition, asked of the database."""

from organisation.rules import Finding, Severity

from .models import Comment, Edition
from .rules import SectionFacts


def facts_of(edition: Edition) -> list[SectionFacts]:
    """The sections of the edition as plain values (1 query)."""
    return [
        SectionFacts(*each)
        for each in edition.sections.present().values_list("key", "heading", "level", "html")
    ]


def open_comments(edition: Edition) -> list[Finding]:
    """The remarks that nobody has dealt with, as what stands in the way of submitting (1 query)."""
    remarks = Comment.objects.filter(edition=edition, parent=None, resolved_at=None)
    return [
        Finding(
            "open-comment",
            Severity.ERROR,
            f"En kommentar är inte löst: ”{each.text[:80]}”. Svara, och markera den som löst.",
            each.section_key,
        )
        for each in remarks
    ]
