"""The text of an edition, section by section, and the PDF of it."""

from django.db import models

from organisation.records import Record
from organisation.richtext import RichTextField

from .document import Edition


class SectionQuerySet(models.QuerySet):
    """Sections of an edition."""

    def present(self):
        """Those that are in the text, in order: not what was taken out of a draft."""
        return self.filter(removed=False).order_by("position", "pk")


class Section(Record):
    """A heading and the text under it.

    `key` is its identity over the editions of a document, and its anchor on the page. `level` is
    the heading's: 1 stands right under the document's title. `note` says in a sentence what the
    reader should know of the section, for example that the heading is ours. A section taken out of
    a draft stays, marked `removed`, until the edition is published, so that it can be put back.
    """

    natural_fields = ("edition", "key")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sections")
    key = models.SlugField("beteckning", max_length=80)
    position = models.PositiveIntegerField("plats", default=0)
    heading = models.CharField("rubrik", max_length=200)
    level = models.PositiveSmallIntegerField("rubriknivå", default=1)
    html = RichTextField("text", blank=True)
    note = models.CharField("anmärkning", max_length=300, blank=True)
    revision = models.PositiveIntegerField("sparad gång", default=1, editable=False)
    removed = models.BooleanField("borttagen", default=False, editable=False)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering = ("edition", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "key"), name="section_key_once"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=3),
                name="section_level_1_to_3",
                violation_error_message="Rubriknivån är 1, 2 eller 3.",
            ),
        ]

    def __str__(self):
        return self.heading


class EditionPdf(models.Model):
    """The PDF of an edition, made once, in the transaction that published it."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="pdf")
    content = models.BinaryField("innehåll")
    sha256 = models.CharField("kontrollsumma", max_length=64)

    class Meta:
        verbose_name = "PDF av en version"
        verbose_name_plural = "PDF av versioner"

    def __str__(self):
        return f"{self.edition}, PDF"
