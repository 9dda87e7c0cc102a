"""A rule that joins two tables, and that Django cannot declare: a registration's quota is of its session."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("events_registration", "registration_quota_is_of_the_session", "quota_id, session_id",
     "events_quota", "id, session_id"),
]  # fmt: skip


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0001_events_sessions_and_registrations")]

    operations = [wall(*parts) for parts in WALLS]
