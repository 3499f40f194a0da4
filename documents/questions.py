"""What a body's page needs to know of its documents, as one value beside the body's own."""

import datetime

from django.db.models import JSONField

from bodies.questions import Question

# How many of an edition's sections are shared, and by which bodies; the sections that are its own,
# with their text where it's a sentence or two.
SHARED = """
SELECT jsonb_agg(
    jsonb_build_object('kind', kind.plural, 'number', found.number) ORDER BY kind.order)
FROM (
    SELECT text.body_kind_id AS kind, count(*) AS number
    FROM documents_sharedpart part
    JOIN documents_section s ON s.id = part.section_id
    JOIN documents_section theirs ON theirs.id = part.shared_id
    JOIN documents_edition version ON version.id = theirs.edition_id
    JOIN documents_document its ON its.id = version.document_id
    JOIN documents_sharedtext text ON text.id = its.shared_text_id
    WHERE s.edition_id = e.id AND NOT s.removed AND part.own_reason = ''
    GROUP BY text.body_kind_id
) found
JOIN bodies_bodykind kind ON kind.id = found.kind
"""
OWN = """
SELECT jsonb_agg(jsonb_build_object('key', s.key, 'heading', s.heading,
    'html', CASE WHEN length(s.html) <= 300 THEN s.html ELSE '' END) ORDER BY s.position)
FROM documents_section s
LEFT JOIN documents_sharedpart part ON part.section_id = s.id AND part.own_reason = ''
WHERE s.edition_id = e.id AND NOT s.removed AND part.id IS NULL
"""

# The commission that a body owns, else the one that concerns it too; of its published editions the
# last to have begun on the day, and the first to come. One withdrawn before it began doesn't count,
# and a draft doesn't stand in front of what is published.
COMMISSION = """
SELECT jsonb_build_object(
    'owner', owner.path, 'own', owner.id = {about}, 'now', (
        SELECT jsonb_build_object(
            'number', e.number, 'title', e.title, 'valid_from', e.valid_from, 'decided', d.date,
            'withdrawn', w.effective_on <= {on}, 'sections', (
                SELECT count(*) FROM documents_section s WHERE s.edition_id = e.id AND NOT s.removed
            ), 'shared', (SHARED), 'own', (OWN))
        FROM documents_edition e
        LEFT JOIN bodies_decision d ON d.id = e.decision_id
        LEFT JOIN documents_editionevent w ON w.edition_id = e.id AND w.kind = 'withdrawn'
        WHERE e.document_id = doc.id AND e.state = 'published'
          AND (e.valid_from IS NULL OR e.valid_from <= {on})
          AND (w.id IS NULL OR e.valid_from IS NULL OR w.effective_on > e.valid_from)
        ORDER BY e.number DESC LIMIT 1
    ), 'coming', (
        SELECT jsonb_build_object('number', e.number, 'valid_from', e.valid_from)
        FROM documents_edition e
        LEFT JOIN documents_editionevent w ON w.edition_id = e.id AND w.kind = 'withdrawn'
        WHERE e.document_id = doc.id AND e.state = 'published' AND e.valid_from > {on}
          AND (w.id IS NULL OR w.effective_on > e.valid_from)
        ORDER BY e.number LIMIT 1
    ))
FROM documents_document doc
JOIN bodies_body owner ON owner.id = doc.owner_id
WHERE doc.kind = 'commission' AND (doc.owner_id = {about} OR EXISTS (
    SELECT 1 FROM documents_documentbody link
    WHERE link.document_id = doc.id AND link.body_id = {about}))
ORDER BY EXISTS (
    SELECT 1 FROM documents_edition e WHERE e.document_id = doc.id AND e.state = 'published'
) DESC, (doc.owner_id = {about}) DESC
LIMIT 1
""".replace("SHARED", SHARED).replace("OWN", OWN)


# The plans and reports that hold on the day, the newest year first.
PLANS = """
SELECT jsonb_agg(jsonb_build_object(
    'kind', doc.kind, 'year', extract(year FROM doc.period_start)::int, 'number', e.number,
    'published', e.valid_from, 'name', doc.name, 'address', doc.address,
    'last_year', extract(year FROM doc.period_end)::int - 1
) ORDER BY doc.period_start DESC NULLS LAST, doc.kind, doc.name)
FROM documents_document doc
JOIN LATERAL (
    SELECT e.id, e.number, e.valid_from FROM documents_edition e
    WHERE e.document_id = doc.id AND e.state = 'published'
      AND (e.valid_from IS NULL OR e.valid_from <= {on})
      AND NOT EXISTS (
          SELECT 1 FROM documents_editionevent w WHERE w.edition_id = e.id
          AND w.kind = 'withdrawn' AND w.effective_on <= e.valid_from)
    ORDER BY e.number DESC LIMIT 1
) e ON NOT EXISTS (
    SELECT 1 FROM documents_editionevent w WHERE w.edition_id = e.id
    AND w.kind = 'withdrawn' AND w.effective_on <= {on})
WHERE doc.owner_id = {about}
  AND doc.kind IN ('action_plan', 'operational_plan', 'annual_report', 'notes',
                   'annual_agreement', 'cooperation_agreement', 'rules_of_procedure', 'template')
"""


def plans_on(about: str, on: datetime.date) -> Question:
    """The plans, reports and governing documents of the body in the column `about` that hold on the
    day, the newest year first; None for a body without any."""
    return Question(PLANS, about, on, output_field=JSONField())


def commission_on(about: str, on: datetime.date) -> Question:
    """The commission of the body in the column `about`, with its edition in force on the day and
    the one to come; None for a body without one."""
    return Question(COMMISSION, about, on, output_field=JSONField())
