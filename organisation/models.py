"""Who we are: the healthcare region, its regions, people, editorial pages and sources."""

import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase
from simple_history.models import HistoricalRecords

from .addresses import path_validator
from .dates import Dated, period, years_from
from .records import Record, Sourced
from .richtext import RichTextField
from .rules import email_findings
from .sorting import swedish_order


class User(AbstractUser):
    """An account. What it may do follows from its person's posts and from grants, never from
    this row (see architecture, Rights)."""

    person = models.OneToOneField(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name="person",
    )

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"


class Source(Record):
    """A document that the portal's facts come from. `code` is the number it goes by."""

    natural_fields = ("code",)

    code = models.SlugField("nummer", unique=True)
    title = models.CharField("titel", max_length=200)
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
        HealthcareRegion, models.PROTECT, default=1, related_name="regions"
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


class RegionGroupPermission(GroupObjectPermissionBase):
    """A right that a group of users holds for one region (direct foreign key, no orphans)."""

    content_object = models.ForeignKey(Region, models.PROTECT, related_name="group_permissions")

    history = HistoricalRecords()


def person_url(slug: str) -> str:
    """The address of the page of the person with this slug."""
    return f"/personer/{slug}/"


class Person(Record):
    """Someone who holds, held or will hold a post. Only name and work address are kept."""

    natural_fields = ("slug",)

    slug = models.SlugField("kortnamn i adresser", max_length=120, unique=True)
    given_name = models.CharField("förnamn", max_length=80)
    family_name = models.CharField("efternamn", max_length=80)
    email = models.EmailField("e-post i arbetet", blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name="samma person som",
    )

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = (swedish_order("family_name"), swedish_order("given_name"))
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")) | Q(merged_into__isnull=True),
                name="person_not_merged_into_itself",
                violation_error_message="En person kan inte slås ihop med sig själv.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def url(self) -> str:
        return person_url(self.slug)

    def clean(self):
        super().clean()
        domains = set(
            Region.objects.exclude(email_domain="").values_list("email_domain", flat=True)
        )
        if settings.DEMO:
            domains.add(".example")
        findings = email_findings(self.email, domains)
        if findings:
            raise ValidationError({each.subject: each.message for each in findings})


class Affiliation(Record, Dated, Sourced):
    """Where a person works, or whom an elected representative stands for, at a time."""

    natural_fields = ("person", "region", "start")

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="affiliations"
    )
    title = models.CharField("titel", max_length=120, blank=True)
    unit = models.CharField("enhet", max_length=120, blank=True)
    party = models.CharField(
        "parti", max_length=60, blank=True, help_text="Bara för förtroendevalda."
    )

    class Meta(Dated.Meta):
        verbose_name = "anknytning"
        verbose_name_plural = "anknytningar"
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="affiliation_one_at_a_time",
                expressions=[(period(), "&&"), ("person", "=")],
                violation_error_message="Personen har redan en anknytning under den tiden. "
                "Avsluta den först.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.region or self.title}"


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


class Outbox(models.Model):
    """A mail to send, written in the transaction that it tells of. `key` is its reason: whoever
    asks for the same mail again gets the one there is.

    A mail is claimed before it's sent, and so goes out at most once: one whose sender died between
    the two stays claimed, for a person to look at.
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

    class Meta:
        verbose_name = "synpunkt"
        verbose_name_plural = "synpunkter"
        ordering = ("-created",)

    def __str__(self):
        return f"{self.path}, {self.created:%Y-%m-%d}"
