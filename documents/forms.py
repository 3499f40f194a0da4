"""The forms of the workspace. They read what was typed; the actions decide."""

from django import forms
from django.core.validators import MaxLengthValidator

from bodies.dossier import with_names
from bodies.models import Body, BodyKind, Decision
from organisation.fields import date_field as _date
from organisation.fields import field as _field

from .markup import to_html, to_markup
from .models import Edition, Section, SharedText
from .rules import LONGEST

TOO_LONG = (
    "Texten är %(show_value)s tecken lång. Ett avsnitt får ha högst %(limit_value)s. Dela texten i "
    "flera avsnitt."
)


def _body(label, missing, **options):
    return forms.ModelChoiceField(
        label=label,
        queryset=Body.objects.none(),
        empty_label="Välj organ",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"required": missing, "invalid_choice": "Välj ett av organen i listan."},
        **options,
    )


def _bodies(on):
    bodies = with_names(Body.objects.current(on), on).select_related("kind")
    return bodies.order_by("kind__order", "path")


class RevisionForm(forms.Form):
    """A form that says which revision it was opened at. Without one there is a conflict."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SectionForm(RevisionForm):
    """A section's heading and text. The text is written in the small markup."""

    heading = _field(forms.CharField, "Rubrik", "Skriv en rubrik.", max_length=200)
    level = forms.TypedChoiceField(
        label="Rubriknivå",
        coerce=int,
        choices=[(1, "1 Huvudrubrik"), (2, "2 Underrubrik"), (3, "3 Mindre underrubrik")],
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj rubriknivå.",
            "invalid_choice": "Välj rubriknivå 1, 2 eller 3.",
        },
    )
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        # Not max_length, whose attribute has browsers cut what is pasted, in silence.
        validators=[MaxLengthValidator(LONGEST, TOO_LONG)],
        widget=forms.Textarea(attrs={"class": "field-control", "rows": 14, "spellcheck": "true"}),
    )

    @classmethod
    def of(cls, section: Section) -> "SectionForm":
        return cls(
            initial={
                "heading": section.heading,
                "level": section.level,
                "text": to_markup(section.html),
                "revision": section.revision,
            }
        )

    @property
    def html(self) -> str:
        return to_html(self.cleaned_data["text"])


class NewSectionForm(RevisionForm):
    """Where a new section goes, and what it's called."""

    heading = _field(
        forms.CharField, "Rubrik", "Skriv vad det nya avsnittet ska heta.", max_length=200
    )
    level = forms.TypedChoiceField(
        label="Rubriknivå",
        coerce=int,
        choices=SectionForm.base_fields["level"].choices,
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages=SectionForm.base_fields["level"].error_messages,
    )
    after = forms.SlugField(required=False)


