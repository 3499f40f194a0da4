"""What the rooms say of a body that is to end: what stands in the way, and what is kept."""

import datetime
from collections.abc import Callable

import documents.lives
from organisation.rules import Finding

IN_THE_WAY: tuple[Callable[[list[int], datetime.date], list[Finding]], ...] = (
    documents.lives.open_drafts,
)
KEPT: tuple[Callable[[list[int], datetime.date], list[str]], ...] = (documents.lives.kept,)


def kept_of(pks: list[int], on: datetime.date) -> list[str]:
    """Everything that is kept of the bodies, as the public reads it on the day."""
    return [line for ask in KEPT for line in ask(pks, on)]
