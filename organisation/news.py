"""News of the site itself: what each room tells of what happened, and of its own records.

A room offers a `Teller`: SQL that finds what happened, and a function that tells it in sentences.
The portal asks all rooms in one query (`portal/news.py`).
"""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from .models import HealthcareRegion, Region
from .shapes import Crumb
from .sorting import swedish_key
from .words import in_words, opening


@dataclass(frozen=True)
class Topic:
    """What an event is about; readers narrow the news by it."""

    slug: str
    label: str
    order: int


@dataclass(frozen=True)
class Happening:
    """A row of a room's SQL: something that happened, with what telling it takes.

    `bodies` holds the bodies whose news it is, each with its name, address and kind, and None where
    the SQL gave NULL; `regions` holds the keys of the regions.
    """

    day: datetime.date
    what: str
    bodies: list[dict]
    regions: list[int]
    data: dict


@dataclass(frozen=True)
class Asked:
    """What the news are asked for: the page's day, and who may be told."""

    on: datetime.date
    today: datetime.date
    site: HealthcareRegion
    regions: list[Region]

    @property
    def named_after(self) -> datetime.date | None:
        return self.site.named_after(self.today)

    def region(self, pk: int | None) -> Crumb | None:
        """The name of a region with its address."""
        found = next((each for each in self.regions if each.pk == pk), None)
        return Crumb(found.name, found.url) if found else None

    def is_to_come(self, happening: Happening) -> bool:
        return happening.day > self.today


@dataclass(frozen=True)
class Event:
    """A sentence of the news, in parts of which some are links. `note` says what it's about where
    the sentence doesn't."""

    day: datetime.date
    topic: Topic
    text: tuple[Crumb, ...]
    note: str = ""


@dataclass(frozen=True)
class Teller:
    """What a room offers to the news.

    `sql` gives rows of (day, what, about, regions, data), as `Happening` has them, but of the
    bodies only their keys (`about`); it may use `{on}`, the page's day, and `{latest}`, the later
    of it and today. The portal keeps the days and the body that were asked for, and looks up the
    bodies. `told` gets the rows whose `what` are in `whats`.
    """

    topics: tuple[Topic, ...]
    whats: frozenset[str]
    sql: str
    told: Callable[[list[Happening], Asked], list[Event]] = field(repr=False)


def sentence(*parts: str | Crumb | list[Crumb]) -> tuple[Crumb, ...]:
    """A sentence of plain words and links; a list of links is written "a, b och c"."""
    crumbs: list[Crumb] = []
    for part in parts:
        links = part if isinstance(part, list) else [part]
        for number, each in enumerate(links):
            if number:
                crumbs.append(Crumb(" och " if number == len(links) - 1 else ", ", ""))
            crumbs.append(each if isinstance(each, Crumb) else Crumb(each, ""))
    return tuple(crumbs)


ORGANISATION = Topic("organisation", "Organisationen", 1)
PAGES = Topic("sidor", "Sidor på webbplatsen", 9)

# How many pages a sentence names. More are a day on which the site was gone through.
NAMED_PAGES = 6

# A page is told by its newest day only; one that is withdrawn isn't there to be updated.
SQL = """
SELECT p.updated, 'page updated', ARRAY[]::bigint[], ARRAY[]::bigint[],
       jsonb_build_object('title', p.title, 'path', p.path)
FROM organisation_page p
WHERE p.withdrawn IS NULL OR p.withdrawn > {latest}
UNION ALL
SELECT p.withdrawn, 'page withdrawn', ARRAY[]::bigint[], ARRAY[]::bigint[],
       jsonb_build_object('title', p.title)
FROM organisation_page p
UNION ALL
SELECT r.start, 'region joined', ARRAY[]::bigint[], ARRAY[r.id], jsonb_build_object()
FROM organisation_region r
UNION ALL
SELECT r."end", 'region left', ARRAY[]::bigint[], ARRAY[r.id], jsonb_build_object()
FROM organisation_region r
"""


def told(happenings: list[Happening], asked: Asked) -> list[Event]:
    """What happened to the regions and the editorial pages."""
    events = told_of_updates([each for each in happenings if each.what == "page updated"])
    others = [each for each in happenings if each.what != "page updated"]
    for each in sorted(others, key=lambda row: row.what, reverse=True):
        title = each.data.get("title", "")
        later = asked.is_to_come(each)
        if each.what == "page withdrawn":
            text = (f"Sidan {title} {'tas bort' if later else 'har tagits bort'}.",)
        elif each.what == "region joined":
            verb = "blir" if later else "blev"
            text = (asked.region(each.regions[0]), f" {verb} en del av {asked.site.name}.")
        else:
            verb = "har då" if later else "har"
            text = (asked.region(each.regions[0]), f" {verb} lämnat {asked.site.name}.")
        topic = PAGES if each.what.startswith("page") else ORGANISATION
        events.append(Event(each.day, topic, sentence(*text)))
    return events


def told_of_updates(happenings: list[Happening]) -> list[Event]:
    """The pages that were updated, those of a day together; counted when they are many."""
    days: dict[datetime.date, list[Crumb]] = defaultdict(list)
    for each in sorted(happenings, key=lambda row: swedish_key(row.data["title"])):
        days[each.day].append(Crumb(each.data["title"], f"/{each.data['path']}/"))
    events = []
    for day, pages in days.items():
        if len(pages) > NAMED_PAGES:
            text = (f"{opening(in_words(len(pages)))} sidor på webbplatsen uppdaterades.",)
        else:
            text = ("Sidorna " if pages[1:] else "Sidan ", pages, " uppdaterades.")
        events.append(Event(day, PAGES, sentence(*text)))
    return events


TELLER = Teller(
    (ORGANISATION, PAGES),
    frozenset({"page updated", "page withdrawn", "region joined", "region left"}),
    SQL,
    told,
)
