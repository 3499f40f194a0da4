"""Shared texts that have been published leave their old addresses behind (see the migration in
`organisation`)."""

from django.db import migrations

# One that nobody has read has no address to keep: an old one would tell that there is a draft.
SHARED_TEXTS = """
CREATE FUNCTION documents_shared_text_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.slug <> NEW.slug AND EXISTS (
        SELECT 1 FROM documents_document d JOIN documents_edition e ON e.document_id = d.id
        WHERE d.shared_text_id = OLD.id AND e.state = 'published'
    ) THEN
        PERFORM organisation_address_moved(
            'gemensamma-texter/' || OLD.slug, 'gemensamma-texter/' || NEW.slug);
    ELSE
        PERFORM organisation_address_taken('gemensamma-texter/' || NEW.slug);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER documents_sharedtext_address AFTER INSERT OR UPDATE OF slug ON documents_sharedtext
FOR EACH ROW EXECUTE FUNCTION documents_shared_text_address_changed();
"""

UNDO = """
DROP TRIGGER documents_sharedtext_address ON documents_sharedtext;
DROP FUNCTION documents_shared_text_address_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_published_stays"),
        ("organisation", "0002_addresses_never_die"),
    ]

    operations = [migrations.RunSQL(SHARED_TEXTS, UNDO)]
