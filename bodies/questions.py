"""What a row of a list needs to know of other rows on a day, one value at a time.

Each question is an expression to annotate a query with. It is plain SQL: put together from nested
subqueries of the ORM, the same page took four times as long to prepare.
"""

import datetime

from django.db.models import CharField, DateField, F, Func, IntegerField, JSONField


class Question(Func):
    """A scalar subquery about the column `about` (and others, by name) on the day `on`.

    In `sql`, `{about}`, `{on}` and the other names stand for them.
    """

    def __init__(self, sql: str, about: str, on: datetime.date | None = None, **columns):
        output_field = columns.pop("output_field")
        super().__init__(F(about), *map(F, columns.values()), output_field=output_field)
        # A date goes in as a literal: isoformat() of a date holds digits and hyphens only.
        self.day = f"DATE '{on.isoformat()}'" if on else ""
        self.sql = sql
        self.names = ["about", *columns]

    def as_sql(self, compiler, connection, **extra):
        columns = {"on": self.day}
        for name, expression in zip(self.names, self.source_expressions, strict=True):
            columns[name], params = compiler.compile(expression)
            if params:
                raise ValueError("a question is asked about columns, not about values")
        return f"({self.sql.format(**columns)})", []


NAME = """
SELECT n.name FROM bodies_bodyname n
WHERE n.body_id = {about} AND n.kind = 'official'
ORDER BY daterange(n.start, n."end", '[)') @> {on} DESC, (n.start > {on}) DESC NULLS LAST,
         CASE WHEN n.start > {on} THEN n.start - {on} ELSE {on} - n."end" END
LIMIT 1
"""
SHORT_NAME = """
SELECT n.name FROM bodies_bodyname n
WHERE n.body_id = {about} AND n.kind = 'short' AND daterange(n.start, n."end", '[)') @> {on}
"""
ALL_NAMES = """
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'name', n.name, 'kind', n.kind, 'start', n.start, 'end', n."end",
           'is_public', n.is_public) ORDER BY n.start NULLS FIRST, n.name), '[]')
FROM bodies_bodyname n WHERE n.body_id = {about}
"""
PREFIX = """
SELECT nullif(k.name_prefix, '') || ' ' FROM bodies_bodykind k
JOIN bodies_body b ON b.kind_id = k.id WHERE b.id = {about}
"""
AFFILIATION = """
SELECT jsonb_build_object('title', a.title, 'region', a.region_id) FROM organisation_affiliation a
WHERE a.person_id = {about}
  AND daterange(a.start, a."end", '[)') @> greatest(least({on}, {end} - 1), {start})
"""
LAST_HELD = """
SELECT max(a."end") FROM bodies_appointment a WHERE a.post_id = {about} AND a."end" <= {on}
"""
COMING = """
SELECT jsonb_build_object('start', a.start, 'given', p.given_name, 'family', p.family_name)
FROM bodies_appointment a JOIN organisation_person p ON p.id = a.person_id
WHERE a.post_id = {about} AND a.start > {on} ORDER BY a.start LIMIT 1
"""
HOLDER = """
SELECT jsonb_build_object(
    'given', p.given_name, 'family', p.family_name,
    'affiliation', (
        SELECT f.region_id FROM organisation_affiliation f
        WHERE f.person_id = p.id AND daterange(f.start, f."end", '[)') @> {on}),
    'seat', (
        SELECT s.represents_region_id FROM bodies_appointment other
        JOIN bodies_post s ON s.id = other.post_id
        JOIN bodies_post own ON own.id = a.post_id AND own.body_id = s.body_id
        WHERE other.person_id = p.id AND s.represents_region_id IS NOT NULL
          AND daterange(other.start, other."end", '[)') @> {on} LIMIT 1))
FROM bodies_appointment a JOIN organisation_person p ON p.id = a.person_id
WHERE a.post_id = {about} AND daterange(a.start, a."end", '[)') @> {on}
"""
TERMS = """
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'region', t.region_id, 'start', t.start, 'end', t."end",
           'interpretation', t.interpretation) ORDER BY t.start NULLS FIRST), '[]')
FROM bodies_rotationterm t WHERE t.post_id = {about}
"""
TURN = """
SELECT t.region_id FROM bodies_rotationterm t
WHERE t.post_id = {about} AND daterange(t.start, t."end", '[)') @> {on}
"""
PARENT = """
SELECT jsonb_build_object('pk', r.object_id, 'path', b.path, 'name', (
    SELECT n.name FROM bodies_bodyname n
    WHERE n.body_id = r.object_id AND n.kind = 'official'
      AND daterange(n.start, n."end", '[)') @> {on}))
FROM bodies_bodyrelation r JOIN bodies_body b ON b.id = r.object_id
WHERE r.subject_id = {about} AND r.kind = 'part_of'
  AND daterange(r.start, r."end", '[)') @> {on}
"""
SUCCESSOR = """
SELECT n.name FROM bodies_bodyrelation r
JOIN bodies_bodyname n ON n.body_id = r.subject_id AND n.kind = 'official'
WHERE r.object_id = {about} AND r.kind = 'replaces'
ORDER BY r.start, daterange(n.start, n."end", '[)') @> {on} DESC LIMIT 1
"""


def name_on(about: str, on: datetime.date) -> Question:
    """The official name on the day of the body; before its first name and after its last, the
    nearest one. None when the column is empty."""
    return Question(NAME, about, on, output_field=CharField())


def full_name_on(about: str, on: datetime.date) -> Question:
    """The name with its kind before it where the kind asks for that: "Kunskapsråd Kirurgi och
    cancer"."""
    sql = f"SELECT coalesce(({PREFIX}), '') || ({NAME})"
    return Question(sql, about, on, output_field=CharField())


def short_name_on(about: str, on: datetime.date) -> Question:
    """The short name of the body on the day, if it has one."""
    return Question(SHORT_NAME, about, on, output_field=CharField())


def all_names(about: str) -> Question:
    """All names of the body, with their kinds and days, as a list of objects."""
    return Question(ALL_NAMES, about, output_field=JSONField())


def affiliation_in(about: str, on: datetime.date) -> Question:
    """The title and region of the person of a tenure, as an object: those of the day `on`, or of
    the tenure's last day when it ended before that (its first when it starts later)."""
    return Question(AFFILIATION, about, on, start="start", end="end", output_field=JSONField())


def last_held(about: str, on: datetime.date) -> Question:
    """When the last holder of the post, before the day, left it."""
    return Question(LAST_HELD, about, on, output_field=DateField())


def coming(about: str, on: datetime.date) -> Question:
    """The next holder of the post after the day, as an object."""
    return Question(COMING, about, on, output_field=JSONField())


def holder_on(about: str, on: datetime.date) -> Question:
    """The holder of the post on the day, with the regions of their seat in the body and of their
    affiliation, as an object."""
    return Question(HOLDER, about, on, output_field=JSONField())


def terms(about: str) -> Question:
    """All rotation terms of the post in order, as a list of objects."""
    return Question(TERMS, about, output_field=JSONField())


def turn_on(about: str, on: datetime.date) -> Question:
    """The region whose turn the post is on the day."""
    return Question(TURN, about, on, output_field=IntegerField())


def parent_on(about: str, on: datetime.date) -> Question:
    """The body that the body is part of on the day, as an object."""
    return Question(PARENT, about, on, output_field=JSONField())


def successor_on(about: str, on: datetime.date) -> Question:
    """The name on the day of the body that replaced the body."""
    return Question(SUCCESSOR, about, on, output_field=CharField())
