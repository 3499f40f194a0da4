"""Taking a text from a word processor into the draft of a body's commission."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from bodies.models import Body
from organisation.models import User
from organisation.rules import Finding, Severity, personal_identity_numbers

from ..models import Edition, EditionEvent, Section, SharedText
from ..rules import LONGEST, Step
from ..word_plan import UNASKED, Choice, Place, Plan, Planned, ReadSection
from .drafts import new_key, renumber, start_draft
from .locking import expect_seen, locked
from .parts import let_go, link, part_of, save, take_over, with_parts
from .refusals import Refused
from .sharing import begin_commission
from .storing import checked, store
from .workflow import log

# More sections than this are no commission but a mistake.
MOST_SECTIONS = 200


@dataclass(frozen=True)
class Chosen:
    """What a person chose where a section of the file differs from a shared one: by its number in
    the file. `reasons` say why it's to be the commission's own."""

    choices: Mapping[int, Choice] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)

    def of(self, planned: Planned) -> Choice | None:
        if not planned.asks:
            return None
        return self.choices.get(planned.number, UNASKED[planned.place])


@transaction.atomic
def take_in_word(
    into: Body | SharedText,
    sections: Sequence[ReadSection],
    *,
    by: User,
    at: datetime.datetime,
    on: datetime.date,
    file: str,
    title: str = "",
    lead: str = "",
    told: Sequence[str] = (),
    chosen: Chosen | None = None,
    seen: str | None = None,
) -> Edition:
    """The draft of the body's commission, or of the shared text, with the file's text in it: the
    open draft, else a new version. `told` is what was left out of the file; it stands in the
    draft's history.

    `seen` is the fingerprint of the open draft that the person saw; None when there was none.
    Raises Refused with what is wrong, Conflict when the draft has changed since; nothing is changed
    then.
    """
    if not sections:
        raise Refused("Filen har ingen text att läsa in.")
    if len(sections) > MOST_SECTIONS:
        raise Refused(
            f"Filen har {len(sections)} rubriker på de tre översta nivåerna. Högst "
            f"{MOST_SECTIONS} går att läsa in: gör de mindre rubrikerna till nivå 4."
        )
    chosen = chosen or Chosen()
    plan = Plan(into, sections)
    draft = plan.document.editions.open().first() if plan.document else None
    if draft is None and seen:
        raise Refused("Utkastet finns inte längre. Läs in filen igen för att börja på ett nytt.")
    if draft is not None:
        draft = locked(draft, Step.EDIT, by)
        expect_seen(seen or "", draft)
        planned, copies = plan.sections, {}
    else:
        planned = plan.sections
        draft = _begun(into, by=by, at=at, on=on, empty=plan.base is None)
        copies = {each.key: each for each in with_parts(draft.sections.present())}
    _expect_reasons(planned, chosen)
    made = [_taken(draft, each, chosen, copies, by) for each in planned]
    here = {each.key: copies.get(each.key, each) for each in plan.staying}
    here |= {each.key: each for each in made}
    order = [here[key] for key in plan.with_those_that_stay([each.key for each in made])]
    for each in plan.leaving:
        gone = copies.get(each.key, each)
        gone.removed = True
        gone.revision += 1
        save(gone, by)
    renumber(order, by)
    draft.title, draft.lead = title or draft.title, lead or draft.lead
    checked(draft)
    store(draft, by)
    log(
        draft,
        EditionEvent.Kind.READ_IN,
        by=by,
        at=at,
        text="\n".join([f"Ur filen {file}.", *told]),
    )
    return draft


def _begun(into: Body | SharedText, *, by: User, at, on, empty: bool) -> Edition:
    if isinstance(into, SharedText):
        return start_draft(into.document, by=by, at=at, title=into.name)
    return begin_commission(into, by=by, at=at, on=on, empty=empty)


def _expect_reasons(planned: Sequence[Planned], chosen: Chosen) -> None:
    findings = []
    for each in planned:
        if each.place is not Place.DIFFERS or chosen.of(each) is not Choice.OWN:
            continue
        reason, name = chosen.reasons.get(each.number, ""), f"”{each.read.heading}”"
        if not reason.strip():
            code, told = (
                "no-reason",
                f"Skriv varför avsnittet {name} ska ha egna ord i stället för den gemensamma "
                "textens. Skälet visas på sidan.",
            )
        elif personal_identity_numbers(reason):
            code, told = (
                "personal-identity-number",
                f"Skälet vid avsnittet {name} innehåller ett personnummer. Ta bort det.",
            )
        else:
            continue
        findings.append(Finding(code, Severity.ERROR, told, str(each.number)))
    if findings:
        raise Refused(findings)


def _taken(draft: Edition, planned: Planned, chosen: Chosen, copies, by: User) -> Section:
    """The section of the draft that a section of the file becomes, saved."""
    choice = chosen.of(planned)
    if planned.known is None:
        return _new(draft, planned, choice, by)
    section = copies.get(planned.known.key, planned.known)
    if planned.place is Place.SAME or choice is Choice.SHARED:
        return section
    if choice is Choice.OWN:
        source = part_of(section).shared
        let_go(section, by)
        _write(section, planned, by)
        link(section, source, by, " ".join(chosen.reasons[planned.number].split()))
        return section
    _write(section, planned, by)
    return section


def _new(draft: Edition, planned: Planned, choice: Choice | None, by: User) -> Section:
    heading = " ".join(planned.read.heading.split())
    section = Section(edition=draft, key=new_key(draft, heading))
    if planned.place is Place.SHARED or choice is Choice.SHARED:
        take_over(section, planned.shared)
        save(section, by)
        link(section, planned.shared, by)
        return section
    _write(section, planned, by)
    return section


def _write(section: Section, planned: Planned, by: User) -> None:
    """Gives the section the file's words."""
    read = planned.read
    section.heading, section.level = " ".join(read.heading.split()), read.level
    section.html = read.html
    if len(read.html) > LONGEST:
        raise Refused(
            f"Avsnittet ”{section.heading}” är för långt. Dela det med fler rubriker i filen."
        )
    if section.pk:
        section.revision += 1
    checked(section)
    save(section, by)
