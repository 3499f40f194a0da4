"""Persons, and where they work."""

from django import forms
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.text import slugify

from ..actions.merging import HAS_ACCOUNT, needs_administrator
from ..actions.records import store
from ..models import Affiliation, Person, Region
from ..policies import AFFILIATIONS, PEOPLE, region_of, regions_of, with_region
from ..rights import Action
from .base import NOT_YOURS, RecordAdmin, Refused, Related
from .fields import BAD_CHOICE, BAD_DATE, CONTROL, day_input
from .filters import RegionFilter, TimeFilter
from .form import RecordForm
from .sources import SOURCE


class PersonRegion(RegionFilter):
    column = "region_of"


class PersonForm(RecordForm):
    """A person. Whoever is merged with another gets the rights of both, so where there is an
    account, or one is offered, that is for administrators."""

    def clean_merged_into(self):
        into, before = self.cleaned_data["merged_into"], self.initial.get("merged_into")
        changes = (into and into.pk) != before and not self.standing.is_admin
        if changes and needs_administrator(self.instance.pk, before, into and into.pk):
            raise ValidationError(HAS_ACCOUNT)
        return into


class NewPersonForm(PersonForm):
    """A new person, with where they work: whom the person belongs to follows from it."""

    slug_is_made = False

    region = forms.ModelChoiceField(
        label="Region",
        queryset=Region.objects.none(),
        required=False,
        empty_label="Ingen region",
        widget=forms.Select(CONTROL),
        error_messages={"required": "Välj region.", "invalid_choice": BAD_CHOICE},
    )
    title = forms.CharField(
        label="Titel", max_length=120, required=False, widget=forms.TextInput(CONTROL)
    )
    unit = forms.CharField(
        label="Enhet", max_length=120, required=False, widget=forms.TextInput(CONTROL)
    )
    party = forms.CharField(
        label="Parti",
        max_length=60,
        required=False,
        help_text="Bara för förtroendevalda.",
        widget=forms.TextInput(CONTROL),
    )
    start = forms.DateField(
        label="Från och med",
        required=False,
        widget=day_input(),
        error_messages={"invalid": BAD_DATE},
    )

    def affiliation(self) -> Affiliation | None:
        """Where the person works, when something of it was filled in."""
        names = ("region", "title", "unit", "party", "start")
        values = {name: self.cleaned_data[name] for name in names}
        return Affiliation(**values) if any(values.values()) else None

    def clean(self):
        super().clean()
        data = self.cleaned_data
        self.slug_is_made = "slug" not in self.errors and not data.get("slug")
        if self.slug_is_made and data.get("given_name") and data.get("family_name"):
            data["slug"] = free_slug(f"{data['given_name']} {data['family_name']}")

    def _post_clean(self):
        super()._post_clean()
        if self.slug_is_made and {"given_name", "family_name"} & set(self.errors):
            # What is wrong with the name is told there alone.
            self.errors.pop("slug", None)


