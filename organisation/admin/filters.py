"""Ways to narrow a list."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Q

from ..dates import period
from ..models import Region


class TimeFilter(SimpleListFilter):
    """What holds today, what is to come and what is over."""

    title, parameter_name = "Tid", "tid"

    def lookups(self, request, model_admin):
        return [("nu", "Gäller nu"), ("kommer", "Kommer"), ("slut", "Slut")]

    def queryset(self, request, queryset):
        on = request.standing.on
        if self.value() == "nu":
            return queryset.alias(_days=period()).filter(_days__contains=on)
        if self.value() == "kommer":
            return queryset.filter(start__gt=on)
        if self.value() == "slut":
            return queryset.filter(end__lte=on)
        return queryset


class RegionFilter(SimpleListFilter):
    """The records of one region. A subclass says by which column."""

    title, parameter_name = "Region", "region"
    column = "region"

    def lookups(self, request, model_admin):
        return [(each.slug, each.name) for each in Region.objects.order_by("order")]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if self.value() not in dict(self.lookup_choices):
            return queryset.none()
        return queryset.filter(Q(**{f"{self.column}__slug": self.value()}))
