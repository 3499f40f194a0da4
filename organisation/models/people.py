"""People, and where they work."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..dates import Dated, period
from ..records import Record, Sourced
from ..rules import email_findings
from ..sorting import swedish_order
from .regions import Region

# What people's addresses begin with.
PEOPLE = "personer/"


def person_url(slug: str) -> str:
    """The address of the page of the person with this slug."""
    return f"/{PEOPLE}{slug}/"


def work_domains(regions: Iterable[Region] | None = None) -> set[str]:
    """The domains that work addresses lie in: the regions', or all regions' (then 1 query)."""
    every = Region.objects.all() if regions is None else regions
    domains = {each.email_domain for each in every if each.email_domain}
    return domains | ({".example"} if settings.DEMO else set())


class Person(Record):
    """Someone who holds, held or will hold a post. Only name and work address are kept."""

    natural_fields = ("slug",)

    slug = models.SlugField("kortnamn i adresser", max_length=120, unique=True)
    given_name = models.CharField("förnamn", max_length=80)
    family_name = models.CharField("efternamn", max_length=80)
    email = models.EmailField("e-post i arbetet", blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name="samma person som",
    )

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = (swedish_order("family_name"), swedish_order("given_name"))
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")) | Q(merged_into__isnull=True),
                name="person_not_merged_into_itself",
                violation_error_message="En person kan inte slås ihop med sig själv.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def url(self) -> str:
        return person_url(self.slug)

    def clean(self):
        super().clean()
        findings = email_findings(self.email, work_domains())
        if findings:
            raise ValidationError({each.subject: each.message for each in findings})


class Affiliation(Record, Dated, Sourced):
    """Where a person works, or whom an elected representative stands for, at a time."""

    natural_fields = ("person", "region", "start")

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="affiliations"
    )
    title = models.CharField("titel", max_length=120, blank=True)
    unit = models.CharField("enhet", max_length=120, blank=True)
    party = models.CharField(
        "parti", max_length=60, blank=True, help_text="Bara för förtroendevalda."
    )

    class Meta(Dated.Meta):
        verbose_name = "anknytning"
        verbose_name_plural = "anknytningar"
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="affiliation_one_at_a_time",
                expressions=[(period(), "&&"), ("person", "=")],
                violation_error_message="Personen har redan en anknytning under den tiden. "
                "Avsluta den först.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.region or self.title}"


def regions_of(person: Person, on: datetime.date) -> list[Region]:
    """The regions of a person on a day: one, but for someone stored twice and merged (1 query)."""
    root = person.merged_into_id or person.pk
    same = Q(person=root) | Q(person__merged_into=root)
    found = Affiliation.objects.current(on).filter(same).exclude(region=None)
    return sorted({each.region for each in found.select_related("region")}, key=lambda r: r.order)
