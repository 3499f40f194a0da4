"""The forms of whose turn it is. They read what was typed; the actions decide."""

import datetime

from django import forms

from organisation.dates import last_day, long_date, period_text
from organisation.fields import field
from organisation.models import Region

from ..actions.rotation import LastDay, NewException, NewOrder, NewScheme, Order
from ..models import Post, RotationException, RotationOffice, RotationScheme
from ..questions import full_name_on
from ..rosters.forms import DecidedForm, a_day
from ..rosters.rules import DAY
from ..rotation import Term

Kind = RotationException.Kind
MOST_MONTHS = 240


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


class SwapForm(ExceptionForm):
    """Which two terms have each other's regions."""

    kind = Kind.SWAP
    first = day_choice("Den ena perioden", "Välj vilken period som ska byta.")
    second = day_choice("Den andra perioden", "Välj vilken period den ska byta med.")
    field_order = ("first", "second", "office", "reason", "pinned")

    def __init__(self, *args, terms: list[Term], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (str(each.start), f"{period_text(each.start, each.end)}, {each.region}")
            for each in terms
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

    def __init__(self, *args, changes: list[tuple[Term, Term]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = [
            ("", "Välj byte"),
            *(
                (str(after.start), f"{long_date(after.start)}: {before.region} → {after.region}")
                for before, after in changes
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


class OrderForm(forms.Form):
    """An order from a day: regions in places, or an office to follow."""

    OWN, FOLLOWS = "egen", "foljer"
    since = a_day("Från och med", "Ange från vilken dag ordningen gäller.")
    sort = field(
        forms.ChoiceField,
        "Hur turen går",
        "Välj om turen går i en egen ordning eller följer en annan.",
        widget=forms.Select,
        choices=[("", "Välj"), (OWN, "I en egen ordning"), (FOLLOWS, "Följer en annan turordning")],
        errors={"invalid_choice": "Välj en av dem i listan."},
    )
    months = field(
        forms.IntegerField,
        "Månader i en period",
        min_value=1,
        max_value=MOST_MONTHS,
        help_text="Två år är 24 månader.",
        errors={
            "invalid": "Skriv ett heltal, till exempel 24.",
            "min_value": "En period är minst en månad.",
            "max_value": f"En period är högst {MOST_MONTHS} månader.",
        },
    )
    follows = field(
        forms.ModelChoiceField,
        "Följer",
        queryset=RotationOffice.objects.none(),
        empty_label="Ingen vald",
        widget=forms.Select,
        errors={"invalid_choice": "Välj en av funktionerna i listan."},
    )
    ahead = field(
        forms.IntegerField,
        "Steg före den som följs",
        min_value=0,
        max_value=20,
        help_text="0: samma region. 1: regionen efter den i ordningen.",
        errors={
            "invalid": "Skriv ett heltal, till exempel 0.",
            "min_value": "Skriv 0 eller mer.",
            "max_value": "Skriv 20 eller mindre.",
        },
    )
    interpretation = field(
        forms.CharField,
        "Tolkning",
        max_length=500,
        help_text="Om källan inte säger det rent ut: hur den har tolkats. Visas för alla under "
        "märket Tolkning.",
    )
    why = field(
        forms.CharField,
        "Varför",
        max_length=300,
        help_text="Sparas i historiken, till exempel vem som har beslutat.",
    )

    def __init__(self, *args, on, regions: list[Region], except_: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = regions
        offices = RotationOffice.objects.exclude(scheme=except_).select_related("post__role")
        offices = offices.annotate(called=full_name_on("scheme__body_id", on)).order_by(
            "called", "post__role__order"
        )
        self.fields["follows"].queryset = offices
        self.fields["follows"].label_from_instance = lambda each: (
            f"{each.post.role.name} i {each.called}"
        )
        places = [(str(n), f"{n}") for n in range(1, len(regions) + 1)]
        for each in regions:
            self.fields[self.place_name(each)] = field(
                forms.ChoiceField,
                str(each),
                choices=[("", "Välj"), *places, ("0", "Deltar inte")],
                widget=forms.Select,
                errors={"invalid_choice": "Välj en plats i listan."},
            )

    @staticmethod
    def place_name(region: Region) -> str:
        return f"plats-{region.slug}"

    @property
    def place_fields(self):
        return [self[self.place_name(each)] for each in self.regions]

    def clean(self):
        values = super().clean()
        sort = values.get("sort")
        if sort == self.FOLLOWS and "follows" not in self.errors and not values.get("follows"):
            self.add_error("follows", "Välj vilken funktion turen följer.")
        if sort == self.OWN:
            if "months" not in self.errors and not values.get("months"):
                self.add_error("months", "Ange hur många månader en period är.")
            self._check_places(values)
        return values

    def _check_places(self, values: dict) -> None:
        taken: dict[str, Region] = {}
        for each in self.regions:
            name = self.place_name(each)
            place = values.get(name)
            if name in self.errors or place == "0":
                continue
            if not place:
                self.add_error(name, f"Välj plats för {each}, eller att den inte deltar.")
            elif place in taken:
                self.add_error(name, f"{taken[place]} har också plats {place}. Välj en annan.")
            else:
                taken[place] = each
        if not taken and not self.errors:
            self.add_error(self.place_name(self.regions[0]), "Minst en region måste delta.")

    def order(self) -> Order:
        """What is asked for."""
        values = self.cleaned_data
        if values["sort"] == self.FOLLOWS:
            return Order(
                since=values["since"],
                follows=values["follows"].pk,
                ahead=values["ahead"] or 0,
                interpretation=values["interpretation"],
            )
        placed = [(values[self.place_name(each)], each.pk) for each in self.regions]
        return Order(
            since=values["since"],
            months=values["months"],
            regions=tuple(pk for _, pk in sorted((int(n), pk) for n, pk in placed if n != "0")),
            without=tuple(pk for n, pk in placed if n == "0"),
            interpretation=values["interpretation"],
        )

    def new_order(self, scheme: int) -> NewOrder:
        return NewOrder(scheme, self.order(), self.cleaned_data["why"])


class SchemeForm(OrderForm):
    """A body's offices that are to go in turn."""

    name = field(
        forms.CharField,
        "Vad som går i tur",
        "Skriv vad som går i tur.",
        max_length=120,
        help_text="Till exempel: Ordförande och sekreterare.",
    )
    apart = forms.BooleanField(
        label="Funktionerna får aldrig höra till samma region", required=False
    )

    def __init__(self, *args, posts: list[Post], **kwargs):
        super().__init__(*args, **kwargs)
        self.posts = posts
        steps = [(str(n), "Samma region" if n == 0 else f"{n} steg före") for n in range(6)]
        for each in posts:
            self.fields[self.office_name(each)] = field(
                forms.ChoiceField,
                each.label or each.role.name,
                choices=[("", "Går inte i tur"), *steps],
                widget=forms.Select,
                errors={"invalid_choice": "Välj en av dem i listan."},
            )

    @staticmethod
    def office_name(post: Post) -> str:
        return f"funktion-{post.pk}"

    @property
    def office_fields(self):
        return [self[self.office_name(each)] for each in self.posts]

    def clean(self):
        values = super().clean()
        chosen = [each for each in self.posts if values.get(self.office_name(each))]
        if not chosen and not any(self.office_name(each) in self.errors for each in self.posts):
            self.add_error(
                self.office_name(self.posts[0]), "Välj minst en funktion som ska gå i tur."
            )
        return values

    def scheme(self, body: int) -> NewScheme:
        values = self.cleaned_data
        offices = [(each.pk, values[self.office_name(each)]) for each in self.posts]
        return NewScheme(
            body=body,
            name=values["name"],
            offices=tuple((pk, int(ahead)) for pk, ahead in offices if ahead),
            order=self.order(),
            apart=values["apart"],
            why=values["why"],
        )


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
