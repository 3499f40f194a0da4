"""The forms of what is to be written every year. They read what was typed; the actions decide."""

import datetime

from django import forms

from bodies.models import Body, BodyKind, Decision
from bodies.panels import full_name
from bodies.questions import full_name_on
from bodies.rosters.forms import a_day
from organisation.dates import MONTHS
from organisation.fields import field

from .models import DutyAdjustment, ReportingDuty

DAY = datetime.timedelta(days=1)
CHOOSE = {"invalid_choice": "Välj något i listan."}
WHY = "Skriv varför. Det står i historiken."
# How many years back and ahead something may be decided for.
BACK, AHEAD = 3, 3
# How many of the registered decisions one may choose among.
LATEST = 60


def _why(help_text: str = ""):
    return field(
        forms.CharField,
        "Varför?",
        WHY,
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=300,
        help_text=help_text,
    )


def _latest_decisions(on: datetime.date):
    latest = Decision.objects.order_by("-date", "-pk").values("pk")[:LATEST]
    found = Decision.objects.filter(pk__in=latest).order_by("-date", "-pk")
    return found.annotate(body_name=full_name_on("body_id", on))


class DutyForm(forms.Form):
    """Something new that is to be written every year."""

    of = field(forms.ChoiceField, "Vem ska lämna?", "Välj vem som ska lämna.", errors=CHOOSE)
    what = field(
        forms.ChoiceField,
        "Vad ska lämnas?",
        "Välj vad som ska lämnas.",
        choices=[("", "Inget valt"), *ReportingDuty.What.choices],
        errors=CHOOSE,
    )
    day = field(
        forms.TypedChoiceField,
        "Senast den dagen",
        "Välj dag.",
        choices=[("", "Inget valt"), *((each, each) for each in range(1, 32))],
        coerce=int,
        errors=CHOOSE,
    )
    month = field(
        forms.TypedChoiceField,
        "Månad",
        "Välj månad.",
        choices=[("", "Inget valt"), *enumerate(MONTHS, start=1)],
        coerce=int,
        errors=CHOOSE,
    )
    years_after = field(
        forms.TypedChoiceField,
        "Vilket år?",
        "Välj vilket år.",
        choices=[(0, "Samma år som det gäller"), (1, "Året efter"), (2, "Två år efter")],
        coerce=int,
        errors=CHOOSE,
    )
    first = a_day(
        "Gäller det som ska lämnas från och med",
        "Ange från vilken dag.",
        help_text="Ett år vars sista dag ligger före den dagen räknas inte.",
    )
    why = _why()

    def __init__(self, *args, on: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = BodyKind.objects.filter(level=BodyKind.Level.REGIONAL, bodies__isnull=False)
        self.kinds = {f"slag-{each.pk}": each for each in kinds.distinct().order_by("order")}
        bodies = Body.objects.filter(kind__level=BodyKind.Level.REGIONAL).exclude(end__lte=on)
        named = bodies.named(on).select_related("kind").alphabetical()
        self.bodies = {f"organ-{each.pk}": each for each in named}
        self.fields["of"].choices = [
            ("", "Inget valt"),
            ("Alla av ett slag", [(key, f"Alla {e.plural}") for key, e in self.kinds.items()]),
            ("Ett organ", [(key, full_name(each)) for key, each in self.bodies.items()]),
        ]

    def clean(self):
        values = super().clean()
        day, month = values.get("day"), values.get("month")
        # 29 February is a day of some years; it's the 28th in the others.
        if day and month and day > (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]:
            self.add_error("day", f"{MONTHS[month - 1].capitalize()} har inte så många dagar.")
        return values

    def made(self) -> ReportingDuty:
        values = self.cleaned_data
        return ReportingDuty(
            kind=self.kinds.get(values["of"]),
            body=self.bodies.get(values["of"]),
            what=values["what"],
            years_after=values["years_after"],
            month=values["month"],
            day=values["day"],
            start=values["first"],
        )


class EndDutyForm(forms.Form):
    """Until when something is to be written."""

    last = a_day(
        "Sista dagen",
        "Ange sista dagen.",
        help_text="Det som ska lämnas senare än så behöver inte lämnas.",
    )
    why = _why()


class AdjustForm(forms.Form):
    """Another day for a year, or none at all."""

    MOVED, EXEMPT = "annan-dag", "inget"

    body = field(forms.ChoiceField, "För vem?", errors=CHOOSE)
    year = field(
        forms.TypedChoiceField, "För vilket år?", "Välj vilket år.", coerce=int, errors=CHOOSE
    )
    how = field(
        forms.ChoiceField,
        "Vad ska gälla?",
        "Välj vad som ska gälla.",
        choices=[(MOVED, "En annan sista dag"), (EXEMPT, "Inget behöver lämnas")],
        errors=CHOOSE,
    )
    due = a_day("Annan sista dag", help_text="Lämna tomt om inget behöver lämnas.")
    why = _why("De som ska lämna läser det, och det står i historiken.")
    decision = field(
        forms.ModelChoiceField,
        "Vilket beslut vilar det på? (behövs inte)",
        queryset=Decision.objects.none(),
        empty_label="Inget",
        widget=forms.Select,
        help_text="De senast registrerade besluten.",
        errors={"invalid_choice": "Välj ett av besluten i listan."},
    )

    def __init__(self, *args, duty: ReportingDuty, on: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.duty = duty
        about = {"pk": duty.body_id} if duty.body_id else {"kind": duty.kind_id}
        bodies = Body.objects.filter(**about).named(on).select_related("kind").alphabetical()
        self.bodies = {each.path: each for each in bodies}
        named = [(path, full_name(each)) for path, each in self.bodies.items()]
        self.fields["body"].choices = [("", "Alla"), *named] if duty.kind_id else named
        self.fields["body"].required = duty.kind_id is None
        self.fields["decision"].queryset = _latest_decisions(on)
        self.fields["decision"].label_from_instance = lambda each: f"{each.body_name}, {each}"
        years = range(on.year - BACK, on.year + AHEAD + 1)
        self.fields["year"].choices = [(each, each) for each in years]

    def clean(self):
        values = super().clean()
        how = values.get("how")
        if how == self.MOVED and not values.get("due") and "due" not in self.errors:
            self.add_error("due", "Ange vilken dag som ska gälla i stället.")
        if how == self.EXEMPT and values.get("due"):
            self.add_error("due", "Lämna dagen tom, eller välj att en annan sista dag ska gälla.")
        return values

    def made(self) -> DutyAdjustment:
        values = self.cleaned_data
        return DutyAdjustment(
            duty=self.duty,
            body=self.bodies.get(values["body"]),
            year=values["year"],
            due=values["due"],
            reason=values["why"].strip(),
            decision=values["decision"],
        )


class NoQuestions(forms.Form):
    """Nothing is asked; what it leads to is seen."""
