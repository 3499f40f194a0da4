"""The forms of rosters. They read what was typed; the actions decide."""

import datetime

from django import forms

from organisation.dates import last_day
from organisation.fields import date_field, field
from organisation.models import Region

from ..actions.decisions import NewDecision
from ..actions.roster import Filling, NewPerson
from ..actions.roster_changes import Correction, Ends
from ..models import Appointment, Body, Decision
from .rules import DAY

LATEST = 40
FURTHEST = datetime.date(2200, 1, 1)
NOT_AN_ADDRESS = "Adressen ser inte ut som en e-postadress. Skriv den som namn@region.se."


class Day(forms.DateField):
    """A day that has a day after it."""

    def clean(self, value):
        day = super().clean(value)
        if day and not datetime.date(1900, 1, 1) <= day <= FURTHEST:
            raise forms.ValidationError("Kontrollera årtalet: datumet ligger för långt bort.")
        return day


def a_day(label: str, missing: str = "", **options):
    made = date_field(label, missing, **options)
    day = Day(
        label=made.label, required=made.required, widget=made.widget, help_text=made.help_text
    )
    day.error_messages |= made.error_messages
    return day


class DecidedForm(forms.Form):
    """By which decision something is done: one that is known, or one that isn't yet."""

    decision = field(
        forms.ModelChoiceField,
        "Beslutet",
        queryset=Decision.objects.none(),
        empty_label="Inget valt",
        widget=forms.Select,
        help_text="Om det finns i listan. Finns det inte: ange det nedan.",
        errors={"invalid_choice": "Välj ett av besluten i listan."},
    )
    decided_by = field(
        forms.ModelChoiceField,
        "Beslutat av",
        queryset=Body.objects.none(),
        empty_label="Inget valt",
        widget=forms.Select,
        errors={"invalid_choice": "Välj ett av organen i listan."},
    )
    decided = a_day("Beslutsdag")
    paragraph = field(forms.CharField, "Paragraf", max_length=20, help_text="Till exempel 12.")

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = bodies
        self.fields["decided_by"].label_from_instance = lambda each: each.called
        decisions = Decision.objects.filter(body__in=bodies).select_related("body")
        latest = decisions.order_by("-date", "-pk").values("pk")[:LATEST]
        self.fields["decision"].queryset = decisions.filter(pk__in=latest)
        called = {each.pk: each.called for each in bodies}
        self.fields["decision"].label_from_instance = lambda each: (
            f"{called.get(each.body_id, '')}, {each}"
        )

    def clean(self):
        values = super().clean()
        if values.get("decision") and (values.get("decided") or values.get("paragraph")):
            self.add_error("decision", "Välj ett beslut i listan eller ange ett nytt, inte båda.")
        elif values.get("decided") and not values.get("decided_by"):
            self.add_error("decided_by", "Välj vem som beslutade.")
        elif values.get("paragraph") and not values.get("decided"):
            self.add_error("decided", "Ange vilken dag beslutet togs.")
        return values

    def known_decision(self) -> int | None:
        found = self.cleaned_data["decision"]
        return found.pk if found else None

    def new_decision(self) -> NewDecision | None:
        values = self.cleaned_data
        if values["decided"] and values["decided_by"]:
            return NewDecision(values["decided_by"].pk, values["decided"], values["paragraph"])
        return None


