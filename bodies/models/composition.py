"""How bodies are to be composed, as data; `bodies.composition` tells what isn't so on a day.

A rule is a body's own, or a kind's: then it holds for every body of the kind that has no rule of
its own for the role that day.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from organisation.dates import Dated, period
from organisation.records import Record, Sourced

from ..composition import Per
from .body import Body, BodyKind, BodyRelation
from .posts import Role


class CompositionRule(Record, Dated, Sourced):
    """So many places of a role, `least` to `most`, counted as `per` says.

    A rule for each body of a kind counts those that stand in `per_relation` to the body, or all of
    the kind. With `held_by_role` the places are derived: whoever has that role in `held_by_body`,
    or in each of the bodies counted, has the place by that.
    """

    class Counted(models.TextChoices):
        WHOLE = Per.WHOLE, "i hela organet"
        EACH_REGION = Per.EACH_REGION, "från varje region"
        REGION = Per.REGION, "från en region"
        EACH_BODY = Per.EACH_BODY, "för vart och ett av flera organ"
        BODY = Per.BODY, "för ett organ"

    natural_fields = (
        *("body", "kind", "role", "per", "region", "per_kind", "for_body"),
        "start",
    )

    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="composition_rules",
        verbose_name="organ",
    )
    kind = models.ForeignKey(
        BodyKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="composition_rules",
        verbose_name="eller alla organ av slaget",
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="roll")
    least = models.PositiveSmallIntegerField("minst", default=1)
    most = models.PositiveSmallIntegerField(
        "högst", null=True, blank=True, help_text="Lämna tomt om det inte finns någon övre gräns."
    )
    per = models.CharField("räknas", max_length=12, choices=Counted, default=Counted.WHOLE)
    region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vilken region",
    )
    per_kind = models.ForeignKey(
        BodyKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organ av vilket slag",
    )
    per_relation = models.CharField(
        "och bara de som, till organet",
        max_length=20,
        choices=BodyRelation.Kind,
        blank=True,
        default="",
        help_text="Till exempel hör till: ett råds områden. Lämna tomt för alla av slaget.",
    )
    for_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vilket organ",
    )
    held_by_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="följer rollen",
        help_text="Den som har rollen har platsen genom den. Lämna tomt om någon utses.",
    )
    held_by_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="i organet",
        help_text="Lämna tomt när det är de organ som platserna räknas för.",
    )
    seat_in = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ska också ha plats i",
    )
    votes = models.BooleanField("har rösträtt", default=False)
    appointed_by_whom = models.BooleanField("den som platsen är för utser", default=False)
    appointed_by_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="utses av organet",
    )

    class Meta(Dated.Meta):
        verbose_name = "regel för sammansättning"
        verbose_name_plural = "regler för sammansättning"
        ordering = ("role__order", "per", "region__order", "pk")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=(
                    *("body", "kind", "role", "per", "region", "per_kind", "for_body"),
                    "start",
                ),
                nulls_distinct=False,
                name="composition_rule_once",
                violation_error_message="Det finns redan en sådan regel från samma dag.",
            ),
            ExclusionConstraint(
                name="composition_rule_once_at_a_time",
                expressions=[
                    (period(), "&&"),
                    (Coalesce("body", 0), "="),
                    (Coalesce("kind", 0), "="),
                    ("role", "="),
                    ("per", "="),
                    (Coalesce("region", 0), "="),
                    (Coalesce("per_kind", 0), "="),
                    (Coalesce("for_body", 0), "="),
                ],
                violation_error_message="Det finns redan en regel för rollen och samma grupp under "
                "den tiden. Avsluta den först, eller ändra den.",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=True, kind__isnull=False)
                | Q(body__isnull=False, kind__isnull=True),
                name="composition_rule_of_one",
                violation_error_message="Ange antingen ett organ eller ett slag av organ.",
            ),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=F("least")) & Q(most__gte=1),
                name="composition_rule_least_to_most",
                violation_error_message="Det högsta antalet är lägre än det minsta, eller noll.",
            ),
            models.CheckConstraint(
                condition=(Q(per=Per.REGION.value) & Q(region__isnull=False))
                | (~Q(per=Per.REGION.value) & Q(region__isnull=True)),
                name="composition_rule_says_region",
                violation_error_message="Ange vilken region, just när platserna räknas för en "
                "region.",
            ),
            models.CheckConstraint(
                condition=(Q(per=Per.EACH_BODY.value) & Q(per_kind__isnull=False))
                | (~Q(per=Per.EACH_BODY.value) & Q(per_kind__isnull=True, per_relation="")),
                name="composition_rule_says_kind",
                violation_error_message="Ange vilket slag av organ, just när platserna räknas för "
                "flera organ.",
            ),
            models.CheckConstraint(
                condition=(Q(per=Per.BODY.value) & Q(for_body__isnull=False))
                | (~Q(per=Per.BODY.value) & Q(for_body__isnull=True)),
                name="composition_rule_says_body",
                violation_error_message="Ange vilket organ, just när platserna räknas för ett "
                "organ.",
            ),
            models.CheckConstraint(
                # What each of several bodies has is that body's: no other is named.
                condition=Q(held_by_role__isnull=True, held_by_body__isnull=True)
                | Q(held_by_role__isnull=False, held_by_body__isnull=False)
                & ~Q(per=Per.EACH_BODY.value)
                | Q(held_by_role__isnull=False, held_by_body__isnull=True, per=Per.EACH_BODY.value),
                name="composition_rule_derivation_complete",
                violation_error_message="En plats som följer av en annan post anger vilken roll "
                "den följer och i vilket organ; räknas den för flera organ är det i vart och ett "
                "av dem.",
            ),
            models.CheckConstraint(
                condition=Q(appointed_by_whom=False, appointed_by_body__isnull=True)
                | Q(held_by_role__isnull=True)
                & (Q(appointed_by_whom=False) | Q(appointed_by_body__isnull=True)),
                name="composition_rule_appointed_by_one",
                violation_error_message="En plats utses av högst en, och den som följer av en "
                "annan post utses inte av någon.",
            ),
            models.CheckConstraint(
                condition=Q(appointed_by_whom=False) | ~Q(per=Per.WHOLE.value),
                name="composition_rule_appointed_by_someone",
                violation_error_message="Platser för hela organet är inte för någon som kan utse.",
            ),
        ]

    def __str__(self):
        return f"{self.role} {self.get_per_display()}: {self.body or self.kind}"

    @property
    def is_derived(self) -> bool:
        return self.held_by_role_id is not None
