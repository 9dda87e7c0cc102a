"""
What tells of a child is shown by PostgreSQL only in a transaction that has written down who reads it.

* ``hope_rooms_standing`` says on which right somebody reads: an office, or a grant that holds now;
* ``hope_rooms_open`` writes the row of access, where a right and the guardian's consent stand;
* the row's transaction number is the key that row-level security asks for;
* nobody but that function writes accesses: the portal's role may only read them.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION hope_rooms_standing(
    reader bigint, with_office boolean, of_child bigint, klass integer, of_part text, why text
) RETURNS TABLE (basis text, grant_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'office', NULL::bigint
    FROM accounts_user AS login
    JOIN accounts_membership AS office ON office.person_id = login.person_id
    JOIN hope_rooms_readingright AS allowed ON allowed.role = office.role
    JOIN hope_rooms_child AS child ON child.id = of_child
    LEFT JOIN hope_rooms_hoperoom AS room ON room.child_id = child.id
    WHERE login.id = reader AND login.is_active AND login.is_staff AND with_office
      AND allowed.data_class >= klass
      AND office.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
      AND (office.until_on IS NULL OR office.until_on >= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date)
      AND CASE allowed.scope
            WHEN 'city' THEN true
            WHEN 'district' THEN child.reporting_org_id = office.organisation_id
            WHEN 'organisation' THEN child.town_id = office.organisation_id
            ELSE false
          END
      AND (allowed.days_after_handover IS NULL OR room.handed_over_at IS NULL
           OR statement_timestamp() < room.handed_over_at + make_interval(days => allowed.days_after_handover))
    UNION ALL
    SELECT 'grant', given.id
    FROM accounts_user AS login
    JOIN hope_rooms_accessgrant AS given ON given.person_id = login.person_id
    WHERE login.id = reader AND login.is_active
      AND given.child_id = of_child AND given.state = 'granted' AND given.purpose = why
      AND statement_timestamp() >= given.starts_at AND (given.ends_at IS NULL OR statement_timestamp() < given.ends_at)
      AND CASE WHEN given.part = '' THEN given.data_class >= klass ELSE given.part = of_part END
    LIMIT 1
$$;

CREATE FUNCTION hope_rooms_open(
    reader bigint, with_office boolean, of_child bigint, klass integer, of_part text, why text,
    said text, writing boolean
) RETURNS TABLE (opened bigint, refusal text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_basis text;
    found_grant bigint;
BEGIN
    IF reader IS NULL THEN
        found_basis := CASE WHEN why = 'retention' THEN 'system' END;
    ELSE
        SELECT basis, grant_id INTO found_basis, found_grant
        -- Whoever may read up to S3 may write a number down, and not read it again.
        FROM hope_rooms_standing(
            reader, with_office, of_child, CASE WHEN writing THEN least(klass, 3) ELSE klass END, of_part, why
        );
    END IF;
    IF found_basis IS NULL THEN
        RETURN QUERY SELECT NULL::bigint, 'right';
        RETURN;
    END IF;
    IF why NOT IN ('safeguarding', 'rights', 'retention') AND NOT EXISTS (
        SELECT FROM hope_rooms_careconsent AS consent
        WHERE consent.child_id = of_child AND consent.purpose = 'care'
          AND consent.answer = 'agreed' AND consent.withdrawn_at IS NULL
    ) THEN
        RETURN QUERY SELECT NULL::bigint, 'consent';
        RETURN;
    END IF;
    RETURN QUERY
    INSERT INTO hope_rooms_access
        (child_id, user_id, basis, grant_id, data_class, part, purpose, note, is_writing)
    VALUES (of_child, reader, found_basis, found_grant, klass, of_part, why, said, writing)
    RETURNING id, '';
END
$$;
REVOKE ALL ON FUNCTION hope_rooms_standing(bigint, boolean, bigint, integer, text, text) FROM PUBLIC;
"""
DROP_FUNCTIONS = """
DROP FUNCTION hope_rooms_open(bigint, boolean, bigint, integer, text, text, text, boolean);
DROP FUNCTION hope_rooms_standing(bigint, boolean, bigint, integer, text, text);
"""

# Whether this transaction has opened the row; a part by itself, or everything up to a class.
OPEN = """EXISTS (
    SELECT FROM hope_rooms_access AS opened
    WHERE opened.transaction_no = pg_current_xact_id_if_assigned()::text::bigint
      AND opened.child_id = {table}.child_id AND {which} {writing}
)"""
RECORD = "CASE WHEN opened.part = '' THEN opened.data_class >= {table}.data_class ELSE opened.part = {table}.part END"
FILE = "opened.part = '' AND opened.data_class >= {table}.data_class"
TABLES = {"hope_rooms_childrecord": RECORD, "hope_rooms_childfile": FILE}


def policies(table, which):
    reads = OPEN.format(table=table, which=which.format(table=table), writing="")
    writes = OPEN.format(table=table, which=which.format(table=table), writing="AND opened.is_writing")
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY {table}_is_read_when_opened ON {table} FOR SELECT USING ({reads});
    CREATE POLICY {table}_is_added_when_opened ON {table} FOR INSERT WITH CHECK ({writes});
    CREATE POLICY {table}_is_changed_when_opened ON {table} FOR UPDATE USING ({writes}) WITH CHECK ({writes});
    CREATE POLICY {table}_is_deleted_when_opened ON {table} FOR DELETE USING ({writes});
    """


def no_policies(table):
    drops = [f"DROP POLICY {table}_is_{verb}_when_opened ON {table};" for verb in ("read", "added", "changed", "deleted")]
    return f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" + "".join(drops)


# Only where the role stands: it is made with the server (zibo_youth/embedded/roles.sql).
ONLY_THE_FUNCTION_WRITES = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zibo_app') THEN
        REVOKE INSERT, UPDATE, DELETE ON hope_rooms_access FROM zibo_app;
        REVOKE UPDATE, DELETE ON hope_rooms_accessattempt FROM zibo_app;
    END IF;
END $$;
"""
AS_BEFORE = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'zibo_app') THEN
        GRANT INSERT, UPDATE, DELETE ON hope_rooms_access TO zibo_app;
        GRANT UPDATE, DELETE ON hope_rooms_accessattempt TO zibo_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0002_cases_under_codes_accesses_consents_and_rooms")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *(migrations.RunSQL(policies(table, which), no_policies(table)) for table, which in TABLES.items()),
        migrations.RunSQL(ONLY_THE_FUNCTION_WRITES, AS_BEFORE),
    ]
