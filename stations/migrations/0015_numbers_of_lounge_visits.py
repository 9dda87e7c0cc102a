"""预约编号 (numbers of lounge visits): HK, the day in Shanghai, and a number that never comes twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE stations_lounge_visit_number;
CREATE FUNCTION stations_lounge_visit_reference() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'HK' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
        || lpad(number::text, greatest(4, length(number::text)), '0')
    FROM (SELECT nextval('stations_lounge_visit_number') AS number) AS next
$$;
"""
DROP = """
DROP FUNCTION stations_lounge_visit_reference();
DROP SEQUENCE stations_lounge_visit_number;
"""


class Migration(migrations.Migration):
    dependencies = [("stations", "0014_guests_are_asked_after_the_stay")]

    operations = [migrations.RunSQL(CREATE, DROP)]
