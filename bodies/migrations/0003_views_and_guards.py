"""The views `bodies_place` and `bodies_tenure`, and two guards that constraints can't express."""

from django.db import migrations

# One row per post and post that fills it. Five ways: filled by appointment, derived straight from
# posts of one body, through a relation, by whose turn an office is, and (the fifth) a post that
# follows a turn in the days that nobody's turn is fixed, so that it shows as one without holder.
# Derivation is one level: a derived post is never the source of another. Every branch carries the
# post's and its body's own columns, so that a question about one body reaches each branch's index.
PLACE = """
CREATE VIEW bodies_place AS
SELECT concat_ws('-', way, post_id, source_post_id, relation_id, term_id, term_start) AS id,
       way, post_id, body_id, source_post_id, relation_id, term_id,
       body_start, body_end, post_start, post_end,
       source_body_start, source_body_end, source_start, source_end,
       relation_start, relation_end, term_start, term_end,
       greatest(body_start, post_start, source_body_start, source_start, relation_start,
                term_start) AS start,
       least(body_end, post_end, source_body_end, source_end, relation_end, term_end) AS "end"
FROM (
    SELECT 'appointed' AS way, p.id AS post_id, p.body_id, p.id AS source_post_id,
           NULL::bigint AS relation_id, NULL::bigint AS term_id,
           b.start AS body_start, b."end" AS body_end, p.start AS post_start, p."end" AS post_end,
           NULL::date AS source_body_start, NULL::date AS source_body_end,
           NULL::date AS source_start, NULL::date AS source_end,
           NULL::date AS relation_start, NULL::date AS relation_end,
           NULL::date AS term_start, NULL::date AS term_end
    FROM bodies_post p
    JOIN bodies_body b ON b.id = p.body_id
    WHERE p.held_by_role_id IS NULL
  UNION ALL
    SELECT 'straight', p.id, p.body_id, s.id, NULL, NULL,
           b.start, b."end", p.start, p."end", f.start, f."end", s.start, s."end",
           NULL, NULL, NULL, NULL
    FROM bodies_post p
    JOIN bodies_body b ON b.id = p.body_id
    JOIN bodies_post s ON s.body_id = p.held_by_body_id AND s.role_id = p.held_by_role_id
                      AND s.held_by_role_id IS NULL
    JOIN bodies_body f ON f.id = s.body_id
    WHERE p.held_by_relation = '' AND p.held_in_turn_of_id IS NULL
  UNION ALL
    SELECT 'relation', p.id, p.body_id, s.id, r.id, NULL,
           b.start, b."end", p.start, p."end", f.start, f."end", s.start, s."end",
           r.start, r."end", NULL, NULL
    FROM bodies_post p
    JOIN bodies_body b ON b.id = p.body_id
    JOIN bodies_bodyrelation r ON r.object_id = p.held_by_body_id AND r.kind = p.held_by_relation
    JOIN bodies_post s ON s.body_id = r.subject_id AND s.role_id = p.held_by_role_id
                      AND s.held_by_role_id IS NULL
    JOIN bodies_body f ON f.id = s.body_id
    WHERE p.held_by_relation <> ''
  UNION ALL
    SELECT 'turn', p.id, p.body_id, coalesce(s.id, p.id), NULL, t.id,
           b.start, b."end", p.start, p."end", f.start, f."end", s.start, s."end",
           NULL, NULL, t.start, t."end"
    FROM bodies_post p
    JOIN bodies_body b ON b.id = p.body_id
    JOIN bodies_rotationterm t ON t.post_id = p.held_in_turn_of_id
    LEFT JOIN bodies_post s ON s.body_id = p.held_by_body_id AND s.role_id = p.held_by_role_id
                           AND s.represents_region_id = t.region_id AND s.held_by_role_id IS NULL
    LEFT JOIN bodies_body f ON f.id = s.body_id
    WHERE p.held_in_turn_of_id IS NOT NULL
  UNION ALL
    SELECT 'no turn', p.id, p.body_id, p.id, NULL, NULL,
           b.start, b."end", p.start, p."end", NULL, NULL, NULL, NULL, NULL, NULL,
           lower(gap.days), upper(gap.days)
    FROM bodies_post p
    JOIN bodies_body b ON b.id = p.body_id
    CROSS JOIN LATERAL (
        SELECT unnest(datemultirange(daterange(NULL, NULL)) - coalesce(
            range_agg(daterange(t.start, t."end", '[)')), datemultirange())) AS days
        FROM bodies_rotationterm t WHERE t.post_id = p.held_in_turn_of_id
    ) gap
    WHERE p.held_in_turn_of_id IS NOT NULL
) ways
"""

