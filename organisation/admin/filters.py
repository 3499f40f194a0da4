"""Ways to narrow a list: each gives something among what the reader may see."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Count, Q

from ..models import Region


class Narrowing(SimpleListFilter):
    """A filter that offers only what gives something, and isn't there when it would offer a
    single thing. A subclass says its ways, or which records lead to something."""

    def ways(self, on) -> list[tuple[str, str, Q]]:
        """Each way: its name in the address, its name on the page and what it asks."""
        return []

    def lookups(self, request, model_admin):
        ways = self.ways(request.standing.on)
        counts = {f"n{at}": Count("pk", filter=each) for at, (*_, each) in enumerate(ways)}
        found = model_admin.get_queryset(request).order_by().aggregate(**counts)
        return [way[:2] for at, way in enumerate(ways) if found[f"n{at}"]]

    def queryset(self, request, queryset):
        asked = {value: each for value, _, each in self.ways(request.standing.on)}
        return queryset.filter(asked[self.value()]) if self.value() in asked else queryset

    def has_output(self):
        # What narrows the list now is told, so that it can be taken away.
        return len(self.lookup_choices) > 1 or bool(self.value())


class LeadingTo(Narrowing):
    """The records that lead to one of some others by a column."""

    column: str

    def others(self):
        """All that the column may lead to, in their order, each with a `slug`."""
        raise NotImplementedError

    def name_of(self, other) -> str:
        return other.name

    def lookups(self, request, model_admin):
        found = model_admin.get_queryset(request).order_by().values(self.column)
        return [(each.slug, self.name_of(each)) for each in self.others().filter(pk__in=found)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        chosen = self.others().filter(slug=self.value()).values("pk")[:1]
        return queryset.filter(**{f"{self.column}__in": chosen})


class TimeFilter(Narrowing):
    """What holds today, what is to come and what is over."""

    title, parameter_name = "Tid", "tid"

    def ways(self, on):
        begun = Q(start__isnull=True) | Q(start__lte=on)
        return [
            ("nu", "Gäller nu", begun & (Q(end__isnull=True) | Q(end__gt=on))),
            ("kommer", "Kommer", Q(start__gt=on)),
            ("slut", "Slut", Q(end__lte=on)),
        ]


class RegionFilter(LeadingTo):
    """The records of one region. A subclass says by which column."""

    title, parameter_name = "Region", "region"
    column = "region"

    def others(self):
        return Region.objects.order_by("order")
