"""What `bodies` tells in the news: of bodies, of who came and went, and of whose turn it became."""

from collections import defaultdict

from organisation.news import ORGANISATION, PAGES, Asked, Event, Happening, Teller, sentence
from organisation.shapes import Crumb
from organisation.words import in_sentence, in_words, listed, opening

from .news_people import NAMED, POSTS, body_of, place_of, told_of_people
from .questions import NAME, PREFIX, REGION

# What a sentence says of the bodies that an event `e` is about, in the same order. Asked once for
# all rooms: a question in every branch of their SQL took longer to plan than to answer.
BODIES_OF = f"""
(SELECT coalesce(jsonb_agg(CASE WHEN body.id IS NOT NULL THEN jsonb_build_object(
    'name', coalesce(({PREFIX.replace("{about}", "body.id")}), '')
         || ({NAME.replace("{about}", "body.id")}),
    'path', body.path, 'plural', kind.plural, 'list', kind.prefix, 'order', kind.order,
    'kind', CASE WHEN kind.prefix <> '' AND kind.name_prefix = '' THEN kind.short_name ELSE '' END)
    END ORDER BY one.place), '[]')
 FROM unnest(e.about) WITH ORDINALITY one (id, place)
 LEFT JOIN bodies_body body ON body.id = one.id
 LEFT JOIN bodies_bodykind kind ON kind.id = body.kind_id)
"""
NO_REGION = "ARRAY[]::bigint[]"
# A body that forms and replaces another, and one that moves from one to another, are one event.
BODIES = f"""
SELECT body.start, 'formed', body.id || ARRAY(
    SELECT r.object_id FROM bodies_bodyrelation r
    WHERE r.subject_id = body.id AND r.kind = 'replaces' AND r.start = body.start ORDER BY r.id
), {NO_REGION}, jsonb_build_object()
FROM bodies_body body
UNION ALL
SELECT body."end", 'ended', ARRAY[body.id], {NO_REGION}, jsonb_build_object()
FROM bodies_body body
WHERE NOT EXISTS (
    SELECT 1 FROM bodies_bodyrelation r JOIN bodies_body new ON new.id = r.subject_id
    WHERE r.object_id = body.id AND r.kind = 'replaces' AND r.start = body."end"
      AND new.start = r.start)
UNION ALL
SELECT n.start, 'renamed', ARRAY[n.body_id], {NO_REGION}, jsonb_build_object(
    'now', n.name, 'before', before.name)
FROM bodies_bodyname n
JOIN LATERAL (
    SELECT o.name FROM bodies_bodyname o
    WHERE o.body_id = n.body_id AND o.kind = 'official' AND o.id <> n.id
      AND (o.start IS NULL OR o.start < n.start)
    ORDER BY o.start DESC NULLS LAST LIMIT 1
) before ON before.name <> n.name
WHERE n.kind = 'official'
UNION ALL
SELECT r.start, r.kind, ARRAY[r.subject_id, r.object_id, before.object_id], {NO_REGION},
       jsonb_build_object()
FROM bodies_bodyrelation r
JOIN bodies_body body ON body.id = r.subject_id
LEFT JOIN bodies_bodyrelation before ON before.subject_id = r.subject_id
    AND r.kind = 'part_of' AND before.kind = 'part_of' AND before."end" = r.start
WHERE r.kind IN ('part_of', 'replaces') AND r.start IS DISTINCT FROM body.start
  AND before.object_id IS DISTINCT FROM r.object_id
UNION ALL
SELECT r."end", 'left', ARRAY[r.subject_id, r.object_id], {NO_REGION}, jsonb_build_object()
FROM bodies_bodyrelation r
JOIN bodies_body body ON body.id = r.subject_id
WHERE r.kind = 'part_of' AND r."end" IS DISTINCT FROM body."end"
  AND NOT EXISTS (
    SELECT 1 FROM bodies_bodyrelation next
    WHERE next.subject_id = r.subject_id AND next.kind = 'part_of' AND next.start = r."end")
UNION ALL
SELECT body.updated, 'body updated', ARRAY[body.id], {NO_REGION}, jsonb_build_object()
FROM bodies_body body
"""
POST = """
'role', coalesce(nullif(p.label, ''), role.name), 'roles', coalesce(nullif(p.label, ''),
role.plural), 'role_order', role.order, 'office', role.place = 'office'
"""
# Appointments have the days that `bodies_tenure` gives them, and tell the region that the person
# then came from. Who leaves when the body ends is told by that; derived posts follow from others.
REGION_THEN = (
    REGION.replace("{post}", "p.id")
    .replace("{source}", "p.id")
    .replace("{body}", "p.body_id")
    .replace("{person}", "a.person_id")
    .replace("{day}", "change.seen")
)
PEOPLE = f"""
SELECT change.day, change.what, ARRAY[p.body_id], ARRAY[{REGION_THEN}], jsonb_build_object(
    'post', p.id, 'person', who.id, 'given', who.given_name, 'family', who.family_name,
    'slug', who.slug, 'until', days.until, {POST})
FROM bodies_appointment a
JOIN bodies_post p ON p.id = a.post_id
JOIN bodies_role role ON role.id = p.role_id
JOIN bodies_body body ON body.id = p.body_id
JOIN organisation_person stored ON stored.id = a.person_id
JOIN organisation_person who ON who.id = coalesce(stored.merged_into_id, stored.id)
CROSS JOIN LATERAL (
    SELECT greatest(a.start, p.start, body.start) AS since,
           least(a."end", p."end", body."end") AS until
) days
CROSS JOIN LATERAL (
    VALUES ('began', days.since, days.since), ('left post', days.until, days.until - 1)
) change (what, day, seen)
WHERE coalesce(days.since, '-infinity') < coalesce(days.until, 'infinity')
  AND (change.what = 'began' OR days.until < coalesce(body."end", 'infinity'))
"""
TURNS = f"""
SELECT t.start, 'turn', ARRAY[p.body_id], ARRAY[t.region_id, before.region_id],
       jsonb_build_object({POST})
FROM bodies_rotationterm t
JOIN bodies_post p ON p.id = t.post_id
JOIN bodies_role role ON role.id = p.role_id
LEFT JOIN bodies_rotationterm before ON before.post_id = t.post_id AND before."end" = t.start
WHERE before.region_id IS DISTINCT FROM t.region_id
"""
SQL = " UNION ALL ".join((BODIES, PEOPLE, TURNS))


