"""Bodies: what they are called, where they belong, what follows what."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Q

from organisation.addresses import not_reserved, path_validator
from organisation.dates import Dated, DatedQuerySet, period
from organisation.models import OldAddress, Page, not_led_on
from organisation.records import Record, Sourced
from organisation.richtext import RichTextField
from organisation.sorting import swedish_order

from ..questions import name_on
from ..rules import ring_through


class BodyKind(Record, Sourced):
    """A kind of body, as data: what it is called, where its pages are and what they show."""

    class Level(models.TextChoices):
        REGIONAL = "regional", "sjukvårdsregional"
        NATIONAL = "national", "nationell"

    class Layout(models.TextChoices):
        PLAIN = "plain", "enkel lista"
        ALPHABETICAL = "alphabetical", "A–Ö med filter"
        BY_CHILDREN = "by_parent", "var och en med dem som hör till"
        BY_COUNTERPART = "by_counterpart", "med och utan nationell motsvarighet"
        BY_STATE = "by_state", "pågående och avslutade"

    natural_fields = ("slug",)

    slug = models.SlugField("kortnamn", unique=True)
    name = models.CharField("namn i ental, fullständigt", max_length=120)
    short_name = models.CharField("namn i ental, kort", max_length=80)
    abbreviation = models.CharField("förkortning", max_length=20, blank=True)
    plural = models.CharField("namn i flertal, kort", max_length=120)
    full_plural = models.CharField("namn i flertal, fullständigt", max_length=160, blank=True)
    counted = models.CharField(
        "ord efter ett antal", max_length=60, help_text="Till exempel områden: ”24 områden”."
    )
    prefix = models.CharField(
        "adress till listan",
        max_length=80,
        blank=True,
        validators=[validate_slug, not_reserved],
        help_text="Tomt för ett slag som bara har ett organ.",
    )
    level = models.CharField("nivå", max_length=12, choices=Level, default=Level.REGIONAL)
    section = models.CharField("avdelning på organisationssidan", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    layout = models.CharField("listans form", max_length=20, choices=Layout, default=Layout.PLAIN)
    panels = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="delar på sidan"
    )
    lead = models.TextField("ingress på listan", blank=True)
    heading = models.CharField("rubrik på organisationssidan", max_length=160, blank=True)
    description = RichTextField("text på organisationssidan", blank=True)
    composition = models.TextField("hur ett sådant organ är bemannat", blank=True)
    name_prefix = models.CharField(
        "ord före namnet utanför listan",
        max_length=60,
        blank=True,
        help_text="Till exempel Kunskapsråd: ”Kunskapsråd Exempelvård”.",
    )
    starts_work_groups = models.BooleanField(
        "går att välja när en arbetsgrupp startas", default=False
    )
    belongs_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hör till ett organ av slaget",
        help_text="Den som saknar ett sådant visas som en brist för redaktionen.",
    )

    class Meta:
        verbose_name = "slag av organ"
        verbose_name_plural = "slag av organ"
        ordering = ("order", "name")
        constraints = [
            models.UniqueConstraint(
                fields=("prefix",),
                condition=~Q(prefix="") & ~Q(layout="plain"),
                name="body_kind_one_list_per_prefix",
            )
        ]

    def __str__(self):
        return self.plural


class BodyQuerySet(DatedQuerySet):
    """Bodies, with the names they had on a day."""

    def named(self, on: datetime.date):
        """Adds `name`: the official name on the day `on` (see `questions.name_on`)."""
        return self.annotate(name=name_on("pk", on))

    def alphabetical(self):
        """In the Swedish alphabet; call `named` first."""
        return self.order_by(swedish_order("name"))


class Body(Record, Dated, Sourced):
    """A body that decides, leads or works: a board, a council, an area, a group.

    `path` is its published address, without slashes at the ends. `function` says which special
    rights and duties follow with it; rules look at that, never at a path or a name.
    """

    class Function(models.TextChoices):
        BOARD = "board", "samverkansnämnd"
        EXECUTIVE = "executive", "regionsjukvårdsledning"
        STAFF_OFFICE = "staff_office", "stab"
        WORKING_COMMITTEE = "working_committee", "arbetsutskott"
        COUNCIL = "council", "kunskapsråd"
        PROGRAMME_AREA = "programme_area", "programområde"
        COLLABORATION_GROUP = "collaboration_group", "samverkansgrupp"
        WORK_GROUP = "work_group", "arbetsgrupp"
        SECRETARIAT = "secretariat", "kansli"
        STEERING_GROUP = "steering_group", "styrgrupp"
        MANAGERS_FORUM = "managers_forum", "chefsamråd"
        NATIONAL_AREA = "national_area", "nationellt programområde"
        NATIONAL_GROUP = "national_group", "nationell samverkansgrupp"
        OTHER = "other", "annat"

    class Counterpart(models.TextChoices):
        UNKNOWN = "unknown", "uppgift saknas"
        EXISTS = "exists", "finns"
        NONE = "none", "saknas"

    natural_fields = ("path",)

    kind = models.ForeignKey(BodyKind, models.PROTECT, related_name="bodies", verbose_name="slag")
    path = models.CharField(
        "adress", max_length=160, unique=True, validators=[path_validator, not_reserved]
    )
    function = models.CharField("funktion", max_length=24, choices=Function)
    summary = models.CharField("vad det är, i en mening", max_length=300, blank=True)
    description = RichTextField("beskrivning", blank=True)
    comment = models.TextField("kommentar i källan", blank=True)
    origin = models.CharField("hur det bildades", max_length=300, blank=True)
    ending = models.CharField("varför det upphörde", max_length=300, blank=True)
    results = models.TextField("vad det ledde till", max_length=1000, blank=True)
    records_kept = models.CharField("var handlingarna finns", max_length=300, blank=True)
    counterpart = models.CharField(
        "nationell motsvarighet", max_length=12, choices=Counterpart, default=Counterpart.UNKNOWN
    )
    email = models.EmailField("funktionsadress", blank=True)
    page_owner = models.CharField("sidansvarig", max_length=160, blank=True)
    updated = models.DateField("sidan uppdaterad", null=True, blank=True)
    reviewed = models.DateField("sidan granskad senast", null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "organ"
        verbose_name_plural = "organ"
        ordering = ("kind__order", "path")

    def __str__(self):
        return getattr(self, "name", self.path)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day that the body is there, when one is set."""
        return self.end - datetime.timedelta(days=1) if self.end else None

    @property
    def url(self) -> str:
        return f"/{self.path}/"

    def clean(self):
        """Refuses an address that isn't below its kind's list, or that something else has."""
        super().clean()
        if self.kind_id and self.kind.prefix and not self.path.startswith(f"{self.kind.prefix}/"):
            raise ValidationError(
                {"path": f"Adressen ska börja med {self.kind.prefix}/, som alla {self.kind}."}
            )
        self._check_address()

    def _check_address(self) -> None:
        """Refuses a new address that leads somewhere else already; one that the body itself has had
        may come back, and a list where nothing is may give way (at most 4 queries)."""
        now = Body.objects.filter(pk=self.pk).values_list("path", flat=True).first()
        if self.path == now:
            return
        if OldAddress.objects.filter(path=self.path, target=now or "").exclude(target="").exists():
            return
        not_led_on(self.path, now)
        if Page.objects.filter(path=self.path).exists():
            has = "har en annan sida på webbplatsen"
        elif Body.objects.filter(kind__prefix=self.path).exists():
            has = "har en lista över organ"
        else:
            return
        raise ValidationError({"path": f"Adressen {self.path} {has}. Välj en annan."})


