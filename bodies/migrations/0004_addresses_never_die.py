"""Bodies and lists leave their old addresses behind (see the migration in `organisation`)."""

from django.db import migrations

BODIES = """
CREATE TRIGGER bodies_body_address AFTER INSERT OR DELETE OR UPDATE OF path ON bodies_body
FOR EACH ROW EXECUTE FUNCTION organisation_address_changed('path', '')
"""

# Several kinds may share a list, and a body may live at its address: then it isn't old.
LISTS = """
CREATE FUNCTION bodies_list_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := nullif(to_jsonb(OLD) ->> 'prefix', '');
    after text := nullif(to_jsonb(NEW) ->> 'prefix', '');
BEGIN
    IF before IS NOT DISTINCT FROM after THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT 1 FROM bodies_bodykind WHERE prefix = before)
       OR EXISTS (SELECT 1 FROM bodies_body WHERE path = before) THEN
        before := NULL;
    END IF;
    IF before IS NOT NULL AND after IS NOT NULL THEN
        PERFORM organisation_address_moved(before, after);
    ELSIF before IS NOT NULL THEN
        PERFORM organisation_address_gone(before);
    ELSIF after IS NOT NULL THEN
        PERFORM organisation_address_taken(after);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER bodies_bodykind_address
AFTER INSERT OR DELETE OR UPDATE OF prefix ON bodies_bodykind
FOR EACH ROW EXECUTE FUNCTION bodies_list_address_changed();
"""

UNDO_LISTS = """
DROP TRIGGER bodies_bodykind_address ON bodies_bodykind;
DROP FUNCTION bodies_list_address_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0003_views_and_guards"),
        ("organisation", "0002_addresses_never_die"),
    ]

    operations = [
        migrations.RunSQL(BODIES, "DROP TRIGGER bodies_body_address ON bodies_body"),
        migrations.RunSQL(LISTS, UNDO_LISTS),
    ]
