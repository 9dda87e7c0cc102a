"""
The telling of reporters reads seals and never whose report each is of (decision 0087).

``safety_reporters_with_reports_going_on`` gives the sealed texts of every report that is not over, that owes
news, or that moved within the last fortnight; it takes no argument, so nobody asks it for one report. Only
the key outside the database opens what it gives.
"""

from django.db import migrations

GOING_ON = """
CREATE FUNCTION safety_reporters_with_reports_going_on() RETURNS TABLE (seal uuid, sealed text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT who.public_id, who.sealed
    FROM safety_hazardreporter AS who JOIN safety_hazardreport AS one ON one.id = who.hazard_id
    WHERE one.state NOT IN ('rejected', 'duplicate', 'closed') OR one.news_is_owed
       OR EXISTS (SELECT FROM safety_hazardtransition AS move
                  WHERE move.hazard_id = one.id AND move.at > statement_timestamp() - interval '14 days')
    ORDER BY who.public_id
$$;
"""
NOTHING = "DROP FUNCTION safety_reporters_with_reports_going_on();"


class Migration(migrations.Migration):
    dependencies = [("safety", "0011_what_reporters_are_told_is_owed_by_the_report")]

    operations = [migrations.RunSQL(GOING_ON, NOTHING)]
