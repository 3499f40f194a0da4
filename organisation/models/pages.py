"""Editorial pages, and links that stand on many pages."""

from django.db import models

from ..addresses import path_validator
from ..records import Record, Sourced
from ..richtext import RichTextField


class Page(Record, Sourced):
    """An editorial page, or a named text that another page is built around."""

    natural_fields = ("path",)

    path = models.CharField("adress", max_length=120, unique=True, validators=[path_validator])
    title = models.CharField("rubrik", max_length=160)
    lead = models.TextField("ingress", blank=True)
    body = RichTextField("text", blank=True)
    owner = models.CharField("sidansvarig", max_length=160, blank=True)
    updated = models.DateField("uppdaterad", null=True, blank=True)

    class Meta:
        verbose_name = "sida"
        verbose_name_plural = "sidor"
        ordering = ("path",)

    def __str__(self):
        return self.title


class Shortcut(Record, Sourced):
    """A link that stands on many pages: an entrance, a shortcut, a contact, a footer link."""

    class Place(models.TextChoices):
        ENTRANCE = "entrance", "ingång"
        SHORTCUT = "shortcut", "genväg"
        CONTACT = "contact", "kontakt"
        FOOTER = "footer", "sidfot"

    natural_fields = ("place", "label")

    place = models.CharField("plats", max_length=20, choices=Place)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    label = models.CharField("länktext", max_length=80)
    text = models.CharField("förklaring", max_length=300, blank=True)
    target = models.CharField(
        "adress",
        max_length=300,
        blank=True,
        help_text="En adress på webbplatsen (/kunskapsrad/) eller en hel webbadress. "
        "Utan adress visas länken inte.",
    )

    class Meta:
        verbose_name = "genväg"
        verbose_name_plural = "genvägar"
        ordering = ("place", "order", "label")
        constraints = [
            models.UniqueConstraint(fields=("place", "label"), name="shortcut_once_per_place")
        ]

    def __str__(self):
        return self.label