class DetailsForm(RevisionForm):
    """What stands around the text of an edition."""

    title = _field(forms.CharField, "Titel", "Skriv en titel.", max_length=200)
    lead = _field(
        forms.CharField,
        "Underrubrik (frivilligt)",
        widget=forms.Textarea,
        attrs={"rows": 2},
        max_length=500,
    )
    change_note = _field(
        forms.CharField,
        "Vad som har ändrats",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=1000,
        help_text="Visas i listan över versioner. Skriv för den som läste förra versionen.",
    )
    is_minor = forms.BooleanField(
        label="Mindre ändring",
        required=False,
        help_text="Rättelser som inte ändrar innebörden.",
    )

    @classmethod
    def of(cls, edition: Edition) -> "DetailsForm":
        names = ("title", "lead", "change_note", "is_minor", "revision")
        return cls(initial={name: getattr(edition, name) for name in names})

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class SeenForm(forms.Form):
    """A decision on a whole edition: says what the person saw."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class SubmitForm(SeenForm):
    text = _field(
        forms.CharField,
        "Något att säga till den som granskar (frivilligt)",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=1000,
    )


class SendBackForm(SeenForm):
    text = _field(
        forms.CharField,
        "Vad ska ändras?",
        "Skriv vad som ska ändras, så att den som skrev vet det.",
        widget=forms.Textarea,
        attrs={"rows": 4},
        max_length=2000,
    )


class AdoptForm(SeenForm):
    """The decision that adopted an edition, and from when it's to hold."""

    body = _body("Beslutat av", "Välj vilket organ som beslutade.")
    date = _date("Beslutsdag", "Fyll i vilken dag beslutet fattades.")
    paragraph = _field(forms.CharField, "Paragraf (frivilligt)", max_length=20)
    registry_number = _field(forms.CharField, "Diarienummer (frivilligt)", max_length=60)
    text = _field(
        forms.CharField,
        "Beslutets ordalydelse (frivilligt)",
        widget=forms.Textarea,
        attrs={"rows": 3},
    )
    valid_from = _date("Gäller från och med", "Fyll i från vilken dag versionen ska gälla.")

    def __init__(self, *args, on, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["body"].queryset = _bodies(on)

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date > self.today:
            raise forms.ValidationError(
                "Beslutsdagen har inte varit än. Registrera beslutet när det är fattat."
            )
        return date

    def clean_paragraph(self):
        """The number alone; the sign stands before it where it's shown."""
        return self.cleaned_data["paragraph"].lstrip("§ ")

    @property
    def decision(self) -> Decision:
        """The decision, not saved."""
        names = ("body", "date", "paragraph", "registry_number", "text")
        return Decision(**{name: self.cleaned_data[name] for name in names})


class PublishForm(SeenForm):
    forced = forms.BooleanField(
        label="Publicera fast jag själv skickade versionen till beslut", required=False
    )
    text = _field(
        forms.CharField,
        "Varför behöver ingen annan granska?",
        widget=forms.Textarea,
        attrs={"rows": 2},
        max_length=1000,
    )


class WithdrawForm(SeenForm):
    text = _field(
        forms.CharField,
        "Varför återkallas versionen?",
        "Skriv varför versionen återkallas. Skälet visas på sidan.",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=1000,
    )
    effective_on = _date("Återkallad från och med", "Fyll i från vilken dag.")


class CommentForm(forms.Form):
    """A remark on a section, or an answer."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Kommentar",
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "field-control", "rows": 3}),
        error_messages={"required": "Skriv kommentaren först."},
    )
    quote = forms.CharField(
        label="Gäller orden (frivilligt)",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "field-control"}),
    )


class KindChoice(forms.ModelChoiceField):
    """Kinds of bodies, told as many."""

    def label_from_instance(self, kind):
        return kind.full_plural or kind.plural


class SharedTextForm(forms.Form):
    """A text that the commissions of all bodies of a kind are to share."""

    name = _field(
        forms.CharField,
        "Namn",
        "Skriv vad den gemensamma texten ska heta.",
        max_length=120,
        help_text="Syns för läsarna där texten används, till exempel ”Gemensamt uppdrag för "
        "arbetsgrupper”.",
    )
    body_kind = KindChoice(
        label="Gemensam för",
        queryset=BodyKind.objects.none(),
        empty_label="Välj slag av organ",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vilka organ som ska dela texten.",
            "invalid_choice": "Välj ett av slagen i listan.",
        },
        help_text="Ett nytt organ av det slaget får texten i sitt första utkast.",
    )
    owner = _body(
        "Antas av",
        "Välj vilket organ som antar den gemensamma texten.",
        help_text="Organet som beslutar om den gemensamma texten. Varje organ antar ändå sitt eget "
        "uppdrag.",
    )
    commission_title = _field(
        forms.CharField,
        "Titel på uppdragen",
        "Skriv vilken titel uppdragen ska få.",
        max_length=160,
        initial=SharedText._meta.get_field("commission_title").default,
        help_text="{name} byts ut mot organets namn.",
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body_kind"].queryset = BodyKind.objects.filter(
            level=BodyKind.Level.REGIONAL
        ).order_by("order", "name")
        self.fields["owner"].queryset = _bodies(on)

    def clean_commission_title(self):
        title = self.cleaned_data["commission_title"]
        if "{name}" not in title:
            raise forms.ValidationError(
                "Skriv {name} där organets namn ska stå, så att titlarna går att skilja åt."
            )
        return title

    @property
    def text(self) -> SharedText:
        """The shared text, not saved."""
        names = ("name", "body_kind", "commission_title")
        return SharedText(**{name: self.cleaned_data[name] for name in names})


class OwnForm(RevisionForm):
    """Why a commission has words of its own in place of shared ones."""

    reason = _field(
        forms.CharField,
        "Varför ska texten vara egen här?",
        "Skriv varför texten ska vara egen. Skälet visas på sidan.",
        widget=forms.Textarea,
        attrs={"rows": 2},
        max_length=300,
        help_text="Skälet är offentligt: det står vid avsnittet när uppdraget är publicerat.",
    )
