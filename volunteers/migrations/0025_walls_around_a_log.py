"""
Rules that join two tables, and that Django cannot declare.

* an entry of a patrol's log is of a point of the patrol's own water;
* and it is written by somebody who is signed up for the patrol's shift.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_patrollog", "patrol_log_point_is_of_its_water", "point_id, area_id", "volunteers_patrolpoint", "id, area_id"),
    ("volunteers_patrollog", "patrol_log_water_is_its_patrols", "patrol_id, area_id", "volunteers_patrolshift", "id, area_id"),
    ("volunteers_patrollog", "patrol_log_writer_is_of_the_team", "signup_id, shift_id", "volunteers_signup", "id, shift_id"),
    ("volunteers_patrollog", "patrol_log_shift_is_its_patrols", "patrol_id, shift_id", "volunteers_patrolshift", "id, shift_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE CASCADE ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0024_patrol_logs_equipment_and_hazard_tickets")]

    operations = [wall(*parts) for parts in WALLS]
