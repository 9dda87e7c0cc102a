"""
The words of a concern are deleted by one function, which looks at the day, the state and the holds itself.

The portal's role deletes none by any statement of its own. The day is PostgreSQL's, in Shanghai: ``keep_until`` is the
last day on which the words are kept. NULL says that they are not due.
"""

from django.db import migrations

FORGET = """
CREATE FUNCTION hope_rooms_forget_concern(of_concern bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM hope_rooms_concern AS concern
        WHERE concern.id = of_concern AND concern.state IN ('unfounded', 'closed')
          AND concern.keep_until < (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
          AND NOT EXISTS (
              SELECT FROM hope_rooms_childhold AS hold
              WHERE hold.child_id = concern.child_id AND hold.lifted_at IS NULL
          )
    ) THEN
        RETURN NULL;
    END IF;
    DELETE FROM hope_rooms_concernwords AS words WHERE words.concern_id = of_concern;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0023_when_the_words_of_a_concern_went")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION hope_rooms_forget_concern(bigint);")]
