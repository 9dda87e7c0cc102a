"""受理编号 (reference numbers): YZ, the day in Shanghai, and a number that never comes twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE stations_stay_reference_number;
CREATE FUNCTION stations_stay_reference() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'YZ' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
        || lpad(number::text, greatest(4, length(number::text)), '0')
    FROM (SELECT nextval('stations_stay_reference_number') AS number) AS next
$$;
"""
DROP = """
DROP FUNCTION stations_stay_reference();
DROP SEQUENCE stations_stay_reference_number;
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunSQL(CREATE, DROP)]
