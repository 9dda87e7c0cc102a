"""
Who reported a hazard is shown by PostgreSQL to that person, or in a transaction that has written down why.

* ``safety.acting_reporter`` is set for one transaction by `hazard_sight.acting_as`, and by nobody else;
* ``safety_open_reporter`` writes the row of opening: for city staff in office now, with a reason; or for the
  portal itself, which tells the reporter what became of it;
* the row's transaction number is the key that row-level security asks for; nobody but that function writes it;
* rows are added by everybody, changed by nobody, and deleted unread by ``safety_forget_reporters``;
* ``safety_metres`` is the great-circle distance, as `hazard_positions.metres_between` reckons it.
"""

from django.db import migrations

METRES = """
CREATE FUNCTION safety_metres(north numeric, east numeric, other_north numeric, other_east numeric) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT round(2 * 6371000 * asin(least(1, sqrt(
        sin(radians((other_north - north)::double precision) / 2) ^ 2
        + cos(radians(north::double precision)) * cos(radians(other_north::double precision))
          * sin(radians((other_east - east)::double precision) / 2) ^ 2
    ))))::integer
$$;
"""
NO_METRES = "DROP FUNCTION safety_metres(numeric, numeric, numeric, numeric);"

ACTING = """
CREATE FUNCTION safety_acting_reporter() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('safety.acting_reporter', true), '')::uuid
$$;
"""
NO_ACTING = "DROP FUNCTION safety_acting_reporter();"

OPEN = """
CREATE FUNCTION safety_open_reporter(reader bigint, with_office boolean, of_hazard bigint, why text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    IF reader IS NOT NULL AND NOT EXISTS (
        SELECT FROM accounts_user AS login
        JOIN accounts_membership AS office ON office.person_id = login.person_id
        WHERE login.id = reader AND login.is_active AND login.is_staff AND with_office
          AND office.role = 'city_staff'
          AND office.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
          AND (office.until_on IS NULL
               OR office.until_on >= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date)
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO safety_hazardopening (hazard_id, user_id, reason) VALUES (of_hazard, reader, why)
    RETURNING id INTO opened;
    RETURN opened;
END
$$;

CREATE FUNCTION safety_forget_reporters(of_hazards bigint[], of_tokens uuid[]) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM safety_hazardreporter WHERE hazard_id = ANY (of_hazards) OR token = ANY (of_tokens)
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
"""
NO_OPEN = """
DROP FUNCTION safety_open_reporter(bigint, boolean, bigint, text);
DROP FUNCTION safety_forget_reporters(bigint[], uuid[]);
"""

POLICIES = """
ALTER TABLE safety_hazardreporter ENABLE ROW LEVEL SECURITY;
CREATE POLICY safety_hazardreporter_is_read_by_its_person_or_opened ON safety_hazardreporter FOR SELECT USING (
    token = safety_acting_reporter()
    OR EXISTS (
        SELECT FROM safety_hazardopening AS opened
        WHERE opened.transaction_no = pg_current_xact_id_if_assigned()::text::bigint
          AND opened.hazard_id = safety_hazardreporter.hazard_id
    )
);
CREATE POLICY safety_hazardreporter_is_added ON safety_hazardreporter FOR INSERT WITH CHECK (true);
"""
NO_POLICIES = """
DROP POLICY safety_hazardreporter_is_read_by_its_person_or_opened ON safety_hazardreporter;
DROP POLICY safety_hazardreporter_is_added ON safety_hazardreporter;
ALTER TABLE safety_hazardreporter DISABLE ROW LEVEL SECURITY;
"""

# Only where the role stands: it is made with the server (zibo_youth/embedded/roles.sql).
ONLY_THE_FUNCTION_WRITES = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zibo_app') THEN
        REVOKE INSERT, UPDATE, DELETE ON safety_hazardopening FROM zibo_app;
    END IF;
END $$;
"""
AS_BEFORE = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zibo_app') THEN
        GRANT INSERT, UPDATE, DELETE ON safety_hazardopening TO zibo_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("safety", "0002_hazards_their_fixes_and_what_is_sealed")]

    operations = [
        migrations.RunSQL(METRES, NO_METRES),
        migrations.RunSQL(ACTING, NO_ACTING),
        migrations.RunSQL(OPEN, NO_OPEN),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(ONLY_THE_FUNCTION_WRITES, AS_BEFORE),
    ]
