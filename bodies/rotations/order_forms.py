"""The forms of orders and of new turns."""

import datetime

from django import forms

from organisation.dates import last_day, long_date
from organisation.fields import field
from organisation.models import Region

from ..actions.rotation_changes import NewOrder, NewScheme, Order
from ..models import Post, RotationOffice
from ..questions import full_name_on
from ..rosters.forms import a_day

MOST_MONTHS = 240
# What is chosen for a region that isn't there when the order begins.
NOT_THEN = "Inte med då"


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
        """Of the regions, those are asked of that are there on the day `on` or later; with an
        order that begins before it, also those that were there then."""
        super().__init__(*args, **kwargs)
        first = min(on, self._since_typed() or on)
        regions = [each for each in regions if each.end is None or each.end > first]
        self.regions = regions
        offices = RotationOffice.objects.exclude(scheme=except_).exclude(scheme__end__lte=on)
        offices = offices.select_related("post__role")
        offices = offices.annotate(called=full_name_on("scheme__body_id", on)).order_by(
            "called", "post__role__order"
        )
        self.fields["follows"].queryset = offices
        self.fields["follows"].label_from_instance = lambda each: (
            f"{each.post.role.name} i {each.called}"
        )
        places = [(str(n), f"{n}") for n in range(1, len(regions) + 1)]
        for each in regions:
            when = _when_there(each, first)
            self.fields[self.place_name(each)] = field(
                forms.ChoiceField,
                str(each),
                choices=[("", NOT_THEN if when else "Välj"), *places, ("0", "Deltar inte")],
                widget=forms.Select,
                help_text=when,
                errors={"invalid_choice": "Välj en plats i listan."},
            )

    def _since_typed(self) -> datetime.date | None:
        """The day that the order begins, where it's typed and can be read."""
        try:
            return self.fields["since"].clean(self["since"].data)
        except forms.ValidationError:
            return None

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

    def _there(self, values: dict) -> list[Region]:
        """The regions that are there on the day that the order begins; all, while it isn't
        known."""
        since = values.get("since")
        return [each for each in self.regions if since is None or each.is_current(since)]

    def _check_places(self, values: dict) -> None:
        there = self._there(values)
        taken: dict[str, Region] = {}
        for each in self.regions:
            name = self.place_name(each)
            place = values.get(name)
            if name in self.errors or place == "0":
                continue
            if each not in there:
                if place:
                    self.add_error(name, _not_there(each, values["since"]))
            elif not place:
                self.add_error(name, f"Välj plats för {each}, eller att den inte deltar.")
            elif place in taken:
                self.add_error(name, f"{taken[place]} har också plats {place}. Välj en annan.")
            else:
                taken[place] = each
        if self.errors:
            return
        if not there:
            self.add_error("since", _nobody_there(values["since"]))
        elif not taken:
            self.add_error(self.place_name(there[0]), "Minst en region måste delta.")

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
        placed = [(values[self.place_name(each)], each.pk) for each in self._there(values)]
        return Order(
            since=values["since"],
            months=values["months"],
            regions=tuple(pk for _, pk in sorted((int(n), pk) for n, pk in placed if n != "0")),
            without=tuple(pk for n, pk in placed if n == "0"),
            interpretation=values["interpretation"],
        )

    def new_order(self, scheme: int) -> NewOrder:
        return NewOrder(scheme, self.order(), self.cleaned_data["why"])


def _when_there(region: Region, on: datetime.date) -> str:
    """From or until when a region is there, where that isn't all along."""
    if region.start and region.start > on:
        return (
            f"Regionen är med från och med {long_date(region.start)}. Välj {NOT_THEN} om "
            "ordningen börjar innan dess."
        )
    if region.end:
        return (
            f"Regionen är med till och med {long_date(last_day(region.end))}. Välj {NOT_THEN} om "
            "ordningen börjar efter det."
        )
    return ""


def _not_there(region: Region, since: datetime.date) -> str:
    return (
        f"{region} är inte med {long_date(since)}. Välj {NOT_THEN}, eller låt ordningen börja en "
        "dag då regionen är med."
    )


def _nobody_there(since: datetime.date) -> str:
    return f"Ingen region är med {long_date(since)}. Välj en dag då någon region är med."


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
