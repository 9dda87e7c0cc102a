"""A rule over two rows of a table: a venue holds one session at a time, whatever path planned it."""

from django.db import migrations

WALL = """
ALTER TABLE events_session ADD CONSTRAINT session_one_at_a_time_in_its_venue EXCLUDE USING gist (
    int8range(venue_id, venue_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
) WHERE (venue_id IS NOT NULL AND state <> 'cancelled')
"""


class Migration(migrations.Migration):
    dependencies = [('events', '0008_series_venues_and_coupons')]

    operations = [
        migrations.RunSQL(
            WALL, "ALTER TABLE events_session DROP CONSTRAINT session_one_at_a_time_in_its_venue"
        )
    ]
