"""What every stored record has in common: history, checked texts, natural keys and sources."""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from .rules import personal_identity_numbers


def texts_in(value) -> list[str]:
    """The texts that a field's value holds, also in lists and under keys."""
    if isinstance(value, dict):
        return texts_in(list(value.values()))
    if isinstance(value, list | tuple):
        return [text for each in value for text in texts_in(each)]
    return [value] if isinstance(value, str) else []


class Record(models.Model):
    """A record whose every change is kept in history, and whose texts hold no personal identity
    number.

    `natural_fields` name the fields that identify a record to people and fixtures.
    """

    natural_fields: tuple[str, ...] = ()

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        errors = {
            field.name: "Texten innehåller ett personnummer. Ta bort det: personnummer får inte "
            "finnas i portalen."
            for field in self._meta.fields
            if any(map(personal_identity_numbers, texts_in(getattr(self, field.attname))))
        }
        if errors:
            raise ValidationError(errors)


class Sourced(models.Model):
    """A record that says where its facts come from.

    `source_date` is the day the fact is from when it differs from the document's own date.
    `interpretation` holds our reading of an unclear source, in a sentence; the public sees it
    under the mark "Tolkning".
    """

    source = models.ForeignKey(
        "organisation.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="källa",
    )
    source_date = models.DateField("uppgiften är från", null=True, blank=True)
    source_note = models.CharField("var i källan", max_length=300, blank=True)
    interpretation = models.CharField("tolkning", max_length=500, blank=True)

    class Meta:
        abstract = True
