"""The forms of the life of bodies. They read what was typed; the actions decide."""

import datetime

from django import forms
from django.utils.text import slugify

from organisation.addresses import not_reserved, path_validator
from organisation.fields import Boxes, date_field, field

from ..actions.lives import (
    Ending,
    Moving,
    NewBody,
    NewPosts,
    Renaming,
    Replacing,
    Starting,
)
from ..models import Body, BodyKind, Role
from ..questions import full_name_on

# The roles that a work group begins with, each with how many are proposed.
ROLES = (
    (Role.Function.CHAIR, 1),
    (Role.Function.MEMBER, 1),
    (Role.Function.SECRETARY, 0),
    (Role.Function.PROCESS_SUPPORT, 1),
)
MOST_POSTS = 20
FAR_AHEAD = 30


def a_day(label: str, missing: str = "", **options):
    return date_field(label, missing, **options)


def why(label: str, help_text: str = ""):
    return field(
        forms.CharField,
        label,
        "Skriv varför. Det visas i historiken.",
        max_length=200,
        help_text=help_text,
    )


def _results():
    return field(
        forms.CharField,
        "Vad ledde det till?",
        widget=forms.Textarea,
        attrs={"rows": 4},
        max_length=1000,
        help_text="Några meningar om resultatet. Visas på organets sida när det har upphört.",
    )


def _records_kept():
    return field(
        forms.CharField,
        "Var finns handlingarna?",
        max_length=300,
        help_text="Till exempel vilket diarium. Dokumenten i portalen finns kvar på sina adresser.",
    )


class Choice(forms.ModelChoiceField):
    """Bodies, by what they are called."""

    def label_from_instance(self, obj):
        return obj.called


class Choices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return obj.called


def bodies_called(on: datetime.date):
    """The bodies that haven't ended, named, in the order of their kinds."""
    still = Body.objects.exclude(end__lte=on).select_related("kind")
    return still.annotate(called=full_name_on("pk", on)).order_by("kind__order", "called")


