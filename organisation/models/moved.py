"""Addresses that have been published, and where they lead today."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Length

from ..addresses import published_validator
from ..records import Record
from .people import PEOPLE

LED_ON = (
    "Adressen har tillhört något annat och leder i dag till /{}/. Välj en annan, så att gamla "
    "länkar fortsätter att leda rätt."
)


def not_led_on(path: str, now: str | None) -> None:
    """Refuses something whose address is `now` (None: it has none yet) an address that leads to
    something else, at the field `path` (1 query)."""
    found = OldAddress.objects.filter(path=path).exclude(target__in=("", now or "")).first()
    if found:
        raise ValidationError({"path": LED_ON.format(found.target)})


class OldAddressQuerySet(models.QuerySet):
    """Old addresses, asked about the address that a reader has come to."""

    def leading_from(self, path: str) -> "OldAddress | None":
        """The row that tells of `path` or of the nearest address above it (1 query).

        A page below an old address isn't led on to where another old address would lead it on
        again, perhaps round and round. People's are left out: whether theirs leads anywhere
        depends on what may be told of the person.
        """
        steps = path.split("/")
        above = ["/".join(steps[:number]) for number in range(1, len(steps) + 1)]
        target = ExpressionWrapper(OuterRef("target"), output_field=models.CharField())
        others = OldAddress.objects.alias(leads=target).filter(
            Q(leads=F("path")) | Q(leads__startswith=Concat(F("path"), Value("/")))
        )
        row = (
            self.filter(path__in=above)
            .exclude(target__startswith=PEOPLE)
            .annotate(leads_on=Exists(others))
            .order_by(Length("path").desc())
            .first()
        )
        return None if row and row.path != path and row.leads_on else row


class OldAddress(Record):
    """An address that something had, without slashes at its ends. Where there is nothing any more,
    `target` is empty and `explanation` says why.

    Triggers write the rows when an address changes, whoever changes it, and keep them straight:
    no row leads to another row (`organisation/migrations/0002_addresses_never_die.py`).
    """

    natural_fields = ("path",)

    path = models.CharField(
        "tidigare adress", max_length=200, unique=True, validators=[published_validator]
    )
    target = models.CharField(
        "leder till",
        max_length=200,
        blank=True,
        validators=[published_validator],
        help_text="Tomt när sidan är borta. Då visas förklaringen.",
    )
    explanation = models.TextField("varför sidan är borta", blank=True)
    since = models.DateField("sedan", null=True, blank=True)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "tidigare adress"
        verbose_name_plural = "tidigare adresser"
        ordering = ("path",)

    def __str__(self):
        return f"{self.path} → {self.target or 'borta'}"

    def clean(self):
        """Refuses an address that would lead to itself, also by way of another. The database's own
        trigger stands behind this."""
        super().clean()
        onward = OldAddress.objects.filter(path=self.target).exclude(pk=self.pk)
        if self.target and (self.target == self.path or onward.filter(target=self.path).exists()):
            raise ValidationError(
                {
                    "target": f"Adressen {self.path} skulle leda till sig själv. Ange adressen som "
                    "sidan har i dag."
                }
            )
