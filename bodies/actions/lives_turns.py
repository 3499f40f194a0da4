"""Whose turn it is, when a body ends: its schemes end with it."""

import datetime

from organisation.actions.refusals import Refused
from organisation.dates import long_date
from organisation.rules import Finding, Severity

from ..models import RotationPart, RotationScheme
from ..questions import full_name_on
from ..rotations.stored import stored
from .lives_writing import Writing
from .rotation_terms import faults_of


def end_turns(
    gone: list[int], day: datetime.date, writing: Writing, on: datetime.date
) -> list[RotationScheme]:
    """Ends the schemes of the bodies on the day, and returns them; the terms are written by the
    plan. Whoever calls holds the lock of all schemes. Raises Refused with what stands in the way:
    a scheme of another body that follows one of these, or what is decided of a later day."""
    schemes = RotationScheme.objects.select_for_update(of=("self",)).filter(body__in=gone)
    found = list(schemes.exclude(end__lte=day).order_by("pk"))
    if not found:
        return []
    before = faults_of(stored(on))
    if following := _following(gone, found, day):
        raise Refused(following)
    for each in found:
        writing.change(each, end=day)
    after = stored(on)
    wrong = [each for each in faults_of(after) if each not in before]
    if wrong:
        raise Refused([_told(each, after) for each in wrong])
    return found


def _following(gone: list[int], schemes: list[RotationScheme], day) -> list[Finding]:
    """The schemes of other bodies that go by one of these on the day or later."""
    parts = RotationPart.objects.filter(follows__scheme__in=schemes)
    parts = parts.exclude(scheme__body__in=gone).exclude(scheme__end__lte=day)
    named = parts.annotate(called=full_name_on("scheme__body_id", day)).select_related("scheme")
    return [
        Finding(
            "turns-followed",
            Severity.ERROR,
            f"Turordningen {each.scheme.name} i {each.called} följer en turordning i det organ som "
            f"upphör. Ge den en egen ordning från {long_date(day)} först.",
        )
        for each in named.order_by("pk")
        if not _is_over(each, day)
    ]


def _is_over(part: RotationPart, day: datetime.date) -> bool:
    """Whether the scheme goes by something else on the day already."""
    later = RotationPart.objects.filter(scheme=part.scheme_id, since__gt=part.since)
    return later.filter(since__lte=day).exists()


def _told(finding: Finding, found) -> Finding:
    scheme = found.schemes.get(int(finding.subject))
    whose = f"Turordningen {scheme.name} i {scheme.called}: " if scheme else ""
    return Finding(finding.code, Severity.ERROR, f"{whose}{finding.message}")
