"""What bodies want to reach, by when, and what has been measured of it."""

import datetime
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from bodies.models import Body
from organisation.dates import KEEP, Dated, long_date, period
from organisation.records import Record, Sourced

from .. import measuring
from .promises import PatientPromise

DIGITS = {
    "max_digits": measuring.MOST_DIGITS + measuring.MOST_DECIMALS,
    "decimal_places": measuring.MOST_DECIMALS,
}


class QualityGoal(Record, Dated, Sourced):
    """A goal that a body has set to make the promises concrete (002, Vad betyder löftena?).

    Without a promise: no source says which one the goal serves. It's measured when it has an
    indicator: then in a unit, in one direction and by one interval.
    """

    class Direction(models.TextChoices):
        HIGHER = measuring.Direction.HIGHER.value, "högre är bättre"
        LOWER = measuring.Direction.LOWER.value, "lägre är bättre"
        WITHIN = measuring.Direction.WITHIN.value, "ska ligga mellan två värden"

    class Interval(models.TextChoices):
        YEAR = measuring.Interval.YEAR.value, "varje år"
        HALF = measuring.Interval.HALF.value, "varje halvår"
        QUARTER = measuring.Interval.QUARTER.value, "varje kvartal"
        MONTH = measuring.Interval.MONTH.value, "varje månad"

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
    indicator = models.CharField("indikator: vad som mäts", max_length=200, blank=True)
    unit = models.CharField("enhet", max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    direction = models.CharField("riktning", max_length=8, blank=True, choices=Direction)
    interval = models.CharField("hur ofta det mäts", max_length=8, blank=True, choices=Interval)
    data_source = models.CharField("var uppgifterna kommer från", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ("body", "number")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(indicator="", unit="", direction="", interval="")
                | (~Q(indicator="") & ~Q(unit="") & ~Q(direction="") & ~Q(interval="")),
                name="goal_measured_wholly",
                violation_error_message="Ett mål som mäts har en indikator, en enhet, en riktning "
                "och ett intervall. Fyll i alla fyra, eller ingen.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=measuring.MOST_DECIMALS),
                name="goal_few_decimals",
                violation_error_message=f"Välj högst {measuring.MOST_DECIMALS} decimaler.",
            ),
            ExclusionConstraint(
                name="goal_number_once_at_a_time",
                expressions=[(period(), "&&"), ("body", "="), ("number", "=")],
                violation_error_message="Organet har redan ett mål med det numret under den "
                "tiden. Välj ett annat nummer.",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_measured(self) -> bool:
        return bool(self.indicator)

    @property
    def url(self) -> str:
        return f"{self.body.url}mal/{self.number}/"

    def period_name(self, first: datetime.date, *, short: bool = False) -> str:
        """A period of the goal's as people call it."""
        return measuring.period_name(first, measuring.Interval(self.interval), short=short)

    def in_words(self, value: Decimal) -> str:
        """A value of the goal's with its unit."""
        return measuring.with_unit(value, self.decimals, self.unit)

    def target_in_words(self, target: "GoalTarget | measuring.Target") -> str:
        """What is to be reached, without the day: "minst 90 %", "60–80 dagar"."""
        if self.direction == self.Direction.WITHIN and target.upper is not None:
            lower = measuring.number_text(target.value, self.decimals)
            return f"{lower}–{KEEP}{self.in_words(target.upper)}"
        least = "högst" if self.direction == self.Direction.LOWER else "minst"
        return f"{least} {self.in_words(target.value)}"


class GoalTarget(Record):
    """What is to be reached of a goal on a day at the latest: in the whole healthcare region and in
    each region that has no target of its own for the day, or in one region."""

    natural_fields = ("goal", "region", "by")

    goal = models.ForeignKey(
        QualityGoal, models.PROTECT, related_name="targets", verbose_name="mål"
    )
    region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goal_targets",
        verbose_name="region",
        help_text="Tomt: alla regioner.",
    )
    by = models.DateField("senast den dagen")
    value = models.DecimalField("målvärde", **DIGITS)
    upper = models.DecimalField("övre gräns", null=True, blank=True, **DIGITS)

    class Meta:
        verbose_name = "målvärde"
        verbose_name_plural = "målvärden"
        ordering = ("goal", "by", F("region__order").asc(nulls_first=True))
        constraints = [
            models.UniqueConstraint(
                fields=("goal", "region", "by"),
                nulls_distinct=False,
                name="goal_target_once",
                violation_error_message="Det finns redan ett målvärde för den dagen. Ändra det i "
                "stället.",
            ),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(upper__gt=F("value")),
                name="goal_target_upper_above",
                violation_error_message="Den övre gränsen ska vara högre än den undre.",
            ),
        ]

    def __str__(self):
        return f"{self.goal}, senast {long_date(self.by)}"

    @property
    def plain(self) -> measuring.Target:
        return measuring.Target(self.by, self.value, self.upper)


class Measurement(Record):
    """A value of a goal for a period and a region, or that there is none and why. Of the whole
    healthcare region without a region: never worked out of the regions' values."""

    natural_fields = ("goal", "region", "period_start")

    goal = models.ForeignKey(
        QualityGoal, models.PROTECT, related_name="measurements", verbose_name="mål"
    )
    region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name="region",
        help_text="Tomt: hela sjukvårdsregionen.",
    )
    period_start = models.DateField("periodens första dag")
    period_end = models.DateField("dagen efter periodens sista")
    value = models.DecimalField("värde", null=True, blank=True, **DIGITS)
    comment = models.CharField("kommentar", max_length=300, blank=True)

    class Meta:
        verbose_name = "mätvärde"
        verbose_name_plural = "mätvärden"
        ordering = ("goal", "period_start", F("region__order").asc(nulls_first=True))
        constraints = [
            models.UniqueConstraint(
                fields=("goal", "region", "period_start"),
                nulls_distinct=False,
                name="measurement_once",
                violation_error_message="Det finns redan ett mätvärde för den perioden.",
            ),
            models.CheckConstraint(
                condition=Q(period_start__lt=F("period_end")),
                name="measurement_of_a_period",
                violation_error_message="Perioden måste ha en dag.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(comment=""),
                name="measurement_or_why_not",
                violation_error_message="Skriv ett värde, eller i kommentaren varför det saknas.",
            ),
        ]

    def __str__(self):
        return f"{self.goal}, {self.period_start.year}"

    @property
    def plain(self) -> measuring.Point:
        return measuring.Point(self.period_start, self.period_end, self.value)
