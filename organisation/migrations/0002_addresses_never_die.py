"""What keeps a published address alive: triggers that write `OldAddress`, whoever moves things."""

from django.db import migrations

# Three ways for an address to change, in whole addresses without slashes at the ends. A person who
# is removed leaves nothing: an address with their name in it would tell that they were here.
CHANGES = """
CREATE FUNCTION organisation_address_taken(path text) RETURNS void LANGUAGE sql AS $$
    DELETE FROM organisation_oldaddress old WHERE old.path = $1;
$$;

CREATE FUNCTION organisation_address_moved(before text, after text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    day date := (now() AT TIME ZONE 'Europe/Stockholm')::date;
BEGIN
    PERFORM organisation_address_taken(after);
    UPDATE organisation_oldaddress SET target = after WHERE target = before;
    INSERT INTO organisation_oldaddress (path, target, explanation, since)
    VALUES (before, after, '', day)
    ON CONFLICT (path) DO UPDATE SET target = after, explanation = '', since = day;
END $$;

CREATE FUNCTION organisation_address_gone(address text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date := (now() AT TIME ZONE 'Europe/Stockholm')::date;
BEGIN
    IF address LIKE 'personer/%' THEN
        DELETE FROM organisation_oldaddress WHERE target = address;
        RETURN;
    END IF;
    UPDATE organisation_oldaddress SET target = '', since = day WHERE target = address;
    INSERT INTO organisation_oldaddress (path, target, explanation, since)
    VALUES (address, '', '', day)
    ON CONFLICT (path) DO UPDATE SET target = '', explanation = '', since = day;
END $$;

-- For any table: the column that holds the address, and what stands before it in the whole one.
CREATE FUNCTION organisation_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := nullif(to_jsonb(OLD) ->> TG_ARGV[0], '');
    after text := nullif(to_jsonb(NEW) ->> TG_ARGV[0], '');
BEGIN
    IF before IS NOT DISTINCT FROM after THEN
        RETURN NULL;
    ELSIF before IS NULL THEN
        PERFORM organisation_address_taken(TG_ARGV[1] || after);
    ELSIF after IS NULL THEN
        PERFORM organisation_address_gone(TG_ARGV[1] || before);
    ELSE
        PERFORM organisation_address_moved(TG_ARGV[1] || before, TG_ARGV[1] || after);
    END IF;
    RETURN NULL;
END $$;
"""

UNDO_CHANGES = """
DROP FUNCTION organisation_address_changed();
DROP FUNCTION organisation_address_gone(text);
DROP FUNCTION organisation_address_moved(text, text);
DROP FUNCTION organisation_address_taken(text);
"""

# No row leads to a row, and none to itself: so a reader is led on once.
STRAIGHT = """
CREATE FUNCTION organisation_old_address_straight() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    onward text;
BEGIN
    IF NEW.target = '' THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('organisation_oldaddress'));
    SELECT target INTO onward FROM organisation_oldaddress WHERE path = NEW.target;
    IF onward <> '' THEN
        NEW.target := onward;
    END IF;
    IF NEW.target = NEW.path THEN
        RAISE EXCEPTION 'the address % would lead to itself', NEW.path
            USING ERRCODE = 'check_violation', CONSTRAINT = 'old_address_no_ring';
    END IF;
    UPDATE organisation_oldaddress SET target = NEW.target WHERE target = NEW.path;
    RETURN NEW;
END $$;
CREATE TRIGGER old_address_straight BEFORE INSERT OR UPDATE OF path, target
ON organisation_oldaddress
FOR EACH ROW EXECUTE FUNCTION organisation_old_address_straight();
"""

UNDO_STRAIGHT = """
DROP TRIGGER old_address_straight ON organisation_oldaddress;
DROP FUNCTION organisation_old_address_straight();
"""


def watched(table: str, column: str, before: str = "") -> migrations.RunSQL:
    """Lets changes of an address in a table leave their rows."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_address AFTER INSERT OR DELETE OR UPDATE OF {column} ON {table}
        FOR EACH ROW EXECUTE FUNCTION organisation_address_changed('{column}', '{before}')
        """,
        f"DROP TRIGGER {table}_address ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(CHANGES, UNDO_CHANGES),
        migrations.RunSQL(STRAIGHT, UNDO_STRAIGHT),
        watched("organisation_page", "path"),
        watched("organisation_region", "slug", "regioner/"),
        watched("organisation_person", "slug", "personer/"),
    ]