class LifeForm(forms.Form):
    """What all of them have: no day so far away that there is none after it."""

    def __init__(self, *args, body: Body | None, on: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.body, self.on = body, on

    @property
    def asked(self) -> list:
        """Its fields, but for those of posts, which stand together."""
        return list(self)

    def clean(self):
        values = super().clean()
        for name in ("first", "last"):
            day = values.get(name)
            if day and not self.on.year - 200 <= day.year <= self.on.year + FAR_AHEAD:
                self.add_error(name, f"Välj en dag inom {FAR_AHEAD} år.")
        return values


class EndForm(LifeForm):
    last = a_day("Sista dagen", "Ange organets sista dag.")
    why = why("Varför upphör det?", "Visas på organets sida, till exempel: uppdraget är slutfört.")
    results = _results()
    records_kept = _records_kept()

    def doing(self) -> Ending:
        values = self.cleaned_data
        texts = (values["why"], values["results"], values["records_kept"])
        return Ending(self.body.pk, values["last"], *texts)


class NewBodyFields(LifeForm):
    """A body that there is already, or a new one: one of the two."""

    name = field(forms.CharField, "Namnet på ett nytt organ", max_length=160)
    path = field(
        forms.CharField,
        "Dess adress, sista ledet",
        max_length=80,
        help_text="Små bokstäver a–z, siffror och bindestreck. Lämna tomt, så görs den av namnet.",
    )

    def new_body(self) -> NewBody | None:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            return None
        return NewBody(name, self.full_path(self.kind().prefix))

    def kind(self) -> BodyKind:
        return self.body.kind

    def full_path(self, prefix: str) -> str:
        step = self.cleaned_data["path"].strip("/") or slugify(self.cleaned_data["name"])[:70]
        return step if not prefix or step.startswith(f"{prefix}/") else f"{prefix}/{step}"

    def check_path(self, prefix: str) -> None:
        try:
            path = self.full_path(prefix)
            path_validator(path)
            not_reserved(path)
        except forms.ValidationError as error:
            self.add_error("path", error)


class ReplaceForm(NewBodyFields):
    first = a_day("Från och med", "Ange från vilken dag.")
    by = Choice(
        queryset=Body.objects.none(),
        label="Ersätts av",
        required=False,
        empty_label="Ett nytt organ",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={"invalid_choice": "Välj ett av organen i listan."},
    )
    why = why("Varför?", "Visas på organets sida.")
    results = _results()
    records_kept = _records_kept()
    field_order = ("first", "by", "name", "path", "why", "results", "records_kept")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        same = bodies_called(self.on).filter(kind__level=self.body.kind.level)
        self.fields["by"].queryset = self.usable(same)

    def usable(self, bodies):
        return bodies.exclude(pk=self.body.pk)

    def clean(self):
        values = super().clean()
        if "by" in self.errors or "name" in self.errors:
            return values
        by, name = values.get("by"), values.get("name")
        if bool(by) == bool(name):
            self.add_error(
                "name" if not by else "by",
                "Välj ett organ som finns, eller skriv namnet på ett nytt: inte båda."
                if by
                else "Välj ett organ i listan, eller skriv namnet på ett nytt.",
            )
        elif name and "path" not in self.errors:
            self.check_path(self.kind().prefix)
        return values

    def olds(self) -> tuple[int, ...]:
        return (self.body.pk,)

    def doing(self) -> Replacing:
        values = self.cleaned_data
        return Replacing(
            self.olds(),
            values["first"],
            values["why"],
            values["by"].pk if values["by"] else None,
            self.new_body(),
            values["results"],
            values["records_kept"],
        )


class MergeForm(ReplaceForm):
    """The bodies that become one with this one; it may be this one that stays."""

    others = Choices(
        queryset=Body.objects.none(),
        label="Slås ihop med",
        widget=Boxes,
        error_messages={
            "required": "Kryssa i minst ett organ.",
            "invalid_choice": "Välj bland organen i listan.",
            "invalid_pk_value": "Välj bland organen i listan.",
        },
    )
    field_order = ("others", "first", "by", "name", "path", "why", "results", "records_kept")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].label = "Det som blir kvar"
        same = bodies_called(self.on).filter(kind=self.body.kind_id)
        self.fields["others"].queryset = same.exclude(pk=self.body.pk)

    def usable(self, bodies):
        return bodies.filter(kind=self.body.kind_id)

    def olds(self) -> tuple[int, ...]:
        by = self.cleaned_data["by"]
        chosen = (self.body.pk, *(each.pk for each in self.cleaned_data["others"]))
        return tuple(each for each in chosen if by is None or each != by.pk)


class MoveForm(LifeForm):
    first = a_day("Från och med", "Ange från vilken dag.")
    to = Choice(
        queryset=Body.objects.none(),
        label="Flyttas till",
        empty_label="Välj",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vilket organ det ska höra till.",
            "invalid_choice": "Välj ett av organen i listan.",
        },
    )
    why = why("Varför?")
    field_order = ("to", "first", "why")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = bodies_called(self.on).filter(kind__level=self.body.kind.level)
        if kind := self.body.kind.belongs_to_id:
            found = found.filter(kind=kind)
        self.fields["to"].queryset = found.exclude(pk=self.body.pk)

    def doing(self) -> Moving:
        values = self.cleaned_data
        return Moving(self.body.pk, values["to"].pk, values["first"], values["why"])


class RenameForm(LifeForm):
    name = field(forms.CharField, "Nytt namn", "Skriv det nya namnet.", max_length=160)
    first = a_day("Från och med", "Ange från vilken dag.")
    path = field(
        forms.CharField,
        "Ny adress, sista ledet",
        max_length=80,
        help_text="Lämna tomt om adressen ska vara som den är. En ny adress gäller genast, och den "
        "gamla leder dit.",
    )
    why = why("Varför?")

    def clean(self):
        values = super().clean()
        if values.get("path"):
            first, _, rest = self.body.path.partition("/")
            step = values["path"].strip("/")
            path = step if not rest or step.startswith(f"{first}/") else f"{first}/{step}"
            try:
                path_validator(path)
                not_reserved(path)
            except forms.ValidationError as error:
                self.add_error("path", error)
            values["path"] = path
        return values

    def doing(self) -> Renaming:
        values = self.cleaned_data
        name = " ".join(values["name"].split())
        return Renaming(self.body.pk, name, values["first"], values["why"], values["path"])


