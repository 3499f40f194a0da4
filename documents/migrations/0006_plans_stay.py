"""Plans and reports stay as they were published, with their activities. A plan is living: another
version of it may be published the same day."""

from django.db import migrations

# Like the guard before it, but for what is written for a year: the last of a day's versions holds.
EDITION = """
CREATE OR REPLACE FUNCTION documents_edition_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    for_a_year boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'an edition begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_begins_as_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'edition % is published and never changes', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.document_id <> OLD.document_id OR NEW.number <> OLD.number THEN
        RAISE EXCEPTION 'edition % keeps its document and its number', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_keeps_its_place';
    END IF;
    IF NEW.state = 'published' THEN
        SELECT d.kind IN ('action_plan', 'operational_plan', 'annual_report') INTO for_a_year
        FROM documents_document d WHERE d.id = NEW.document_id;
        PERFORM 1 FROM bodies_decision WHERE id = NEW.decision_id FOR SHARE;
        PERFORM 1 FROM documents_document WHERE id = NEW.document_id FOR UPDATE;
        IF EXISTS (
            SELECT 1 FROM documents_edition e
            WHERE e.document_id = NEW.document_id AND e.state = 'published'
              AND (NEW.valid_from IS NULL OR e.valid_from > NEW.valid_from
                   OR (NOT for_a_year AND e.valid_from = NEW.valid_from))
              AND NOT EXISTS (
                  SELECT 1 FROM documents_editionevent w
                  WHERE w.edition_id = e.id AND w.kind = 'withdrawn'
                    AND w.effective_on <= e.valid_from
              )
        ) THEN
            RAISE EXCEPTION 'edition % must begin after the last one', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_begins_after_the_last';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION documents_edition_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'an edition begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_begins_as_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'edition % is published and never changes', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.document_id <> OLD.document_id OR NEW.number <> OLD.number THEN
        RAISE EXCEPTION 'edition % keeps its document and its number', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_keeps_its_place';
    END IF;
    IF NEW.state = 'published' THEN
        PERFORM 1 FROM bodies_decision WHERE id = NEW.decision_id FOR SHARE;
        PERFORM 1 FROM documents_document WHERE id = NEW.document_id FOR UPDATE;
        IF EXISTS (
            SELECT 1 FROM documents_edition e
            WHERE e.document_id = NEW.document_id AND e.state = 'published'
              AND (NEW.valid_from IS NULL OR e.valid_from >= NEW.valid_from)
              AND NOT EXISTS (
                  SELECT 1 FROM documents_editionevent w
                  WHERE w.edition_id = e.id AND w.kind = 'withdrawn'
                    AND w.effective_on <= e.valid_from
              )
        ) THEN
            RAISE EXCEPTION 'edition % must begin after the last one', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_begins_after_the_last';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

# An entry stands under a section of its own edition, and tells of what the owner of the document
# does.
ENTRIES = """
CREATE TRIGGER activity_entry_guard BEFORE INSERT OR UPDATE OR DELETE ON documents_activityentry
FOR EACH ROW EXECUTE FUNCTION documents_part_guard();

CREATE FUNCTION documents_entry_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM documents_section s WHERE s.id = NEW.section_id AND s.edition_id = NEW.edition_id
    ) THEN
        RAISE EXCEPTION 'entry % stands under a section of another edition', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'activity_entry_in_its_edition';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM documents_activity a
        JOIN documents_edition e ON e.id = NEW.edition_id
        JOIN documents_document d ON d.id = e.document_id
        WHERE a.id = NEW.activity_id AND a.owner_id = d.owner_id
          AND d.kind IN ('action_plan', 'operational_plan', 'annual_report')
    ) THEN
        RAISE EXCEPTION 'entry % tells of what another body does', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'activity_entry_of_its_owner';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activity_entry_place BEFORE INSERT OR UPDATE ON documents_activityentry
FOR EACH ROW EXECUTE FUNCTION documents_entry_place();
CREATE TRIGGER activityentry_not_emptied BEFORE TRUNCATE ON documents_activityentry
EXECUTE FUNCTION documents_only_added();

CREATE FUNCTION documents_activity_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.owner_id, OLD.number) IS DISTINCT FROM (NEW.owner_id, NEW.number) THEN
        RAISE EXCEPTION 'activity % keeps its owner and its number', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'activity_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activity_stays BEFORE UPDATE ON documents_activity
FOR EACH ROW EXECUTE FUNCTION documents_activity_stays();
"""
UNDO = """
DROP TRIGGER activity_stays ON documents_activity;
DROP FUNCTION documents_activity_stays();
DROP TRIGGER activityentry_not_emptied ON documents_activityentry;
DROP TRIGGER activity_entry_place ON documents_activityentry;
DROP FUNCTION documents_entry_place();
DROP TRIGGER activity_entry_guard ON documents_activityentry;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_plans")]

    operations = [migrations.RunSQL(EDITION + ENTRIES, UNDO + BEFORE)]
