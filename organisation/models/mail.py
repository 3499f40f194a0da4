"""What readers write, and the queue of mail to send."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Outbox(models.Model):
    """A mail to send, written in the transaction that it tells of. `key` is its reason: whoever
    asks for the same mail again gets the one there is.

    A mail is claimed before it's sent, and so goes out at most once: one whose sender died between
    the two stays claimed, for a person to look at.

    The text of a secret one, which lets whoever reads it in, is kept only until it's sent.
    """

    key = models.CharField("skäl", max_length=200, unique=True)
    to = models.EmailField("till")
    subject = models.CharField("ämne", max_length=200)
    text = models.TextField("text")
    reply_to = models.EmailField("svar till", blank=True)
    created = models.DateTimeField("skapat", auto_now_add=True)
    claimed = models.DateTimeField("påbörjat", null=True, blank=True)
    sent = models.DateTimeField("skickat", null=True, blank=True)
    attempts = models.PositiveIntegerField("misslyckade försök", default=0)
    error = models.CharField("senaste fel", max_length=300, blank=True)
    is_secret = models.BooleanField("texten tas bort när brevet är skickat", default=False)

    class Meta:
        verbose_name = "utgående brev"
        verbose_name_plural = "utgående brev"
        ordering = ("created",)
        constraints = [
            models.CheckConstraint(
                condition=Q(sent__isnull=True) | Q(claimed__isnull=False),
                name="outbox_claimed_before_sent",
            )
        ]

    def __str__(self):
        return f"{self.subject} till {self.to}"


class Feedback(models.Model):
    """What a reader wrote about a page. Kept as it was written."""

    token = models.CharField("formulärets kvitto", max_length=64, unique=True)
    path = models.CharField("sida", max_length=300)
    text = models.TextField("synpunkt")
    email = models.EmailField("svar till", blank=True)
    created = models.DateTimeField("inkom", auto_now_add=True)
    handled = models.DateTimeField("hanterad", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hanterad av",
    )

    class Meta:
        verbose_name = "synpunkt"
        verbose_name_plural = "synpunkter"
        ordering = ("-created",)

    def __str__(self):
        return f"{self.path}, {self.created:%Y-%m-%d}"
