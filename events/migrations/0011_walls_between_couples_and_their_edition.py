"""Rules that join two tables, and that Django cannot declare: composite foreign keys of couples and slots."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("events_couplemember", "couple_member_is_of_the_couples_edition", "couple_id, wedding_id",
     "events_couple", "id, wedding_id"),
    ("events_couplescore", "couple_score_has_the_criterions_most", "criterion_id, most",
     "events_weddingcriterion", "id, most"),
    ("events_slotbooking", "slot_booking_has_the_slots_hours", "slot_id, item_id, starts_at, ends_at",
     "events_programmeslot", "id, item_id, starts_at, ends_at"),
]  # fmt: skip


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0010_collective_weddings")]

    operations = [wall(*parts) for parts in WALLS]
