"""The healthcare region, and the regions that make it up with their editors."""

from django.contrib.admin import display

from ..actions.editors import editors_of, set_editors
from ..models import HealthcareRegion, Inhabitants, Region, User
from ..policies import Plain
from ..rights import Thing
from .base import RecordAdmin
from .fields import BAD_CHOICE, RecordChoices
from .form import RecordForm
from .sources import SOURCE

REGIONS = Plain(Region, Thing.REGION)


class RegionForm(RecordForm):
    """A region, and which accounts may change its persons and appointments."""

    editors = RecordChoices(
        label="Regionredaktörer",
        queryset=User.objects.none(),
        required=False,
        help_text="De får ändra regionens personer, anknytningar och uppdrag, och inget i någon "
        "annan region.",
        name_of=lambda user: f"{user.get_full_name() or user.username} ({user.username})",
        error_messages={"invalid_choice": BAD_CHOICE},
    )


class RegionAdmin(RecordAdmin):
    policy, address, group = REGIONS, "regioner", "Regioner och konton"
    intro = "Regionernas namn, märken och redaktörer."
    new_label = "Lägg till region"
    form = RegionForm
    list_display = ("name", "code", "order", "email_domain", "period_column")
    search_fields = ("name", "code")
    search_help_text = "Sök på namn"

    def get_fieldsets(self, request, obj=None):
        return [
            ("Namn", {"fields": ("name", "code", "aliases")}),
            ("På webbplatsen", {"fields": ("slug", "order", "email_domain")}),
            ("Tid", {"fields": ("start", "end")}),
            *([("Redaktörer", {"fields": ("editors",)})] if obj else []),
            SOURCE,
        ]

    @display(description="Tid")
    def period_column(self, record):
        return "" if record.start is None and record.end is None else record.period_text

    def prepare(self, form, request):
        if form.instance.pk is None:
            form.fields.pop("editors", None)
            return
        now = editors_of(form.instance)
        field = form.fields["editors"]
        field.queryset = (
            User.objects.filter(is_active=True) | User.objects.filter(pk__in=now.values("pk"))
        ).order_by("first_name", "last_name", "username")
        form.initial["editors"] = list(now.values_list("pk", flat=True))

    def write(self, request, form):
        reason = form.cleaned_data.get("reason", "")
        if form.instance.pk is None or set(form.changed_names) - {"editors"}:
            super().write(request, form)
        if "editors" in form.changed_names:
            editors = list(form.cleaned_data["editors"])
            set_editors(form.instance, editors, by=request.user, reason=reason)


class HealthcareRegionAdmin(RecordAdmin):
    policy = Plain(HealthcareRegion, Thing.REGION)
    address, group = "sjukvardsregion", "Regioner och konton"
    intro = "Namnet, startsidans texter och vad som visas om personer."
    may_add = False
    list_display = ("name", "short_name")
    fieldsets = [
        ("Namn", {"fields": ("name", "short_name", "slug")}),
        ("Startsidan och sidfoten", {"fields": ("headline", "lead", "purpose", "about")}),
        (
            "Ansvar",
            {"fields": ("page_owner", "feedback_email", "supervisor_name", "supervisor_url")},
        ),
        ("Uppgifter om personer", {"fields": ("former_posts_years", "people_indexed")}),
        ("Uppgifternas tid", {"fields": ("facts_from",)}),
        SOURCE,
    ]

    def public_address(self, record):
        return "/"


class InhabitantsAdmin(RecordAdmin):
    policy = Plain(Inhabitants, Thing.REGION)
    address, group = "invanare", "Regioner och konton"
    intro = "Hur många som bor i varje region. Behövs för att jämföra regionernas delar."
    new_label = "Lägg till antal invånare"
    list_display = ("region", "year", "number")
    list_select_related = ("region",)
    fieldsets = [
        ("Antalet", {"fields": ("region", "year", "number")}),
        ("Källa", SOURCE[1] | {"folded": False}),
    ]

    def named(self, on):
        return Inhabitants.objects.select_related("region")

    def name_of(self, record):
        return f"{record.region} {record.year}"

    def prepare(self, form, request):
        form.fields[
            "year"
        ].help_text = "Antalet räknas från och med det året, tills ett senare år är inlagt."

    def public_address(self, record):
        return "/om/fordelning/"
