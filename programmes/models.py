"""What the work is about. So far: which national areas the healthcare region is host for."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from bodies.models import Body
from organisation.dates import Dated, period
from organisation.records import Record, Sourced


class Hosting(Record, Dated, Sourced):
    """That the healthcare region is host for a national body (002)."""

    natural_fields = ("national_body", "start")

    national_body = models.ForeignKey(Body, models.PROTECT, related_name="hostings")
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
