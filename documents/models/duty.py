"""What bodies are to write every year, until when, and what was decided otherwise for a year.

`documents.coverage` tells how it stands; the days of a duty are its due days.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from bodies.models import Body, BodyKind, Decision
from organisation.dates import MONTHS, Dated, long_date, period
from organisation.models import Outbox
from organisation.records import Record, Sourced

from ..coverage import Due
from .document import Document


class ReportingDuty(Record, Dated, Sourced):
    """Something due every year: from one body, or from each of a kind that has no duty of its own
    for the year. It holds for what is due from `start` up to, but not including, `end`."""

    class What(models.TextChoices):
        PLAN = "plan", "plan"
        REPORT = "report", "årsrapport"
        NOTES = "notes", "minnesanteckningar"

    natural_fields = ("body", "kind", "what", "start")

    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reporting_duties",
        verbose_name="organ",
    )
    kind = models.ForeignKey(
        BodyKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reporting_duties",
        verbose_name="eller alla organ av slaget",
    )
    what = models.CharField("vad", max_length=8, choices=What)
    years_after = models.PositiveSmallIntegerField("så många år efter året det gäller", default=0)
    month = models.PositiveSmallIntegerField("månad")
    day = models.PositiveSmallIntegerField("dag")

    class Meta(Dated.Meta):
        verbose_name = "skyldighet att rapportera"
        verbose_name_plural = "skyldigheter att rapportera"
        ordering = ("kind__order", "body__path", "what", "start")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(body__isnull=True, kind__isnull=False)
                | Q(body__isnull=False, kind__isnull=True),
                name="reporting_duty_of_one",
                violation_error_message="Ange antingen ett organ eller ett slag av organ.",
            ),
            models.CheckConstraint(
                condition=Q(
                    years_after__lte=2, month__gte=1, month__lte=12, day__gte=1, day__lte=31
                ),
                name="reporting_duty_has_a_day",
                violation_error_message="Ange en dag som finns, högst två år efter året.",
            ),
            models.UniqueConstraint(
                fields=("body", "kind", "what", "start"),
                nulls_distinct=False,
                name="reporting_duty_once",
                violation_error_message="Det finns redan en sådan skyldighet från samma dag.",
            ),
            ExclusionConstraint(
                name="reporting_duty_once_at_a_time",
                expressions=[
                    (period(), "&&"),
                    (Coalesce("body", 0), "="),
                    (Coalesce("kind", 0), "="),
                    ("what", "="),
                ],
                violation_error_message="Samma sak ska redan lämnas under den tiden. Avsluta den "
                "skyldigheten först.",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.body or self.kind}"

    @property
    def due(self) -> Due:
        return Due(self.years_after, self.month, self.day, (self.start, self.end))

    @property
    def day_words(self) -> str:
        """The due day of each year in words."""
        when = ("samma år", "året efter", "två år efter")[self.years_after]
        return f"{self.day} {MONTHS[self.month - 1]} {when}"


# Which documents are what is due: both kinds of plan are plans (002, 004).
MET_BY = {
    ReportingDuty.What.PLAN: (Document.Kind.ACTION_PLAN, Document.Kind.OPERATIONAL_PLAN),
    ReportingDuty.What.REPORT: (Document.Kind.ANNUAL_REPORT,),
    ReportingDuty.What.NOTES: (Document.Kind.NOTES,),
}


class DutyAdjustment(Record):
    """Another due day for a year, or none at all: for one body, or for all that the duty is about
    and that have nothing of their own."""

    natural_fields = ("duty", "body", "year")

    duty = models.ForeignKey(
        ReportingDuty, models.PROTECT, related_name="adjustments", verbose_name="skyldighet"
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organ"
    )
    year = models.PositiveSmallIntegerField("år")
    due = models.DateField(
        "annan sista dag", null=True, blank=True, help_text="Tomt betyder att inget ska lämnas."
    )
    reason = models.TextField("skäl")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslut"
    )

    class Meta:
        verbose_name = "undantag från en skyldighet"
        verbose_name_plural = "undantag från skyldigheter"
        ordering = ("year", "duty", "body__path")
        constraints = [
            models.UniqueConstraint(
                fields=("duty", "body", "year"),
                nulls_distinct=False,
                name="duty_adjustment_once",
                violation_error_message="Det finns redan ett undantag för det året.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="duty_adjustment_has_a_reason",
                violation_error_message="Skriv ett skäl.",
            ),
        ]

    def __str__(self):
        told = f"senast {long_date(self.due)}" if self.due else "behövs inte"
        return f"{self.duty}, {self.year}: {told}"


class SentDutyReminder(models.Model):
    """That somebody has been reminded of what a body owes for a year; `days` are those after the
    due day, fewer than none before it. Written together with the mail, so that neither is there
    without the other, and nobody is reminded twice."""

    duty = models.ForeignKey(
        ReportingDuty, models.PROTECT, related_name="+", verbose_name="skyldighet"
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    year = models.PositiveSmallIntegerField("år")
    days = models.SmallIntegerField("dagar efter sista dagen")
    to = models.EmailField("till adressen")
    mail = models.ForeignKey(Outbox, models.PROTECT, related_name="+", verbose_name="brev")

    class Meta:
        verbose_name = "skickad påminnelse om rapport"
        verbose_name_plural = "skickade påminnelser om rapporter"
        constraints = [
            models.UniqueConstraint(
                fields=("to", "duty", "body", "year", "days"), name="sent_duty_reminder_once"
            )
        ]

    def __str__(self):
        return f"{self.to}: {self.body}, {self.year}, {self.days} dagar efter sista dagen"
