"""What the work is about: hosting, the promises to patients, goals, and the national system."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F

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


class PatientPromise(Record, Dated, Sourced):
    """What a patient is promised (002, Våra löften). A new wording is a new row with the same
    number and days of its own.

    `text` goes on from the words that the page of promises opens with: "Som patient … ska du".
    """

    natural_fields = ("number", "start")

    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("ordalydelse", max_length=300)

    class Meta(Dated.Meta):
        verbose_name = "patientlöfte"
        verbose_name_plural = "patientlöften"
        ordering = ("number", F("start").asc(nulls_first=True))
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="promise_one_wording_at_a_time",
                expressions=[(period(), "&&"), ("number", "=")],
                violation_error_message="Löftet har redan en ordalydelse under den tiden. "
                "Avsluta den först.",
            ),
        ]

    def __str__(self):
        return f"Löfte {self.number}"

    @property
    def url(self) -> str:
        return f"/loften/{self.number}/"


class PromiseVariant(Record, Sourced):
    """How another source words the same promise (004 beside 002), where no day says which of
    them is the later."""

    natural_fields = ("promise", "source")

    promise = models.ForeignKey(
        PatientPromise, models.PROTECT, related_name="variants", verbose_name="löfte"
    )
    text = models.CharField("ordalydelse", max_length=300)

    class Meta:
        verbose_name = "annan ordalydelse av ett löfte"
        verbose_name_plural = "andra ordalydelser av löften"
        ordering = ("promise", "source")
        constraints = [
            models.UniqueConstraint(
                fields=("promise", "source"), nulls_distinct=False, name="promise_variant_once"
            )
        ]

    def __str__(self):
        return f"{self.promise} enligt {self.source}"


class QualityGoal(Record, Dated, Sourced):
    """A goal that a body has set to make the promises concrete (002, Vad betyder löftena?).

    Without a promise: no source says which one the goal serves.
    """

    natural_fields = ("body", "number", "start")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="quality_goals", verbose_name="organ"
    )
    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("mål", max_length=300)
    promise = models.ForeignKey(
        PatientPromise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name="löfte som målet hör till",
    )

    class Meta(Dated.Meta):
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ("body", "number")
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="goal_number_once_at_a_time",
                expressions=[(period(), "&&"), ("body", "="), ("number", "=")],
                violation_error_message="Organet har redan ett mål med det numret under den "
                "tiden. Välj ett annat nummer.",
            ),
        ]

    def __str__(self):
        return self.text


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
