"""参加证明编号 (numbers of attendance certificates): CJ, the day in Shanghai, and a number that never comes twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE events_certificate_serial;
CREATE FUNCTION events_certificate_number() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'CJ' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
        || lpad(number::text, greatest(5, length(number::text)), '0')
    FROM (SELECT nextval('events_certificate_serial') AS number) AS next
$$;
"""
DROP = """
DROP FUNCTION events_certificate_number();
DROP SEQUENCE events_certificate_serial;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0012_who_comes_in_and_goes_out")]

    operations = [migrations.RunSQL(CREATE, DROP)]
