"""The forms of rules of composition. They read what was typed; the actions decide."""

from django import forms

from organisation.dates import last_day, long_date
from organisation.fields import field
from organisation.models import Region, Source

from .models import Body, BodyKind, BodyRelation, CompositionRule, Role
from .panels import full_name
from .rosters.forms import a_day
from .rosters.rules import DAY

NONE = [("", "Inget valt")]
# Who appoints to the places.
UNKNOWN, WHOM, BODY = "", "whom", "body"

# What is named when places are counted so.
NAMED = (
    ("region", "region", "vilken region"),
    ("for_body", "body", "vilket organ"),
    ("per_kind", "each-body", "vilket slag av organ"),
)


def _choice(label: str, queryset, missing: str = "", **options):
    return field(
        forms.ModelChoiceField,
        label,
        missing,
        queryset=queryset,
        empty_label="Inget valt",
        widget=forms.Select,
        errors={"invalid_choice": "Välj något i listan."},
        **options,
    )


def _number(label: str, missing: str = "", **options):
    return field(
        forms.IntegerField,
        label,
        missing,
        min_value=0,
        max_value=200,
        errors={
            "invalid": "Skriv ett tal med siffror, till exempel 3.",
            "min_value": "Skriv 0 eller mer.",
            "max_value": "Skriv 200 eller mindre.",
        },
        **options,
    )


def _why():
    return field(
        forms.CharField,
        "Varför?",
        "Skriv varför. Det står i historiken.",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=300,
    )


