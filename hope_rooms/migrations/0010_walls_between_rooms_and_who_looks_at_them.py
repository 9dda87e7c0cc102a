"""
Rules that join two tables: whoever approves or accepts a room did so at their one level, in this very room.

With `room_hand_acts_at_one_level` they hold that no surveyor approves, that district and city are two people, and that
nobody accepts who acted at another level.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("hope_rooms_approval", "approval_level_is_the_hands", "hand_id, level", "hope_rooms_roomhand", "id, level"),
    ("hope_rooms_approval", "approval_hand_is_of_the_room", "hand_id, room_id", "hope_rooms_roomhand", "id, room_id"),
    ("hope_rooms_approval", "approval_survey_is_of_the_room", "survey_id, room_id", "hope_rooms_survey", "id, room_id"),
    ("hope_rooms_acceptance", "acceptance_level_is_the_hands", "hand_id, level", "hope_rooms_roomhand", "id, level"),
    ("hope_rooms_acceptance", "acceptance_hand_is_of_the_room", "hand_id, room_id", "hope_rooms_roomhand", "id, room_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("hope_rooms", "0009_surveys_works_and_acceptances")]

    operations = [wall(*parts) for parts in WALLS]
