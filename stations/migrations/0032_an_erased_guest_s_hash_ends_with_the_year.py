"""
The keyed hash of an erased guest's document goes when the year of the last night is over.

Until then nights are counted on it, and it stays as it is for everybody else
(docs/decisions/0040).
"""

from django.db import migrations

RULE = """
CREATE OR REPLACE FUNCTION stations_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM stations_staynight WHERE guest_id = NEW.id {still}) THEN
        RAISE EXCEPTION 'nights are counted on this document'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'stay_night_document_is_the_guests';
    END IF;
    RETURN NEW;
END $$;
"""
STILL = """AND NOT (NEW.id_index = '' AND NEW.erased_at IS NOT NULL AND NEW.returned_at IS NULL
        AND allowance_year < extract(year FROM now() AT TIME ZONE 'Asia/Shanghai'))"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_an_account_is_closed_and_erased"),
        ("stations", "0031_a_month_is_found_without_its_years"),
    ]

    operations = [migrations.RunSQL(RULE.format(still=STILL), RULE.format(still=""))]
