"""Taking an edition to change it: locked, in the right state, by someone who may."""

import hashlib

from organisation.models import User

from ..models import Edition, Section
from ..policies import EditionPolicy
from ..rules import Step, step_findings
from .refusals import Conflict, Refused


def locked(edition: Edition, step: Step, by: User, *, forced: bool = False) -> Edition:
    """The edition as stored now, locked until the transaction ends.

    Raises Refused when the person may not take the step, or its state doesn't allow it.
    """
    now = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("document__owner", "decision__body")
        .get(pk=edition.pk)
    )
    refusals = step_findings(step, now.state_now) or EditionPolicy.refusals(
        by, step, now, forced=forced
    )
    if refusals:
        raise Refused(refusals)
    return now


def expect(given: int | None, record: Edition | Section) -> None:
    """Raises Conflict unless the record is at the revision that the form was opened at."""
    if given != record.revision:
        raise Conflict(record)


def fingerprint(edition: Edition) -> str:
    """What a person saw when they decided on the whole edition: changes whenever any part does."""
    parts = [f"{edition.pk}:{edition.state}:{edition.revision}"]
    parts += [
        f"{key}:{revision}:{removed}"
        for key, revision, removed in edition.sections.order_by("pk").values_list(
            "key", "revision", "removed"
        )
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def expect_seen(given: str, edition: Edition) -> None:
    """Raises Conflict unless the edition is what the person saw."""
    if given != fingerprint(edition):
        raise Conflict(edition)
