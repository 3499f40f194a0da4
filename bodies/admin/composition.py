"""The administration of how bodies are to be composed."""

from django.contrib.admin import display
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from organisation.admin.filters import TimeFilter
from organisation.admin.sources import SOURCE

from ..actions.composition_rules import faults_of
from ..models import CompositionRule
from ..questions import full_name_on
from .common import OF, RULES, TIME, DatedAdmin


class CompositionAdmin(DatedAdmin):
    policy, address, group = OF[CompositionRule], "sammansattning", RULES
    intro = "Hur många platser av varje roll ett organ ska ha, och för vem."
    new_label = "Lägg till regel"
    list_display = ("of_column", "role", "per", "least", "most", "period_column")
    list_filter = (TimeFilter,)
    list_select_related = ("role", "kind", "region")
    search_fields = ("body__names__name", "kind__plural", "role__name")
    search_help_text = "Sök på organ, slag av organ eller roll"
    ordering = ("kind__order", "body__path", "role__order", "start", "pk")
    fieldsets = [
        ("För vilka", {"fields": ("body", "kind")}),
        ("Platserna", {"fields": ("role", "least", "most", "votes", "seat_in")}),
        ("Räknas", {"fields": ("per", "region", "for_body", "per_kind", "per_relation")}),
        ("Utses av", {"fields": ("appointed_by_whom", "appointed_by_body")}),
        ("Följer av en annan post", {"fields": ("held_by_role", "held_by_body"), "folded": True}),
        TIME,
        SOURCE,
    ]

    def named(self, on):
        rules = CompositionRule.objects.select_related("role", "kind", "region", "body")
        return rules.annotate(body_name=full_name_on("body_id", on))

    @display(description="Organ eller slag")
    def of_column(self, record):
        return record.body_name if record.body_id else f"Alla: {record.kind.plural}"

    def name_of(self, record):
        return f"{self.of_column(record)}: {str(record.role).lower()} {record.get_per_display()}"

    def public_address(self, record):
        return record.body.url if record.body_id else ""

    def must_hold(self, request, form):
        """What can't be met is refused here too; what a rule leads to is shown in the workspace."""
        found = faults_of(form.instance, request.standing.on)
        if found:
            raise ValidationError(
                {
                    each.subject if each.subject in form.fields else NON_FIELD_ERRORS: each.message
                    for each in found
                }
            )
