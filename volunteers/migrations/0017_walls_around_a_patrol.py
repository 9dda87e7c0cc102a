"""
Rules that join two tables, and that Django cannot declare.

* a patrol's number of people, its post and its role are its shift's: with the checks
  `patrol_shift_team_of_three_to_five` and `patrol_shift_is_at_the_waters_edge` a shift of a
  patrol has three to five places and a role of the water's edge, whatever is changed later;
* who leads a patrol is signed up for its shift.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_patrolshift", "patrol_shift_team_is_the_shifts", "shift_id, team", "volunteers_shift", "id, capacity"),
    ("volunteers_patrolshift", "patrol_shift_post_is_the_shifts", "shift_id, post_id", "volunteers_shift", "id, post_id"),
    ("volunteers_patrolshift", "patrol_shift_role_is_the_posts", "post_id, role_id", "volunteers_post", "id, role_id"),
    ("volunteers_patrolshift", "patrol_shift_role_is_of_the_water", "role_id, is_at_waters_edge", "volunteers_servicerole", "id, is_at_waters_edge"),
    ("volunteers_patrolshift", "patrol_shift_leader_is_on_it", "leader_id, shift_id", "volunteers_signup", "id, shift_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE CASCADE ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0016_patrols_of_waters_and_their_alerts")]

    operations = [wall(*parts) for parts in WALLS]
