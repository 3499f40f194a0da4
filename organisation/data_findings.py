"""What is to be put right in the data: the shape that every room tells it in, and what this room
finds.

A check is a function of a standing and a day. It tells only what the person can do something
about, and asks the database a number of times that doesn't grow with what there is.
"""

import datetime
from dataclasses import dataclass
from hashlib import sha256

from django.urls import reverse

from .models import HealthcareRegion, Page, Person, SourceDisagreement
from .policies import PEOPLE, with_affiliations
from .rights import Action, Thing
from .rules import Finding, Severity, owner_findings, same_name_findings
from .standing import Standing


@dataclass(frozen=True)
class ToCorrect:
    """A finding, with the link that puts it right. `key` is what it's about and what it rests on,
    in a form that stays when names change (`key_of`)."""

    finding: Finding
    key: str
    url: str
    action: str

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def subject(self) -> str:
        return self.finding.subject

    @property
    def title(self) -> str:
        return self.finding.title

    @property
    def message(self) -> str:
        return self.finding.message


def key_of(what: str, pk: int, *rests_on) -> str:
    """The key of a finding about one thing: "post:13:2026-09-08". With other facts behind it (a
    day, a person, a set of records) it's another finding, which a silence of the first says nothing
    about."""
    rest = ":".join(str(each) for each in rests_on)
    if len(rest) > 60:
        rest = sha256(rest.encode()).hexdigest()[:32]
    return f"{what}:{pk}:{rest}" if rest else f"{what}:{pk}"


def set_of(keys) -> str:
    """A set of records, the same whatever their order."""
    return ",".join(map(str, sorted(keys)))


def same_names(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """People of one's own who may be stored more than once (at most 6 queries)."""
    if not standing.may_some(Action.WRITE, Thing.PERSON):
        return []
    names = Person.objects.filter(merged_into=None).values_list("pk", "given_name", "family_name")
    groups = same_name_findings((pk, f"{given} {family}") for pk, given, family in names)
    alike = with_affiliations(Person.objects.all()).in_bulk(
        [pk for _, keys in groups for pk in keys]
    )
    found = []
    for finding, keys in groups:
        mine = [pk for pk in keys if PEOPLE.allows(standing, Action.WRITE, alike[pk])]
        if mine:
            key = key_of("person", min(keys), set_of(keys))
            found.append(ToCorrect(finding, key, reverse("desk_merge", args=[mine[0]]), "Jämför"))
    return found


def pages_without_owner(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Editorial pages that nobody answers for (2 queries)."""
    if not standing.may_some(Action.WRITE, Thing.PAGE):
        return []
    default = HealthcareRegion.objects.values_list("page_owner", flat=True).first() or ""
    pages = list(Page.objects.standing(on))
    by_title = {each.title: each for each in pages}
    return [
        ToCorrect(
            each,
            f"page:{by_title[each.subject].pk}",
            reverse("admin:organisation_page_change", args=[by_title[each.subject].pk]),
            "Ange ansvarig",
        )
        for each in owner_findings([(each.title, each.owner) for each in pages], default)
    ]


def disagreements(standing: Standing, on: datetime.date) -> list[ToCorrect]:
    """Where the sources differ, for those who look after them (1 query)."""
    if not standing.may_some(Action.WRITE, Thing.PAGE):
        return []
    place = reverse("admin:organisation_source_changelist")
    return [
        ToCorrect(
            Finding(
                "disagreement",
                Severity.NOTICE,
                f"{each.statement} På webbplatsen: {each.handling}",
                each.subject,
                f"Källorna: {each.subject}",
            ),
            f"source:{each.code}",
            place,
            "Se källorna",
        )
        for each in SourceDisagreement.objects.all()
    ]


CHECKS = (same_names, pages_without_owner, disagreements)
