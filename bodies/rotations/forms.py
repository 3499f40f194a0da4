"""The forms of whose turn it is. They read what was typed; the actions decide."""

import datetime
from collections.abc import Iterable
from itertools import pairwise

from django import forms

from organisation.dates import last_day, long_date, period_text
from organisation.fields import field
from organisation.models import Region
from organisation.words import in_sentence, listed

from ..actions.rotation_changes import LastDay, NewException
from ..models import RotationException, RotationOffice, RotationScheme
from ..rosters.forms import DecidedForm, a_day
from ..rosters.rules import DAY
from ..rotation import Term
from .stored import Office

Kind = RotationException.Kind


def why_field(label="Varför", missing="Skriv varför. Det visas i historiken."):
    return field(forms.CharField, label, missing, max_length=300)


def office_choices(offices: list[RotationOffice]) -> list[tuple[str, str]]:
    return [("", "Alla"), *((str(each.post_id), each.post.role.name) for each in offices)]


class ExceptionForm(DecidedForm):
    """What all exceptions have in common: for which office, why, and by which decision."""

    kind = ""
    office = field(
        forms.ChoiceField,
        "Gäller",
        widget=forms.Select,
        errors={"invalid_choice": "Välj en av funktionerna i listan."},
    )
    pinned = forms.BooleanField(
        label="De som följer den här turordningen påverkas inte", required=False
    )
    reason = field(
        forms.CharField,
        "Varför",
        "Skriv varför undantaget görs. Det visas på tidslinjen.",
        max_length=300,
        help_text="Visas för alla på tidslinjen, till exempel: nämnden beslutade att sitta kvar "
        "över valet.",
    )

    def __init__(self, *args, offices, is_followed=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = office_choices(offices)
        if len(offices) < 2:
            del self.fields["office"]
        if not is_followed:
            del self.fields["pinned"]

    def exception(self, scheme: int) -> NewException:
        """What is asked for."""
        values = self.cleaned_data
        first, second = self.days()
        office = values.get("office") or None
        return NewException(
            scheme=scheme,
            kind=self.kind_asked(),
            first=first,
            second=second,
            reason=values["reason"],
            post=int(office) if office and self.kind_asked() != Kind.SHIFT else None,
            region=values["region"].pk if values.get("region") else None,
            pinned=values.get("pinned", False),
            decision=self.known_decision(),
            new_decision=self.new_decision(),
        )

    def kind_asked(self) -> str:
        return self.kind

    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.cleaned_data["first"], self.cleaned_data["second"]


def day_choice(label: str, missing: str, **options):
    """A choice among days, each with words."""
    return forms.TypedChoiceField(
        label=label,
        coerce=datetime.date.fromisoformat,
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"required": missing, "invalid_choice": "Välj en av dem i listan."},
        **options,
    )


def _whose(terms: Iterable[Term], offices: Iterable[str]) -> str:
    """The regions of one period's terms, by office where they aren't one and the same."""
    regions = [each.region for each in terms]
    if len(set(regions)) == 1:
        return str(regions[0])
    return listed([f"{office} {region}" for office, region in zip(offices, regions, strict=True)])


def _names(terms: dict[Office, list[Term]]) -> list[str]:
    return [in_sentence(str(each)) for each in terms]


class SwapForm(ExceptionForm):
    """Which two terms have each other's regions."""

    kind = Kind.SWAP
    first = day_choice("Den ena perioden", "Välj vilken period som ska byta.")
    second = day_choice("Den andra perioden", "Välj vilken period den ska byta med.")
    field_order = ("first", "second", "office", "reason", "pinned")

    def __init__(self, *args, terms: dict[Office, list[Term]], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (
                str(period[0].start),
                f"{period_text(period[0].start, period[0].end)}: {_whose(period, _names(terms))}",
            )
            for period in zip(*terms.values(), strict=True)
        ]
        for name in ("first", "second"):
            self.fields[name].choices = [("", "Välj period"), *choices]

    def clean(self):
        values = super().clean()
        if values.get("first") and values.get("first") == values.get("second"):
            self.add_error("second", "Välj två olika perioder.")
        return values


class MoveForm(ExceptionForm):
    """Which change is made on another day: a term that is made longer, or shorter."""

    first = day_choice("Bytet", "Välj vilket byte som ska flyttas.")
    second = a_day(
        "Sker i stället",
        "Ange vilken dag bytet ska ske.",
        help_text="Den första dagen för den region som tar över.",
    )
    later = field(
        forms.ChoiceField,
        "Senare byten",
        "Välj vad som händer med de senare bytena.",
        widget=forms.Select,
        choices=[
            ("", "Välj"),
            (Kind.MOVE, "Sker som planerat: nästa period blir kortare eller längre"),
            (Kind.SHIFT, "Flyttas lika mycket, så att alla får hela perioder"),
        ],
        errors={"invalid_choice": "Välj en av dem i listan."},
    )
    field_order = ("first", "second", "later", "office", "reason", "pinned")

    def __init__(self, *args, terms: dict[Office, list[Term]], **kwargs):
        super().__init__(*args, **kwargs)
        names = _names(terms)
        self.fields["first"].choices = [
            ("", "Välj byte"),
            *(
                (
                    str(after[0].start),
                    f"{long_date(after[0].start)}: {_whose(before, names)} → "
                    f"{_whose(after, names)}",
                )
                for before, after in pairwise(zip(*terms.values(), strict=True))
                if before[0].end == after[0].start
            ),
        ]

    def kind_asked(self) -> str:
        return self.cleaned_data["later"]

    def clean(self):
        values = super().clean()
        if values.get("later") == Kind.SHIFT and values.get("office"):
            self.add_error(
                "office",
                "Flyttas alla senare byten gäller det alla funktioner. Välj Alla, eller låt de "
                "senare bytena ske som planerat.",
            )
        return values


class InterimForm(ExceptionForm):
    """Which region has an office for some time, whoever's turn it is."""

    kind = Kind.INTERIM
    region = field(
        forms.ModelChoiceField,
        "Region",
        "Välj vilken region som tar över tillfälligt.",
        queryset=Region.objects.all(),
        empty_label="Välj region",
        widget=forms.Select,
        errors={"invalid_choice": "Välj en av regionerna i listan."},
    )
    first = a_day("Från och med", "Ange från vilken dag.")
    second = a_day("Till och med", "Ange den sista dagen.")
    field_order = ("region", "first", "second", "office", "reason", "pinned")

    def days(self):
        return self.cleaned_data["first"], self.cleaned_data["second"] + DAY


class LastDayForm(forms.Form):
    """The last day that a scheme runs; none when it is to go on."""

    last = a_day("Sista dagen", help_text="Lämna tomt om turordningen ska gälla tills vidare.")
    why = why_field()

    def last_day(self, scheme: int) -> LastDay:
        values = self.cleaned_data
        return LastDay(scheme, values["last"] + DAY if values["last"] else None, values["why"])


class TakeBackForm(forms.Form):
    """Why something is taken back."""

    why = why_field("Varför det tas tillbaka")


def as_it_ends(scheme: RotationScheme) -> dict:
    return {"last": last_day(scheme.end) if scheme.end else None}
