"""Forms that readers fill in."""

from django import forms

from .rules import personal_identity_numbers

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
