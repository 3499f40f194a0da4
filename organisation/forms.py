"""Forms that readers fill in, and those who ask for access."""

from django import forms

from .models import Region
from .models.people import work_domains
from .rules import email_findings, personal_identity_numbers

LONGEST = 5000


class FeedbackForm(forms.Form):
    """What a reader wants to say about a page. `webbplats` is a trap: no person sees it."""

    text = forms.CharField(
        label="Vad vill du säga om sidan?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "class": "field-control"}),
        error_messages={
            "required": "Skriv vad du vill säga om sidan.",
            "max_length": f"Texten får ha högst {LONGEST} tecken. Den har %(show_value)d. "
            "Korta den, eller skicka den i två delar.",
        },
    )
    email = forms.EmailField(
        label="E-post, om du vill ha svar",
        required=False,
        widget=forms.EmailInput(attrs={"class": "field-control", "autocomplete": "email"}),
        error_messages={
            "invalid": "Adressen ser inte ut som en e-postadress. Skriv den som namn@exempel.se, "
            "eller lämna fältet tomt."
        },
    )
    webbplats = forms.CharField(required=False)

    def clean_text(self) -> str:
        """The text, if it names nobody's personal identity number."""
        text = self.cleaned_data["text"]
        if personal_identity_numbers(text):
            raise forms.ValidationError(
                "Texten innehåller ett personnummer. Ta bort det: synpunkter blir allmänna "
                "handlingar."
            )
        return text


class AccessRequestForm(forms.Form):
    """Who someone is and why they ask for access. Give it the regions of today."""

    name = forms.CharField(
        label="Ditt namn",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "field-control", "autocomplete": "name"}),
        error_messages={
            "required": "Skriv ditt namn.",
            "max_length": "Namnet får ha högst %(limit_value)d tecken.",
        },
    )
    email = forms.EmailField(
        label="E-post i arbetet",
        widget=forms.EmailInput(attrs={"class": "field-control", "autocomplete": "email"}),
        error_messages={
            "required": "Skriv din e-postadress i arbetet.",
            "invalid": "Adressen ser inte ut som en e-postadress. Skriv den som namn@exempel.se.",
        },
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label="Region",
        empty_label="Välj region",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vilken region du arbetar i.",
            "invalid_choice": "Välj en av regionerna i listan.",
        },
    )
    text = forms.CharField(
        label="Vad behöver du göra på webbplatsen?",
        help_text="Skriv till exempel vilken grupp du arbetar i och vad du ska skriva.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "field-control"}),
        error_messages={
            "required": "Skriv vad du behöver göra på webbplatsen.",
            "max_length": "Texten får ha högst %(limit_value)d tecken. Den har %(show_value)d.",
        },
    )

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(pk__in=[r.pk for r in regions])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if findings := email_findings(email, work_domains()):
            raise forms.ValidationError([each.message for each in findings])
        return email

    def clean(self):
        cleaned = super().clean()
        for name in ("name", "text"):
            if personal_identity_numbers(cleaned.get(name, "")):
                self.add_error(
                    name, "Texten innehåller ett personnummer. Ta bort det: det behövs inte."
                )
        return cleaned
