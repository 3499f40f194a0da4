"""Posts, who is appointed to them, and whose turn an office is.

A post is a place in a body: a seat (counted) or an office (a function, not counted). It is either
filled by appointment, or derived: held by whoever holds certain other posts (ex officio).
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organisation.dates import Dated, period
from organisation.records import Record, Sourced

from .body import Body, BodyRelation
from .decision import Decision


class Role(Record):
    """What someone is in a body: member, chair, secretary …"""

    class Place(models.TextChoices):
        SEAT = "seat", "plats"
        OFFICE = "office", "funktion"

    class Function(models.TextChoices):
        MEMBER = "member", "ledamot"
        SUBSTITUTE = "substitute", "ersättare"
        LEADER = "leader", "ledningsperson"
        REPRESENTATIVE = "representative", "representant"
        CO_OPTED = "co_opted", "adjungerad"
        CHAIR = "chair", "ordförande"
        VICE_CHAIR = "vice_chair", "vice ordförande"
        CONVENER = "convener", "sammankallande"
        SECRETARY = "secretary", "sekreterare"
        PROCESS_SUPPORT = "process_support", "processtöd"
        DIRECTOR = "director", "direktör"
        OTHER = "other", "annat"

    natural_fields = ("slug",)

    slug = models.SlugField("kortnamn", unique=True)
    name = models.CharField("namn", max_length=80)
    plural = models.CharField("namn i flertal", max_length=80)
    place = models.CharField("plats eller funktion", max_length=8, choices=Place)
    function = models.CharField("betydelse", max_length=20, choices=Function)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "roll"
        verbose_name_plural = "roller"
        ordering = ("order", "name")

    def __str__(self):
        return self.name

    @property
    def is_office(self) -> bool:
        return self.place == self.Place.OFFICE


class Post(Record, Dated, Sourced):
    """A place in a body, whether someone holds it or not.

    Whom it represents is one of a region, a body or the whole healthcare region. A derived post
    names the posts it follows: those of `held_by_role` in `held_by_body` itself, or, with
    `held_by_relation`, in every body that stands in that relation to it; with `held_in_turn_of`,
    only the one representing the region whose rotation term holds that office (data.md).
    """

    natural_fields = ("body", "role", "represents_region", "represents_body", "number")

    body = models.ForeignKey(Body, models.PROTECT, related_name="posts", verbose_name="organ")
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts", verbose_name="roll")
    number = models.PositiveSmallIntegerField("nummer bland lika platser", default=1)
    label = models.CharField("egen benämning", max_length=120, blank=True)
    rotates = models.BooleanField(
        "går i tur mellan regionerna",
        default=False,
        help_text="Utan turordning står det på sidorna att den inte är fastställd.",
    )

    represents_region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="företräder regionen",
    )
    represents_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="representatives",
        verbose_name="företräder organet",
    )
    represents_whole = models.BooleanField("företräder hela sjukvårdsregionen", default=False)

    appointed_by_region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="utses av regionen",
    )
    appointed_by_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="utses av organet",
    )
    appointed_by_relation = models.CharField(
        "utses av det organ som är",
        max_length=20,
        choices=BodyRelation.Kind,
        blank=True,
        default="",
        help_text="Till exempel hör till: av det organ som organet hör till den dagen.",
    )
    requires_seat_in = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kräver plats i",
    )

    held_by_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="följer rollen",
        help_text="Den som har rollen i organet nedan har också den här posten.",
    )
    held_by_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="i organet",
    )
    held_by_relation = models.CharField(
        "eller i de organ som, till det organet",
        max_length=20,
        choices=BodyRelation.Kind,
        blank=True,
        default="",
        help_text="Till exempel hör till: posten följer rollen i vart och ett av de organ som hör "
        "till organet.",
    )
    held_in_turn_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="i tur och ordning som posten",
        help_text="Bara den vars region har turen till den posten.",
    )

    class Meta(Dated.Meta):
        verbose_name = "post"
        verbose_name_plural = "poster"
        ordering = ("body", "role__order", "represents_region__order", "number")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=("body", "role", "represents_region", "represents_body", "number"),
                nulls_distinct=False,
                name="post_once",
            ),
            models.CheckConstraint(
                condition=(
                    Q(represents_region__isnull=True, represents_body__isnull=True)
                    | Q(represents_region__isnull=True, represents_whole=False)
                    | Q(represents_body__isnull=True, represents_whole=False)
                ),
                name="post_represents_one",
                violation_error_message="En post företräder högst en: en region, ett organ eller "
                "hela sjukvårdsregionen.",
            ),
            models.CheckConstraint(
                condition=Q(appointed_by_region__isnull=True, appointed_by_body__isnull=True)
                | Q(appointed_by_region__isnull=True, appointed_by_relation="")
                | Q(appointed_by_body__isnull=True, appointed_by_relation=""),
                name="post_appointed_by_one",
                violation_error_message="En post utses av högst en: en region eller ett organ.",
            ),
            models.CheckConstraint(
                condition=Q(held_by_role__isnull=True, held_by_body__isnull=True)
                | Q(held_by_role__isnull=False, held_by_body__isnull=False),
                name="post_derivation_complete",
                violation_error_message="En härledd post ska ange både vilken roll och vilket "
                "organ den följer.",
            ),
            models.CheckConstraint(
                condition=Q(held_by_role__isnull=False)
                | Q(held_by_relation="", held_in_turn_of__isnull=True),
                name="post_derivation_has_source",
                violation_error_message="En härledd post ska ange vilken roll den följer.",
            ),
            models.CheckConstraint(
                condition=Q(held_by_relation="") | Q(held_in_turn_of__isnull=True),
                name="post_derivation_one_way",
                violation_error_message="En härledd post följer antingen ett förhållande eller en "
                "turordning, inte båda.",
            ),
            models.CheckConstraint(
                condition=Q(held_by_role__isnull=True)
                | Q(
                    appointed_by_region__isnull=True,
                    appointed_by_body__isnull=True,
                    appointed_by_relation="",
                ),
                name="post_derived_not_appointed",
                violation_error_message="En härledd post utses inte av någon: den följer en annan "
                "post.",
            ),
            models.CheckConstraint(
                condition=Q(held_in_turn_of__isnull=True) | ~Q(held_in_turn_of=F("id")),
                name="post_not_in_turn_of_itself",
                violation_error_message="En post kan inte följa sin egen tur.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="post_number_from_one",
                violation_error_message="Nummer räknas från 1.",
            ),
        ]

    def __str__(self):
        whom = self.represents_region or self.represents_body or ""
        return f"{self.label or self.role} i {self.body}{f', {whom}' if whom else ''}"

    @property
    def is_derived(self) -> bool:
        return self.held_by_role_id is not None

    @property
    def seat_reading(self) -> str:
        """How the source was read, where that is told with the post itself: an office that isn't
        derived has it told with whose turn it is."""
        return "" if self.role.is_office and not self.is_derived else self.interpretation


class Appointment(Record, Dated, Sourced):
    """One person in one post from one day to another.

    One that was registered by mistake stays, with its history, and holds on no day: it ends on the
    day it begins. Whatever asks about days therefore never finds it (ADR 0018).
    """

    natural_fields = ("post", "person", "start")

    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="appointments")
    end_reason = models.CharField("varför uppdraget slutade", max_length=200, blank=True)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="utsedd genom beslutet",
    )
    is_mistake = models.BooleanField("inlagt av misstag", default=False, db_default=False)

    class Meta(Dated.Meta):
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        constraints = [
            models.CheckConstraint(
                # A check passes on what is unknown: both days must be there to be the same.
                condition=Q(is_mistake=True, start__isnull=False, end__isnull=False, start=F("end"))
                | Q(is_mistake=False) & (Q(start=None) | Q(end=None) | Q(start__lt=F("end"))),
                name="bodies_appointment_start_before_end",
                violation_error_message="Slutdagen måste ligga efter startdagen.",
            ),
            ExclusionConstraint(
                name="appointment_one_person_per_post",
                expressions=[(period(), "&&"), ("post", "=")],
                violation_error_message="Posten har redan en innehavare under den tiden. Avsluta "
                "det uppdraget först, eller välj en annan tid.",
            ),
        ]
        indexes = [models.Index(fields=("person",), name="appointment_person")]

    def __str__(self):
        return f"{self.person}: {self.post}"

    @property
    def is_empty(self) -> bool:
        return self.is_mistake

    @property
    def period_text(self) -> str:
        return "inlagt av misstag, gällde aldrig" if self.is_mistake else super().period_text

    def clean(self):
        super().clean()
        if self.post_id and self.post.is_derived:
            raise ValidationError(
                {
                    "post": f"{self.post} följer av en annan post och tillsätts inte för sig. "
                    "Tillsätt den post som den följer."
                }
            )


class RotationTerm(Record, Dated, Sourced):
    """Which region holds an office from one day to another: worked out from a scheme, and stored
    some years ahead, or else put in by hand."""

    natural_fields = ("post", "region", "start")

    post = models.ForeignKey(Post, models.PROTECT, related_name="rotation_terms")
    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="rotation_terms")
    scheme = models.ForeignKey(
        "bodies.RotationScheme",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="terms",
        verbose_name="turordning",
    )

    class Meta(Dated.Meta):
        verbose_name = "rotationsperiod"
        verbose_name_plural = "rotationsperioder"
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="rotation_term_one_region",
                expressions=[(period(), "&&"), ("post", "=")],
                violation_error_message="En annan region har redan posten under den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.region}: {self.post}, {self.period_text}"

    @property
    def reading(self) -> str:
        """How an unclear source was read: of the scheme that the term comes of, else its own."""
        return self.scheme.interpretation if self.scheme else self.interpretation

    def clean(self):
        super().clean()
        if self.post_id and not self.post.role.is_office:
            raise ValidationError(
                {"post": f"{self.post} är en plats. Bara funktioner går i tur mellan regionerna."}
            )
