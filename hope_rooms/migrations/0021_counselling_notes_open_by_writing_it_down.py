"""
Counselling notes open to who wrote them and to the safeguarding lead, in a transaction that writes it down.

* ``hope_rooms_open`` asks for notes by a right of their own: no reading right, no emergency and no grant but the
  counsellor's opens them; nothing is opened for counselling while the guardian does not agree to it;
* a note is added by the child's counsellor, and read back by nobody who has not opened it;
* ``hope_rooms_forget_notes`` deletes them at a writing look at the child's secrets, unread; a hold keeps them.
"""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("hope_rooms.migrations.0003_a_childs_record_opens_by_writing_it_down")

STANDING = """
CREATE FUNCTION hope_rooms_standing_of_notes(reader bigint, with_office boolean, of_child bigint, why text)
RETURNS TABLE (basis text, grant_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'office', NULL::bigint
    FROM accounts_user AS login
    JOIN accounts_membership AS office ON office.person_id = login.person_id
    WHERE login.id = reader AND login.is_active AND login.is_staff AND with_office AND why = 'safeguarding'
      AND office.role = 'safeguarding_lead'
      AND office.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
      AND (office.until_on IS NULL OR office.until_on >= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date)
    UNION ALL
    SELECT 'grant', given.id
    FROM accounts_user AS login
    JOIN hope_rooms_accessgrant AS given ON given.person_id = login.person_id
    WHERE login.id = reader AND login.is_active AND why = 'counselling'
      AND given.child_id = of_child AND given.kind = 'counsellor' AND given.state = 'granted' AND given.purpose = why
      AND statement_timestamp() >= given.starts_at AND (given.ends_at IS NULL OR statement_timestamp() < given.ends_at)
    LIMIT 1
$$;
REVOKE ALL ON FUNCTION hope_rooms_standing_of_notes(bigint, boolean, bigint, text) FROM PUBLIC;
"""
NO_STANDING = "DROP FUNCTION hope_rooms_standing_of_notes(bigint, boolean, bigint, text);"

OPEN = """
CREATE OR REPLACE FUNCTION hope_rooms_open(
    reader bigint, with_office boolean, of_child bigint, klass integer, of_part text, why text,
    said text, writing boolean
) RETURNS TABLE (opened bigint, refusal text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_basis text;
    found_grant bigint;
BEGIN
    IF of_part = 'notes' THEN
        SELECT basis, grant_id INTO found_basis, found_grant
        FROM hope_rooms_standing_of_notes(reader, with_office, of_child, why);
    ELSIF reader IS NULL THEN
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
    -- Every purpose needs the consent to care, and counselling its own beside it.
    IF why NOT IN ('safeguarding', 'rights', 'retention') AND (
        SELECT count(*) FROM hope_rooms_careconsent AS consent
        WHERE consent.child_id = of_child AND consent.answer = 'agreed' AND consent.withdrawn_at IS NULL
          AND (consent.purpose = 'care' OR consent.purpose = 'counsel' AND why = 'counselling')
    ) < (CASE WHEN why = 'counselling' THEN 2 ELSE 1 END) THEN
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
"""
AS_BEFORE = BEFORE.DROP_FUNCTIONS + BEFORE.FUNCTIONS

POLICIES = """
ALTER TABLE hope_rooms_counsellingnote ENABLE ROW LEVEL SECURITY;
CREATE POLICY hope_rooms_counsellingnote_is_read_when_opened ON hope_rooms_counsellingnote FOR SELECT USING (EXISTS (
    SELECT FROM hope_rooms_access AS opened
    JOIN accounts_user AS reader ON reader.id = opened.user_id
    WHERE opened.transaction_no = pg_current_xact_id_if_assigned()::text::bigint
      AND opened.child_id = hope_rooms_counsellingnote.child_id AND opened.part = 'notes'
      AND (opened.basis = 'office' OR reader.person_id = (
          SELECT writer.person_id FROM accounts_user AS writer WHERE writer.id = hope_rooms_counsellingnote.written_by_id
      ))
));
CREATE POLICY hope_rooms_counsellingnote_is_added_by_the_counsellor ON hope_rooms_counsellingnote
FOR INSERT WITH CHECK (EXISTS (
    SELECT FROM hope_rooms_accessgrant AS given
    JOIN accounts_user AS writer ON writer.person_id = given.person_id
    WHERE writer.id = hope_rooms_counsellingnote.written_by_id AND given.kind = 'counsellor'
      AND given.child_id = hope_rooms_counsellingnote.child_id AND given.state = 'granted'
));
"""
NO_POLICIES = """
DROP POLICY hope_rooms_counsellingnote_is_read_when_opened ON hope_rooms_counsellingnote;
DROP POLICY hope_rooms_counsellingnote_is_added_by_the_counsellor ON hope_rooms_counsellingnote;
ALTER TABLE hope_rooms_counsellingnote DISABLE ROW LEVEL SECURITY;
"""

FORGET = """
CREATE FUNCTION hope_rooms_forget_notes(of_child bigint) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM hope_rooms_counsellingnote AS note
        WHERE note.child_id = of_child AND EXISTS (
            SELECT FROM hope_rooms_access AS opened
            WHERE opened.transaction_no = pg_current_xact_id_if_assigned()::text::bigint
              AND opened.child_id = of_child AND opened.is_writing AND opened.part = '' AND opened.data_class >= 4
              AND opened.purpose IN ('rights', 'retention')
        )
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
"""
NO_FORGET = "DROP FUNCTION hope_rooms_forget_notes(bigint);"


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0020_counsellors_and_their_sealed_notes")]

    operations = [
        migrations.RunSQL(STANDING, NO_STANDING),
        migrations.RunSQL(OPEN, AS_BEFORE),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(FORGET, NO_FORGET),
    ]
