"""证明编号 (certificate numbers): ZS, the day in Shanghai, and a number that never comes twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE volunteers_certificate_serial;
CREATE FUNCTION volunteers_certificate_number() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'ZS' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
        || lpad(number::text, greatest(5, length(number::text)), '0')
    FROM (SELECT nextval('volunteers_certificate_serial') AS number) AS next
$$;
"""
DROP = """
DROP FUNCTION volunteers_certificate_number();
DROP SEQUENCE volunteers_certificate_serial;
"""


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0010_walls_between_pools_and_applications")]

    operations = [migrations.RunSQL(CREATE, DROP)]
