"""志愿者编号 (volunteer numbers): ZB, the year in Shanghai, and a number that never comes twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE volunteers_volunteer_serial;
CREATE FUNCTION volunteers_volunteer_number() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'ZB' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY')
        || lpad(number::text, greatest(6, length(number::text)), '0')
    FROM (SELECT nextval('volunteers_volunteer_serial') AS number) AS next
$$;
"""
DROP = """
DROP FUNCTION volunteers_volunteer_number();
DROP SEQUENCE volunteers_volunteer_serial;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL(CREATE, DROP)]