class StartForm(NewBodyFields):
    of_kind = forms.ModelChoiceField(
        BodyKind.objects.none(),
        label="Slag",
        empty_label=None,
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vilket slag av organ det är.",
            "invalid_choice": "Välj ett slag i listan.",
        },
    )
    name = field(forms.CharField, "Namn", "Skriv gruppens namn.", max_length=160)
    under = Choice(
        queryset=Body.objects.none(),
        label="Får uppdrag av",
        empty_label="Välj",
        widget=forms.Select(attrs={"class": "field-control"}),
        error_messages={
            "required": "Välj vem gruppen får uppdrag av.",
            "invalid_choice": "Välj ett av organen i listan.",
        },
    )
    summary = field(
        forms.CharField,
        "Uppdraget i en mening",
        "Skriv vad gruppen ska göra.",
        max_length=300,
        help_text="Står överst på gruppens sida.",
    )
    first = a_day("Första dagen", "Ange första dagen.")
    last = a_day("Sista dagen", help_text="Lämna tomt om den inte är bestämd.")
    why = why("Varför startas den?", "Till exempel vilket beslut som ligger bakom.")
    field_order = ("of_kind", "name", "path", "under", "summary", "first", "last", "why")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, body=None, **kwargs)
        groups = BodyKind.objects.filter(starts_work_groups=True)
        self.fields["of_kind"].queryset = groups
        self.fields["of_kind"].initial = groups.first()
        found = bodies_called(self.on).exclude(function=Body.Function.WORK_GROUP)
        self.fields["under"].queryset = found.filter(kind__level=BodyKind.Level.REGIONAL)
        self.rows = []
        for function, number in ROLES:
            role = Role.objects.filter(function=function).order_by("order", "pk").first()
            if role is None:
                continue
            self.fields[f"number_{role.pk}"] = field(
                forms.IntegerField,
                f"Antal: {role.plural.lower()}",
                min_value=0,
                max_value=MOST_POSTS,
                initial=number,
                errors={
                    "invalid": "Skriv ett antal med siffror.",
                    "min_value": "Skriv 0 eller fler.",
                    "max_value": f"Högst {MOST_POSTS} åt gången.",
                },
            )
            self.fields[f"each_{role.pk}"] = forms.BooleanField(
                label=f"{role.plural}: så många från varje region",
                required=False,
                initial=function == Role.Function.MEMBER,
            )
            self.rows.append(role)

    @property
    def asked(self) -> list:
        apart = {field.name for row in self.posts for field in row}
        return [each for each in self if each.name not in apart]

    @property
    def posts(self) -> list[tuple]:
        """For each role how many, and whether from each region."""
        return [(self[f"number_{each.pk}"], self[f"each_{each.pk}"]) for each in self.rows]

    def kind(self) -> BodyKind:
        return self.cleaned_data["of_kind"]

    def clean(self):
        values = super().clean()
        if not {"of_kind", "name", "path"} & self.errors.keys():
            self.check_path(self.kind().prefix)
        return values

    def doing(self) -> Starting:
        values = self.cleaned_data
        new = self.new_body()
        posts = tuple(
            NewPosts(each.pk, number, values[f"each_{each.pk}"])
            for each in self.rows
            if (number := values.get(f"number_{each.pk}"))
        )
        return Starting(
            self.kind().pk,
            NewBody(new.name, new.path, values["summary"]),
            values["under"].pk,
            values["first"],
            values["why"],
            values["last"],
            posts,
        )
