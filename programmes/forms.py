"""The forms of goals, of what is to be reached and of what has been measured. They read what was
typed; the actions decide."""

import datetime
from decimal import Decimal

from django import forms

from bodies.models import Body
from bodies.rosters.forms import a_day
from organisation.dates import last_day
from organisation.fields import field
from organisation.models import Region
from organisation.rules import Finding

from . import measuring
from .actions.goals import FIELDS
from .actions.measurements import WHOLE, Said
from .models import GoalTarget, Measurement, PatientPromise, QualityGoal

DAY = datetime.timedelta(days=1)
CHOOSE = {"invalid_choice": "Välj något i listan."}
LONG = {"max_length": "Texten är %(show_value)s tecken lång. Högst %(limit_value)s går."}


def _why():
    return field(
        forms.CharField,
        "Varför? (behövs inte)",
        max_length=200,
        help_text="Det står i historiken.",
        errors=LONG,
    )


class GoalForm(forms.Form):
    """A goal: what is to be reached, for which promise, and how it's measured."""

    text = field(
        forms.CharField,
        "Mål",
        "Skriv målet.",
        widget=forms.Textarea,
        attrs={"rows": 3},
        max_length=300,
        help_text="En mening om vad patienterna ska märka. Texten är offentlig.",
        errors=LONG,
    )
    promise = field(
        forms.ChoiceField, "Vilket löfte hör det till?", errors=CHOOSE, widget=forms.Select
    )
    indicator = field(
        forms.CharField,
        "Indikator",
        max_length=200,
        help_text="Vad som mäts, till exempel ”Andel som får besked inom 14 dagar”. Lämna tomt om "
        "målet inte mäts än.",
        errors=LONG,
    )
    unit = field(
        forms.CharField,
        "Enhet",
        max_length=40,
        help_text="Till exempel procent, dagar, antal eller per 1 000 invånare.",
        errors=LONG,
    )
    decimals = field(
        forms.TypedChoiceField,
        "Decimaler",
        "Välj antal decimaler.",
        choices=[(each, each or "Inga") for each in range(measuring.MOST_DECIMALS + 1)],
        coerce=int,
        errors=CHOOSE,
        widget=forms.Select,
    )
    direction = field(
        forms.ChoiceField,
        "Vilka värden är bra?",
        choices=[
            ("", "Inget valt"),
            *((value, label.capitalize()) for value, label in QualityGoal.Direction.choices),
        ],
        errors=CHOOSE,
        widget=forms.Select,
    )
    interval = field(
        forms.ChoiceField,
        "Hur ofta mäts det?",
        choices=[
            ("", "Inget valt"),
            *((value, label.capitalize()) for value, label in QualityGoal.Interval.choices),
        ],
        errors=CHOOSE,
        widget=forms.Select,
    )
    data_source = field(
        forms.CharField,
        "Var kommer uppgifterna från?",
        max_length=200,
        help_text="Till exempel namnet på ett register.",
        errors=LONG,
    )
    start = a_day("Gäller från och med", help_text="Lämna tomt om dagen inte är känd.")
    last = a_day("Sista dagen", help_text="Lämna tomt om målet gäller tills vidare.")
    why = _why()

    def __init__(self, *args, on: datetime.date, goal: QualityGoal | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.goal = goal
        promises = list(PatientPromise.objects.current(on))
        if goal and goal.promise and goal.promise not in promises:
            promises.append(goal.promise)
        self.promises = {str(each.pk): each for each in promises}
        self.fields["promise"].choices = [
            ("", "Inget angivet"),
            *((key, f"{each.number}. {each.text}") for key, each in self.promises.items()),
        ]

    @classmethod
    def of(cls, goal: QualityGoal, on: datetime.date) -> "GoalForm":
        initial = {name: getattr(goal, name) for name in FIELDS if name not in ("promise", "end")}
        initial |= {"promise": goal.promise_id, "last": goal.end and last_day(goal.end)}
        return cls(initial=initial, on=on, goal=goal)

    def clean_unit(self) -> str:
        return measuring.unit_of(self.cleaned_data["unit"])

    def clean(self):
        values = super().clean()
        asked = {
            "indicator": "Skriv vad som mäts.",
            "unit": "Skriv enheten.",
            "direction": "Välj vilka värden som är bra.",
            "interval": "Välj hur ofta det mäts.",
        }
        if any(values.get(name) for name in asked):
            for name, message in asked.items():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, message)
        start, last = values.get("start"), values.get("last")
        if start and last and last < start:
            self.add_error("last", "Sista dagen ligger före den första. Ändra någon av dem.")
        return values

    def values(self) -> dict[str, object]:
        """What was typed, by the names of the goal's fields."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in FIELDS if name not in ("promise", "end")}
        last = typed["last"]
        return found | {
            "promise": self.promises.get(typed["promise"]),
            "end": last + DAY if last else None,
        }

    def made(self, body: Body) -> QualityGoal:
        return QualityGoal(body=body, **self.values())


class NumberField(forms.CharField):
    """A number as people write it, in the unit of a goal."""

    def __init__(self, *, goal: QualityGoal, missing: str = "", **options):
        made = field(forms.CharField, options.pop("label"), missing, **options)
        super().__init__(
            label=made.label,
            required=bool(missing),
            widget=made.widget,
            help_text=made.help_text,
            error_messages={"required": missing},
        )
        self.goal = goal

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        found = measuring.value_of(text, self.goal.unit, self.goal.decimals)
        if isinstance(found, Finding):
            raise forms.ValidationError(found.message)
        if found is None:
            raise forms.ValidationError("Skriv ett tal. Utan målvärde: lägg inte till något.")
        return found


class TargetForm(forms.Form):
    """What is to be reached, until when, and where."""

    by = a_day("Senast den dagen", "Ange till vilken dag det ska vara nått.")
    region = field(forms.ChoiceField, "För vem?", errors=CHOOSE, widget=forms.Select)
    why = _why()

    field_order = ("value", "upper", "by", "region", "why")

    def __init__(
        self,
        *args,
        goal: QualityGoal,
        on: datetime.date,
        target: GoalTarget | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.target = target or GoalTarget(goal=goal)
        within = goal.direction == QualityGoal.Direction.WITHIN
        label = "Lägst" if within else "Målvärde"
        unit = {"help_text": f"I {goal.unit}."}
        self.fields["value"] = NumberField(
            goal=goal, label=label, missing="Skriv vad som ska nås.", **unit
        )
        if within:
            self.fields["upper"] = NumberField(
                goal=goal, label="Högst", missing="Skriv den övre gränsen.", **unit
            )
        self.regions = {each.slug: each for each in Region.objects.current_or_coming(on)}
        if target and target.region:
            self.regions.setdefault(target.region.slug, target.region)
        self.fields["region"].choices = [
            ("", "Alla regioner, och sjukvårdsregionen som helhet"),
            *((slug, each.name) for slug, each in self.regions.items()),
        ]
        self.order_fields(self.field_order)

    @classmethod
    def of(cls, target: GoalTarget, on: datetime.date) -> "TargetForm":
        goal = target.goal
        initial = {
            "value": measuring.typed(target.value),
            "upper": "" if target.upper is None else measuring.typed(target.upper),
            "by": target.by,
            "region": target.region.slug if target.region else "",
        }
        return cls(initial=initial, goal=goal, on=on, target=target)

    def clean(self):
        values = super().clean()
        value, upper = values.get("value"), values.get("upper")
        if value is not None and upper is not None and upper <= value:
            self.add_error("upper", "Den övre gränsen ska vara högre än den undre.")
        return values

    def made(self) -> GoalTarget:
        values = self.cleaned_data
        self.target.value, self.target.upper = values["value"], values.get("upper")
        self.target.by, self.target.region = values["by"], self.regions.get(values["region"])
        return self.target


class PeriodForm(forms.Form):
    """The values of a goal for one period: a row for each region, and one for the whole."""

    def __init__(self, *args, goal: QualityGoal, places: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.goal, self.places = goal, places
        for key, name in places:
            self.fields[f"value_{key}"] = field(
                forms.CharField, f"Värde: {name}", attrs={"autocomplete": "off"}
            )
            self.fields[f"comment_{key}"] = field(
                forms.CharField, f"Kommentar: {name}", max_length=300, errors=LONG
            )
        self.fields["why"] = _why()
        self.said: dict[int | None, Said | None] = {}

    @classmethod
    def of(cls, goal, places, stored: list[Measurement]) -> "PeriodForm":
        initial = {}
        for each in stored:
            key = each.region_id or WHOLE
            initial[f"value_{key}"] = (
                measuring.MISSING if each.value is None else measuring.typed(each.value)
            )
            initial[f"comment_{key}"] = each.comment
        return cls(initial=initial, goal=goal, places=places)

    @property
    def rows(self):
        """The two fields of each place, with its name."""
        return [(name, self[f"value_{key}"], self[f"comment_{key}"]) for key, name in self.places]

    def clean(self):
        values = super().clean()
        for key, name in self.places:
            value, comment = values.get(f"value_{key}", ""), values.get(f"comment_{key}", "")
            self.said[key or None] = None
            if not value and not comment:
                continue
            found = measuring.value_of(value, self.goal.unit, self.goal.decimals)
            if isinstance(found, Finding):
                self.add_error(f"value_{key}", f"{name}: {found.message}")
            elif found is None and not comment:
                message = f"{name}: skriv varför uppgiften saknas. Alla kan läsa det."
                self.add_error(f"comment_{key}", message)
            else:
                self.said[key or None] = Said(found, comment)
        return values
