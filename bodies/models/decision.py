"""Decisions: that a body has decided something, on which day and in which paragraph."""

from django.db import models

from organisation.dates import long_date
from organisation.records import Record, Sourced

from .body import Body


class Decision(Record, Sourced):
    """What a body has decided, as far as it's known. `paragraph` is the number in the minutes,
    without the sign; `registry_number` the diarienummer of the matter."""

    natural_fields = ("body", "date", "paragraph")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="decisions", verbose_name="beslutat av"
    )
    date = models.DateField("beslutsdag")
    paragraph = models.CharField("paragraf", max_length=20, blank=True)
    registry_number = models.CharField("diarienummer", max_length=60, blank=True)
    text = models.TextField("vad som beslutades", blank=True)

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ("-date", "paragraph")

    def __str__(self):
        return f"{long_date(self.date)}{f' § {self.paragraph}' if self.paragraph else ''}"
