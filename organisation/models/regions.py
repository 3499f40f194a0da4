"""The healthcare region and the regions that make it up."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ..dates import Dated, years_from
from ..records import Record, Sourced


class HealthcareRegion(Record, Sourced):
    """The healthcare region that this portal is for. There is exactly one row."""

    natural_fields = ("slug",)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    slug = models.SlugField("kortnamn i adresser", unique=True)
    name = models.CharField("namn", max_length=120)
    short_name = models.CharField("kort namn", max_length=60)
    headline = models.CharField("rubrik på startsidan", max_length=160)
    lead = models.TextField("ingress på startsidan")
    purpose = models.TextField("vad webbplatsen är till för", blank=True)
    about = models.TextField("mening i sidfoten", blank=True)
    page_owner = models.CharField("sidansvarig där ingen annan anges", max_length=160, blank=True)
    feedback_email = models.EmailField(
        "synpunkter skickas till",
        blank=True,
        help_text="Utan adress sparas synpunkterna, men ingen får brev om dem.",
    )
    facts_from = models.DateField("första dag med uppgifter")
    people_indexed = models.BooleanField("personers sidor får visas i sökmotorer", default=False)
    former_posts_years = models.PositiveSmallIntegerField(
        "år som avslutade uppdrag visas",
        null=True,
        blank=True,
        help_text="Efter så många år visas inte längre vem som hade uppdraget. "
        "Tomt: det visas alltid.",
    )
    supervisor_name = models.CharField(
        "har tillsyn över webbplatsens tillgänglighet", max_length=120, blank=True
    )
    supervisor_url = models.URLField("där man anmäler brister", blank=True)
    demo_anchor = models.DateField(
        "ankardag för påhittade data", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = "sjukvårdsregion"
        verbose_name_plural = "sjukvårdsregion"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="healthcare_region_is_one"),
        ]

    def __str__(self):
        return self.name

    def named_after(self, today: datetime.date) -> datetime.date | None:
        """Who held a post that ended on this day or before isn't told any longer; None: always
        told. Counted from today also when a page looks back."""
        if self.former_posts_years is None:
            return None
        return years_from(today, -self.former_posts_years)


class Region(Record, Dated, Sourced):
    """One of the regions that make up the healthcare region (each a principal of its own).

    `order` gives the region its shape and colour; they belong to the data, not to a name.
    """

    natural_fields = ("slug",)

    healthcare_region = models.ForeignKey(
        HealthcareRegion,
        models.PROTECT,
        default=1,
        related_name="regions",
        verbose_name="sjukvårdsregion",
    )
    slug = models.SlugField("kortnamn i adresser", unique=True)
    code = models.CharField("förkortning", max_length=10, unique=True)
    name = models.CharField("namn", max_length=120, unique=True)
    aliases = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name="andra namn"
    )
    order = models.PositiveSmallIntegerField("ordning", unique=True)
    email_domain = models.CharField("domän för arbetsadresser", max_length=120, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "region"
        verbose_name_plural = "regioner"
        ordering = ("order",)
        permissions = [("edit_people", "Får ändra regionens personer och uppdrag")]

    def __str__(self):
        return self.name

    @property
    def url(self) -> str:
        return f"/regioner/{self.slug}/"

    @property
    def last_day(self) -> datetime.date | None:
        """The last day that the region takes part, when one is set."""
        return self.end - datetime.timedelta(days=1) if self.end else None

    @property
    def mark(self) -> int:
        """The number of the region's mark (shape and colour), from 1."""
        return self.order


class Inhabitants(Record, Sourced):
    """How many live in a region, from a year until another number is known."""

    natural_fields = ("region", "year")

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="inhabitants", verbose_name="region"
    )
    year = models.PositiveSmallIntegerField("år")
    number = models.PositiveIntegerField("invånare")

    class Meta:
        verbose_name = "antal invånare"
        verbose_name_plural = "antal invånare"
        ordering = ("region", "-year")
        constraints = [
            models.UniqueConstraint(
                fields=("region", "year"),
                name="inhabitants_once_a_year",
                violation_error_message="Regionen har redan ett antal invånare för det året. "
                "Ändra det i stället.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200),
                name="inhabitants_in_a_year",
                violation_error_message="Skriv året med fyra siffror, från 1900 till 2200.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="inhabitants_are_some",
                violation_error_message="Skriv hur många som bor i regionen, minst 1.",
            ),
        ]

    def __str__(self):
        return f"{self.region}, {self.year}"
