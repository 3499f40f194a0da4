"""What patients are promised."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F

from organisation.dates import Dated, period
from organisation.records import Record, Sourced


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
