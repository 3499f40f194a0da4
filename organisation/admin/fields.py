"""How the columns of a record are written in a form."""

import datetime

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.text import capfirst

from ..dates import Dated, last_day
from ..richtext import RichTextField

NOTHING = "Inget valt"
CONTROL = {"class": "field-control"}
LAST_DAY = "Sista dagen"
BAD_DATE = "Skriv datumet som år, månad och dag, till exempel 2026-01-01."
BAD_CHOICE = "Välj något i listan. Det som skickades finns inte där, eller får inte väljas av dig."
PLAIN_FORM = "Skriv **fet**, - för punkter, ## för rubrik och [text](adress) för länk."
ALLOWED_HTML = (
    "Texten är HTML med p, ul, ol, li, strong, em, a, h3, h4, br och tabeller. Annat tas bort."
)


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value):
        text = super().to_python(value)
        self.run_validators(text)
        lines = text.splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean(self, value):
        lines = self.to_python(value)
        self.validate(lines)
        return lines

    def has_changed(self, initial, data):
        return list(initial or []) != [each.strip() for each in (data or "").splitlines() if each]


class RecordChoice(forms.ModelChoiceField):
    """One of the records that may be chosen, by the names that people know them by."""

    def __init__(self, *args, name_of=str, **kwargs):
        self.name_of = name_of
        super().__init__(*args, **kwargs)

    def label_from_instance(self, record) -> str:
        return self.name_of(record)


class RecordChoices(RecordChoice, forms.ModelMultipleChoiceField):
    """Any of the records that may be chosen."""

    widget = forms.CheckboxSelectMultiple


class Shown(forms.Widget):
    """What a field holds, for those who may read but not change it."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def use_required_attribute(self, initial):
        return False

    def render(self, name, value, attrs=None, renderer=None):
        kept = {name: each for name, each in (attrs or {}).items() if name != "disabled"}
        return format_html("<output{}>{}</output>", flatatt(kept), self.text)


def only_shown(form: forms.ModelForm, name: str, why: str) -> None:
    """Makes a field of the form one that is read: what is sent in it counts for nothing."""
    field = form.fields[name]
    # First: whoever asks the form about a field is told what its help said then.
    field.help_text = why
    field.widget, field.disabled = Shown(form.shown(name)), True


def day_input() -> forms.DateInput:
    """A date field that the browser helps with."""
    return forms.DateInput({**CONTROL, "type": "date"}, format="%Y-%m-%d")


class LastDayField(forms.DateField):
    """The last day of a period that is stored up to the day after it."""

    def prepare_value(self, value):
        return last_day(value) if isinstance(value, datetime.date) else value

    def to_python(self, value):
        day = super().to_python(value)
        try:
            return day and day + datetime.timedelta(days=1)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def is_end(field: models.Field) -> bool:
    """Whether a column holds the day after a period's last one, which people call the last day."""
    return field.name == "end" and issubclass(field.model, Dated)


def label_of(field: models.Field) -> str:
    return LAST_DAY if is_end(field) else str(capfirst(field.verbose_name))


def form_field(field: models.Field, rich_text: type[forms.Field] | None = None, **options):
    """The form field of a column. `rich_text` is the kind of field that texts with markup are
    written in; without one they are written as HTML."""
    label = label_of(field)
    options |= {"label": label}
    messages = {"required": f"Fyll i fältet ”{label}”.", "invalid_choice": BAD_CHOICE}
    if isinstance(field, RichTextField):
        options |= {"form_class": rich_text} if rich_text else {}
        options["help_text"] = field.help_text or (PLAIN_FORM if rich_text else ALLOWED_HTML)
        options["widget"] = forms.Textarea({**CONTROL, "rows": 12})
    elif isinstance(field, ArrayField):
        made = LinesField(
            label=label,
            required=not field.blank,
            help_text=field.help_text or "En på varje rad.",
            error_messages=messages,
        )
        made.widget.attrs |= {**CONTROL, "rows": 6}
        return made
    elif isinstance(field, models.TextField):
        options["widget"] = forms.Textarea({**CONTROL, "rows": 4})
    elif isinstance(field, models.DateField):
        options["widget"] = day_input()
        messages["invalid"] = BAD_DATE
        options |= {"form_class": LastDayField} if is_end(field) else {}
    elif isinstance(field, models.URLField):
        # As plain text: a long one can be scrolled in its field.
        options["widget"] = forms.TextInput({**CONTROL, "inputmode": "url"})
        options["assume_scheme"] = "https"
        messages["invalid"] = "Skriv hela webbadressen, till exempel https://www.exempel.se/."
    elif isinstance(field, models.EmailField):
        options["widget"] = forms.TextInput({**CONTROL, "inputmode": "email"})
        messages["invalid"] = (
            "Adressen ser inte ut som en e-postadress. Skriv den som namn@exempel.se."
        )
    elif isinstance(field, models.IntegerField):
        messages["invalid"] = "Skriv ett helt tal."
    made = field.formfield(error_messages=messages, **options)
    if field.choices:
        made.choices = [(value, said if value else NOTHING) for value, said in made.choices]
    if not isinstance(made.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        made.widget.attrs |= CONTROL
    return made
