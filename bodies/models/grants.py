"""Rights that someone is given for a time, without a post."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organisation.dates import Dated, DatedQuerySet, period
from organisation.records import Record
from organisation.rights import Capacity

from .body import Body

OF_A_BODY = (Capacity.MEMBER, Capacity.SUPPORT, Capacity.CHAIR)


class GrantQuerySet(DatedQuerySet):
    """Grants, asked about one day."""

    def current(self, on):
        """Those in force on the day `on`, in a body that is there, and not taken back."""
        current = super().current(on).alias(_of_body=period("body__start", "body__end"))
        return current.filter(_of_body__contains=on, revoked_at__isnull=True)


class Grant(Record, Dated):
    """Someone stands in for another: a named person may, from one day to another, what a post in a
    body gives, or what a region's editor may. Who gave it, and when, is in its history."""

    natural_fields = ("person", "body", "region", "capacity", "start")

    person = models.ForeignKey(
        "organisation.Person", models.PROTECT, related_name="grants", verbose_name="person"
    )
    capacity = models.CharField(
        "får göra samma som",
        max_length=12,
        choices=[(each.value, each.label) for each in (*OF_A_BODY, Capacity.EDITOR)],
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="organ"
    )
    region = models.ForeignKey(
        "organisation.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="region",
    )
    reason = models.CharField("varför", max_length=200)
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = GrantQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "ersättare med rättigheter"
        verbose_name_plural = "ersättare med rättigheter"
        ordering = ("-start", "person")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__isnull=False, end__isnull=False),
                name="grant_has_both_days",
                violation_error_message="Ange både första dagen och dagen efter den sista: "
                "rättigheten upphör av sig själv.",
            ),
            models.CheckConstraint(
                condition=Q(capacity="editor", region__isnull=False, body__isnull=True)
                | Q(
                    capacity__in=[each.value for each in OF_A_BODY],
                    body__isnull=False,
                    region__isnull=True,
                ),
                name="grant_for_a_body_or_a_region",
                violation_error_message="Välj ett organ, eller en region för den som ska vara "
                "regionredaktör. Inte båda.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="grant_has_a_reason",
                violation_error_message="Skriv varför personen får rättigheten.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="grant_revoked_by_someone",
            ),
            models.UniqueConstraint(
                fields=("person", "body", "region", "capacity", "start"),
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="grant_once",
                violation_error_message="Personen har redan den rättigheten från den dagen.",
            ),
        ]
        indexes = [models.Index(fields=("person",), name="grant_person")]

    def __str__(self):
        return f"{self.person}: {self.get_capacity_display()}, {self.body or self.region}"
