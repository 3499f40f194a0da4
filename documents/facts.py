"""What the rules need to know of an edition, asked of the database."""

from collections.abc import Iterable

from organisation.rules import Finding, Severity

from .entries import text_of
from .models import Comment, Document, Edition, Section
from .pdf import section_faults
from .rules import SectionFacts, Told, missing_findings, report_findings, text_findings
from .yearly import missing_in

# What the rules of editions tell already, in words of their own.
TOLD = {"pdf_skipped_heading", "pdf_empty_heading", "pdf_too_deep"}


def facts_of(edition: Edition) -> list[SectionFacts]:
    """The sections of the edition as plain values, with the activities under them as text."""
    return _facts(text_of(edition))


def _facts(sections: Iterable[Section]) -> list[SectionFacts]:
    return [SectionFacts(each.key, each.heading, each.level, each.whole) for each in sections]


def text_faults(edition: Edition) -> list[Finding]:
    """What is wrong with the text, to read and to print (2 queries at most)."""
    sections = text_of(edition)
    found = _faults(_facts(sections))
    if edition.document.kind == Document.Kind.ANNUAL_REPORT:
        activities = [one for each in sections for one in each.activities]
        found += report_findings(Told(one.name, one.anchor, one.outcome) for one in activities)
        found += missing_findings(each.name for each in missing_in(edition))
    return found


def _faults(sections: list[SectionFacts]) -> list[Finding]:
    printed = section_faults((each.heading, each.level, each.html) for each in sections)
    return text_findings(sections) + [each for each in printed if each.code not in TOLD]


def open_comments(edition: Edition) -> list[Finding]:
    """The remarks that nobody has dealt with, as what stands in the way of submitting (1 query)."""
    remarks = Comment.objects.filter(edition=edition, parent=None, resolved_at=None)
    return [_open(each) for each in remarks]


def _open(remark: Comment) -> Finding:
    return Finding(
        "open-comment",
        Severity.ERROR,
        f"En kommentar är inte löst: ”{remark.text[:80]}”. Svara, och markera den som löst.",
        remark.section_key,
    )


def faults_of(editions: Iterable[Edition]) -> dict[int, list[Finding]]:
    """What stands in the way of submitting each of the drafts, by primary key (2 queries)."""
    sections: dict[int, list[SectionFacts]] = {each.pk: [] for each in editions}
    for edition, *facts in (
        Section.objects.filter(edition__in=sections)
        .present()
        .values_list("edition", "key", "heading", "level", "html")
    ):
        sections[edition].append(SectionFacts(*facts))
    found = {pk: _faults(each) for pk, each in sections.items()}
    for each in Comment.objects.filter(edition__in=found, parent=None, resolved_at=None):
        found[each.edition_id].append(_open(each))
    return found
