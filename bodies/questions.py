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


# Its own tables have names that nobody else uses: `{about}` may be a column of any other.
NAME = """
SELECT coalesce((
    SELECT its_name.name FROM bodies_bodyname its_name
    WHERE its_name.body_id = {about} AND its_name.kind = 'official'
    ORDER BY daterange(its_name.start, its_name."end", '[)') @> {on} DESC,
             coalesce(its_name.start > {on}, false),
             abs(coalesce(its_name."end", its_name.start) - {on})
    LIMIT 1
), (SELECT nameless.path FROM bodies_body nameless WHERE nameless.id = {about}))
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
# The region of a person in a post on a day: whose turn it is, else the seat's, else that of another
# seat of theirs in the body, else their own (data.md). Without the turn: where they come from.
OWN_REGION = """
coalesce((
    SELECT s.represents_region_id FROM bodies_post s WHERE s.id = {source}
), (
    SELECT s.represents_region_id FROM bodies_appointment other
    JOIN bodies_post s ON s.id = other.post_id AND s.body_id = {body}
    WHERE other.person_id = {person} AND s.represents_region_id IS NOT NULL
      AND daterange(other.start, other."end", '[)') @> {day}
    ORDER BY other.post_id LIMIT 1
), (
    SELECT f.region_id FROM organisation_affiliation f
    WHERE f.person_id = {person} AND daterange(f.start, f."end", '[)') @> {day}
))
"""
REGION = OWN_REGION.replace(
    "coalesce((",
    """coalesce((
    SELECT t.region_id FROM bodies_rotationterm t
    WHERE t.post_id = {post} AND daterange(t.start, t."end", '[)') @> {day}
), (""",
)
# A tenure is seen on the day, or on its last day when it ended before that.
SEEN = "greatest(least({on}, {end} - 1), {start})"
TITLE_IN = f"""
SELECT a.title FROM organisation_affiliation a
WHERE a.person_id = {{about}} AND daterange(a.start, a."end", '[)') @> {SEEN}
"""
PARTY_IN = TITLE_IN.replace("a.title", "a.party")
REGION_IN, OWN_REGION_IN = (
    "SELECT " + each.replace("{day}", SEEN).replace("{person}", "{about}")
    for each in (REGION, OWN_REGION)
)
LAST_HELD = """
SELECT max(a."end") FROM bodies_appointment a
WHERE a.post_id = {about} AND a."end" <= {on} AND NOT a.is_mistake
"""
# The end of the last post that the coming holder has, or has had, by the day; a person's page is
# made of such posts.
KNOWN_UNTIL = """
SELECT max(coalesce(least(e."end", s."end", b."end"), 'infinity'))
FROM bodies_appointment e
JOIN bodies_post s ON s.id = e.post_id JOIN bodies_body b ON b.id = s.body_id
JOIN organisation_person same ON same.id = e.person_id
WHERE coalesce(same.merged_into_id, same.id) = p.id
  AND coalesce(greatest(e.start, s.start, b.start), '-infinity') <= {on}
  AND coalesce(greatest(e.start, s.start, b.start), '-infinity')
    < coalesce(least(e."end", s."end", b."end"), 'infinity')
"""
# Whose appointment `a` is: someone stored twice is called what they were merged into.
PERSON = """organisation_person stored ON stored.id = a.person_id
JOIN organisation_person p ON p.id = coalesce(stored.merged_into_id, stored.id)"""
COMING = f"""
SELECT jsonb_build_object('start', a.start, 'given', p.given_name, 'family', p.family_name,
                          'slug', p.slug, 'known_until', ({KNOWN_UNTIL}))
FROM bodies_appointment a JOIN {PERSON}
WHERE a.post_id = {{about}} AND a.start > {{on}} AND NOT a.is_mistake ORDER BY a.start LIMIT 1
"""
HOLDER = (
    """
SELECT jsonb_build_object('given', p.given_name, 'family', p.family_name, 'slug', p.slug,
                          'end', a."end", 'region', """
    + REGION.replace("{person}", "a.person_id")
    .replace("{post}", "a.post_id")
    .replace("{source}", "a.post_id")
    .replace("{body}", "own.body_id")
    .replace("{day}", "{on}")
    + """)
FROM bodies_appointment a JOIN """
    + PERSON
    + """
JOIN bodies_post own ON own.id = a.post_id
WHERE a.post_id = {about} AND daterange(a.start, a."end", '[)') @> {on}
"""
)
TERMS = """
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'region', t.region_id, 'start', t.start, 'end', t."end",
           'interpretation', coalesce(s.interpretation, t.interpretation)
       ) ORDER BY t.start NULLS FIRST), '[]')