TENURE = """
CREATE VIEW bodies_tenure AS
SELECT concat_ws('-', place.id, a.id) AS id,
       place.way, place.post_id, place.body_id, place.source_post_id, place.relation_id,
       place.term_id, a.id AS appointment_id, a.person_id,
       place.body_start, place.body_end, place.post_start, place.post_end,
       place.source_body_start, place.source_body_end, place.source_start, place.source_end,
       place.relation_start, place.relation_end, place.term_start, place.term_end,
       a.start AS appointment_start, a."end" AS appointment_end,
       greatest(place.start, a.start) AS start,
       least(place."end", a."end") AS "end"
FROM bodies_place place
JOIN bodies_appointment a ON a.post_id = place.source_post_id
"""

# A body may not stand above itself on any day. Walks upwards from the new parent and keeps only
# the days on which every step holds; the lock makes two writers take turns.
NO_RINGS = """
CREATE FUNCTION bodies_relation_no_rings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closes boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('bodies_bodyrelation part_of'));
    WITH RECURSIVE above(body_id, days, way) AS (
        SELECT NEW.object_id, daterange(NEW.start, NEW."end", '[)'), ARRAY[NEW.object_id]
      UNION ALL
        SELECT r.object_id, above.days * daterange(r.start, r."end", '[)'),
               above.way || r.object_id
        FROM above
        JOIN bodies_bodyrelation r ON r.subject_id = above.body_id AND r.kind = 'part_of'
        WHERE NOT isempty(above.days * daterange(r.start, r."end", '[)'))
          AND above.body_id <> NEW.subject_id AND r.object_id <> ALL (above.way)
    )
    SELECT EXISTS (SELECT 1 FROM above WHERE body_id = NEW.subject_id) INTO closes;
    IF closes THEN
        RAISE EXCEPTION 'body % would belong to itself', NEW.subject_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'body_relation_no_ring';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER body_relation_no_ring
AFTER INSERT OR UPDATE ON bodies_bodyrelation
FOR EACH ROW WHEN (NEW.kind = 'part_of')
EXECUTE FUNCTION bodies_relation_no_rings();
"""

# Nobody is appointed to a derived post, and a post with appointments can't become derived. Both
# sides lock the post's row, so that two writers can't slip past each other.
DERIVED = """
CREATE FUNCTION bodies_appointment_not_derived() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    follows bigint;
BEGIN
    SELECT held_by_role_id INTO follows FROM bodies_post WHERE id = NEW.post_id FOR SHARE;
    IF follows IS NOT NULL THEN
        RAISE EXCEPTION 'post % is derived and takes no appointment', NEW.post_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_not_to_derived_post';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointment_not_to_derived_post
BEFORE INSERT OR UPDATE OF post_id ON bodies_appointment
FOR EACH ROW EXECUTE FUNCTION bodies_appointment_not_derived();

CREATE FUNCTION bodies_post_with_appointments_not_derived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM bodies_appointment WHERE post_id = NEW.id) THEN
        RAISE EXCEPTION 'post % has appointments and can not become derived', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'derived_post_without_appointments';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER derived_post_without_appointments
BEFORE UPDATE OF held_by_role_id ON bodies_post
FOR EACH ROW WHEN (NEW.held_by_role_id IS NOT NULL AND OLD.held_by_role_id IS NULL)
EXECUTE FUNCTION bodies_post_with_appointments_not_derived();
"""

UNDO_GUARDS = """
DROP TRIGGER derived_post_without_appointments ON bodies_post;
DROP FUNCTION bodies_post_with_appointments_not_derived();
DROP TRIGGER appointment_not_to_derived_post ON bodies_appointment;
DROP FUNCTION bodies_appointment_not_derived();
DROP TRIGGER body_relation_no_ring ON bodies_bodyrelation;
DROP FUNCTION bodies_relation_no_rings();
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0001_initial")]

    operations = [
        migrations.RunSQL(PLACE, "DROP VIEW bodies_place"),
        migrations.RunSQL(TENURE, "DROP VIEW bodies_tenure"),
        migrations.RunSQL(NO_RINGS + DERIVED, UNDO_GUARDS),
    ]
