"""The form of a record: its own fields, why it is changed, and which version it was opened at."""

import logging
import re
from html import unescape

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.utils.html import strip_tags
from django.utils.safestring import SafeData

from ..rules import personal_identity_numbers
from .fields import CONTROL

logger = logging.getLogger("portal.access")
LAST_LINK = re.compile(r" <a [^>]*>[^<]*</a>\Z")
OWN_FIELDS = ("version", "reason")
# What the database's own triggers refuse, by the name that they give.
REFUSED = {
    "body_relation_no_ring": "Organet skulle höra till sig självt, genom ett annat förhållande som "
    "någon nyss sparade. Kontrollera vilka organ som hör till varandra.",
    "appointment_not_to_derived_post": "Posten följer av en annan post och tillsätts inte för sig. "
    "Tillsätt den post som den följer.",
    "derived_post_without_appointments": "Posten har uppdrag och kan därför inte börja följa en "
    "annan post. Lägg upp en ny post i stället.",
    "published_stays": "Beslutet hör till en publicerad version och kan inte ändras.",
    "old_address_no_ring": "Adressen skulle leda till sig själv, också på omvägar. Ange adressen "
    "som sidan har i dag.",
}
# What is said otherwise than Django does, by its codes; of some fields in words of their own.
SAID = {
    ("unique", "path"): "En annan sida har redan adressen. Välj en annan adress.",
    "unique": "Det finns redan en annan med det värdet. Välj ett annat.",
    "unique_together": "Det finns redan en likadan: %(field_labels)s är desamma. Ändra något av "
    "det, eller ändra den som finns.",
}
MEANWHILE = (
    "Det gick inte att spara: någon annan sparade samtidigt något som inte går ihop med det här. "
    "Inget har ändrats. Läs sidan på nytt, kontrollera uppgifterna och spara igen."
)


class RecordForm(forms.ModelForm):
    """The fields of a record. All rules of the model are asked, also about fields that the form
    doesn't have."""

    # Columns whose rules aren't asked: no form writes them.
    not_asked: frozenset[str] = frozenset()

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Varför ändrar du?",
        required=False,
        max_length=300,
        help_text="Det du skriver visas i historiken.",
        widget=forms.TextInput(CONTROL),
        error_messages={
            "required": "Skriv varför du ändrar. Det visas i historiken.",
            "max_length": "Skriv kortare: högst 300 tecken.",
        },
    )

    def __init__(self, *args, standing, **options):
        self.standing = standing
        super().__init__(*args, **options)
        if self.instance.pk is None:
            del self.fields["reason"]

    @property
    def changed_names(self) -> list[str]:
        """The fields of the record that the form would change."""
        return [each for each in self.changed_data if each not in OWN_FIELDS]

    def clean_reason(self) -> str:
        text = self.cleaned_data["reason"]
        if personal_identity_numbers(text):
            raise ValidationError("Texten innehåller ett personnummer. Ta bort det.")
        return text

    def clashes(self):
        """Fields, each with what someone else already has there, and who. The kind's pages say
        (`RecordAdmin.clashes`)."""
        return ()

    def clean(self):
        super().clean()
        for field, message in self.clashes():
            self.add_refusal(message, field)

    def _get_validation_exclusions(self):
        return {name for name in self.errors if name in self.fields} | self.not_asked

    def _update_errors(self, errors):
        """What is wrong with a field that the form doesn't have is said above the form."""
        if hasattr(errors, "error_dict"):
            placed = {}
            for name, found in errors.error_dict.items():
                at = name if name in self.fields else NON_FIELD_ERRORS
                for each in found:
                    each.message = SAID.get((each.code, at), SAID.get(each.code, each.message))
                # What isn't written rightly isn't judged a second time.
                placed.setdefault(at, []).extend(found if at == NON_FIELD_ERRORS else found[:1])
            errors = ValidationError(placed)
        super()._update_errors(errors)

    def add_refusal(self, message: str, field: str | None = None) -> None:
        """Says beside a field, or above the form, why nothing was saved."""
        self.add_error(field if field in self.fields else None, message)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """All that is wrong, each once: the field's address, its label where the message doesn't
        name it, and the message without the link that it may end in, which stands beside the
        field."""
        found = [("", "", each) for each in self.non_field_errors()]
        for field in self:
            for each in field.errors:
                message = each
                if isinstance(each, SafeData):
                    message = unescape(strip_tags(LAST_LINK.sub("", each)))
                label = "" if f"”{field.label}”" in message else field.label
                at = "" if field.is_hidden else field.id_for_label or field.auto_id
                found.append((at, label, message))
        return list(dict.fromkeys(found))

    def shown(self, name: str, *stored):
        """What was chosen or written in a field, or is stored in it, as a person reads it."""
        field = self.fields[name]
        value = stored[0] if stored else self[name].value()
        if isinstance(field, forms.ModelMultipleChoiceField):
            keys = [each for each in value or () if str(each).isdigit()]
            return "; ".join(map(field.label_from_instance, field.queryset.filter(pk__in=keys)))
        if isinstance(field, forms.ModelChoiceField):
            chosen = field.queryset.filter(pk=value).first() if str(value or "").isdigit() else None
            return field.label_from_instance(chosen) if chosen else ""
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices).get(value, value)
        return value


def said_of(error: IntegrityError, model: type[models.Model]) -> str:
    """In words what the database refused: what two people do at once is stopped there."""
    told = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == told and (
            constraint.violation_error_message != constraint.default_violation_error_message
        ):
            return constraint.violation_error_message
    return REFUSED.get(told, MEANWHILE)