FROM bodies_rotationterm t LEFT JOIN bodies_rotationscheme s ON s.id = t.scheme_id
WHERE t.post_id = {about}
"""
TURN = """
SELECT t.region_id FROM bodies_rotationterm t
WHERE t.post_id = {about} AND daterange(t.start, t."end", '[)') @> {on}
"""
# Both ends must be in force: what has ended has nobody below it.
PARENT = (
    """
SELECT jsonb_build_object('path', b.path, 'name', ("""
    + NAME.replace("{about}", "b.id")
    + """))
FROM bodies_bodyrelation r JOIN bodies_body b ON b.id = r.object_id
WHERE r.subject_id = {about} AND r.kind = 'part_of'
  AND daterange(r.start, r."end", '[)') @> {on} AND daterange(b.start, b."end", '[)') @> {on}
"""
)
SUCCESSOR = (
    """
SELECT ("""
    + NAME.replace("{about}", "r.subject_id")
    + """)
FROM bodies_bodyrelation r
WHERE r.object_id = {about} AND r.kind = 'replaces' AND r.start <= {on} ORDER BY r.start LIMIT 1
"""
)
APPOINTING = f"""
SELECT coalesce(({PREFIX.replace("{about}", "who.id")}), '')
    || ({NAME.replace("{about}", "who.id")})
FROM (
    SELECT coalesce(p.appointed_by_body_id, (
        SELECT r.object_id FROM bodies_bodyrelation r
        WHERE r.subject_id = p.body_id AND r.kind = p.appointed_by_relation
          AND daterange(r.start, r."end", '[)') @> {{on}}
        ORDER BY r.id LIMIT 1)) AS id
    FROM bodies_post p WHERE p.id = {{about}}
) who WHERE who.id IS NOT NULL
"""


def name_on(about: str, on: datetime.date) -> Question:
    """The official name on the day of the body; in a gap, the last one that held; before its first
    name, that one. None when the column is empty."""
    return Question(NAME, about, on, output_field=CharField())


def full_name_on(about: str, on: datetime.date) -> Question:
    """The name with its kind before it where the kind asks for that: "Kunskapsråd
    Exempelvård"."""
    sql = f"SELECT coalesce(({PREFIX}), '') || ({NAME})"
    return Question(sql, about, on, output_field=CharField())


def all_names(about: str) -> Question:
    """All names of the body, with their kinds and days, as a list of objects."""
    return Question(ALL_NAMES, about, output_field=JSONField())


def title_in(about: str, on: datetime.date) -> Question:
    """The title of the person of a tenure, on the day `on`, or on the tenure's last day when it
    ended before that (its first when it starts later)."""
    return Question(TITLE_IN, about, on, start="start", end="end", output_field=CharField())


def party_in(about: str, on: datetime.date) -> Question:
    """The party of the person of a tenure, seen on the same day. To be told only of someone who
    holds the post as an elected representative (`rules.is_elected`)."""
    return Question(PARTY_IN, about, on, start="start", end="end", output_field=CharField())


def region_in(about: str, on: datetime.date) -> Question:
    """The region of the person of a tenure, seen on the same day: whose turn the office was, else
    the seat's, else their own (data.md)."""
    return _region_in(REGION_IN, about, on)


def own_region_in(about: str, on: datetime.date) -> Question:
    """The region that the person of a tenure comes from, whosever turn the office was."""
    return _region_in(OWN_REGION_IN, about, on)


def _region_in(sql: str, about: str, on: datetime.date) -> Question:
    return Question(
        sql,
        about,
        on,
        start="start",
        end="end",
        post="post_id",
        source="source_post_id",
        body="body_id",
        output_field=IntegerField(),
    )


def appointing_on(about: str, on: datetime.date) -> Question:
    """The name of the body that appoints to the post on the day: a given one, or the one that the
    post's body then stands in a relation to."""
    return Question(APPOINTING, about, on, output_field=CharField())


def last_held(about: str, on: datetime.date) -> Question:
    """When the last holder of the post, before the day, left it."""
    return Question(LAST_HELD, about, on, output_field=DateField())


def coming(about: str, on: datetime.date) -> Question:
    """The next holder of the post after the day, as an object."""
    return Question(COMING, about, on, output_field=JSONField())


def holder_on(about: str, on: datetime.date) -> Question:
    """The holder of the post on the day, with their region, as an object."""
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
