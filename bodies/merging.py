"""What it leads to that two records become one person: asked before, and as if they were merged."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from organisation.actions.records import version_of
from organisation.models import Person
from organisation.rules import Finding, Severity
from organisation.standing import Standing
from organisation.trying import as_if

from .models import Body, Tenure
from .rights_compared import beyond
from .rosters.around import (
    Changed,
    differences,
    of_person,
    region_name,
    rights_of,
    rows_told,
    what_is_held,
)
from .rosters.rules import Held, merging_findings


@dataclass(frozen=True)
class Leads:
    """What a merge leads to. `seen` tells one that leads to anything else from it."""

    findings: list[Finding]
    changes: list[Changed]
    gains: list[tuple[str, list[str]]]
    seen: str

    @property
    def warned(self) -> bool:
        return any(each.severity is Severity.WARNING for each in self.findings)


def leads_to(change: Callable[[], object], one: Person, other: Person, standing: Standing) -> Leads:
    """What `change`, that merges the one into the other, leads to on the day; nothing is kept.
    Raises what it raises."""
    on, both = standing.on, (one, other)
    versions = [version_of(each) for each in both]
    held = [_held(each, standing) for each in both]
    tenures = Tenure.objects.current(on).filter(of_person(one) | of_person(other))
    bodies = list(Body.objects.filter(pk__in=tenures.values("body")).order_by("path"))
    before = rows_told(bodies, on, on)
    had = [rights_of(each, on) for each in both]
    belong = [region_name(each, standing) for each in both]
    with as_if(change):
        # As stored now: the one stands for the other from here on.
        after = rows_told(bodies, on, on)
        has = rights_of(other, on)
        belongs = region_name(other, standing)
    findings = merging_findings(other.name, *held, (*belong, belongs))
    names = [f"{each} ({each.slug})" for each in both]
    # One person has what the two had: nobody loses anything by it.
    gained = [beyond(has, earlier) for earlier in had]
    gains = [(name, rights) for name, rights in zip(names, gained, strict=True) if rights]
    changes = differences(before, after)
    told = (versions, held, [each.message for each in findings], changes, gains)
    seen = hashlib.sha256(repr(told).encode()).hexdigest()[:20]
    return Leads(findings, changes, gains, seen)


def _held(person: Person, standing: Standing) -> tuple[Held, ...]:
    """What the person has in each body, today or later (1 query)."""
    tenures = Tenure.objects.filter(of_person(person)).exclude(end__lte=standing.on)
    return what_is_held(tenures, standing.on)