def told(happenings: list[Happening], asked: Asked) -> list[Event]:
    """The bodies, then whose turn it became, then who came and went, then updated pages."""
    rows: dict[str, list[Happening]] = defaultdict(list)
    for each in sorted(happenings, key=place_of):
        rows[each.what].append(each)
    bodies = [
        told_of_body(each, asked)
        for what in ("formed", "ended", "renamed", "part_of", "left", "replaces")
        for each in rows[what]
    ]
    return [
        *bodies,
        *told_of_turns(rows["turn"], asked),
        *told_of_people(rows["began"], rows["left post"], asked),
        *told_of_pages(rows["body updated"]),
    ]


def told_of_body(row: Happening, asked: Asked) -> Event:
    """A body formed, ended, renamed, moved or replaced."""
    later = asked.is_to_come(row)
    found = [each and body_of(each) for each in row.bodies]
    body, other, before = [*found, None, None][:3]
    if row.what == "formed" and other:
        text = (
            body,
            " bildas och ersätter " if later else " bildades och ersatte ",
            found[1:],
            ".",
        )
    elif row.what == "formed":
        text = (body, " bildas." if later else " bildades.")
    elif row.what == "ended":
        text = (body, " har då upphört." if later else " har upphört.")
    elif row.what == "renamed":
        verb = "byter" if later else "bytte"
        new = Crumb(row.data["now"], body.url)
        text = (f"{row.data['before']} {verb} namn till ", new, ".")
    elif row.what == "replaces":
        text = (body, " ersätter " if later else " ersatte ", other, ".")
    elif row.what == "left":
        text = (body, " hör inte längre till ", other, ".")
    elif before:
        verb = " flyttar från " if later else " flyttade från "
        text = (body, verb, before, " till ", other, ".")
    else:
        text = (body, " börjar höra till " if later else " började höra till ", other, ".")
    return Event(row.day, ORGANISATION, sentence(*text), row.bodies[0]["kind"])


def in_bodies(rows: list[dict]) -> Crumb | list[Crumb]:
    """The bodies of a sentence: by name, or counted when they are many."""
    if len(rows) <= NAMED:
        return [body_of(each) for each in rows]
    first = rows[0]
    url = f"/{first['list']}/" if first["list"] else ""
    return Crumb(f"{in_words(len(rows))} {in_sentence(first['plural'])}", url)


def note_of(rows: list[dict]) -> str:
    """What the bodies are, where their names don't say it."""
    kinds = {each["kind"] for each in rows}
    return kinds.pop() if len(kinds) == 1 and len(rows) <= NAMED else ""


def told_of_turns(rows: list[Happening], asked: Asked) -> list[Event]:
    """Offices that went from one region to another: all of a body together, then all bodies of a
    kind for which it was the same."""
    offices: dict[tuple, list[Happening]] = defaultdict(list)
    for row in rows:
        body = row.bodies[0]
        offices[row.day, *row.regions, body["plural"], body["path"]].append(row)
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for (on, to, before, plural, _), own in offices.items():
        own.sort(key=lambda each: each.data["role_order"])
        roles = tuple(dict.fromkeys(in_sentence(each.data["role"]) for each in own))
        groups[on, to, before, plural, roles].append(own[0].bodies[0])
    events = []
    for (on, to, before, _, roles), own in groups.items():
        office = f"{'uppdragen' if roles[1:] else 'uppdraget'} som {listed(roles)} i "
        where, later = in_bodies(own), on > asked.today
        if before:
            verb = " går över från " if later else " gick över från "
            ends = (asked.region(before), " till ", asked.region(to))
            parts = (opening(office), where, verb, *ends, ".")
        else:
            parts = (asked.region(to), f" {'får' if later else 'fick'} {office}", where, ".")
        events.append(Event(on, POSTS, sentence(*parts), note_of(own)))
    return events


def told_of_pages(rows: list[Happening]) -> list[Event]:
    """The pages of bodies that were updated, all of a kind together."""
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        groups[row.day, row.bodies[0]["plural"]].append(row.bodies[0])
    return [
        Event(
            on,
            PAGES,
            sentence("Sidorna om " if own[1:] else "Sidan om ", in_bodies(own), " uppdaterades."),
            note_of(own),
        )
        for (on, _), own in groups.items()
    ]


TELLER = Teller(
    (ORGANISATION, POSTS, PAGES),
    frozenset(
        {"formed", "ended", "renamed", "part_of", "replaces", "left"}
        | {"began", "left post", "turn", "body updated"}
    ),
    SQL,
    told,
)
