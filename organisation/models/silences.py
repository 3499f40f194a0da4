"""Findings that someone has silenced for a time."""

from django.conf import settings
from django.db import models

from ..dates import long_date
from ..records import Record
from ..rules import is_silent


class FindingSilence(Record):
    """That a finding isn't shown up to and with the day `until`; it comes back by itself the day
    after. `code` and `subject` say which finding, `told` what it said; `reason` why it's silent.

    There is one row for each finding that was ever silenced; its history tells the rest.
    """

    natural_fields = ("code", "subject")

    code = models.SlugField("slag av brist")
    subject = models.CharField("gäller", max_length=120)
    told = models.CharField("vad som visades", max_length=300)
    reason = models.CharField("varför", max_length=300)
    until = models.DateField("tyst till och med")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vem"
    )
    is_lifted = models.BooleanField("visas igen i förtid", default=False)

    class Meta:
        verbose_name = "tystad brist"
        verbose_name_plural = "tystade brister"
        ordering = ("until", "code", "subject")
        constraints = [
            models.UniqueConstraint(fields=("code", "subject"), name="finding_silenced_once")
        ]

    def __str__(self):
        return f"{self.told}, tyst till och med {long_date(self.until)}"

    def is_silent(self, on) -> bool:
        """Whether the finding is left out on the day."""
        return is_silent(self.until, self.is_lifted, on)
