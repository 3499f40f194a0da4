"""Taking an edition to change it: locked, in the right state, by someone who may."""

import hashlib
import logging
from collections.abc import Iterable

from bodies.standings import standing_of
from organisation.dates import today
from organisation.models import User

from ..models import ActivityEntry, Edition, Section
from ..policies import EDITIONS
from ..rules import Step
from .refusals import Conflict, Refused

logger = logging.getLogger("documents.actions")


def locked(edition: Edition, step: Step, by: User, *, forced: bool = False) -> Edition:
    """The edition as stored now, locked until the transaction ends.

    Raises Refused when the person may not take the step, or its state doesn't allow it. What the
    person may is asked here, when the row is locked: a right that has ended since the page was
    opened is gone.
    """
    now = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("document__owner", "decision__body")
        .get(pk=edition.pk)
    )
    standing = standing_of(by, today())
    refusals = EDITIONS.refusals(standing, step, now, forced=forced) or now.stops(step)
    if refusals:
        logger.warning(
            "Nekad: konto %s, %s, version %s (%s)",
            standing.user,
            step.value,
            now.pk,
            ", ".join(each.code for each in refusals),
        )
        raise Refused(refusals)
    return now


def expect(given: int | None, record: Edition | Section | ActivityEntry) -> None:
    """Raises Conflict unless the record is at the revision that the form was opened at."""
    if given != record.revision:
        raise Conflict(record)


def fingerprint(edition: Edition) -> str:
    """What a person saw when they decided on the whole edition: changes whenever any part does."""
    return fingerprints([edition])[edition.pk]


def fingerprints(editions: Iterable[Edition]) -> dict[int, str]:
    """What a person saw of each of the editions, by primary key (1 query; 2 where some are for a
    year)."""
    editions = list(editions)
    parts = {each.pk: [f"{each.pk}:{each.state}:{each.revision}"] for each in editions}
    found = [(Section.objects.filter(edition__in=parts), "key")]
    if any(each.document.is_for_a_year for each in editions):
        found.append((ActivityEntry.objects.filter(edition__in=parts), "activity"))
    for rows, name in found:
        for edition, identity, revision, removed in rows.order_by("pk").values_list(
            "edition", name, "revision", "removed"
        ):
            parts[edition].append(f"{identity}:{revision}:{removed}")
    return {
        pk: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
        for pk, lines in parts.items()
    }


def expect_seen(given: str, edition: Edition) -> None:
    """Raises Conflict unless the edition is what the person saw."""
    if given != fingerprint(edition):
        raise Conflict(edition)
