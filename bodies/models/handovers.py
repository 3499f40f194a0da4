"""What is kept of handovers beside the terms: what has been ticked off, and who has been reminded.

A handover is known by what it is: which body's offices go from which region to which, and on which
day. When it's moved, what was kept of it stays as it was.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organisation.dates import long_date
from organisation.models import Outbox
from organisation.records import Record

from .body import Body


class HandoverTick(Record):
    """That something which nobody can work out is done before a handover."""

    class Item(models.TextChoices):
        CASES = "cases", "Gått igenom det som pågår"
        DRAFTS = "drafts", "Gått igenom utkasten"
        PAPERS = "papers", "Lämnat över handlingar och berättat var de finns"
        ADDRESS = "address", "Sett till att e-post till organet når den som tar över"
        TOLD = "told", "Berättat för ledamöterna vem som tar över"

    natural_fields = ("body", "day", "leaving", "coming", "item")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    day = models.DateField("dag")
    leaving = models.ForeignKey(
        "organisation.Region", models.PROTECT, related_name="+", verbose_name="från"
    )
    coming = models.ForeignKey(
        "organisation.Region", models.PROTECT, related_name="+", verbose_name="till"
    )
    item = models.CharField("punkt", max_length=8, choices=Item)
    is_done = models.BooleanField("klar", default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="av"
    )
    at = models.DateTimeField("när")

    class Meta:
        verbose_name = "punkt i överlämning"
        verbose_name_plural = "punkter i överlämningar"
        constraints = [
            models.UniqueConstraint(
                fields=("body", "day", "leaving", "coming", "item"),
                name="handover_tick_once",
            ),
            models.CheckConstraint(
                condition=~Q(leaving=F("coming")), name="handover_tick_between_two"
            ),
        ]

    def __str__(self):
        return f"{self.get_item_display()}: {self.body}, {long_date(self.day)}"


class SentReminder(models.Model):
    """That somebody has been reminded of a handover, so many days before it. Written together with
    the mail, so that neither is there without the other, and nobody is reminded twice."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    day = models.DateField("dag")
    leaving = models.ForeignKey(
        "organisation.Region", models.PROTECT, related_name="+", verbose_name="från"
    )
    coming = models.ForeignKey(
        "organisation.Region", models.PROTECT, related_name="+", verbose_name="till"
    )
    days = models.PositiveSmallIntegerField("dagar före")
    to = models.EmailField("till adressen")
    mail = models.ForeignKey(Outbox, models.PROTECT, related_name="+", verbose_name="brev")

    class Meta:
        verbose_name = "skickad påminnelse"
        verbose_name_plural = "skickade påminnelser"
        constraints = [
            models.UniqueConstraint(
                fields=("to", "body", "day", "leaving", "coming", "days"),
                name="sent_reminder_once",
            ),
        ]

    def __str__(self):
        return f"{self.to}: {self.body}, {self.days} dagar före {long_date(self.day)}"
