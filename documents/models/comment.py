"""What reviewers say of a draft."""

from django.conf import settings
from django.db import models

from organisation.records import Record

from .document import Edition


class Comment(Record):
    """A remark on a section of a draft, or an answer to one (`parent`). `quote` holds the words it
    is about. A remark is resolved, never deleted."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="comments")
    token = models.CharField("formulärets kvitto", max_length=64, unique=True, editable=False)
    section_key = models.SlugField("avsnitt", max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    quote = models.CharField("gäller orden", max_length=300, blank=True)
    text = models.TextField("kommentar")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vem"
    )
    at = models.DateTimeField("när")
    resolved_at = models.DateTimeField("löst", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="löst av",
    )

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering = ("at", "pk")

    def __str__(self):
        return f"{self.by}: {self.text[:60]}"
