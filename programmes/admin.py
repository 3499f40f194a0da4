"""The administration of promises, goals, hosting and the national system."""

from django.contrib.admin import display

from bodies.questions import full_name_on
from organisation.admin.base import RecordAdmin
from organisation.admin.filters import TimeFilter
from organisation.admin.sources import SOURCE

from .models import (
    Hosting,
    KnowledgeTopic,
    PatientPromise,
    PromiseVariant,
    QualityGoal,
    SystemLevel,
)
from .policies import POLICIES

OF = {each.model: each for each in POLICIES}
TIME = ("Tid", {"fields": ("start", "end")})


class ProgrammeAdmin(RecordAdmin):
    group = "Löften och den nationella nivån"

    @display(description="Tid")
    def period_column(self, record):
        return record.period_text


class PromiseAdmin(ProgrammeAdmin):
    policy, address = OF[PatientPromise], "loften"
    intro = "Vad patienter lovas. En ny ordalydelse är en ny rad med samma nummer."
    new_label = "Lägg till löfte"
    list_display = ("name_column", "text", "period_column")
    list_filter = (TimeFilter,)
    search_fields = ("text",)
    search_help_text = "Sök i ordalydelsen"
    fieldsets = [("Löftet", {"fields": ("number", "text")}), TIME, SOURCE]

    @display(description="Löfte")
    def name_column(self, record):
        return str(record)


class VariantAdmin(ProgrammeAdmin):
    policy, address = OF[PromiseVariant], "andra-ordalydelser"
    intro = "Hur en annan källa skriver samma löfte."
    new_label = "Lägg till ordalydelse"
    list_display = ("promise", "text", "source")
    list_select_related = ("promise", "source")
    fieldsets = [
        ("Ordalydelsen", {"fields": ("promise", "text")}),
        ("Källa", SOURCE[1] | {"folded": False}),
    ]

    def named(self, on):
        return PromiseVariant.objects.select_related("promise", "source")

    def public_address(self, record):
        return record.promise.url


class GoalAdmin(ProgrammeAdmin):
    policy, address = OF[QualityGoal], "mal"
    intro = "Mål som ett organ har satt för att löftena ska hållas."
    new_label = "Lägg till mål"
    list_display = ("text", "body_column", "number", "period_column")
    list_filter = (TimeFilter,)
    search_fields = ("text",)
    search_help_text = "Sök i målen"
    fieldsets = [("Målet", {"fields": ("body", "number", "text", "promise")}), TIME, SOURCE]

    def named(self, on):
        goals = QualityGoal.objects.select_related("body", "promise")
        return goals.annotate(body_name=full_name_on("body_id", on))

    @display(description="Organ")
    def body_column(self, record):
        return record.body_name

    def public_address(self, record):
        return record.body.url


class HostingAdmin(ProgrammeAdmin):
    policy, address = OF[Hosting], "vardskap"
    intro = "Nationella organ som sjukvårdsregionen är värd för."
    new_label = "Lägg till värdskap"
    list_display = ("body_column", "region", "period_column")
    list_filter = (TimeFilter,)
    list_select_related = ("region",)
    fieldsets = [("Värdskapet", {"fields": ("national_body", "region")}), TIME, SOURCE]

    def named(self, on):
        hostings = Hosting.objects.select_related("national_body", "region")
        return hostings.annotate(body_name=full_name_on("national_body_id", on))

    @display(description="Nationellt organ")
    def body_column(self, record):
        return record.body_name

    def name_of(self, record):
        return f"Värdskap för {record.body_name}"

    def public_address(self, record):
        return record.national_body.url


class TopicAdmin(ProgrammeAdmin):
    policy, address = OF[KnowledgeTopic], "amnen"
    intro = "Ämnen i det nationella kunskapsstödet som sjukvårdsregionen ansvarar för."
    new_label = "Lägg till ämne"
    list_display = ("name", "period_column")
    list_filter = (TimeFilter,)
    search_fields = ("name",)
    search_help_text = "Sök på ämne"
    fieldsets = [("Ämnet", {"fields": ("name",)}), TIME, SOURCE]


class LevelAdmin(ProgrammeAdmin):
    policy, address = OF[SystemLevel], "nivaer"
    intro = "Nivåerna i systemet för kunskapsstyrning och vad de gör."
    new_label = "Lägg till nivå"
    list_display = ("name", "number", "period_column")
    list_filter = (TimeFilter,)
    fieldsets = [("Nivån", {"fields": ("number", "name", "duties")}), TIME, SOURCE]


PAGES = {
    PatientPromise: PromiseAdmin,
    PromiseVariant: VariantAdmin,
    QualityGoal: GoalAdmin,
    Hosting: HostingAdmin,
    KnowledgeTopic: TopicAdmin,
    SystemLevel: LevelAdmin,
}
