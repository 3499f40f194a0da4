"""The form of an activity in a draft of a plan or a report, and that of beginning one."""

import datetime

from django import forms

from bodies.models import Body
from organisation.dates import last_day
from organisation.fields import Boxes
from organisation.fields import date_field as _date
from organisation.fields import field as _field
from programmes.models import PatientPromise, QualityGoal

from .actions.entries import PLANNED, TOLD
from .forms import RevisionForm
from .models import YEARLY, ActivityEntry, Document, Edition
from .yearly import years_for

NEW = "nytt"


def _text(label, help_text="", rows=3, most=2000):
    return _field(
        forms.CharField,
        label,
        widget=forms.Textarea,
        attrs={"rows": rows},
        max_length=most,
        help_text=help_text,
        errors={"max_length": "Texten är %(show_value)s tecken lång. Högst %(limit_value)s går."},
    )


class GoalChoice(forms.ModelChoiceField):
    """A body's goals, told by their text."""

    def label_from_instance(self, goal):
        return goal.text


class ActivityForm(RevisionForm):
    """What a plan or a report says of an activity, and under which of its sections."""

    section = _field(forms.ChoiceField, "Insatsområde", "Välj insatsområde.", widget=forms.Select)
    new_section = _field(
        forms.CharField,
        "Namn på nytt insatsområde",
        max_length=200,
        help_text="Fyll i om du har valt ett nytt insatsområde.",
    )
    name = _field(
        forms.CharField,
        "Aktivitet",
        "Skriv vad som ska göras.",
        max_length=200,
        help_text="Kort, till exempel ”Gemensam rutin för uppföljning”.",
    )
    goal = _text("Mål", "Vad aktiviteten ska leda till.")
    promises = forms.TypedMultipleChoiceField(
        label="Vilka löften bidrar den till?",
        coerce=int,
        required=False,
        widget=Boxes,
        error_messages={"invalid_choice": "Välj bland löftena i listan."},
    )
    quality_goal = GoalChoice(
        label="Kvalitetsmål som följer den",
        queryset=QualityGoal.objects.none(),
        required=False,
        empty_label="Inget",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"invalid_choice": "Välj ett av organets mål i listan."},
    )
    measure = _text("Hur mäts det?", rows=2)
    measured_by = _field(forms.CharField, "Vem mäter?", max_length=200)
    responsible = _field(
        forms.CharField,
        "Ansvarig",
        max_length=200,
        help_text="En funktion eller en grupp hellre än ett namn: texten är offentlig.",
    )
    start = _date("Börjar", "")
    last = _date("Sista dag", "")
    status = forms.ChoiceField(
        label="Läge",
        choices=ActivityEntry.Status.choices,
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"required": "Välj läge.", "invalid_choice": "Välj ett läge i listan."},
    )
    for_patients = _text("Följder för patienter", rows=2)
    for_staff = _text("Följder för medarbetare", rows=2)
    for_management = _text("Följder för ledning", rows=2)
    outcome = _text("Utfall", "Vad som blev av den, och hur det gick mot målet.", rows=4, most=4000)
    reflection = _text("Reflektion", "Vad ni har lärt er.", most=4000)
    goes_on = forms.TypedChoiceField(
        label="Fortsätter den nästa år?",
        choices=[("", "Inte bestämt"), ("ja", "Ja, ta med den i nästa plan"), ("nej", "Nej")],
        coerce=lambda value: value == "ja",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Välj ja, nej eller inte bestämt."},
    )

    def __init__(
        self,
        *args,
        edition: Edition,
        on: datetime.date,
        entry: ActivityEntry | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        document = edition.document
        headings = edition.sections.present().values_list("key", "heading")
        self.fields["section"].choices = [*headings, (NEW, "Ett nytt insatsområde")]
        self.fields["promises"].choices = [
            (each.number, f"{each.number}. {each.text[:1].upper()}{each.text[1:]}")
            for each in PatientPromise.objects.current(on)
        ]
        # What the activity serves already stays, though it holds no more.
        known = {number for number, _ in self.fields["promises"].choices}
        self.fields["promises"].choices += [
            (number, f"{number}. Löftet gäller inte längre")
            for number in (entry.promises if entry else ())
            if number not in known
        ]
        own = QualityGoal.objects.filter(body=document.owner_id)
        kept = [entry.quality_goal_id] if entry and entry.quality_goal_id else []
        goals = own.filter(pk__in=[*own.current(on).values_list("pk", flat=True), *kept])
        self.fields["quality_goal"].queryset = goals
        if not goals.exists():
            del self.fields["quality_goal"]
        if document.kind != Document.Kind.ANNUAL_REPORT:
            for name in TOLD:
                del self.fields[name]

    @classmethod
    def of(cls, entry: ActivityEntry, on: datetime.date) -> "ActivityForm":
        initial = {name: getattr(entry, name) for name in (*PLANNED, *TOLD)}
        initial |= {
            "section": entry.section.key,
            "last": entry.end and last_day(entry.end),
            "goes_on": {True: "ja", False: "nej", None: ""}[entry.goes_on],
            "revision": entry.revision,
        }
        return cls(initial=initial, edition=entry.edition, on=on, entry=entry)

    def clean(self):
        values = super().clean()
        if values.get("section") == NEW and not (values.get("new_section") or "").strip():
            self.add_error("new_section", "Skriv vad det nya insatsområdet ska heta.")
        start, last = values.get("start"), values.get("last")
        if last == datetime.date.max:
            self.add_error("last", "Dagen ligger för långt fram. Skriv en tidigare dag.")
        if start and last and last < start:
            self.add_error(
                "last", "Sista dagen ligger före den dag då aktiviteten börjar. Ändra någon av dem."
            )
        return values

    @property
    def values(self) -> dict:
        """The fields of an entry, as the actions take them."""
        given = self.cleaned_data
        last = given["last"]
        own = {name: given[name] for name in (*PLANNED, *TOLD) if name in given}
        return own | {"end": last + datetime.timedelta(days=1) if last else None}

    @property
    def new_heading(self) -> str:
        """What a new section is to be called; empty where one of those there are is chosen."""
        return self.cleaned_data["new_section"] if self.cleaned_data["section"] == NEW else ""


class BeginForm(forms.Form):
    """Which body's plan or report, for which year."""

    body = forms.ModelChoiceField(
        label="Organ",
        queryset=Body.objects.none(),
        to_field_name="path",
        empty_label="Välj organ",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vilket organ som ska ha texten.",
            "invalid_choice": "Välj ett av organen i listan.",
        },
    )
    kind = forms.ChoiceField(
        label="Vad",
        choices=[(slug, Document.Kind(kind).label.capitalize()) for kind, slug in YEARLY.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj plan, årsrapport eller minnesanteckningar.",
            "invalid_choice": "Välj plan, årsrapport eller minnesanteckningar.",
        },
    )
    year = _field(
        forms.IntegerField,
        "År",
        "Skriv vilket år texten gäller.",
        errors={"invalid": "Skriv året med fyra siffror, till exempel 2026."},
        attrs={"inputmode": "numeric"},
    )

    def __init__(self, *args, bodies, on: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["body"].queryset = bodies

    def clean(self):
        values = super().clean()
        year = values.get("year")
        if year is not None and values.get("kind"):
            first, last = years_for(self.document_kind, self.on)
            if not first <= year <= last:
                self.add_error("year", f"Välj ett år från {first} till {last}. Du skrev {year}.")
        return values

    @property
    def document_kind(self) -> str:
        by_slug = {slug: kind for kind, slug in YEARLY.items()}
        return by_slug[self.cleaned_data["kind"]]
