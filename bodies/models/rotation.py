"""What is decided of whose turn offices are; `bodies.rotation` works the terms out from it.

A scheme has offices that go in turn together, parts that each hold from a day, and exceptions.
The terms that come of it are stored as `RotationTerm`, so that pages and rights read one table.
"""

from django.db import models
from django.db.models import F, Q

from organisation.dates import long_date
from organisation.records import Record, Sourced

from .body import Body
from .decision import Decision
from .posts import Post


class RotationScheme(Record, Sourced):
    """Offices that go in turn between the regions: they change hands on the same days."""

    natural_fields = ("body", "name")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="rotation_schemes", verbose_name="organ"
    )
    name = models.CharField("vad som går i tur", max_length=120)
    apart = models.BooleanField("funktionerna får aldrig höra till samma region", default=False)
    end = models.DateField("till (dagen efter den sista)", null=True, blank=True)

    class Meta:
        verbose_name = "turordning"
        verbose_name_plural = "turordningar"
        constraints = [
            models.UniqueConstraint(
                fields=("body", "name"),
                name="rotation_scheme_once",
                violation_error_message="Organet har redan en turordning som heter så.",
            ),
        ]

    def __str__(self):
        return f"{self.name} i {self.body}"


class RotationOffice(Record):
    """An office of a scheme, and how many places ahead of the first it is in the order."""

    natural_fields = ("scheme", "post")

    scheme = models.ForeignKey(
        RotationScheme, models.PROTECT, related_name="offices", verbose_name="turordning"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="rotation_offices", verbose_name="post"
    )
    ahead = models.PositiveSmallIntegerField("steg före i ordningen", default=0)

    class Meta:
        verbose_name = "funktion i turordning"
        verbose_name_plural = "funktioner i turordningar"
        ordering = ("scheme", "ahead", "post__role__order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("scheme", "post"),
                name="rotation_office_once",
                violation_error_message="Funktionen är redan med i turordningen.",
            ),
        ]

    def __str__(self):
        return str(self.post)


class RotationPart(Record, Sourced):
    """What a scheme goes by from a day: an order of its own, so many months each, or another
    scheme's office, so many places ahead of it."""

    natural_fields = ("scheme", "since")

    scheme = models.ForeignKey(
        RotationScheme, models.PROTECT, related_name="parts", verbose_name="turordning"
    )
    since = models.DateField("från och med")
    months = models.PositiveSmallIntegerField("månader i en period", null=True, blank=True)
    follows = models.ForeignKey(
        RotationOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="följer",
    )
    ahead = models.PositiveSmallIntegerField("steg före den som följs", default=0)

    class Meta:
        verbose_name = "ordning"
        verbose_name_plural = "ordningar"
        ordering = ("scheme", "since")
        constraints = [
            models.UniqueConstraint(
                fields=("scheme", "since"),
                name="rotation_part_once_a_day",
                violation_error_message="En annan ordning börjar samma dag.",
            ),
            models.CheckConstraint(
                # A check passes on what is unknown: the months must be there to be counted.
                condition=Q(months__isnull=False, months__gte=1, follows__isnull=True, ahead=0)
                | Q(months__isnull=True, follows__isnull=False),
                name="rotation_part_of_one_sort",
                violation_error_message="Ange antingen hur många månader en period är eller vad "
                "som följs.",
            ),
        ]

    def __str__(self):
        return f"{self.scheme} från {long_date(self.since)}"


class RotationPlace(Record):
    """A region's place in an order, from 1; without a place it takes no part, which is said so that
    nobody is forgotten."""

    natural_fields = ("part", "region")

    part = models.ForeignKey(
        RotationPart, models.PROTECT, related_name="places", verbose_name="ordning"
    )
    region = models.ForeignKey(
        "organisation.Region", models.PROTECT, related_name="+", verbose_name="region"
    )
    place = models.PositiveSmallIntegerField("plats i ordningen", null=True, blank=True)

    class Meta:
        verbose_name = "plats i turordning"
        verbose_name_plural = "platser i turordningar"
        ordering = ("part", F("place").asc(nulls_last=True), "region__order")
        constraints = [
            models.UniqueConstraint(
                fields=("part", "region"),
                name="rotation_place_region_once",
                violation_error_message="Regionen står två gånger i ordningen.",
            ),
            models.UniqueConstraint(
                fields=("part", "place"),
                name="rotation_place_once",
                violation_error_message="Två regioner har samma plats i ordningen.",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gte=1),
                name="rotation_place_from_one",
                violation_error_message="Platser räknas från 1.",
            ),
        ]

    def __str__(self):
        return f"{self.region}: {self.place or 'deltar inte'}"


class RotationException(Record, Sourced):
    """What was decided otherwise than the order gives, and why.

    The days say, by kind: *swap*, a day in each of the two terms; *move* and *shift*, the day that
    a change was planned for and the day that it's made on; *interim*, its first day, and the day
    after its last. Without a post it concerns all offices of the scheme. Who follows the scheme
    isn't moved by what is pinned.
    """

    class Kind(models.TextChoices):
        SWAP = "swap", "två perioder byter region"
        MOVE = "move", "ett byte flyttas"
        SHIFT = "shift", "ett byte och alla senare flyttas"
        INTERIM = "interim", "en region tillfälligt"

    natural_fields = ("scheme", "kind", "first", "post")

    scheme = models.ForeignKey(
        RotationScheme, models.PROTECT, related_name="exceptions", verbose_name="turordning"
    )
    kind = models.CharField("slag", max_length=8, choices=Kind)
    first = models.DateField("första dagen")
    second = models.DateField("andra dagen")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bara för"
    )
    region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="region",
    )
    pinned = models.BooleanField("de som följer påverkas inte", default=False)
    reason = models.CharField("varför", max_length=300)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rotation_exceptions",
        verbose_name="enligt beslutet",
    )

    class Meta:
        verbose_name = "undantag från turordning"
        verbose_name_plural = "undantag från turordningar"
        ordering = ("scheme", "first", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("scheme", "kind", "first", "post"),
                nulls_distinct=False,
                name="rotation_exception_once",
                violation_error_message="Samma undantag finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(kind="interim", region__isnull=False, second__gt=F("first"))
                | (~Q(kind="interim") & Q(region__isnull=True) & ~Q(second=F("first"))),
                name="rotation_exception_complete",
                violation_error_message="En tillfällig region anges med första och sista dag, "
                "andra undantag med två olika dagar.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="shift") | Q(post__isnull=True),
                name="rotation_exception_shift_for_all",
                violation_error_message="Att alla senare byten flyttas gäller alla funktioner.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rotation_exception_says_why",
                violation_error_message="Skriv varför undantaget görs.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {long_date(self.first)}"
