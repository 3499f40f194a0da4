"""Pure rules about editions: which step may follow which, and what stands in the way of publishing.

No query, no clock. What they look at is given as plain values.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from organisation.dates import long_date, years_from
from organisation.rules import Finding, Severity


class State(StrEnum):
    """Where an edition is on its way. What holds today follows from dates, not from a state."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(each.value, each.label) for each in cls]

    @classmethod
    def open(cls) -> tuple[str, ...]:
        """The states of an edition that is being worked on."""
        return (cls.DRAFT.value, cls.SUBMITTED.value, cls.ADOPTED.value)


STATE_LABELS = {
    State.DRAFT: "utkast",
    State.SUBMITTED: "skickad till beslut",
    State.ADOPTED: "beslutad, inte publicerad",
    State.PUBLISHED: "publicerad",
    State.DISCARDED: "kastat utkast",
}


class Step(StrEnum):
    """What can be done with an edition."""

    EDIT = "edit"
    COMMENT = "comment"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    ADOPT = "adopt"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    SHOW = "show"


# From which state each step may be taken, and where it leads. The only such table.
TRANSITIONS: dict[Step, dict[State, State]] = {
    Step.EDIT: {State.DRAFT: State.DRAFT},
    Step.COMMENT: {
        State.DRAFT: State.DRAFT,
        State.SUBMITTED: State.SUBMITTED,
        State.ADOPTED: State.ADOPTED,
    },
    Step.SUBMIT: {State.DRAFT: State.SUBMITTED},
    Step.SEND_BACK: {State.SUBMITTED: State.DRAFT, State.ADOPTED: State.DRAFT},
    Step.ADOPT: {State.SUBMITTED: State.ADOPTED},
    Step.PUBLISH: {State.ADOPTED: State.PUBLISHED},
    # An event of its own says that it's withdrawn; what was published stays as it is.
    Step.WITHDRAW: {State.PUBLISHED: State.PUBLISHED},
    Step.DISCARD: {State.DRAFT: State.DISCARDED},
    Step.SHOW: {
        State.DRAFT: State.DRAFT,
        State.SUBMITTED: State.SUBMITTED,
        State.ADOPTED: State.ADOPTED,
    },
}

# What a body writes for a year is published by its chair, without a decision to register: straight
# from the draft, or from what others sent to the chair.
# What is published is followed up: those who do so and those who wrote it talk about it there.
FOR_A_YEAR: dict[Step, dict[State, State]] = TRANSITIONS | {
    Step.COMMENT: TRANSITIONS[Step.COMMENT] | {State.PUBLISHED: State.PUBLISHED},
    Step.PUBLISH: {
        State.DRAFT: State.PUBLISHED,
        State.SUBMITTED: State.PUBLISHED,
        State.ADOPTED: State.PUBLISHED,
    },
}

# What each step is called where it's refused.
STEP_NAMES = {
    Step.EDIT: "ändras",
    Step.COMMENT: "kommenteras",
    Step.SUBMIT: "skickas till beslut",
    Step.SEND_BACK: "skickas tillbaka",
    Step.ADOPT: "beslutas",
    Step.PUBLISH: "publiceras",
    Step.WITHDRAW: "återkallas",
    Step.DISCARD: "kastas",
    Step.SHOW: "visas för ledamöterna",
}


def step_findings(step: Step, state: State, *, for_a_year: bool = False) -> list[Finding]:
    """Whether a step may be taken from a state, with a document that's `for_a_year` or not; empty
    when it may."""
    transitions = (FOR_A_YEAR if for_a_year else TRANSITIONS)[step]
    if state in transitions:
        return []
    allowed = " eller ".join(each.label for each in transitions)
    return [
        Finding(
            "step-not-allowed",
            Severity.ERROR,
            f"Versionen är {state.label} och kan därför inte {STEP_NAMES[step]}. "
            f"Det går bara när den är {allowed}. Ladda om sidan för att se hur det står till nu.",
            step.value,
        )
    ]


# Why a body gets no draft of its own.
WRITTEN_ELSEWHERE = "Uppdraget står i en text som är gemensam med ett annat organ. Ändra den där."

# A section longer than this is no section of a commission but a mistake of the clipboard.
LONGEST = 200_000
# How far from the decision an edition may begin, and from today a withdrawal.
MOST_YEARS = 20
# No decision here is older; it's a slip of the keys.
FIRST_YEAR = 1900


@dataclass(frozen=True)
class SectionFacts:
    """What the rules need of a section."""

    key: str
    heading: str
    level: int
    html: str


# Text that only holds a place: the sources' own ("Mål 1", "osv", 002), and what people type.
_PLACEHOLDER = re.compile(
    r"(?:^|\n)mål \d+\b(?=\s*(?:$|\n|mål \d|osv))|(?:^|\n)\s*osv\.?\s*(?:$|\n)"
    r"|\blorem ipsum\b|\bxxx+\b|\bTODO\b|\[(?:fyll i|text|namn|datum)[^\]]*\]",
    re.IGNORECASE,
)
_BLOCK_END = re.compile(r"</(?:p|li|h3|h4|td|th|tr)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")


