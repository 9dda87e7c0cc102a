"""儿童编号 (codes of children): HR, the year in Shanghai, and a number that never comes twice; and a number per transaction."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE hope_rooms_child_serial;
CREATE FUNCTION hope_rooms_child_code() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'HR-' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY')
        || '-' || lpad(number::text, greatest(4, length(number::text)), '0')
    FROM (SELECT nextval('hope_rooms_child_serial') AS number) AS next
$$;
CREATE FUNCTION hope_rooms_transaction() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT pg_current_xact_id()::text::bigint
$$;
"""
DROP = """
DROP FUNCTION hope_rooms_transaction();
DROP FUNCTION hope_rooms_child_code();
DROP SEQUENCE hope_rooms_child_serial;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL(CREATE, DROP)]
