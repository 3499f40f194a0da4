"""Editorial pages, and links that stand on many pages."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models

from ..addresses import leads_safely, not_reserved_for_pages, path_validator
from ..records import Record, Sourced
from ..richtext import RichTextField
from .moved import not_led_on


class Language(models.TextChoices):
    """The languages that a text may be written in. What stands around it is always Swedish."""

    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "engelska"


class PageQuerySet(models.QuerySet):
    """Editorial pages, asked about one day."""

    def standing(self, on: datetime.date):
        """Those that aren't withdrawn by the day `on`. Give it no day before today: what is
        withdrawn is not to be read on a page that looks back either."""
        return self.exclude(withdrawn__lte=on)


class Page(Record, Sourced):
    """An editorial page, or a named text that another page is built around.

    The address says which page it lies under: "om/kontakt" is below "om". A withdrawn page keeps
    its address, which answers with the reason.
    """

    class Addition(models.TextChoices):
        """A part that is made of data, and stands after the page's own text."""

        REGIONS = "regions", "regionerna"
        PEOPLE = "people", "hur länge personers uppdrag visas"
        SUPERVISOR = "supervisor", "vem som har tillsyn över tillgängligheten"

    natural_fields = ("path",)

    path = models.CharField(
        "adress",
        max_length=120,
        unique=True,
        validators=[path_validator, not_reserved_for_pages],
    )
    title = models.CharField("rubrik", max_length=160)
    language = models.CharField("språk", max_length=2, choices=Language, default=Language.SWEDISH)
    order = models.PositiveSmallIntegerField("ordning bland avsnittets sidor", default=0)
    lead = models.TextField("ingress", blank=True)
    body = RichTextField("text", blank=True)
    addition = models.CharField(
        "del som hämtas ur uppgifterna", max_length=20, choices=Addition, blank=True
    )
    owner = models.CharField("sidansvarig", max_length=160, blank=True)
    updated = models.DateField("uppdaterad", null=True, blank=True)
    reviewed = models.DateField("granskad senast", null=True, blank=True)
    withdrawn = models.DateField("tas bort från och med", null=True, blank=True)
    withdrawn_reason = models.TextField("varför sidan tas bort", blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "sida"
        verbose_name_plural = "sidor"
        ordering = ("path",)

    def __str__(self):
        return self.title

    @property
    def url(self) -> str:
        return f"/{self.path}/"

    @property
    def section(self) -> str:
        """The address of the page that this one lies under, or its own."""
        return self.path.split("/")[0]

    def clean(self):
        super().clean()
        if self.withdrawn and not self.withdrawn_reason.strip():
            raise ValidationError(
                {
                    "withdrawn_reason": "Skriv varför sidan tas bort. Det visas för den som har "
                    "kvar adressen."
                }
            )
        now = Page.objects.filter(pk=self.pk).values_list("path", flat=True).first()
        if self.path != now:
            not_led_on(self.path, now)


class Shortcut(Record, Sourced):
    """A link that stands on many pages: an entrance, a shortcut, a contact, a footer link."""

    class Place(models.TextChoices):
        ENTRANCE = "entrance", "ingång"
        SHORTCUT = "shortcut", "genväg"
        CONTACT = "contact", "kontakt"
        FOOTER = "footer", "sidfot, om organisationen"
        FOOTER_SITE = "footer_site", "sidfot, om webbplatsen"

    natural_fields = ("place", "label")

    place = models.CharField("plats", max_length=20, choices=Place)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    label = models.CharField("länktext", max_length=80)
    text = models.CharField("förklaring", max_length=300, blank=True)
    target = models.CharField(
        "adress",
        max_length=300,
        blank=True,
        validators=[leads_safely],
        help_text="En adress på webbplatsen (/om/) eller en hel webbadress. "
        "Utan adress visas länken inte.",
    )
    language = models.CharField(
        "språk",
        max_length=2,
        choices=Language,
        default=Language.SWEDISH,
        help_text="Länktextens och målets språk.",
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
