"""A rule that joins two tables: a room that was not drawn passes by its own line of the list."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("hope_rooms_acceptance", "acceptance_sample_is_of_the_room", "sample_id, room_id", "hope_rooms_sampleroom", "id, room_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0026_samples_that_the_city_draws")]

    operations = [wall(*parts) for parts in WALLS]
