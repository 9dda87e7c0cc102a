"""
Rules that join two tables, and that Django cannot declare.

* a swap gives away the place of its giver, and of nobody else;
* a no-show is the volunteer's whose signup it is about.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_swap", "swap_giver_holds_the_signup", "signup_id, giver_id", "volunteers_signup", "id, volunteer_id"),
    ("volunteers_noshow", "no_show_is_of_the_signups_volunteer", "signup_id, volunteer_id", "volunteers_signup", "id, volunteer_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0006_swaps_no_shows_and_the_reason_of_a_stop")]

    operations = [wall(*parts) for parts in WALLS]
