"""The form that begins a governing document. It reads what was typed; the action decides."""

from django import forms

from bodies.models import Body
from organisation.fields import field

from .models import GOVERNING, Document

CHOOSE = {"invalid_choice": "Välj något i listan."}
YEAR = {"invalid": "Skriv året med fyra siffror, till exempel 2026."}


class BeginGoverningForm(forms.Form):
    """Whose it is and what; the years of an agreement, the name of a template."""

    body = forms.ModelChoiceField(
        label="Organ",
        queryset=Body.objects.none(),
        to_field_name="path",
        empty_label="Välj organ",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vilket organ som ska ha dokumentet.",
            "invalid_choice": "Välj ett av organen i listan.",
        },
    )
    kind = forms.ChoiceField(
        label="Vad",
        choices=[
            (slug, Document.Kind(kind).label.capitalize()) for kind, slug in GOVERNING.items()
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad det är.", "invalid_choice": "Välj vad det är."},
    )
    first_year = field(
        forms.IntegerField,
        "Första året, för en överenskommelse",
        attrs={"inputmode": "numeric"},
        errors=YEAR,
    )
    last_year = field(
        forms.IntegerField,
        "Sista året, för en överenskommelse",
        attrs={"inputmode": "numeric"},
        help_text="Lämna tomt om den gäller ett år.",
        errors=YEAR,
    )
    name = field(
        forms.CharField,
        "Namn, för en mall",
        max_length=120,
        help_text="Till exempel Minnesanteckningar. Lägg till mallen som en fil i utkastet.",
        errors={"max_length": "Namnet får ha högst %(limit_value)s tecken. Korta det."},
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies

    @property
    def document_kind(self) -> str:
        by_slug = {slug: kind for kind, slug in GOVERNING.items()}
        return by_slug[self.cleaned_data["kind"]]

    @property
    def asked(self) -> dict:
        """What the action is asked for beside the body and the kind."""
        return {name: self.cleaned_data[name] for name in ("first_year", "last_year", "name")}
