"""The same step for many editions at once: all of them, or none."""

import datetime
from collections.abc import Callable, Iterable, Mapping

from django.db import transaction

from bodies.models import Decision
from organisation.models import User
from organisation.publication import changed
from organisation.rules import Finding, Severity

from ..models import Edition, EditionEvent
from .notices import notify_together
from .printing import store_pdfs
from .refusals import Conflict, Refused
from .workflow import adopt, log, make_public, recorded, submit, to_publish

# What each person saw, by the edition's primary key.
Seen = Mapping[int, str]


@transaction.atomic
def submit_all(
    editions: Iterable[Edition], *, by: User, at: datetime.datetime, seen: Seen, text: str = ""
) -> list[Edition]:
    """Sends the drafts to decision. Raises Refused with what stands in the way of each."""
    done = _each(
        editions,
        lambda each: submit(each, by=by, at=at, seen=seen.get(each.pk, ""), text=text, tell=False),
    )
    _tell(done, EditionEvent.Kind.SUBMITTED)
    return done


@transaction.atomic
def adopt_all(
    editions: Iterable[Edition],
    *,
    by: User,
    at: datetime.datetime,
    seen: Seen,
    decision: Decision,
    valid_from: datetime.date,
) -> list[Edition]:
    """Records one decision that adopted them all. Raises Refused with what stands in the way of
    each."""
    if decision.pk is None:
        decision = recorded(decision, by)
    done = _each(
        editions,
        lambda each: adopt(
            each,
            by=by,
            at=at,
            seen=seen.get(each.pk, ""),
            decision=decision,
            valid_from=valid_from,
            tell=False,
        ),
    )
    _tell(done, EditionEvent.Kind.ADOPTED)
    return done


@transaction.atomic
def publish_all(
    editions: Iterable[Edition], *, by: User, at: datetime.datetime, seen: Seen
) -> list[Edition]:
    """Publishes them, each with its PDF, and tells the site. Raises Refused with what stands in the
    way of each."""
    ready = _each(editions, lambda each: to_publish(each, by=by, seen=seen.get(each.pk, "")))
    store_pdfs(ready)
    for each in ready:
        make_public(each, by=by, at=at)
        log(each, EditionEvent.Kind.PUBLISHED, by=by, at=at, tell=False)
    changed()
    _tell(ready, EditionEvent.Kind.PUBLISHED)
    return ready


def _each(editions: Iterable[Edition], act: Callable[[Edition], Edition]) -> list[Edition]:
    """What the act makes of each edition, or Refused with all that stands in the way. They are
    taken in one order, so that two people who do it at once take turns."""
    done, findings = [], []
    editions = sorted(editions, key=lambda each: each.pk)
    if not editions:
        raise Refused("Välj minst ett uppdrag.")
    for each in editions:
        try:
            with transaction.atomic():
                done.append(act(each))
        except Refused as error:
            findings += [_of(each, finding.code, finding.message) for finding in error.findings]
        except Conflict:
            findings.append(
                _of(each, "changed", "Texten har ändrats sedan du öppnade sidan. Läs den igen.")
            )
    if findings:
        raise Refused(findings)
    return done


def _of(edition: Edition, code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, f"{edition.title}: {message}", str(edition.pk))


def _tell(editions: list[Edition], kind: str) -> None:
    """One mail to each person about what was done to all of them just now."""
    newest = [each.events.filter(kind=kind).order_by("-pk").first() for each in editions]
    notify_together(newest)
