"""Editorial pages, links, sources and addresses that have moved."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import Q

from ..addresses import absolute
from ..models import OldAddress, Page, Shortcut, Source
from ..policies import Plain
from ..rights import Thing
from .base import RecordAdmin
from .filters import Narrowing
from .form import RecordForm
from .sources import SOURCE

GROUP = "Webbplatsen"


class PlaceFilter(Narrowing):
    title, parameter_name = "Plats", "plats"

    def ways(self, on):
        return [(value, said, Q(place=value)) for value, said in Shortcut.Place.choices]


class PageAdmin(RecordAdmin):
    policy, address, group = Plain(Page, Thing.PAGE), "sidor", GROUP
    intro = "Redaktionella sidor och texterna kring listor."
    new_label = "Lägg till sida"
    list_display = ("title", "path", "language", "updated", "withdrawn")
    search_fields = ("title", "path", "lead", "body")
    search_help_text = "Sök i rubrik, adress och text"
    fieldsets = [
        ("Sidan", {"fields": ("title", "path", "language", "lead", "body", "addition")}),
        ("Ordning och ansvar", {"fields": ("order", "owner", "updated")}),
        ("Ta bort sidan", {"fields": ("withdrawn", "withdrawn_reason"), "folded": True}),
        SOURCE,
    ]


class ShortcutAdmin(RecordAdmin):
    policy, address, group = Plain(Shortcut, Thing.PAGE), "genvagar", GROUP
    intro = "Länkar som står på många sidor: ingångar, kontakter och sidfot."
    new_label = "Lägg till genväg"
    list_display = ("label", "place", "target", "order")
    list_filter = (PlaceFilter,)
    search_fields = ("label", "text", "target")
    search_help_text = "Sök på länktext eller adress"
    fieldsets = [
        ("Genvägen", {"fields": ("label", "text", "target", "language")}),
        ("Var den står", {"fields": ("place", "order")}),
        SOURCE,
    ]


class SourceAdmin(RecordAdmin):
    policy, address, group = Plain(Source, Thing.PAGE), "kallor", GROUP
    intro = "Dokument, lagar och annat som uppgifterna kommer ifrån."
    new_label = "Lägg till källa"
    list_display = ("title", "code", "nature", "date")
    search_fields = ("title", "code")
    search_help_text = "Sök på titel eller nummer"
    fieldsets = [
        ("Källan", {"fields": ("code", "title", "nature", "kind", "date")}),
        ("Om den", {"fields": ("owner", "note", "is_demo")}),
    ]


class OldAddressForm(RecordForm):
    """Two addresses of this site."""

    def clean_path(self) -> str:
        return on_this_site(self.cleaned_data["path"])

    def clean_target(self) -> str:
        return on_this_site(self.cleaned_data["target"])


def on_this_site(address: str) -> str:
    """The address without this site's own name, if that was written. Raises ValidationError for
    another site's."""
    own = absolute("/")
    if address.startswith(own):
        return address.removeprefix(own).strip("/")
    if "//" in address or address.startswith("www.") or ":" in address:
        raise ValidationError(
            "Adressen ska ligga på den här webbplatsen. Skriv bara det som följer efter dess namn, "
            "till exempel grupper/exempel."
        )
    return address


class OldAddressAdmin(RecordAdmin):
    form = OldAddressForm
    # It follows from where the pages are today.
    may_restore = False
    policy, address, group = Plain(OldAddress, Thing.REDIRECT), "tidigare-adresser", GROUP
    intro = "Adresser som har flyttat, och vart de leder."
    new_label = "Lägg till tidigare adress"
    list_display = ("path", "leads_column", "since")
    search_fields = ("path", "target")
    search_help_text = "Sök på adress"
    fieldsets = [(None, {"fields": ("path", "target", "explanation", "since")})]

    @display(description="Leder till")
    def leads_column(self, record):
        return record.target or "Borta"

    def public_address(self, record):
        return f"/{record.path}/"
