"""What is wrong with a row of a roster when its post is known. Plain values only."""

from collections.abc import Iterable

from organisation.rules import Finding
from organisation.words import listed

from .roster_table import fault
from .roster_values import Planned, World


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