def plain(html: str) -> str:
    """The words of a text, a line for each paragraph, point or cell."""
    # A line break in the file is white space, as it is on the page.
    lines = unescape(_TAG.sub("", _BLOCK_END.sub("\n", " ".join(html.split())))).split("\n")
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def text_findings(sections: Iterable[SectionFacts]) -> list[Finding]:
    """What is wrong with the text of an edition: what stands in the way of publishing it."""
    sections = list(sections)
    if not sections:
        return [_error("no-sections", "Texten har inga avsnitt. Lägg till minst ett.", "")]
    found: list[Finding] = []
    above = 0
    for each, following in zip(sections, [*sections[1:], None], strict=True):
        name = f"”{each.heading}”"
        if each.level > above + 1:
            found.append(
                _error(
                    "skipped-level",
                    f"Avsnittet {name} har rubriknivå {each.level}, men rubriken före har nivå "
                    f"{above}. Välj högst nivå {above + 1}."
                    if above
                    else f"Det första avsnittet, {name}, måste ha rubriknivå 1.",
                    each.key,
                )
            )
        above = each.level
        words = plain(each.html)
        if not words and not (following and following.level > each.level):
            found.append(
                _error(
                    "empty-section",
                    f"Avsnittet {name} har ingen text. Skriv en, eller ta bort avsnittet.",
                    each.key,
                )
            )
        if match := _PLACEHOLDER.search(f"{each.heading}\n{words}"):
            found.append(
                _error(
                    "placeholder",
                    f"Avsnittet {name} innehåller ”{match.group().strip()}”, som ser ut att hålla "
                    "plats för en text. Skriv den rätta texten.",
                    each.key,
                )
            )
        found += _sub_heading_findings(each, name)
    return found


def _sub_heading_findings(section: SectionFacts, name: str) -> list[Finding]:
    """A sub-sub-heading needs a sub-heading above it."""
    seen = ""
    for tag in re.findall(r"<(h[34])>", section.html):
        if tag == "h4" and not seen:
            return [
                _error(
                    "skipped-level",
                    f"I avsnittet {name} kommer en mindre underrubrik före den första "
                    "underrubriken. Gör den till underrubrik.",
                    section.key,
                )
            ]
        seen = tag
    return []


@dataclass(frozen=True)
class Told:
    """What the rules need of an activity in a report: its name, where it stands on the page, and
    what came of it."""

    name: str
    anchor: str
    outcome: str


def missing_findings(names: Iterable[str]) -> list[Finding]:
    """That a report doesn't tell of all that the year's plan has, by the activities' names."""
    return [
        Finding(
            "plan-activity-missing",
            Severity.ERROR,
            f"Aktiviteten ”{name}” står i årets plan men inte i rapporten. Hämta den från planen, "
            "och skriv vad som blev av den.",
            "planen",
        )
        for name in names
    ]


def report_findings(activities: Iterable[Told]) -> list[Finding]:
    """What stands in the way of publishing a report: that something planned isn't told of."""
    return [
        _error(
            "no-outcome",
            f"Aktiviteten ”{each.name}” har inget utfall. Skriv vad som blev av den, eller att den "
            "inte har genomförts.",
            each.anchor,
        )
        for each in activities
        if not each.outcome.strip()
    ]


def validity_findings(
    *,
    has_decision: bool,
    valid_from: datetime.date | None,
    last_valid_from: datetime.date | None,
    has_published: bool,
    decided: datetime.date | None = None,
) -> list[Finding]:
    """What stands in the way of publishing an edition besides its text.

    `decided` is the day of the decision: a first day many years from it is a slip of the keys, and
    what is published can't be put right.
    `last_valid_from` is the first day of the document's last published edition (None: unknown),
    `has_published` whether there is one.
    """
    found = []
    if not has_decision:
        found.append(
            _error("no-decision", "Beslutet saknas. Ange vem som beslutade, och när.", "decision")
        )
    if valid_from is None:
        found.append(
            _error("no-valid-from", "Ange från vilken dag versionen ska gälla.", "valid_from")
        )
    elif decided and not years_from(decided, -MOST_YEARS) <= valid_from <= years_from(
        decided, MOST_YEARS
    ):
        found.append(
            _error(
                "far-from-decision",
                f"Versionen ska gälla från {long_date(valid_from)}, men beslutet är från "
                f"{long_date(decided)}. Kontrollera årtalen: högst {MOST_YEARS} år får skilja.",
                "valid_from",
            )
        )
    elif has_published and last_valid_from is not None and valid_from <= last_valid_from:
        found.append(
            _error(
                "overlap",
                f"Versionen ska gälla från {long_date(valid_from)}, men den förra gäller från "
                f"{long_date(last_valid_from)}. Välj en senare dag.",
                "valid_from",
            )
        )
    return found


def _error(code: str, message: str, subject: str) -> Finding:
    return Finding(code, Severity.ERROR, message, subject)
