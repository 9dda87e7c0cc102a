"""申请编号 (numbers of applications): DK, the day in Shanghai, and a number that never comes twice."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE loans_application_number;
CREATE FUNCTION loans_application_reference() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT 'DK' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
        || lpad(number::text, greatest(4, length(number::text)), '0')
    FROM (SELECT nextval('loans_application_number') AS number) AS next
$$;
"""
DROP = """
DROP FUNCTION loans_application_reference();
DROP SEQUENCE loans_application_number;
"""


class Migration(migrations.Migration):
    dependencies = [("loans", "0005_credit_lines")]

    operations = [migrations.RunSQL(CREATE, DROP)]
