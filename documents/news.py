"""What `documents` tells in the news: versions published, begun or withdrawn."""

import datetime
from collections import defaultdict

from bodies.news import in_bodies
from bodies.news_people import body_of, place_of
from organisation.dates import long_date
from organisation.news import Asked, Event, Happening, Teller, Topic, sentence
from organisation.shapes import Crumb
from organisation.words import in_sentence, opening

from .models import (
    COMMISSION_STEP,
    DOCUMENTS_STEP,
    GOVERNING,
    SHARED_TEXTS,
    YEARLY,
    Document,
    told_of,
)

DOCUMENTS = Topic("dokument", "Uppdrag och dokument", 2)

# The owner first, then the others that the document concerns. What a source gives without a first
# day is no news, and what was read in from a file was published before the portal.
ABOUT = """
doc.owner_id || ARRAY(SELECT link.body_id FROM documents_documentbody link
                      WHERE link.document_id = doc.id ORDER BY link.id)
"""
# The shared text that an edition is a version of (`text`), and the one that it takes part of, at
# which version (`shared`).
DATA = """
jsonb_build_object('number', e.number, 'kind', doc.kind, 'from', e.valid_from,
    'year', extract(year FROM doc.period_start)::int,
    'last_year', extract(year FROM doc.period_end)::int - 1,
    'name', doc.name, 'address', doc.address, 'text', (
    SELECT jsonb_build_object('slug', t.slug, 'name', t.name)
    FROM documents_sharedtext t WHERE t.id = doc.shared_text_id
), 'shared', (
    SELECT jsonb_build_object('slug', t.slug, 'name', t.name, 'number', its.number)
    FROM documents_section s
    JOIN documents_sharedpart part ON part.section_id = s.id
    JOIN documents_section theirs ON theirs.id = part.shared_id
    JOIN documents_edition its ON its.id = theirs.edition_id
    JOIN documents_document their_doc ON their_doc.id = its.document_id
    JOIN documents_sharedtext t ON t.id = their_doc.shared_text_id
    WHERE s.edition_id = e.id AND NOT s.removed
    ORDER BY s.position LIMIT 1
))
"""
NONE = "ARRAY[]::bigint[]"
PUBLISHED_ON = "(e.published_at AT TIME ZONE 'Europe/Stockholm')::date"
NOT_VOID = """
NOT EXISTS (SELECT 1 FROM documents_editionevent w WHERE w.edition_id = e.id
            AND w.kind = 'withdrawn' AND w.effective_on <= e.valid_from)
"""
SQL = f"""
SELECT e.valid_from, 'edition holds', {ABOUT}, {NONE}, {DATA}
FROM documents_edition e JOIN documents_document doc ON doc.id = e.document_id
WHERE e.state = 'published' AND {NOT_VOID}
UNION ALL
SELECT {PUBLISHED_ON}, 'edition published', {ABOUT}, {NONE}, {DATA}
FROM documents_edition e JOIN documents_document doc ON doc.id = e.document_id
WHERE e.state = 'published' AND e.publisher_id IS NOT NULL
  AND e.valid_from IS DISTINCT FROM {PUBLISHED_ON}
UNION ALL
SELECT w.effective_on, 'edition withdrawn', {ABOUT}, {NONE}, {DATA}
FROM documents_editionevent w
JOIN documents_edition e ON e.id = w.edition_id
JOIN documents_document doc ON doc.id = e.document_id
WHERE w.kind = 'withdrawn' AND e.state = 'published'
"""
# What is told: a step for each of these.
KINDS = (Document.Kind.COMMISSION, Document.Kind.SHARED_TEXT, *YEARLY, *GOVERNING)


def told(happenings: list[Happening], asked: Asked) -> list[Event]:
    """A sentence for each step, with the way to the version. Commissions of a kind of bodies that
    took the same step on the same day, with the same version of a shared text, are told in one."""
    groups: dict[tuple, list[Happening]] = defaultdict(list)
    for each in sorted(happenings, key=place_of):
        if each.data["kind"] in KINDS:
            groups[together(each)].append(each)
    return [
        Event(
            found[0].day, DOCUMENTS, told_of_many(found, asked) if found[1:] else one(found, asked)
        )
        for found in groups.values()
    ]


