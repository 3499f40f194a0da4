"""What has happened lately in what someone works with: public news of their bodies, and what was
done with versions that they may read."""

import datetime

from django.utils import timezone

from documents.models import EditionEvent
from documents.news import DOCUMENTS as PUBLIC_TEXTS
from documents.policies import EDITIONS
from documents.tasks import whose
from organisation.news import Event
from organisation.rights import DOCUMENTS, Action, Capacity
from organisation.shapes import Crumb
from organisation.standing import Standing

from .asof import Day
from .news import Choice, happened, told
from .site import load_site

LATEST = 10
# Those whose work is with everything.
EVERYWHERE = (Capacity.OFFICE, Capacity.ADMIN)


def own_news(standing: Standing, day: Day, most: int = LATEST) -> list[Event]:
    """The public news of the person's bodies or region; of everything, for those who work with it
    all (3 queries)."""
    regions = {e.region for e in standing.holdings if e.region}
    bodies = {each for e in standing.holdings for each in (e.body, *e.below) if each}
    everywhere = standing.acts_as(*EVERYWHERE)
    if not (everywhere or regions or bodies):
        return []
    rows = happened(day, bodies=None if everywhere or regions else bodies)
    if not everywhere and regions:
        rows = [each for each in rows if regions & set(each["regions"])]
    site = load_site()
    return told(rows, day, site.row, site.all_regions, Choice())[:most]


def lately(standing: Standing, on: datetime.date) -> list[Event]:
    """The newest of both, by day (at most 4 queries). What is told of a version that the person
    works with stands once: as who did what."""
    reads = standing.may_some(Action.READ, *DOCUMENTS)
    news = own_news(standing, day_of(on), LATEST)
    events = news + (own_steps(standing, on) if reads else [])
    return sorted(events, key=lambda each: -each.day.toordinal())[:LATEST]


def day_of(on: datetime.date) -> Day:
    return Day(on=on, today=on, first=on, last=on, path="")


def own_steps(standing: Standing, on: datetime.date) -> list[Event]:
    """What was done with the versions that the person may read (1 query). What was read in from
    files was done by nobody; what was published is among the public news."""
    public = (EditionEvent.Kind.PUBLISHED, EditionEvent.Kind.WITHDRAWN)
    steps = (
        EditionEvent.objects.exclude(by=None)
        .exclude(kind__in=public)
        .filter(edition__in=EDITIONS.filter(standing, Action.READ))
        .select_related("edition", "by")
        .annotate(owner_name=whose("edition__document", on))
        .order_by("-at", "-pk")[:LATEST]
    )
    return [
        Event(
            timezone.localdate(each.at),
            PUBLIC_TEXTS,
            (
                Crumb(f"{each.owner_name}, version {each.edition.number}", each.edition.desk_url),
                Crumb(f" {each.get_kind_display()}.", ""),
            ),
            f"{each.by.get_full_name() or each.by.username}, kl. "
            f"{timezone.localtime(each.at):%H.%M}",
        )
        for each in steps
    ]
