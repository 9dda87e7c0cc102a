"""A rule that joins two tables, and that Django cannot declare: a registration's quota is of its session."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0001_events_sessions_and_registrations")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE events_registration ADD CONSTRAINT registration_quota_is_of_the_session "
            "FOREIGN KEY (quota_id, session_id) REFERENCES events_quota (id, session_id) ON DELETE RESTRICT",
            "ALTER TABLE events_registration DROP CONSTRAINT registration_quota_is_of_the_session",
        )
    ]
