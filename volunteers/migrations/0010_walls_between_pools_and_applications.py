"""
Rules that join two tables, and that Django cannot declare.

* a seat's cap is the quota of its pool: a pool that shrinks below a seat that somebody holds is refused;
* the pool where one is seated, and the one where one is at home, are the round's own.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("volunteers_application", "application_cap_is_the_pools", "pool_id, cap", "volunteers_pool", "id, quota"),
    ("volunteers_application", "application_seat_is_of_the_round", "pool_id, round_id", "volunteers_pool", "id, round_id"),
    ("volunteers_application", "application_home_is_of_the_round", "home_pool_id, round_id", "volunteers_pool", "id, round_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE CASCADE ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0009_recruitment_rounds_with_pools")]

    operations = [wall(*parts) for parts in WALLS]
