"""The documents that the portal's facts come from, and where they differ."""

from django.db import models

from ..records import Record


class Source(Record):
    """What the portal's facts come from. `code` is the number a document goes by."""

    class Nature(models.TextChoices):
        DOCUMENT = "document", "dokument"
        LAW = "law", "lag"
        OWN = "own", "webbplatsens egna uppgifter"

    natural_fields = ("code",)

    code = models.SlugField("nummer", unique=True)
    title = models.CharField("titel", max_length=200)
    nature = models.CharField("art", max_length=20, choices=Nature, default=Nature.DOCUMENT)
    kind = models.CharField("slag", max_length=80, blank=True)
    date = models.DateField("daterad", null=True, blank=True)
    owner = models.CharField(
        "ansvarig enligt källan",
        max_length=300,
        blank=True,
        help_text="Så som källan anger den. Visas inte som dagens kontakt.",
    )
    note = models.TextField("anteckning", blank=True)
    is_demo = models.BooleanField("påhittad", default=False)

    class Meta:
        verbose_name = "källa"
        verbose_name_plural = "källor"
        ordering = ("code",)

    def __str__(self):
        return self.title


class SourceDisagreement(Record):
    """Where two sources differ, or one is faulty, and what the portal does about it.

    Staff see these; the public never does (domain.md, "The sources disagree").
    """

    natural_fields = ("code",)

    code = models.SlugField("kod", unique=True)
    subject = models.CharField("gäller", max_length=200)
    statement = models.TextField("vad källorna säger")
    handling = models.TextField("vad portalen gör")
    sources = models.ManyToManyField(
        Source, through="SourceDisagreementSource", related_name="disagreements"
    )

    class Meta:
        verbose_name = "motsägelse mellan källor"
        verbose_name_plural = "motsägelser mellan källor"
        ordering = ("code",)

    def __str__(self):
        return self.subject


class SourceDisagreementSource(Record):
    """One of the sources that a disagreement is about."""

    natural_fields = ("disagreement", "source")

    disagreement = models.ForeignKey(SourceDisagreement, models.CASCADE, related_name="links")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "källa till motsägelse"
        verbose_name_plural = "källor till motsägelser"
        constraints = [
            models.UniqueConstraint(
                fields=("disagreement", "source"), name="disagreement_source_once"
            )
        ]

    def __str__(self):
        return f"{self.disagreement}: {self.source}"
