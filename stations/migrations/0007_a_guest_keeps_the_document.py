"""
A guest's document is not exchanged for another while nights are counted on it.

Else six nights on one document, another number typed in its place, and a second
account with the first document would give the same human six nights more. Who
rotates the key of the blind index disables the trigger meanwhile.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION stations_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM stations_staynight WHERE guest_id = NEW.id) THEN
        RAISE EXCEPTION 'nights are counted on this document'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'stay_night_document_is_the_guests';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stay_night_document_is_the_guests BEFORE UPDATE OF id_index ON accounts_person
    FOR EACH ROW WHEN (OLD.id_index <> '' AND NEW.id_index <> OLD.id_index)
    EXECUTE FUNCTION stations_keep_document();
"""
DROP = """
DROP TRIGGER stay_night_document_is_the_guests ON accounts_person;
DROP FUNCTION stations_keep_document();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_one_view_over_every_audited_table"),
        ("stations", "0006_indexes_that_others_cover"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
