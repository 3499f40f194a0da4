"""What has happened to an edition. Rows are added here, never changed."""

from django.conf import settings
from django.db import models

from .document import Edition


class EditionEvent(models.Model):
    """One step of an edition's way: who took it, when and why.

    A withdrawal holds from `effective_on`. `forced` marks a publication past the rule that someone
    else publishes; it stays flagged until an APPROVED event follows. `by` is empty where a file
    was read in.
    """

    class Kind(models.TextChoices):
        STARTED = "started", "påbörjad"
        READ_IN = "read_in", "inläst från Word"
        SHOWN = "shown", "visad för ledamöterna"
        HIDDEN = "hidden", "inte längre visad för ledamöterna"
        SUBMITTED = "submitted", "skickad till beslut"
        SENT_BACK = "sent_back", "skickad tillbaka"
        ADOPTED = "adopted", "beslutad"
        PUBLISHED = "published", "publicerad"
        APPROVED = "approved", "godkänd i efterhand"
        WITHDRAWN = "withdrawn", "återkallad"
        DISCARDED = "discarded", "kastad"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="events")
    kind = models.CharField("vad", max_length=12, choices=Kind)
    at = models.DateTimeField("när")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vem"
    )
    text = models.TextField("varför", blank=True)
    forced = models.BooleanField("utan någon annans granskning", default=False)
    effective_on = models.DateField("gäller från och med", null=True, blank=True)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("edition",),
                condition=models.Q(kind="withdrawn"),
                name="edition_withdrawn_once",
                violation_error_message="Versionen är redan återkallad.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="withdrawn", effective_on__isnull=False)
                | (~models.Q(kind="withdrawn") & models.Q(effective_on__isnull=True)),
                name="edition_event_withdrawn_has_day",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_kind_display()}"


class WorkingCopy(models.Model):
    """An edition as it was when it was submitted: 3-01, 3-02. `content` holds title, lead, change
    note and sections, so that it can be read and compared whatever becomes of the draft."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="working_copies")
    number = models.PositiveSmallIntegerField("nummer")
    content = models.JSONField("innehåll")
    at = models.DateTimeField("när")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vem"
    )

    class Meta:
        verbose_name = "arbetskopia"
        verbose_name_plural = "arbetskopior"
        ordering = ("edition", "number")
        constraints = [
            models.UniqueConstraint(fields=("edition", "number"), name="working_copy_once")
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return f"{self.edition.number}-{self.number:02}"