class RuleForm(forms.Form):
    """A new rule, or what a rule is to say instead."""

    of_kind = forms.BooleanField(required=False)
    role = _choice("Roll", Role.objects.all(), "Välj vilken roll platserna har.")
    least = _number("Minst", "Ange hur många platser det minst ska vara.")
    most = _number("Högst", help_text="Lämna tomt om det inte finns någon övre gräns.")
    per = field(
        forms.ChoiceField,
        "Räknas",
        "Välj vad antalet räknas för.",
        choices=CompositionRule.Counted,
        widget=forms.Select,
        errors={"invalid_choice": "Välj något i listan."},
    )
    region = _choice("Vilken region", Region.objects.order_by("order"))
    for_body = _choice("Vilket organ", Body.objects.none())
    per_kind = _choice("Organ av vilket slag", BodyKind.objects.order_by("order", "name"))
    per_relation = field(
        forms.ChoiceField,
        "Och bara de som, till organet",
        choices=[*NONE, *BodyRelation.Kind.choices],
        widget=forms.Select,
        help_text="Till exempel hör till: ett råds områden. Lämna tomt för alla av slaget.",
        errors={"invalid_choice": "Välj något i listan."},
    )
    appointed = field(
        forms.ChoiceField,
        "Vem utser",
        choices=[
            (UNKNOWN, "Uppgift saknas"),
            (WHOM, "Regionen eller organet som platsen är för"),
            (BODY, "Ett annat organ"),
        ],
        widget=forms.Select,
        errors={"invalid_choice": "Välj något i listan."},
    )
    appointed_by_body = _choice("Vilket organ utser", Body.objects.none())
    seat_in = _choice(
        "Ska också ha plats i", Body.objects.none(), help_text="Till exempel en ledning."
    )
    votes = forms.BooleanField(
        label="Har rösträtt: räknas när organet beslutar",
        required=False,
        widget=forms.CheckboxInput,
    )
    held_by_role = _choice(
        "Följer rollen",
        Role.objects.all(),
        help_text="Den som har rollen har platsen genom den. Lämna tomt om någon utses.",
    )
    held_by_body = _choice(
        "I organet",
        Body.objects.none(),
        help_text="Lämna tomt när det är i vart och ett av de organ som platserna räknas för.",
    )
    source = _choice("Källa", Source.objects.order_by("code"))
    source_note = field(forms.CharField, "Var i källan", max_length=300)
    interpretation = field(
        forms.CharField,
        "Tolkning",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=500,
        help_text="Vår läsning, i en mening, när källan är oklar.",
    )
    first = a_day("Från och med", help_text="Lämna tomt om dagen inte är känd.")
    since = a_day(
        "Ändringen gäller från och med",
        help_text="Lämna tomt om regeln var fel från början. Då rättas den också bakåt i tiden.",
    )
    last = a_day("Till och med", help_text="Lämna tomt om regeln gäller tills vidare.")
    why = _why()

    groups = (
        ("Platserna", ("of_kind", "role", "least", "most", "votes")),
        ("Vad antalet räknas för", ("per", "region", "for_body", "per_kind", "per_relation")),
        ("Hur platserna tillsätts", ("appointed", "appointed_by_body", "seat_in")),
        ("När platsen följer av en annan post", ("held_by_role", "held_by_body")),
        ("Tid och källa", ("first", "since", "last", "source", "source_note", "interpretation")),
        ("Historiken", ("why",)),
    )

    def __init__(self, *args, body: Body, rule: CompositionRule | None, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.body, self.rule = body, rule
        if rule:
            del self.fields["of_kind"], self.fields["first"]
        else:
            del self.fields["since"]
            self.fields["of_kind"].label = f"Gäller alla {body.kind.plural.lower()}"
        named = list(Body.objects.exclude(end__lte=on).named(on).select_related("kind"))
        choices = sorted(((each.pk, full_name(each)) for each in named), key=lambda one: one[1])
        for name in ("for_body", "appointed_by_body", "seat_in", "held_by_body"):
            self.fields[name].queryset = Body.objects.exclude(end__lte=on)
            self.fields[name].choices = [*NONE, *choices]

    def in_groups(self):
        """The fields under their headings."""
        for heading, names in self.groups:
            yield heading, [self[name] for name in names if name in self.fields]

    def clean(self):
        values = super().clean()
        if values.get("appointed") == BODY and not values.get("appointed_by_body"):
            self.add_error("appointed_by_body", "Välj vilket organ som utser.")
        elif values.get("appointed") != BODY and values.get("appointed_by_body"):
            self.add_error(
                "appointed", "Välj ”Ett annat organ” eller lämna fältet om vilket organ tomt."
            )
        for name, per, what in NAMED:
            if values.get("per") == per and not values.get(name) and name not in self.errors:
                self.add_error(name, f"Välj {what}, eller räkna platserna för något annat.")
            elif values.get("per") != per and values.get(name):
                self.add_error(name, "Lämna tomt, eller ändra vad platserna räknas för.")
        first = values.get("first") or values.get("since")
        if first and values.get("last") and values["last"] < first:
            self.add_error("last", f"Välj en dag som inte ligger före {long_date(first)}.")
        return values

    def made(self) -> CompositionRule:
        """The rule with what was typed, not stored."""
        values = dict(self.cleaned_data)
        if self.rule:
            made = CompositionRule.objects.get(pk=self.rule.pk)
        else:
            made = CompositionRule(start=values["first"])
            made.kind, made.body = (
                (self.body.kind, None) if values["of_kind"] else (None, self.body)
            )
        for name in ("role", "least", "most", "per", "region", "for_body", "per_kind", "votes"):
            setattr(made, name, values[name])
        for name in ("per_relation", "held_by_role", "held_by_body", "seat_in", "source"):
            setattr(made, name, values[name])
        made.source_note, made.interpretation = values["source_note"], values["interpretation"]
        made.appointed_by_whom = values["appointed"] == WHOM
        made.appointed_by_body = values["appointed_by_body"]
        made.end = values["last"] + DAY if values["last"] else None
        return made


def as_it_is(rule: CompositionRule) -> dict:
    """What a rule says, as the form shows it."""
    same = (
        *("least", "most", "per", "per_relation", "votes", "source_note", "interpretation"),
        *("role", "region", "for_body", "per_kind", "held_by_role", "held_by_body"),
        *("seat_in", "appointed_by_body", "source"),
    )
    values = {name: getattr(rule, f"{name}_id", getattr(rule, name, None)) for name in same}
    values["appointed"] = (
        WHOM if rule.appointed_by_whom else BODY if rule.appointed_by_body_id else UNKNOWN
    )
    return values | {"last": last_day(rule.end) if rule.end else None}


class EndRuleForm(forms.Form):
    """The last day of a rule, and why."""

    last = a_day("Sista dagen", "Ange sista dagen som regeln gäller.")
    why = _why()
