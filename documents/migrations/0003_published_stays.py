"""Published stays published: the database itself refuses to change it, whoever asks."""

from django.db import migrations

# An edition begins as a draft, and is never changed again once it's published. Publishing takes the
# document's row, so that two publishers take turns, and refuses a first day that isn't after the
# last published edition's (one withdrawn before its first day doesn't count).
EDITION = """
CREATE FUNCTION documents_edition_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER edition_guard BEFORE INSERT OR UPDATE OR DELETE ON documents_edition
FOR EACH ROW EXECUTE FUNCTION documents_edition_guard();
"""

# What belongs to an edition takes the edition's row, so that it can't slip in beside a publication.
PARTS = """
CREATE FUNCTION documents_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    edition bigint;
    current_state text;
BEGIN
    FOREACH edition IN ARRAY ARRAY[
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.edition_id END,
        CASE WHEN TG_OP <> 'DELETE' THEN NEW.edition_id END
    ] LOOP
        SELECT state INTO current_state FROM documents_edition WHERE id = edition FOR SHARE;
        IF current_state = 'published' THEN
            RAISE EXCEPTION 'edition % is published and never changes', edition
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_stays';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER section_guard BEFORE INSERT OR UPDATE OR DELETE ON documents_section
FOR EACH ROW EXECUTE FUNCTION documents_part_guard();
CREATE TRIGGER edition_pdf_guard BEFORE INSERT OR UPDATE OR DELETE ON documents_editionpdf
FOR EACH ROW EXECUTE FUNCTION documents_part_guard();
"""

# The decision stands on the page and in the PDF of what it adopted.
DECISION = """
CREATE FUNCTION documents_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM documents_edition e WHERE e.decision_id = OLD.id AND e.state = 'published'
    ) THEN
        RAISE EXCEPTION 'decision % adopted what is published and never changes', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_decision_guard BEFORE UPDATE ON bodies_decision
FOR EACH ROW WHEN (
    (OLD.body_id, OLD.date, OLD.paragraph, OLD.registry_number, OLD.text)
    IS DISTINCT FROM (NEW.body_id, NEW.date, NEW.paragraph, NEW.registry_number, NEW.text)
) EXECUTE FUNCTION documents_decision_guard();
"""

# What is said to be a section of a shared text is that section's words, also while it's a draft. On
# a published edition it may be told later, as nothing that was published changes by it.
SHARED = """
CREATE FUNCTION documents_shared_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine record;
    theirs record;
    current_state text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT e.state INTO current_state
        FROM documents_section s JOIN documents_edition e ON e.id = s.edition_id
        WHERE s.id = OLD.section_id FOR SHARE OF e;
        IF current_state = 'published' THEN
            RAISE EXCEPTION 'section % is published and never changes', OLD.section_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_stays';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    SELECT s.heading, s.level, s.html, e.state, d.kind INTO mine
    FROM documents_section s JOIN documents_edition e ON e.id = s.edition_id
    JOIN documents_document d ON d.id = e.document_id
    WHERE s.id = NEW.section_id FOR SHARE OF e;
    SELECT s.heading, s.level, s.html, e.state, d.kind INTO theirs
    FROM documents_section s JOIN documents_edition e ON e.id = s.edition_id
    JOIN documents_document d ON d.id = e.document_id
    WHERE s.id = NEW.shared_id;
    IF theirs.kind <> 'shared_text' OR theirs.state <> 'published' OR mine.kind = 'shared_text' THEN
        RAISE EXCEPTION 'section % is no section of a published shared text', NEW.shared_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shared_part_is_published';
    END IF;
    IF mine.state = 'published' AND NEW.own_reason <> '' THEN
        RAISE EXCEPTION 'section % is published and never changes', NEW.section_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_stays';
    END IF;
    IF NEW.own_reason = '' AND (mine.heading, mine.level, mine.html)
        IS DISTINCT FROM (theirs.heading, theirs.level, theirs.html) THEN
        RAISE EXCEPTION 'section % has other words than section %', NEW.section_id, NEW.shared_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shared_part_same_words';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER shared_part_guard BEFORE INSERT OR UPDATE OR DELETE ON documents_sharedpart
FOR EACH ROW EXECUTE FUNCTION documents_shared_part_guard();

CREATE FUNCTION documents_shared_words_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM documents_sharedpart p WHERE p.section_id = OLD.id AND p.own_reason = ''
    ) THEN
        RAISE EXCEPTION 'section % has the words of a shared text', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shared_part_same_words';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER shared_words_guard BEFORE UPDATE ON documents_section
FOR EACH ROW WHEN (
    (OLD.heading, OLD.level, OLD.html) IS DISTINCT FROM (NEW.heading, NEW.level, NEW.html)
) EXECUTE FUNCTION documents_shared_words_guard();
"""

# Rows that are only ever added.
APPENDED = """
CREATE FUNCTION documents_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only takes new rows', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_added';
END $$;
CREATE TRIGGER edition_event_only_added BEFORE UPDATE OR DELETE ON documents_editionevent
FOR EACH ROW EXECUTE FUNCTION documents_only_added();
CREATE TRIGGER working_copy_only_added BEFORE UPDATE OR DELETE ON documents_workingcopy
FOR EACH ROW EXECUTE FUNCTION documents_only_added();
"""

TABLES = ("edition", "section", "editionpdf", "editionevent", "workingcopy", "sharedpart")
EMPTYING = "\n".join(
    f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON documents_{table} "
    "EXECUTE FUNCTION documents_only_added();"
    for table in TABLES
)

UNDO = (
    """
DROP TRIGGER published_decision_guard ON bodies_decision;
DROP FUNCTION documents_decision_guard();
"""
    + "\n".join(f"DROP TRIGGER {table}_not_emptied ON documents_{table};" for table in TABLES)
    + """
DROP TRIGGER working_copy_only_added ON documents_workingcopy;
DROP TRIGGER edition_event_only_added ON documents_editionevent;
DROP FUNCTION documents_only_added();
DROP TRIGGER edition_pdf_guard ON documents_editionpdf;
DROP TRIGGER shared_words_guard ON documents_section;
DROP FUNCTION documents_shared_words_guard();
DROP TRIGGER shared_part_guard ON documents_sharedpart;
DROP FUNCTION documents_shared_part_guard();
DROP TRIGGER section_guard ON documents_section;
DROP FUNCTION documents_part_guard();
DROP TRIGGER edition_guard ON documents_edition;
DROP FUNCTION documents_edition_guard();
"""
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RunSQL(EDITION + PARTS + SHARED + DECISION + APPENDED + EMPTYING, UNDO)
    ]
