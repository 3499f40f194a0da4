"""What the administration of bodies and posts has in common."""

from django.contrib.admin import display
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, Subquery

from organisation.admin.base import RecordAdmin
from organisation.admin.filters import LeadingTo, TimeFilter
from organisation.dates import period

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


class KindFilter(LeadingTo):
    """Bodies of one kind, or what belongs to them."""

    title, parameter_name = "Slag av organ", "slag"
    column = "kind"

    def others(self):
        return BodyKind.objects.order_by("order", "name")

    def name_of(self, other):
        return other.plural


class KindOfBody(KindFilter):
    column = "body__kind"


class DatedAdmin(RecordAdmin):
    list_filter = (TimeFilter,)

    def at_the_same_time(self, request, form):
        """The other records of the post at some time of the form's, that the reader may see."""
        data, found = form.cleaned_data, self.get_queryset(request).order_by("start", "pk")
        start, end = data.get("start"), data.get("end")
        if not data.get("post") or {"start", "end"} & set(form.errors):
            return found.none()
        if start and end and end <= start:
            return found.none()
        days = DateRange(start, end)
        same = found.filter(post=data["post"]).exclude(pk=form.instance.pk)
        return same.alias(_days=period()).filter(_days__overlap=days)

    @display(description="Tid")
    def period_column(self, record):
        return record.period_text

    @display(description="Organ")
    def body_column(self, record):
        return record.body_name
