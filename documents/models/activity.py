"""What a body does over the years, and how each year's plan or report tells of it.

An activity is one thing that a body does, for as long as it does it: its number is its identity. A
plan or a report has an entry for each activity, with the words of that year; an entry belongs to
an edition like its sections do, and never changes once that is published.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from bodies.models import Body
from organisation.dates import last_day, long_date, period_text
from organisation.records import Record
from programmes.models import QualityGoal

from .document import Edition
from .section import Section

# The step below a body's address at which its activities stand.
ACTIVITIES_STEP = "aktiviteter"


class Activity(Record):
    """Something that a body does, known again from year to year by its number."""

    natural_fields = ("owner", "number")

    owner = models.ForeignKey(
        Body, models.PROTECT, related_name="activities", verbose_name="organ som har aktiviteten"
    )
    number = models.PositiveIntegerField("nummer")

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ("owner", "number")
        constraints = [
            models.UniqueConstraint(fields=("owner", "number"), name="activity_number_once"),
        ]

    def __str__(self):
        return f"Aktivitet {self.number}, {self.owner}"

    @property
    def url(self) -> str:
        """The page of its way over the years."""
        return f"{self.owner.url}{ACTIVITIES_STEP}/{self.number}/"


class EntryQuerySet(models.QuerySet):
    """Entries of an edition."""

    def present(self):
        """Those that are in the text, in order: not what was taken out of a draft, alone or with
        its section."""
        return self.filter(removed=False, section__removed=False).order_by(
            "section__position", "section", "position", "pk"
        )


class ActivityEntry(Record):
    """An activity as an edition of a plan or a report tells of it, under one of its sections: the
    focus area. The fields are those that the field's own template for plans asks for.

    It runs from `start` up to, but not including, `end`. `promises` are numbers of patient
    promises. `outcome`, `reflection` and `goes_on` are for the report; `goes_on` is None as long
    as nobody has said whether next year's plan is to take the activity over.
    """

    natural_fields = ("edition", "activity")

    class Status(models.TextChoices):
        PLANNED = "planned", "planerad"
        STARTED = "started", "pågår"
        DONE = "done", "klar"
        PAUSED = "paused", "vilande"
        STOPPED = "stopped", "avbruten"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="entries")
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="entries", verbose_name="aktivitet"
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="entries", verbose_name="insatsområde"
    )
    position = models.PositiveIntegerField("plats", default=0)
    name = models.CharField("aktivitet", max_length=200)
    goal = models.TextField("mål", blank=True, max_length=2000)
    promises = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="löften"
    )
    quality_goal = models.ForeignKey(
        QualityGoal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="kvalitetsmål",
    )
    measure = models.TextField("hur det mäts", blank=True, max_length=2000)
    measured_by = models.CharField("vem som mäter", max_length=200, blank=True)
    responsible = models.CharField("ansvarig", max_length=200, blank=True)
    start = models.DateField("från och med", null=True, blank=True)
    end = models.DateField("till (dagen efter den sista)", null=True, blank=True)
    status = models.CharField("läge", max_length=12, choices=Status, default=Status.PLANNED)
    for_patients = models.TextField("följder för patienter", blank=True, max_length=2000)
    for_staff = models.TextField("följder för medarbetare", blank=True, max_length=2000)
    for_management = models.TextField("följder för ledning", blank=True, max_length=2000)
    outcome = models.TextField("utfall", blank=True, max_length=4000)
    reflection = models.TextField("reflektion", blank=True, max_length=4000)
    goes_on = models.BooleanField("fortsätter nästa år", null=True, blank=True)
    revision = models.PositiveIntegerField("sparad gång", default=1, editable=False)
    removed = models.BooleanField("borttagen", default=False, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "aktivitet i en plan eller rapport"
        verbose_name_plural = "aktiviteter i planer och rapporter"
        ordering = ("edition", "section", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "activity"),
                name="activity_entry_once",
                violation_error_message="Aktiviteten finns redan i texten.",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lt=F("end")),
                name="activity_entry_start_before_end",
                violation_error_message="Slutdagen måste ligga efter startdagen.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "started", "done", "paused", "stopped"]),
                name="activity_entry_status_is_known",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def period_text(self) -> str:
        """When it runs, in words; empty where nothing is said of it."""
        return period_text(self.start, self.end) if self.start or self.end else ""

    @property
    def anchor(self) -> str:
        """Its place on the page of the edition."""
        return f"aktivitet-{self.activity.number}"

    def clean(self):
        super().clean()
        if self.start and self.end and self.end <= self.start:
            raise ValidationError(
                {
                    "end": f"Sista dagen {long_date(last_day(self.end))} ligger före första dagen "
                    f"{long_date(self.start)}. Ändra någon av dem, eller lämna sista dagen tom."
                }
            )
