"""The administration of bodies, their kinds, names, relations and decisions."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse

from organisation.admin.base import RecordAdmin, Related
from organisation.admin.fields import only_shown
from organisation.admin.filters import TimeFilter
from organisation.admin.sources import SOURCE
from organisation.sorting import swedish_order

from ..models import (
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    Decision,
)
from ..questions import full_name_on
from ..standings import FAR_REACHING, ONLY_ADMINS
from .common import BODIES, OF, RULES, TIME, DatedAdmin, KindFilter, KindOfBody


class BodyAdmin(DatedAdmin):
    policy, address, group = OF[Body], "organ", BODIES
    intro = "Vad organen är, deras adresser och beskrivningar."
    new_label = "Lägg till organ"
    list_display = ("name_column", "kind", "path", "period_column")
    list_filter = (TimeFilter, KindFilter)
    list_select_related = ("kind",)
    search_fields = ("names__name", "path")
    search_help_text = "Sök på namn eller adress"
    fieldsets = [
        ("Organet", {"fields": ("kind", "path", "function", "summary", "description")}),
        ("Kontakt och ansvar", {"fields": ("email", "page_owner", "updated")}),
        ("Nationellt", {"fields": ("counterpart",)}),
        (
            "Tid",
            {"fields": ("start", "end", "origin", "ending", "results", "records_kept")},
        ),
        ("Källa", SOURCE[1] | {"fields": (*SOURCE[1]["fields"], "comment")}),
    ]

    def prepare(self, form, request):
        """What a body is decides what those in it may do."""
        if request.standing.is_admin:
            return
        if form.instance.pk:
            for name in ("kind", "function"):
                only_shown(
                    form, name, "Styr vad de i organet får göra. En administratör ändrar det."
                )
        else:
            function = form.fields["function"]
            function.choices = [each for each in function.choices if each[0] not in FAR_REACHING]
            function.help_text = ONLY_ADMINS

    def named(self, on):
        return Body.objects.select_related("kind").annotate(name=full_name_on("pk", on))

    @display(description="Namn")
    def name_column(self, record):
        return record.name

    def related(self, request, record):
        names = self.admin_site.of(BodyName)
        yield Related(
            "Namn",
            [
                (
                    names.to("change", each.pk),
                    each.name,
                    f"{each.get_kind_display()}, {each.period_text}",
                )
                for each in record.names.order_by("kind", F("start").desc(nulls_last=True))
            ],
            f"{names.to('add')}?body={record.pk}",
            names.new_label,
        )
        relations = self.admin_site.of(BodyRelation)
        yield Related(
            "Förhållanden till andra organ",
            [
                (relations.to("change", each.pk), relations.name_of(each), each.period_text)
                for each in relations.named(request.standing.on).filter(subject=record)
                | relations.named(request.standing.on).filter(object=record)
            ],
            f"{relations.to('add')}?subject={record.pk}",
            relations.new_label,
        )


class NameAdmin(DatedAdmin):
    policy, address, group = OF[BodyName], "namn", BODIES
    intro = "Vad organen heter och har hetat."
    new_label = "Lägg till namn"
    list_display = ("name", "kind", "path_column", "period_column")
    search_fields = ("name",)
    search_help_text = "Sök på namn"
    ordering = (swedish_order("name"), "pk")
    fieldsets = [("Namnet", {"fields": ("body", "kind", "name", "is_public")}), TIME, SOURCE]

    def named(self, on):
        return BodyName.objects.select_related("body")

    @display(description="Adress")
    def path_column(self, record):
        return record.body.path

    def public_address(self, record):
        return record.body.url


class RelationAdmin(DatedAdmin):
    policy, address, group = OF[BodyRelation], "forhallanden", BODIES
    intro = "Hur organen hör ihop: vem som hör till, får uppdrag av och följs upp av vem."
    new_label = "Lägg till förhållande"
    list_display = ("subject_column", "kind", "object_column", "period_column")
    search_fields = ("subject__names__name", "object__names__name")
    search_help_text = "Sök på organ"
    ordering = ("subject__path", "kind", "pk")
    fieldsets = [("Förhållandet", {"fields": ("subject", "kind", "object")}), TIME, SOURCE]

    def named(self, on):
        return BodyRelation.objects.select_related("subject").annotate(
            subject_name=full_name_on("subject_id", on),
            object_name=full_name_on("object_id", on),
        )

    @display(description="Organ")
    def subject_column(self, record):
        return record.subject_name

    @display(description="Till organ")
    def object_column(self, record):
        return record.object_name

    def name_of(self, record):
        return f"{record.subject_name} {record.get_kind_display()} {record.object_name}"

    def public_address(self, record):
        return record.subject.url

    def must_hold(self, request, form):
        """Those who lead a council have rights over what belongs to it."""
        before = form.initial if form.instance.pk else {}
        councils = {before.get("object"), form.instance.object_id}
        kinds = {before.get("kind"), form.instance.kind}
        if BodyRelation.Kind.PART_OF not in kinds or request.standing.is_admin:
            return
        if Body.objects.filter(pk__in=councils - {None}, function=Body.Function.COUNCIL).exists():
            raise ValidationError(
                {
                    "kind": "Vad som hör till rådet styr vad de som leder det får göra. "
                    "Be en administratör ändra det."
                }
            )


class DecisionAdmin(DatedAdmin):
    policy, address, group = OF[Decision], "beslut", BODIES
    intro = "Beslut som organen har fattat, med dag och paragraf."
    new_label = "Lägg till beslut"
    list_display = ("name_column", "body_column", "registry_number")
    list_filter = (KindOfBody,)
    search_fields = ("registry_number", "paragraph", "text", "body__names__name")
    search_help_text = "Sök på organ, paragraf eller diarienummer"
    fieldsets = [
        ("Beslutet", {"fields": ("body", "date", "paragraph", "registry_number", "text")}),
        SOURCE,
    ]

    def named(self, on):
        decisions = Decision.objects.select_related("body")
        return decisions.annotate(body_name=full_name_on("body_id", on))

    @display(description="Beslut")
    def name_column(self, record):
        return str(record)

    def public_address(self, record):
        return record.body.url


class KindAdmin(RecordAdmin):
    policy, address, group = OF[BodyKind], "slag-av-organ", RULES
    intro = "Vad ett slag av organ kallas, var dess lista ligger och vad sidorna visar."
    new_label = "Lägg till slag av organ"
    list_display = ("plural", "prefix", "level", "layout", "order")
    search_fields = ("name", "plural", "slug")
    search_help_text = "Sök på namn"
    fieldsets = [
        (
            "Namn",
            {
                "fields": (
                    *("name", "short_name", "abbreviation", "plural", "full_plural"),
                    *("counted", "name_prefix", "slug"),
                )
            },
        ),
        ("Listan", {"fields": ("prefix", "level", "layout", "order", "lead")}),
        ("Organisationssidan", {"fields": ("section", "heading", "description")}),
        (
            "Organens sidor",
            {"fields": ("panels", "composition", "belongs_to", "starts_work_groups")},
        ),
        SOURCE,
    ]

    def public_address(self, record):
        return f"/{record.prefix}/" if record.prefix else reverse("organisation")

    def must_hold(self, request, form):
        unknown = set(form.instance.panels) - set(self.admin_site.panels)
        if unknown:
            raise ValidationError(
                {
                    "panels": f"Delen {', '.join(sorted(unknown))} finns inte. Att välja på: "
                    f"{', '.join(sorted(self.admin_site.panels))}."
                }
            )
