"""What stands around the list of a national kind of body: levels, counterparts and topics."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from bodies.models import Body, BodyKind, BodyRelation
from organisation.shapes import Crumb
from organisation.sorting import swedish_key
from portal.asof import Day
from portal.site import source_line
from programmes.models import KnowledgeTopic, SystemLevel
from programmes.questions import counterparts_on


@dataclass
class Counterpart:
    """A body of the healthcare region, and the national one that it answers to. Without a name:
    there is one, but no source says what it is called."""

    body: Crumb
    national: Crumb | None = None


@dataclass
class CounterpartGroup:
    """The bodies of a kind of which it is known whether they have a national counterpart: those
    that have one, and those that have none."""

    kind: BodyKind
    rows: list[Counterpart]
    without: list[Crumb]
    # Our readings of the sources that the rows rest on, each once.
    readings: list[str]

    def add_reading(self, text: str) -> None:
        if text and text not in self.readings:
            self.readings.append(text)


def national_level(day: Day) -> dict:
    """The levels of the system, the known counterparts and the topics on a day (3 queries)."""
    levels = list(SystemLevel.objects.current(day.on).select_related("source"))
    topics = KnowledgeTopic.objects.current(day.on).values_list("name", flat=True)
    # They come from one source, or the figure says nothing of where from.
    one_source = len({each.source_id for each in levels}) == 1
    told = source_line(levels[0].source).text if one_source else ""
    return {
        "levels": levels,
        "levels_source": f"{told.rstrip('.')}." if told else "",
        "topics": sorted(topics, key=swedish_key),
        "counterparts": counterparts(day),
    }


def counterparts(day: Day) -> list[CounterpartGroup]:
    """What is known of the bodies' national counterparts, kind by kind (1 query)."""
    related = BodyRelation.objects.filter(
        subject=OuterRef("pk"), kind=BodyRelation.Kind.COUNTERPART_OF
    ).current(day.on)
    bodies = (
        Body.objects.current(day.on)
        .exclude(kind__level=BodyKind.Level.NATIONAL)
        .filter(~Q(counterpart=Body.Counterpart.UNKNOWN) | Exists(related))
        .named(day.on)
        .select_related("kind")
        .annotate(national=counterparts_on("pk", day.on))
        .alphabetical()
    )
    groups: dict[int, CounterpartGroup] = {}
    for body in bodies:
        group = groups.setdefault(body.kind_id, CounterpartGroup(body.kind, [], [], []))
        link = Crumb(body.name, body.url)
        for each in body.national:
            group.rows.append(Counterpart(link, Crumb(each["name"], f"/{each['path']}/")))
            group.add_reading(each["interpretation"])
        if body.national or body.counterpart == Body.Counterpart.UNKNOWN:
            continue
        if body.counterpart == Body.Counterpart.EXISTS:
            group.rows.append(Counterpart(link))
            group.add_reading(body.interpretation)
        else:
            group.without.append(link)
    known = [each for each in groups.values() if each.rows or each.without]
    return sorted(known, key=lambda each: each.kind.order)
