"""The forms of accounts, grants and contacts. They read what was typed; the actions decide."""

import datetime
import re

from django import forms
from django.utils.text import slugify

from organisation.fields import date_field, field
from organisation.models import Region, User
from organisation.rights import Capacity
from organisation.rules import personal_identity_numbers

from .dossier import with_names
from .models import Body, Grant
from .panels import full_name

DAY = datetime.timedelta(days=1)
NOT_AN_ADDRESS = "Adressen ser inte ut som en e-postadress. Skriv den som namn@region.se."
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


class ReasonForm(forms.Form):
    """Why something is done with an account or a grant. Kept in its history."""

    why = field(
        forms.CharField,
        "Varför?",
        "Skriv varför, så att det går att förstå efteråt.",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=300,
        help_text="Sparas i historiken tillsammans med ditt namn.",
    )


class InviteForm(forms.Form):
    """The address of someone who has none stored."""

    email = field(
        forms.EmailField,
        "E-post i arbetet",
        "Skriv en e-postadress i arbetet: personen har ingen sparad.",
        attrs={"autocomplete": "off"},
        errors={"invalid": NOT_AN_ADDRESS},
        help_text="Adressen blir kontots och visas inte på webbplatsen. Den måste höra till någon "
        "av regionerna.",
    )


class AcceptForm(forms.Form):
    """What the one who is invited chooses: a name to sign in with, and a password."""

    username = field(
        forms.CharField,
        "Användarnamn",
        "Välj ett användarnamn.",
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
        max_length=60,
        help_text="Minst tre tecken: bokstäverna a–z, siffror, punkt och bindestreck.",
    )
    password = field(
        forms.CharField,
        "Lösenord",
        "Välj ett lösenord.",
        widget=forms.PasswordInput,
        attrs={"autocomplete": "new-password"},
        strip=False,
        max_length=1000,
    )
    again = field(
        forms.CharField,
        "Lösenordet en gång till",
        "Skriv lösenordet en gång till, så att det säkert blev rätt.",
        widget=forms.PasswordInput,
        attrs={"autocomplete": "new-password"},
        strip=False,
        max_length=1000,
    )

    def __init__(self, *args, password_help: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help

    def clean_username(self):
        username = self.cleaned_data["username"].lower()
        if not USERNAME.fullmatch(username):
            raise forms.ValidationError(
                "Användarnamnet får bara ha bokstäverna a–z, siffror, punkt, bindestreck och "
                "understreck. Det ska ha minst tre tecken och börja med en bokstav eller siffra."
            )
        return username

    def clean(self):
        values = super().clean()
        if {"password", "again"} <= values.keys() and values["password"] != values["again"]:
            self.add_error("again", "De två lösenorden är inte likadana. Skriv dem igen.")
        return values


def suggested_username(given: str, family: str) -> str:
    """A user name made of a person's names, that no account has (1 query)."""
    base = ".".join(filter(None, (slugify(given), slugify(family))))[:50] or "konto"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    candidates = [base, *(f"{base}{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in candidates if each not in taken)


class BodyChoice(forms.ModelChoiceField):
    """Bodies, with the kind before the name where it asks for that."""

    def label_from_instance(self, body):
        return full_name(body)


class GrantForm(forms.Form):
    """What someone is to be allowed for a time, in the words of those who give it: the last day is
    the last day."""

    capacity = forms.ChoiceField(
        label="Får göra samma som",
        choices=[("", "Välj"), *Grant._meta.get_field("capacity").choices],
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vad personen ska få göra.",
            "invalid_choice": "Välj något av det som står i listan.",
        },
    )
    body = BodyChoice(
        label="I organet",
        queryset=Body.objects.none(),
        required=False,
        empty_label="Inget organ",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"invalid_choice": "Välj ett av organen i listan."},
        help_text="Lämna tomt för en regionredaktör.",
    )
    region = forms.ModelChoiceField(
        label="I regionen",
        queryset=Region.objects.none(),
        required=False,
        empty_label="Ingen region",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"invalid_choice": "Välj en av regionerna i listan."},
        help_text="Bara för en regionredaktör.",
    )
    first = date_field("Första dagen", "Fyll i första dagen.")
    last = date_field(
        "Sista dagen",
        "Fyll i sista dagen.",
        help_text="Rättigheten upphör av sig själv vid midnatt efter den dagen. Högst ett år.",
    )
    reason = field(
        forms.CharField,
        "Varför?",
        "Skriv varför personen får rättigheten.",
        max_length=200,
        help_text="Till exempel: Ersätter processtödet under föräldraledighet. Personen ser vad "
        "som står här.",
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        still = Body.objects.exclude(end__lte=on)
        self.fields["body"].queryset = (
            with_names(still, on).select_related("kind").order_by("kind__order", "path")
        )
        self.fields["region"].queryset = Region.objects.exclude(end__lte=on)

    def clean_last(self):
        """The last day, unless it's so far away that there is no day after it."""
        last = self.cleaned_data["last"]
        if last.year > self.on.year + 5:
            raise forms.ValidationError("Högst ett år i taget. Välj en tidigare sista dag.")
        return last

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if personal_identity_numbers(reason):
            raise forms.ValidationError("Texten innehåller ett personnummer. Ta bort det.")
        return reason

    def clean(self):
        values = super().clean()
        of_a_region = values.get("capacity") == Capacity.EDITOR
        body, region = values.get("body"), values.get("region")
        if "capacity" in values and not {"body", "region"} & self.errors.keys():
            wanted, other = ("region", "body") if of_a_region else ("body", "region")
            if not (region if of_a_region else body):
                missing = "Välj vilken region det gäller." if of_a_region else "Välj ett organ."
                self.add_error(wanted, missing)
            if body if of_a_region else region:
                only = "Bara en regionredaktör får en region. Välj ett organ i stället."
                one = "En regionredaktör får en region, inget organ. Lämna fältet tomt."
                self.add_error(other, one if of_a_region else only)
        return values

    @property
    def grant(self) -> Grant:
        """The grant, not saved and without a person."""
        values = self.cleaned_data
        return Grant(
            capacity=values["capacity"],
            body=values["body"],
            region=values["region"],
            start=values["first"],
            end=values["last"] + DAY,
            reason=values["reason"],
        )


class BodyContactForm(forms.Form):
    """The address of a body that people write to."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    email = field(
        forms.EmailField,
        "Funktionsadress",
        attrs={"autocomplete": "off"},
        errors={"invalid": NOT_AN_ADDRESS},
        help_text="Visas för alla på organets sida. Lämna tomt om organet ingen har.",
    )