class FillForm(DecidedForm):
    """From when to when, by which decision; and the party, of someone elected whose party isn't
    known."""

    party = field(
        forms.CharField,
        "Parti",
        max_length=60,
        help_text="Står på sidan för förtroendevalda, och sparas hos personen.",
    )
    first = a_day("Från och med", "Ange från vilken dag uppdraget gäller.")
    last = a_day("Till och med", help_text="Lämna tomt om det gäller tills vidare.")
    note = field(
        forms.CharField,
        "Anteckning",
        max_length=300,
        help_text="Sparas i historiken tillsammans med ditt namn, och visas inte för alla.",
    )
    of_decision = ("decision", "decided_by", "decided", "paragraph", "note")
    field_order = ("first", "last", "party")

    def __init__(self, *args, asks_party, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_party:
            del self.fields["party"]

    def filling(self, post: int, person: int | None, replaces: int | None) -> Filling:
        values = self.cleaned_data
        return Filling(
            post=post,
            person=person,
            new=self.new_person(),
            start=values["first"],
            end=values["last"] + DAY if values["last"] else None,
            decision=self.known_decision(),
            new_decision=self.new_decision(),
            note=values["note"],
            replaces=replaces,
            party=values.get("party", ""),
        )

    def new_person(self) -> NewPerson | None:
        return None


class NewPersonFillForm(FillForm):
    """Also someone who isn't known yet."""

    given = field(forms.CharField, "Förnamn", "Skriv förnamnet.", max_length=80)
    family = field(forms.CharField, "Efternamn", "Skriv efternamnet.", max_length=80)
    email = field(
        forms.EmailField,
        "E-post i arbetet",
        attrs={"autocomplete": "off"},
        errors={"invalid": NOT_AN_ADDRESS},
        help_text="Visas för alla bara om personen har en funktion, till exempel är ordförande.",
    )
    region = field(
        forms.ModelChoiceField,
        "Region",
        queryset=Region.objects.none(),
        empty_label="Ingen region",
        widget=forms.Select,
        errors={"invalid_choice": "Välj en av regionerna i listan.", "required": "Välj region."},
    )
    title = field(forms.CharField, "Titel", max_length=120)
    is_another = forms.BooleanField(label="Det är någon annan, som ska läggas till", required=False)
    field_order = ("given", "family", "email", "region", "title", "party", "is_another")

    def __init__(self, *args, regions, must_have_region, **kwargs):
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        region.queryset, region.required = regions, must_have_region
        if must_have_region and len(regions) == 1:
            region.initial = regions[0].pk

    def new_person(self) -> NewPerson:
        values = self.cleaned_data
        return NewPerson(
            values["given"],
            values["family"],
            values["email"],
            values["region"].pk if values["region"] else None,
            values["title"],
            values.get("party", ""),
            values["is_another"],
        )


def _reason(what: str):
    return field(
        forms.CharField,
        f"Varför slutar {what}?",
        f"Skriv varför {what} slutar. Det visas i historiken.",
        max_length=200,
        help_text="Till exempel: mandatperioden är slut.",
    )


class EndForm(forms.Form):
    """The last day of an appointment, and why."""

    last = a_day("Sista dagen", "Ange sista dagen.")
    note = _reason("uppdraget")

    def ends(self, versions: dict[int, int]) -> Ends:
        return Ends(self.cleaned_data["last"], self.cleaned_data["note"], versions)


class EndManyForm(EndForm):
    """The last day of many, and why."""

    note = _reason("uppdragen")


class CorrectForm(forms.Form):
    """What was wrong in an appointment, and how it is."""

    first = a_day("Från och med")
    last = a_day("Till och med", help_text="Lämna tomt om det gäller tills vidare.")
    end_reason = field(
        forms.CharField, "Varför uppdraget slutade", max_length=200, help_text="Om det har slutat."
    )
    never = forms.BooleanField(
        label="Uppdraget gällde aldrig: det var inlagt av misstag", required=False
    )
    note = field(
        forms.CharField,
        "Vad var fel?",
        "Skriv vad som var fel. Det visas i historiken.",
        max_length=200,
        help_text="Historiken säger ”Rättelse:” och det du skriver.",
    )

    def correction(self, pk: int, version: int) -> Correction:
        values = self.cleaned_data
        return Correction(
            appointment=pk,
            version=version,
            start=values["first"],
            end=values["last"] + DAY if values["last"] else None,
            why=values["note"],
            end_reason=values["end_reason"],
            never=values["never"],
        )


def as_it_is(appointment: Appointment) -> dict:
    """What the form of a correction begins with."""
    return {
        "first": appointment.start,
        "last": last_day(appointment.end) if appointment.end else None,
        "end_reason": appointment.end_reason,
    }
