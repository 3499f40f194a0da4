"""Hosting, the topics and the levels of the national system."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models

from bodies.models import Body
from organisation.dates import Dated, period
from organisation.records import Record, Sourced


class Hosting(Record, Dated, Sourced):
    """That the healthcare region is host for a national body (002)."""

    natural_fields = ("national_body", "start")

    national_body = models.ForeignKey(
        Body, models.PROTECT, related_name="hostings", verbose_name="nationellt organ"
    )
    region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hostings",
        verbose_name="region som sköter värdskapet",
    )

    class Meta(Dated.Meta):
        verbose_name = "värdskap"
        verbose_name_plural = "värdskap"
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="hosting_once_at_a_time",
                expressions=[(period(), "&&"), ("national_body", "=")],
                violation_error_message="Värdskapet finns redan under den tiden.",
            ),
        ]

    def __str__(self):
        return f"Värdskap för {self.national_body}"


class KnowledgeTopic(Record, Dated, Sourced):
    """A topic in which the healthcare region answers for the national recommendations in
    Nationellt kliniskt kunskapsstöd (002)."""

    natural_fields = ("name", "start")

    name = models.CharField("ämne", max_length=160)

    class Meta(Dated.Meta):
        verbose_name = "ämne i kunskapsstödet"
        verbose_name_plural = "ämnen i kunskapsstödet"
        ordering = ("name",)
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="knowledge_topic_once_at_a_time",
                expressions=[(period(), "&&"), ("name", "=")],
                violation_error_message="Ämnet finns redan under den tiden.",
            ),
        ]

    def __str__(self):
        return self.name


class SystemLevel(Record, Dated, Sourced):
    """A level of the national system for knowledge-based care, and what it does (004). The first
    is the one nearest to the patient."""

    natural_fields = ("number", "start")

    number = models.PositiveSmallIntegerField("nummer")
    name = models.CharField("nivå", max_length=120)
    duties = ArrayField(models.CharField(max_length=200), verbose_name="vad nivån gör")

    class Meta(Dated.Meta):
        verbose_name = "nivå i systemet för kunskapsstyrning"
        verbose_name_plural = "nivåer i systemet för kunskapsstyrning"
        ordering = ("number",)
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="system_level_one_at_a_time",
                expressions=[(period(), "&&"), ("number", "=")],
                violation_error_message="Nivån finns redan under den tiden.",
            ),
        ]

    def __str__(self):
        return self.name
