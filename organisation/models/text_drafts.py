"""What is written of a text before it's published."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..records import Record


class TextDraftQuerySet(models.QuerySet):
    """Drafts of texts, asked about what is left to do with them."""

    def open(self):
        """Those that are neither published nor dropped."""
        return self.filter(published_at=None, dropped_at=None)

    def due(self, on: datetime.date):
        """Those that are approved ahead for the day `on` or an earlier one, and haven't failed."""
        return self.open().filter(publish_on__lte=on, failed_at=None)


class TextDraft(Record):
    """A change of the texts of a record, or a new one, that nobody but those who may change it
    sees.

    `values` are what was typed in the fields that the draft changes, as a form sends it; `version`
    is the change of the record that they were written from (0: a new record). With `from_day` the
    text isn't put right but replaced: what stands ends the day before. A draft with a
    `publish_on` is approved by `approved_by` and published on that day.
    """

    label = models.CharField("slag av text", max_length=60, editable=False)
    of = models.PositiveBigIntegerField("vilken text", null=True, blank=True, editable=False)
    version = models.PositiveBigIntegerField("skriven utifrån", default=0, editable=False)
    values = models.JSONField("det som är skrivet", default=dict, blank=True)
    from_day = models.DateField("gäller från och med", null=True, blank=True)
    reason = models.CharField("varför", max_length=300, blank=True)
    revision = models.PositiveIntegerField("revision", default=1, editable=False)
    token = models.CharField("formulärets kvitto", max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="senast skriven av"
    )
    made_at = models.DateTimeField("påbörjad", auto_now_add=True)
    saved_at = models.DateTimeField("sparad", auto_now=True)
    publish_on = models.DateField("publiceras", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="godkänd av",
    )
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    dropped_at = models.DateTimeField("kastad", null=True, blank=True)
    failed_at = models.DateTimeField("gick inte att publicera", null=True, blank=True)
    failed_why = models.TextField("varför det inte gick", blank=True)

    objects = TextDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "utkast till text"
        verbose_name_plural = "utkast till texter"
        ordering = ("-saved_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("label", "of"),
                condition=Q(published_at=None, dropped_at=None),
                name="text_draft_one_open_of_a_record",
            ),
            models.CheckConstraint(
                condition=Q(publish_on=None) | Q(approved_by__isnull=False),
                name="text_draft_planned_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(dropped_at=None),
                name="text_draft_published_or_dropped",
            ),
        ]
        indexes = [
            models.Index(
                fields=("publish_on",),
                condition=Q(published_at=None, dropped_at=None, failed_at=None),
                name="text_draft_due",
            )
        ]

    def __str__(self):
        return f"Utkast {self.pk}"

    @property
    def is_planned(self) -> bool:
        return self.publish_on is not None and self.failed_at is None
