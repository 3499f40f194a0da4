"""What the administration of bodies and posts has in common."""

from django.contrib.admin import SimpleListFilter, display
from django.db.models import OuterRef, Subquery

from organisation.admin.base import RecordAdmin
from organisation.admin.filters import TimeFilter

from ..models import (
    Body,
    BodyKind,
    Post,
)
from ..policies import POLICIES
from ..questions import full_name_on

OF = {each.model: each for each in POLICIES}
BODIES, POSTS, RULES = "Organ", "Personer och uppdrag", "Ordning och regler"
TIME = ("Tid", {"fields": ("start", "end")})


def post_name(record, post: Post) -> str:
    """What a post is called beside others. The record carries `body_name` and, for a post that
    represents another body, `represented`."""
    whom = post.represents_region or record.represented
    parts = (post.label or str(post.role), str(whom or ""), f"nr {post.number}" * (post.number > 1))
    return f"{record.body_name}: {', '.join(filter(None, parts))}"


def with_post(records, on, at: str = ""):
    """The records with what the name of their post needs. `at` leads to the post."""
    within = f"{at}__" if at else ""
    return records.select_related(
        *([at] if at else ()), f"{within}role", f"{within}represents_region"
    ).annotate(
        body_name=full_name_on(f"{within}body_id", on),
        represented=Subquery(
            Body.objects.filter(pk=OuterRef(f"{within}represents_body"))
            .annotate(name=full_name_on("pk", on))
            .values("name")
        ),
    )


class KindFilter(SimpleListFilter):
    """Bodies of one kind, or what belongs to them."""

    title, parameter_name = "Slag av organ", "slag"
    column = "kind"

    def lookups(self, request, model_admin):
        return [(each.slug, each.plural) for each in BodyKind.objects.order_by("order", "name")]

    def queryset(self, request, queryset):
        return (
            queryset.filter(**{f"{self.column}__slug": self.value()}) if self.value() else queryset
        )


class KindOfBody(KindFilter):
    column = "body__kind"


class DatedAdmin(RecordAdmin):
    list_filter = (TimeFilter,)

    @display(description="Tid")
    def period_column(self, record):
        return record.period_text

    @display(description="Organ")
    def body_column(self, record):
        return record.body_name
