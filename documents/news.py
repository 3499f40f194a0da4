"""What `documents` tells in the news: versions published, begun or withdrawn."""

from bodies.news_people import body_of
from organisation.dates import long_date
from organisation.news import Asked, Event, Happening, Teller, Topic, sentence
from organisation.shapes import Crumb

from .models import COMMISSION_STEP

DOCUMENTS = Topic("dokument", "Uppdrag och dokument", 2)

# The owner first, then the others that the document concerns. What a source gives without a first
# day is no news, and what was read in from a file was published before the portal.
ABOUT = """
doc.owner_id || ARRAY(SELECT link.body_id FROM documents_documentbody link
                      WHERE link.document_id = doc.id ORDER BY link.id)
"""
DATA = "jsonb_build_object('number', e.number, 'kind', doc.kind, 'from', e.valid_from)"
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
# The kinds in the definite form, and the step below the owner's address where they stand.
NAMES = {"commission": ("uppdragsbeskrivningen", COMMISSION_STEP)}


def told(happenings: list[Happening], asked: Asked) -> list[Event]:
    """A sentence for each step, with the way to the version."""
    return [
        Event(each.day, DOCUMENTS, told_of(each, asked))
        for each in happenings
        if each.data["kind"] in NAMES
    ]


def told_of(row: Happening, asked: Asked) -> tuple[Crumb, ...]:
    name, step = NAMES[row.data["kind"]]
    owner, number = row.bodies[0], row.data["number"]
    version = Crumb(f"Version {number}", f"/{owner['path']}/{step}/{number}/")
    later = asked.is_to_come(row)
    if row.what == "edition withdrawn":
        verb = "återkallas" if later else "återkallades"
    elif row.what == "edition published":
        verb = "publicerades"
        if row.data["from"] and row.data["from"] > row.day.isoformat():
            from_day = long_date(row.day.fromisoformat(row.data["from"]))
            verb += f" och gäller från {from_day}"
    else:
        verb = "börjar gälla" if later else "började gälla"
    return sentence(version, f" av {name} för ", body_of(owner), f" {verb}.")


TELLER = Teller(
    (DOCUMENTS,),
    frozenset({"edition holds", "edition published", "edition withdrawn"}),
    SQL,
    told,
)
