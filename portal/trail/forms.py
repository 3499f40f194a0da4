"""What the list of all that has been done can be narrowed to."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from bodies.models import Body
from organisation.fields import date_field, field
from organisation.models import Region, User

from .asking import NOBODY, WAYS, Asked
from .kinds import KINDS
from .telling import ITSELF

ALL = [("", "Alla")]
GONE = "Det som du frågar efter finns inte. Välj något i listan."


def _choice(label: str, **options):
    return field(forms.ChoiceField, label, errors={"invalid_choice": GONE}, **options)


class AskedForm(forms.Form):
    """Which events to tell. All fields may be left empty."""

    vem = _choice("Vem")
    slag = _choice("Slag av post")
    satt = _choice("Vad hände", choices=[*ALL, *WAYS.items()])
    organ = _choice("Organ")
    region = _choice("Region")
    fran = date_field("Från och med", "")
    till = date_field("Till och med", "")
    ord = field(
        forms.CharField,
        "Ord i varför",
        max_length=100,
        errors={"max_length": "Skriv kortare: högst 100 tecken."},
    )
    post = field(
        forms.IntegerField,
        "Postens nummer",
        min_value=1,
        max_value=2**31 - 1,
        help_text="Bara den posten. Numret står efter postens namn. Välj också slag.",
        errors={
            "invalid": "Skriv ett nummer.",
            "min_value": "Skriv ett nummer.",
            "max_value": "Skriv ett nummer.",
        },
    )

    def __init__(self, data, on: datetime.date):
        super().__init__(data)
        accounts = User.objects.order_by("first_name", "last_name", "username")
        bodies = Body.objects.named(on).order_by("kind__order", "name")
        choices = {
            "vem": [(str(NOBODY), ITSELF), *((str(each.pk), str(each)) for each in accounts)],
            "slag": sorted(((each.name, capfirst(each.label)) for each in KINDS), key=_by_label),
            "organ": [(str(each.pk), each.name) for each in bodies],
            "region": [(str(each.pk), each.name) for each in Region.objects.all()],
        }
        for name, found in choices.items():
            self.fields[name].choices = [*ALL, *found]

    def clean(self):
        data = super().clean()
        if data.get("fran") and data.get("till") and data["till"] < data["fran"]:
            self.add_error("till", "Dagen ligger före den första. Ändra någon av dem.")
        if data.get("post") and not data.get("slag"):
            self.add_error("slag", "Välj slag av post: numret är ett i varje slag.")
        if data.get("till") and data["till"].year == datetime.MAXYEAR:
            self.add_error("till", "Så långt fram går det inte att fråga.")
        return data

    def asked(self) -> Asked:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Asked(
            by=_number(data["vem"]),
            kind=data["slag"],
            record=data["post"],
            body=_number(data["organ"]),
            region=_number(data["region"]),
            since=_midnight(data["fran"]) if data["fran"] else None,
            until=_midnight(data["till"] + datetime.timedelta(days=1)) if data["till"] else None,
            way=data["satt"],
            words=data["ord"],
        )


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1].lower()


def _number(text: str) -> int | None:
    return int(text) if text else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
