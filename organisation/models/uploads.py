"""Tables that someone has sent in and looks at before anything is done with them."""

import datetime
import uuid

from django.conf import settings
from django.db import models

# How long a table waits for its owner.
KEPT = datetime.timedelta(days=1)


class TableUploads(models.QuerySet):
    """Tables by their age: an old one isn't read, whether or not it's cleared away yet."""

    def waiting(self, at: datetime.datetime):
        """Those that are to be had at the time."""
        return self.filter(made_at__gt=at - KEPT)

    def expired(self, at: datetime.datetime):
        return self.filter(made_at__lte=at - KEPT)


class TableUpload(models.Model):
    """What a table held, until its owner has done something with it or a day has gone. Nobody else
    reads it: there are people in it. Has no history, since it's no record of anything.

    `rows` are lists of row number, texts and faults; `at` says in which of its columns each of ours
    stands; `chosen` is what was chosen for rows that mean more than one thing; `result` is what was
    done, and stays when the rows are gone.
    """

    class Purpose(models.TextChoices):
        ROSTER = "roster", "vilka som har vilka poster"
        MEASUREMENTS = "measurements", "vad som har mätts av mål"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="vems"
    )
    purpose = models.CharField("vad den är till för", max_length=20, choices=Purpose)
    name = models.CharField("filens namn", max_length=255)
    made_at = models.DateTimeField("inläst")
    headings = models.JSONField("rubriker", default=list)
    rows = models.JSONField("rader", default=list)
    told = models.JSONField("att veta om filen", default=list)
    at = models.JSONField("kolumner", null=True)
    chosen = models.JSONField("val", default=dict)
    started_at = models.DateTimeField("påbörjad", null=True)
    done_at = models.DateTimeField("klar", null=True)
    result = models.JSONField("vad som gjordes", null=True)

    objects = TableUploads.as_manager()

    class Meta:
        verbose_name = "inläst tabell"
        verbose_name_plural = "inlästa tabeller"
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("made_at",), name="table_upload_made_at")]

    def __str__(self):
        return self.name
