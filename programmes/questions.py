"""What a body's page or a row needs to know of goals, hosting and counterparts on a day.

Plain SQL, as in `bodies.questions`.
"""

import datetime

from django.db.models import JSONField

from bodies.questions import NAME, Question

GOALS = """
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'pk', g.id, 'body', g.body_id, 'number', g.number, 'text', g.text, 'promise', p.number,
           'indicator', g.indicator, 'unit', g.unit, 'decimals', g.decimals,
           'direction', g.direction, 'interval', g."interval",
           'interpretation', g.interpretation) ORDER BY g.number), '[]')
FROM programmes_qualitygoal g LEFT JOIN programmes_patientpromise p ON p.id = g.promise_id
WHERE g.body_id = {about} AND daterange(g.start, g."end", '[)') @> {on}
"""
# The national bodies that a body answers to on the day; both ends are in force.
COUNTERPART = """
FROM bodies_bodyrelation r JOIN bodies_body b ON b.id = r.object_id
WHERE r.subject_id = {about} AND r.kind = 'counterpart_of'
  AND daterange(r.start, r."end", '[)') @> {on} AND daterange(b.start, b."end", '[)') @> {on}
"""
COUNTERPARTS = (
    """
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'path', b.path, 'interpretation', r.interpretation, 'name', ("""
    + NAME.replace("{about}", "b.id")
    + ")) ORDER BY b.path), '[]')"
    + COUNTERPART
)
HOSTINGS = (
    """
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'path', n.path, 'own', n.id = {about}, 'region', region.name, 'name', ("""
    + NAME.replace("{about}", "n.id")
    + """)) ORDER BY n.path), '[]')
FROM programmes_hosting h JOIN bodies_body n ON n.id = h.national_body_id
LEFT JOIN organisation_region region ON region.id = h.region_id
WHERE daterange(h.start, h."end", '[)') @> {on}
  AND (n.id = {about} OR n.id IN (SELECT r.object_id """
    + COUNTERPART
    + "))"
)


def goals_on(about: str, on: datetime.date) -> Question:
    """The goals of the body on the day, in order, each with the number of its promise."""
    return Question(GOALS, about, on, output_field=JSONField())


def counterparts_on(about: str, on: datetime.date) -> Question:
    """The national bodies that the body answers to on the day."""
    return Question(COUNTERPARTS, about, on, output_field=JSONField())


def hostings_on(about: str, on: datetime.date) -> Question:
    """The national bodies hosted on the day that are the body itself or its counterparts."""
    return Question(HOSTINGS, about, on, output_field=JSONField())