def together(row: Happening) -> tuple:
    """What rows that are told together have in common."""
    shared, body = row.data["shared"], row.bodies[0]
    if row.data["kind"] != Document.Kind.COMMISSION or not shared:
        return row.day, row.what, body["path"], str(row.data)
    text = (shared["slug"], shared["number"])
    return row.day, row.what, body["plural"], row.data["from"], text


def one(rows: list[Happening], asked: Asked) -> tuple[Crumb, ...]:
    [row] = rows
    if row.data["kind"] in YEARLY:
        return of_a_year(row, asked)
    if row.data["kind"] in GOVERNING:
        return governing(row, asked)
    number, text, owner = row.data["number"], row.data["text"], row.bodies[0]
    base = f"/{SHARED_TEXTS}/{text['slug']}" if text else f"/{owner['path']}/{COMMISSION_STEP}"
    version = Crumb(f"Version {number}", f"{base}/{number}/")
    what = [text["name"]] if text else ["uppdragsbeskrivningen för ", body_of(owner)]
    return sentence(version, " av ", *what, f" {step_of(row, asked)}.")


def step_of(row: Happening, asked: Asked) -> str:
    """What became of a version."""
    later = asked.is_to_come(row)
    if row.what == "edition withdrawn":
        return "återkallas" if later else "återkallades"
    if row.what == "edition published":
        return f"publicerades{starting(row)}"
    return "börjar gälla" if later else "började gälla"


def governing(row: Happening, asked: Asked) -> tuple[Crumb, ...]:
    """A version of an agreement, of rules of procedure or of a template."""
    data, owner = row.data, row.bodies[0]
    document = told_of(data)
    base = f"/{owner['path']}/{DOCUMENTS_STEP}/{document.step}"
    version = Crumb(f"Version {data['number']}", f"{base}/{data['number']}/")
    called = in_sentence(document.called)
    return sentence(version, f" av {called} för ", body_of(owner), f" {step_of(row, asked)}.")


def of_a_year(row: Happening, asked: Asked) -> tuple[Crumb, ...]:
    """A plan or a report that is published, again in a new version, or withdrawn."""
    number, owner, kind = row.data["number"], row.bodies[0], row.data["kind"]
    called = f"{Document.Kind(kind).label} {row.data['year']}"
    base = f"/{owner['path']}/{DOCUMENTS_STEP}/{YEARLY[kind]}-{row.data['year']}/"
    what = Crumb(opening(called), f"{base}{number}/")
    if number > 1:
        what = Crumb(f"Version {number} av {called}", what.url)
    verb = "publicerades"
    if row.what == "edition withdrawn":
        verb = "återkallas" if asked.is_to_come(row) else "återkallades"
    return sentence(what, " för ", body_of(owner), f" {verb}.")


def told_of_many(rows: list[Happening], asked: Asked) -> tuple[Crumb, ...]:
    shared, later = rows[0].data["shared"], asked.is_to_come(rows[0])
    url = f"/{SHARED_TEXTS}/{shared['slug']}/{shared['number']}/"
    with_text = (", med ", Crumb(f"version {shared['number']}", url), f" av {shared['name']}")
    bodies = in_bodies([each.bodies[0] for each in rows])
    if rows[0].what == "edition withdrawn":
        verb = "återkallas" if later else "återkallades"
        return sentence("Uppdragsbeskrivningarna för ", bodies, *with_text, f", {verb}.")
    if rows[0].what == "edition published":
        verb = f"publicerades{starting(rows[0])}"
        return sentence("Nya uppdragsbeskrivningar för ", bodies, *with_text, f", {verb}.")
    if isinstance(bodies, Crumb):
        bodies = Crumb(opening(bodies.label), bodies.url)
    verb = "får" if later else "fick"
    return sentence(bodies, f" {verb} nya uppdragsbeskrivningar", *with_text, ".")


def starting(row: Happening) -> str:
    """From when something published holds, where that is later."""
    start = row.data["from"] and datetime.date.fromisoformat(row.data["from"])
    return f" och gäller från {long_date(start)}" if start and start > row.day else ""


TELLER = Teller(
    (DOCUMENTS,),
    frozenset({"edition holds", "edition published", "edition withdrawn"}),
    SQL,
    told,
)
