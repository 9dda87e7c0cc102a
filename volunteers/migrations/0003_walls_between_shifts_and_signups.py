"""
Rules that join two tables or two rows, and that Django cannot declare.

* a signup's hours are its shift's, and its cap the shift's number of seats: a shift
  that moves takes its signups along, or is refused by them;
* what a volunteer holds excludes every other hour of the same volunteer.

Whoever inserts has locked the volunteer's row: without that, many at one instant
may end in a deadlock instead of a refusal.
"""

from django.db import migrations

HOLDING = "('offered', 'signed_up', 'checked_in', 'checked_out', 'attended')"
ONE_PLACE = f"""
ALTER TABLE volunteers_signup ADD CONSTRAINT signup_one_place_at_a_time EXCLUDE USING gist (
    int8range(volunteer_id, volunteer_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
) WHERE (state IN {HOLDING})
"""
WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_signup", "signup_hours_are_the_shifts", "shift_id, starts_at, ends_at", "volunteers_shift", "id, starts_at, ends_at"),
    ("volunteers_signup", "signup_cap_is_the_shifts", "shift_id, cap", "volunteers_shift", "id, capacity"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE CASCADE ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0002_volunteers_projects_and_shifts")]

    operations = [
        *(wall(*parts) for parts in WALLS),
        migrations.RunSQL(ONE_PLACE, "ALTER TABLE volunteers_signup DROP CONSTRAINT signup_one_place_at_a_time"),
    ]
