"""
The words of a concern are shown only in a transaction that has written down who reads them, and never to its subject.

* ``hope_rooms_open_concern`` writes the row of access for whoever holds one of the three offices now;
* the row's transaction number is the key that row-level security asks for;
* nobody but that function writes these accesses; words are added by everybody, and read, changed or deleted by nobody.
"""

from django.db import migrations

OPEN = """
CREATE FUNCTION hope_rooms_open_concern(reader bigint, with_office boolean, of_concern bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    INSERT INTO hope_rooms_concernaccess (concern_id, user_id)
    SELECT concern.id, login.id
    FROM accounts_user AS login
    JOIN hope_rooms_concern AS concern ON concern.id = of_concern
    WHERE login.id = reader AND login.is_active AND login.is_staff AND with_office
      AND login.person_id IS DISTINCT FROM concern.subject_id
      AND EXISTS (
          SELECT FROM accounts_membership AS office
          WHERE office.person_id = login.person_id
            AND office.role IN ('safeguarding_lead', 'safeguarding_deputy', 'centre_director')
            AND office.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
            AND (office.until_on IS NULL
                 OR office.until_on >= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date)
      )
    RETURNING id INTO opened;
    RETURN opened;
END
$$;
"""
NO_OPEN = "DROP FUNCTION hope_rooms_open_concern(bigint, boolean, bigint);"

POLICIES = """
ALTER TABLE hope_rooms_concernwords ENABLE ROW LEVEL SECURITY;
CREATE POLICY hope_rooms_concernwords_is_read_when_opened ON hope_rooms_concernwords FOR SELECT USING (EXISTS (
    SELECT FROM hope_rooms_concernaccess AS opened
    WHERE opened.transaction_no = pg_current_xact_id_if_assigned()::text::bigint
      AND opened.concern_id = hope_rooms_concernwords.concern_id
));
CREATE POLICY hope_rooms_concernwords_is_added ON hope_rooms_concernwords FOR INSERT WITH CHECK (true);
"""
NO_POLICIES = """
DROP POLICY hope_rooms_concernwords_is_read_when_opened ON hope_rooms_concernwords;
DROP POLICY hope_rooms_concernwords_is_added ON hope_rooms_concernwords;
ALTER TABLE hope_rooms_concernwords DISABLE ROW LEVEL SECURITY;
"""

# Only where the role stands: it is made with the server (zibo_youth/embedded/roles.sql).
ONLY_THE_FUNCTION_WRITES = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zibo_app') THEN
        REVOKE INSERT, UPDATE, DELETE ON hope_rooms_concernaccess FROM zibo_app;
    END IF;
END $$;
"""
AS_BEFORE = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zibo_app') THEN
        GRANT INSERT, UPDATE, DELETE ON hope_rooms_concernaccess TO zibo_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0013_concerns_their_calls_alerts_and_holds")]

    operations = [
        migrations.RunSQL(OPEN, NO_OPEN),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(ONLY_THE_FUNCTION_WRITES, AS_BEFORE),
    ]