def free_slug(name: str) -> str:
    """An address that nobody has: the name, with a number after it if someone has it already."""
    first = slugify(name)[:110]
    taken = set(Person.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    return next(
        each
        for each in (first, *(f"{first}-{n}" for n in range(2, len(taken) + 3)))
        if each not in taken
    )


class PersonAdmin(RecordAdmin):
    policy, address, group = PEOPLE, "personer", "Personer och uppdrag"
    intro = "Namn och arbetsadress för dem som har eller har haft ett uppdrag."
    new_label = "Lägg till person"
    list_display = ("name_column", "email", "region_column")
    list_filter = (PersonRegion,)
    search_fields = ("given_name", "family_name", "email", "slug")
    search_help_text = "Sök på namn eller e-post"

    def named(self, on):
        return with_region(Person.objects.all(), on)

    def name_of(self, record):
        region = getattr(record, "region_name", None)
        return f"{record.name}, {region}" if region else record.name

    @display(description="Namn")
    def name_column(self, record):
        return f"{record.family_name}, {record.given_name}"

    @display(description="Region")
    def region_column(self, record):
        return record.region_name

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = NewPersonForm if obj is None else PersonForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        name = ("Namn", {"fields": ("given_name", "family_name", "email")})
        if obj is None:
            return [
                name,
                ("Var personen arbetar", {"fields": ("region", "title", "unit", "party", "start")}),
                ("Adress på webbplatsen", {"fields": ("slug",), "folded": True}),
            ]
        return [
            name,
            ("Adress och dubbletter", {"fields": ("slug", "merged_into"), "folded": True}),
        ]

    def prepare(self, form, request):
        if form.instance.pk is None:
            form.fields["slug"].required = False
            form.fields["slug"].help_text = "Lämna tomt, så görs den av namnet."
            region = form.fields["region"]
            region.queryset = regions_of(request.standing, Action.WRITE)
            # Whoever only has regions of their own adds nobody outside them.
            region.required = not self.policy.allows(request.standing, Action.WRITE, Person())
            if region.required and region.queryset.count() == 1:
                form.initial["region"] = region.queryset.get().pk
        else:
            form.fields["slug"].help_text = "Den gamla adressen leder vidare till den nya."

    def usable(self, name, found, standing):
        return self.policy.filter(standing, Action.WRITE, found)

    def may_become(self, standing, record, form):
        if record.pk is not None:
            return super().may_become(standing, record, form)
        first = form.affiliation()
        return first is None or AFFILIATIONS.allows(standing, Action.WRITE, first)

    def write(self, request, form):
        first = form.affiliation() if form.instance.pk is None else None
        super().write(request, form)
        if first:
            first.person = form.instance
            try:
                first.full_clean()
            except ValidationError as error:
                for field, messages in error.message_dict.items():
                    for each in messages:
                        form.add_refusal(each, field)
                raise Refused from error
            store(first, by=request.user)

    def related(self, request, record):
        affiliations = record.affiliations.select_related("region")
        mine = AFFILIATIONS.filter(request.standing, Action.READ, affiliations)
        here = self.admin_site.of(Affiliation)
        yield Related(
            "Anknytningar",
            [
                (
                    here.to("change", each.pk),
                    ", ".join(filter(None, (str(each.region or ""), each.title, each.unit)))
                    or "Utan uppgifter",
                    each.period_text,
                )
                for each in mine.order_by(F("start").desc(nulls_last=True))
            ],
            f"{here.to('add')}?person={record.pk}",
            here.new_label,
        )
        for pages in self.admin_site.kinds():
            if pages.has_view_permission(request):
                yield from pages.of_person(request, record)


HOLDS_SOMETHING = (
    "Personen hör inte till någon region men har ett uppdrag eller ett konto, eller är inbjuden "
    "att skaffa ett. Be en administratör lägga till anknytningen."
)


class AffiliationAdmin(RecordAdmin):
    policy, address, group = AFFILIATIONS, "anknytningar", "Personer och uppdrag"
    intro = "Var en person arbetar, eller vilken region en förtroendevald företräder."
    new_label = "Lägg till anknytning"
    refused_at = "region"
    list_display = ("person_column", "region", "title", "period_column")
    list_filter = (TimeFilter, RegionFilter)
    list_select_related = ("person", "region")
    search_fields = ("person__given_name", "person__family_name", "title", "unit")
    search_help_text = "Sök på namn, titel eller enhet"
    ordering = ("person__family_name", "person__given_name", "-start")
    fieldsets = [
        ("Vem och var", {"fields": ("person", "region", "title", "unit", "party")}),
        ("Tid", {"fields": ("start", "end")}),
        SOURCE,
    ]

    def named(self, on):
        return Affiliation.objects.select_related("person", "region")

    @display(description="Person")
    def person_column(self, record):
        return record.person.name

    @display(description="Tid")
    def period_column(self, record):
        return record.period_text

    def name_of(self, record):
        return f"{record.person.name}: {record.region or record.title or 'anknytning'}"

    def public_address(self, record):
        return record.person.url

    def usable(self, name, found, standing):
        if name == "region":
            return regions_of(standing, Action.WRITE)
        if name == "person":
            # A region may take in someone who belongs to none.
            mine = PEOPLE.filter(standing, Action.WRITE)
            return found.filter(Q(pk__in=mine.values("pk")) | Q(region_of__isnull=True))
        return found

    def must_hold(self, request, form):
        # Two regions that take in the same person at once come one after the other.
        person = Person.objects.select_for_update().get(pk=form.instance.person_id)
        if self._takes_over(request.standing, person, form.instance):
            raise ValidationError({"person": HOLDS_SOMETHING})
        if not self.policy.allows(request.standing, Action.WRITE, form.instance):
            form.add_refusal(NOT_YOURS, "person")
            raise Refused

    def _takes_over(self, standing, person, affiliation) -> bool:
        """Whether the affiliation makes someone of no region, who has rights or is to have them,
        the region's. It could give them another address, and so another's account."""
        if standing.is_admin or affiliation.region_id is None:
            return False
        stays = affiliation.end is None or affiliation.end > standing.on
        return (
            stays
            and region_of(person, standing) is None
            and self.admin_site.holds_something(person, standing.on)
        )
