"""The form of a text: the columns of its kind, written as the administration writes them, with
the same rules asked."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory
from django.forms.models import ModelChoiceField
from django.http import QueryDict

from bodies.models import Body
from bodies.questions import full_name_on
from organisation.admin.fields import CONTROL, NOTHING, RecordChoice, form_field
from organisation.admin.form import RecordForm
from organisation.admin.merging import as_sent
from organisation.fields import date_field
from organisation.models import Page, Person
from organisation.richtext import RichTextField
from organisation.rules import personal_identity_numbers
from organisation.standing import Standing
from portal.markup_field import MarkupField
from programmes.models import PatientPromise

from .kinds import TextKind

# Fields of a draft's form that are no columns of the record.
OWN = ("revision", "token", "from_day")
A_PERSON = (
    "Skriv ett organ eller en roll, inte en person: personer byts ut, och då stämmer sidan inte "
    "längre. Till exempel en stab eller ett kansli."
)


class TextForm(RecordForm):
    """The texts of a record as they are or would be. `version` is the record's, `revision` the
    draft's."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    from_day = date_field(
        "Gäller från och med",
        "",
        help_text="Fyll i en dag om texten byts ut från den dagen: det som står nu gäller till "
        "dagen före och finns kvar i historiken. Lämna tomt om du rättar ett fel.",
    )
    kind: TextKind

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields.pop("reason", None)
        if not self.kind.is_dated or self.instance.pk is None:
            del self.fields["from_day"]

    @property
    def changed_names(self) -> list[str]:
        return [each for each in super().changed_names if each not in OWN]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.kind.owner in data:
            self._owner(data[self.kind.owner])
        if data.get(self.kind.address):
            self._address(data[self.kind.address])
        if data.get("from_day"):
            self._from(data["from_day"])

    def _owner(self, text: str) -> None:
        """Who answers for a page is a body or a role, which others take over."""
        said = text.casefold()
        named = Person.objects.filter(family_name__in=text.split()).values_list(
            "given_name", "family_name"
        )
        if "@" in text or any(f"{given} {family}".casefold() in said for given, family in named):
            self.add_refusal(A_PERSON, self.kind.owner)

    def _address(self, address: str) -> None:
        """A page would hide the body that lives at its address; the rest the models refuse."""
        column = self.kind.address
        if address == self.initial.get(column):
            return
        if self.kind.model is Page and Body.objects.filter(path=address).exists():
            self.add_refusal("Ett organ har redan adressen. Välj en annan.", column)

    def _from(self, day: datetime.date) -> None:
        start, end = self.instance.start, self.instance.end
        if start and day <= start:
            self.add_refusal(
                "Dagen ska vara efter den första dag som texten gäller. Lämna tomt om du rättar "
                "ett fel i den.",
                "from_day",
            )
        elif end and day >= end:
            self.add_refusal("Texten har slutat gälla den dagen. Välj en tidigare dag.", "from_day")


def form_class(kind: TextKind, *, new: bool) -> type[TextForm]:
    made = modelform_factory(
        kind.model,
        form=TextForm,
        fields=kind.all_fields if new else kind.fields,
        formfield_callback=_form_field,
    )
    return type("TextFormOfKind", (made,), {"kind": kind})


def _form_field(column: models.Field, **options):
    made = form_field(column, MarkupField)
    if isinstance(column, RichTextField):
        made.widget.attrs |= {"data-markup": "", "spellcheck": "true"}
    elif isinstance(column, models.TextField):
        made.widget.attrs |= {"spellcheck": "true"}
    return made


def made_form(
    kind: TextKind, record: models.Model, standing: Standing, data=None, initial=None
) -> TextForm:
    form = form_class(kind, new=record.pk is None)(
        data, instance=record, initial=initial, standing=standing
    )
    for name, choice in form.fields.items():
        if isinstance(choice, ModelChoiceField):
            form.fields[name] = _choice(name, choice, standing.on)
    return form


def _choice(name: str, field: ModelChoiceField, on: datetime.date) -> RecordChoice:
    """The records that may be chosen, by the names that people know them by."""
    found, name_of = field.queryset, str
    if field.queryset.model is Body:
        current = Body.objects.current(on).annotate(name=full_name_on("pk", on))
        found, name_of = current.order_by("kind__order", "path"), lambda body: body.name
    elif field.queryset.model is PatientPromise:
        found, name_of = PatientPromise.objects.current(on), lambda one: f"{one}: {one.text}"
    return RecordChoice(
        queryset=found,
        name_of=name_of,
        label=field.label,
        required=field.required,
        help_text=field.help_text,
        empty_label=NOTHING,
        widget=forms.Select(CONTROL),
        error_messages=field.error_messages,
    )


def as_stored(form: TextForm) -> QueryDict:
    """What a browser would send of the form if nothing was written in it."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        if name not in (*OWN, "version"):
            data.setlist(form.add_prefix(name), as_sent(form, name))
    return data


def filled(kind: TextKind, record: models.Model, standing: Standing, values: dict, **own):
    """The form with a draft's values in it, and all else as it's stored."""
    data = as_stored(made_form(kind, record, standing))
    for name, sent in values.items():
        data.setlist(name, sent)
    for name, value in own.items():
        data[name] = "" if value is None else str(value)
    return made_form(kind, record, standing, data)


def refuse_identity_numbers(values: dict) -> None:
    """Raises ValidationError for a personal identity number in what was typed."""
    found = {
        name: "Texten innehåller ett personnummer. Ta bort det."
        for name, sent in values.items()
        if any(map(personal_identity_numbers, sent))
    }
    if found:
        raise ValidationError(found)


class PublishForm(forms.Form):
    """Why a draft is published, and on which day when it isn't now."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Varför ändrar du? (frivilligt)",
        required=False,
        max_length=300,
        help_text="Står i historiken, för dem som arbetar med texten efter dig.",
        widget=forms.TextInput(CONTROL),
        error_messages={"max_length": "Skriv kortare: högst 300 tecken."},
    )
    publish_on = date_field(
        "Publicera senare, den dagen",
        "",
        help_text="Lämna tomt om texten ska publiceras nu. En text med en dag publiceras av sig "
        "själv när dagen börjar.",
    )

    def clean_reason(self) -> str:
        text = self.cleaned_data["reason"]
        if personal_identity_numbers(text):
            raise ValidationError("Texten innehåller ett personnummer. Ta bort det.")
        return text
