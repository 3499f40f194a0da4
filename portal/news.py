"""The news of the site: what the rooms tell, asked for in one query and put in order."""

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import JSONField

import bodies.news
import documents.news
import organisation.news
import programmes.news
from bodies.dossier import Dossier
from bodies.models import Body
from bodies.questions import Question
from organisation.dates import years_from
from organisation.models import HealthcareRegion, Region
from organisation.news import Asked, Event, Happening, Teller, Topic
from organisation.shapes import Crumb, Panel

from .asof import Day

TELLERS: tuple[Teller, ...] = (
    organisation.news.TELLER,
    bodies.news.TELLER,
    programmes.news.TELLER,
    documents.news.TELLER,
)
TOPICS: list[Topic] = sorted(
    {topic for teller in TELLERS for topic in teller.topics}, key=lambda each: each.order
)
# How many a body's page and the home page show.
LATEST = 3

EVENTS = f"""
SELECT coalesce(jsonb_agg(jsonb_build_object(
    'day', e.day, 'what', e.what, 'regions', e.regions, 'data', e.data,
    'bodies', {bodies.news.BODIES_OF})), '[]')
FROM (
    {" UNION ALL ".join(each.sql for each in TELLERS)}
) AS e (day, what, about, regions, data)
WHERE e.day > {{since}} AND e.day <= {{on}}
"""
OF_BODY = f"{EVENTS} AND {{about}} = ANY (e.about)"


def since(on: datetime.date) -> datetime.date:
    """The day after which the news of a day begin: a year before."""
    return years_from(on, -1)


def asked_on(sql: str, day: Day) -> str:
    """The question with its days in place, but for the page's own."""
    for name, value in (("since", since(day.on)), ("latest", day.latest)):
        # A date goes in as a literal: isoformat() of a date holds digits and hyphens only.
        sql = sql.replace(f"{{{name}}}", f"DATE '{value.isoformat()}'")
    return sql


def news_of(about: str, day: Day) -> Question:
    """What happened to the body in the column `about`, to annotate a query with; see `told`."""
    return Question(asked_on(OF_BODY, day), about, day.on, output_field=JSONField())


def happened(
    day: Day, body: int | None = None, bodies: Collection[int] | None = None
) -> list[dict]:
    """What happened in the year up to the day, to the body with this key, to any of several, or to
    all (1 query)."""
    sql = asked_on(EVENTS if body is None else OF_BODY, day)
    sql = sql.replace("{on}", f"DATE '{day.on.isoformat()}'").replace("{about}", str(body))
    if bodies is not None:
        sql = f"{sql} AND e.about && ARRAY[{', '.join(str(int(e)) for e in bodies)}]::bigint[]"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        [found] = cursor.fetchone()
    return json.loads(found) if isinstance(found, str) else found


@dataclass(frozen=True)
class Choice:
    """What a reader has narrowed the news to."""

    topic: str = ""
    region: int | None = None


def told(
    rows: list[dict],
    day: Day,
    site: HealthcareRegion,
    regions: list[Region],
    choice: Choice | None = None,
) -> list[Event]:
    """The rows in sentences, newest first; `regions` are all that there have been."""
    choice = choice or Choice()
    asked = Asked(day.on, day.today, site, regions)
    happenings = [
        Happening(**row | {"day": datetime.date.fromisoformat(row["day"])})
        for row in rows
        if choice.region is None or choice.region in row["regions"]
    ]
    events = [
        event
        for teller in TELLERS
        for event in teller.told([each for each in happenings if each.what in teller.whats], asked)
        if choice.topic in ("", event.topic.slug)
    ]
    return sorted(events, key=lambda each: (-each.day.toordinal(), each.topic.order))


def panel(dossier: Dossier, user) -> Panel | None:
    """The latest news of a body, with a way to the rest; the view has read them."""
    events = dossier.read.get("portal.news", [])
    if not events:
        return None
    return Panel(
        "andringar",
        "Senaste ändringarna",
        "portal/panels/_news.html",
        {
            "events": [seen_from(dossier.body, each) for each in events[:LATEST]],
            "number": len(events),
            "rest": len(events) > LATEST,
            "path": dossier.body.path,
        },
    )


def seen_from(body: Body, event: Event) -> Event:
    """The event as the body's own page tells it: no link to itself, nor what kind it is."""
    text = tuple(Crumb(each.label, "") if each.url == body.url else each for each in event.text)
    return replace(event, text=text, note="")