class BodyName(Record, Dated, Sourced):
    """A name that a body goes or went by. `heading` is how it's written where the kind is known."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "officiellt namn"
        SHORT = "short", "kort namn"
        ALIAS = "alias", "kallas också"

    natural_fields = ("body", "kind", "name", "start")

    body = models.ForeignKey(Body, models.PROTECT, related_name="names", verbose_name="organ")
    kind = models.CharField("slag", max_length=10, choices=Kind, default=Kind.OFFICIAL)
    name = models.CharField("namn", max_length=160)
    is_public = models.BooleanField(
        "visas för alla",
        default=True,
        help_text="Av för skrivsätt som bara är fel eller varianter i en källa.",
    )

    class Meta(Dated.Meta):
        verbose_name = "namn på organ"
        verbose_name_plural = "namn på organ"
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="body_name_one_at_a_time",
                expressions=[(period(), "&&"), ("body", "="), ("kind", "=")],
                condition=~Q(kind="alias"),
                violation_error_message="Organet har redan ett sådant namn under den tiden. "
                "Avsluta det först.",
            ),
            models.UniqueConstraint(
                fields=("body", "kind", "name", "start"),
                nulls_distinct=False,
                name="body_name_once",
            ),
        ]

    def __str__(self):
        return self.name


class BodyRelation(Record, Dated, Sourced):
    """How `subject` stands to `object` at a time: "subject is part of object"."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", "hör till"
        COMMISSIONED_BY = "commissioned_by", "får uppdrag av"
        FOLLOWED_UP_BY = "followed_up_by", "följs upp av"
        SUPPORTS = "supports", "stödjer"
        REPLACES = "replaces", "ersätter"
        COUNTERPART_OF = "counterpart_of", "motsvarar"

    natural_fields = ("subject", "kind", "object", "start")

    subject = models.ForeignKey(
        Body, models.PROTECT, related_name="relations_out", verbose_name="organ"
    )
    kind = models.CharField("förhållande", max_length=20, choices=Kind)
    object = models.ForeignKey(
        Body, models.PROTECT, related_name="relations_in", verbose_name="det andra organet"
    )

    class Meta(Dated.Meta):
        verbose_name = "förhållande mellan organ"
        verbose_name_plural = "förhållanden mellan organ"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(subject=F("object")),
                name="body_relation_not_to_itself",
                violation_error_message="Ett organ kan inte stå i förhållande till sig självt.",
            ),
            ExclusionConstraint(
                name="body_relation_one_parent",
                expressions=[(period(), "&&"), ("subject", "=")],
                condition=Q(kind="part_of"),
                violation_error_message="Organet hör redan till ett annat organ under den tiden. "
                "Avsluta det förhållandet först.",
            ),
            ExclusionConstraint(
                name="body_relation_once_at_a_time",
                expressions=[(period(), "&&"), ("subject", "="), ("object", "="), ("kind", "=")],
                violation_error_message="Samma förhållande finns redan under den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.get_kind_display()} {self.object}"

    def clean(self):
        """Refuses a body that would come to stand above itself on any day. The database's own
        trigger stands behind this (two writers at once)."""
        super().clean()
        if self.kind != self.Kind.PART_OF or not (self.subject_id and self.object_id):
            return
        links = [
            (each.subject_id, each.object_id, each.start, each.end)
            for each in BodyRelation.objects.filter(kind=self.Kind.PART_OF).exclude(pk=self.pk)
        ]
        ring = ring_through((self.subject_id, self.object_id, self.start, self.end), links)
        if ring:
            names = " → ".join(
                Body.objects.in_bulk(set(ring))[each].path if each in ring else "" for each in ring
            )
            raise ValidationError(
                {
                    "object": f"Organet skulle höra till sig självt: {names}. "
                    "Ändra vilket organ det hör till, eller tiden."
                }
            )
