"""The activities in a plan or a report as text: what each says, row by row, and a section with all
that stands under it. The page, the PDF, the comparison and the working copies read the same."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape

from organisation.words import listed

from .models import ActivityEntry, Edition, Section

# What the rows are called, in the order of the template for plans; the outcome comes last.
PLAIN = (
    ("goal", "Mål"),
    ("measure", "Så mäts det"),
    ("measured_by", "Mäts av"),
    ("responsible", "Ansvarig"),
)
CONSEQUENCES = (
    ("for_patients", "Följder för patienter"),
    ("for_staff", "Följder för medarbetare"),
    ("for_management", "Följder för ledning"),
)
OUTCOME = (("outcome", "Utfall"), ("reflection", "Reflektion"))


@dataclass(frozen=True)
class Row:
    """What an activity says of one thing. `field` is the name of the field that it's written in."""

    field: str
    label: str
    text: str


def rows_of(entry: ActivityEntry) -> list[Row]:
    """What the activity says, without what is left empty (no query)."""
    rows = [*_plain(entry, PLAIN)]
    promises = [f"löfte {each}" for each in sorted(entry.promises)]
    if promises:
        text = listed(promises)
        rows.insert(1 if entry.goal else 0, Row("promises", "Bidrar till", text))
    if entry.quality_goal:
        # By its number: its words may change, and what is published doesn't.
        followed = Row("quality_goal", "Följs med", f"mål {entry.quality_goal.number}")
        rows.insert(bool(entry.goal) + bool(promises), followed)
    if entry.period_text:
        rows.append(Row("start", "Tid", entry.period_text))
    rows.append(Row("status", "Läge", entry.get_status_display().capitalize()))
    rows += [*_plain(entry, CONSEQUENCES), *_plain(entry, OUTCOME)]
    if entry.goes_on is not None:
        rows.append(Row("goes_on", "Fortsätter nästa år", "Ja" if entry.goes_on else "Nej"))
    return rows


def _plain(entry: ActivityEntry, fields) -> list[Row]:
    found = [Row(name, label, getattr(entry, name).strip()) for name, label in fields]
    return [each for each in found if each.text]


def html_of(entry: ActivityEntry) -> str:
    """The activity as small HTML: its name as a heading, and its rows as paragraphs."""
    rows = [
        f"<p><strong>{escape(row.label)}:</strong> {_lines(row.text)}</p>" for row in rows_of(entry)
    ]
    return f"<h3>{escape(entry.name)}</h3>{''.join(rows)}"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in re.split(r"\s*\n\s*", text))


def entries_of(edition: Edition) -> dict[int, list[ActivityEntry]]:
    """The activities in an edition by the primary key of their section, in order (1 query; none for
    a document that has no activities)."""
    found: dict[int, list[ActivityEntry]] = defaultdict(list)
    if edition.document.has_activities:
        for each in edition.entries.present().select_related("activity__owner", "quality_goal"):
            found[each.section_id].append(each)
    return found


def with_entries(edition: Edition, sections: Iterable[Section]) -> list[Section]:
    """Sections of the edition, each with its activities (`activities`) and its whole text: its own
    and theirs (`whole`) (1 query beside that of the sections, at most)."""
    sections = list(sections)
    entries = entries_of(edition)
    for each in sections:
        each.activities = entries.get(each.pk, [])
        for entry in each.activities:
            entry.rows = rows_of(entry)
        each.whole = each.html + "".join(map(html_of, each.activities))
    return sections


def text_of(edition: Edition) -> list[Section]:
    """The text of an edition: the sections that are in it, with their whole text (2 queries)."""
    return with_entries(edition, edition.sections.present())
