"""What is wrong with a row of a roster when its post is known. Plain values only."""

import datetime
from collections.abc import Iterable

from organisation.dates import period_words
from organisation.rules import Finding
from organisation.words import listed

from .table import fault
from .values import HeldSeen, Planned, World

# The columns that say which post, who and when; and by which decision.
PLACE = {"body", "role", "represents", "number"}
WHO, WHEN = {"given", "family", "email", "region"}, {"first", "last"}
DECIDED = {"decided_by", "decided"}


def wrong_in(planned: Planned, columns: set[str]) -> set[str]:
    """Which of the columns something is wrong in."""
    return columns & {each.subject for each in planned.faults}


def meet(held: HeldSeen, planned: Planned) -> bool:
    """Whether an appointment and a row have a day in common."""
    first, last = datetime.date.min, datetime.date.max
    return max(held.start or first, planned.start or first) < min(
        held.end or last, planned.end or last
    )


def party_faults(planned: Planned) -> Iterable[Finding]:
    """The party is told of elected representatives alone."""
    if planned.cells["party"] and not planned.post.is_elected:
        message = (
            f"Parti får bara anges för förtroendevalda, och {planned.post.name} är ingen sådan "
            "post. Ta bort det ur raden."
        )
        yield fault("party", message, "party")


def may_faults(planned: Planned) -> Iterable[Finding]:
    """The reader must be one who may fill the post."""
    if not planned.post.may_fill and not planned.post.is_derived:
        message = f"Du får inte tillsätta posten {planned.post.name}. Ta bort raden."
        yield fault("body", message, "not-yours")


def reason_faults(planned: Planned) -> Iterable[Finding]:
    """An end needs a reason, as it does by hand."""
    if not planned.reason.strip():
        message = "Skäl saknas. Skriv varför uppdraget slutar. Det visas i historiken."
        yield fault("reason", message, "missing")


def no_first_day(on: datetime.date) -> Finding:
    """An appointment needs a first day."""
    message = (
        f"Första dagen saknas. Skriv den som år, månad och dag, till exempel {on.isoformat()}."
    )
    return fault("first", message, "missing")


def has_already(person: str, held: HeldSeen) -> Finding:
    """The person has the post on those days, and it's stored."""
    message = (
        f"{person} har redan posten {period_words(held.start, held.end)}. Skriv den första dagen, "
        "eller ändra dagarna för hand i arbetsytan."
    )
    return fault("first", message, "overlap")


def given_already(person: str, held: HeldSeen) -> Finding:
    """Another row of the file gives someone the post on those days."""
    message = (
        f"Filen ger redan posten till {person} {period_words(held.start, held.end)}: se rad "
        f"{held.row}. Ändra dagarna eller numret i någon av raderna."
    )
    return fault("first", message, "overlap")


def decision_faults(planned: Planned, world: World) -> Iterable[Finding]:
    """The body must be one that decides who gets the post, on a day that has been."""
    deciders = planned.post.deciders
    if not planned.decided or deciders is None:
        return
    body, day, _ = planned.decided
    if body not in deciders:
        bodies = world.bodies
        names = listed([bodies[pk].name for pk in sorted(deciders) if pk in bodies], "eller")
        message = (
            f"{bodies[body].name} utser inte till {planned.post.name}. Skriv {names}, eller "
            "lämna Beslutat av, Beslutsdag och Paragraf tomma."
        )
        yield fault("decided_by", message, "decided")
    elif day > world.on:
        message = "Beslutsdagen har inte varit ännu. Skriv dagen för beslutet."
        yield fault("decided", message, "decided")
