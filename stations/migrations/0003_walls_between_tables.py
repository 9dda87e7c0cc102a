"""
Composite foreign keys: rules that join two tables, and that Django cannot declare.

* a night's bed stands in the night's room;
* a night's gender is its guest's, and the one that sleeps in that room that night;
* a room-night keeps to its room's mode;
* a night's cap is its policy's; a night's guest is its stay's.

ON UPDATE CASCADE lets a room change its mode or a person a mistyped gender as
long as no written night contradicts; otherwise PostgreSQL refuses the change.
"""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns, on update, on delete)
    ("stations_staynight", "stay_night_bed_stands_in_its_room", "bed_id, room_id", "stations_bed", "id, room_id", "RESTRICT", "RESTRICT"),
    ("stations_staynight", "stay_night_sleeps_with_own_gender", "room_id, date, gender", "stations_roomnight", "room_id, date, gender", "CASCADE", "RESTRICT"),
    ("stations_staynight", "stay_night_gender_is_the_guests", "guest_id, gender", "accounts_person", "id, gender", "RESTRICT", "RESTRICT"),
    ("stations_staynight", "stay_night_cap_is_the_policys", "policy_id, cap", "stations_staypolicy", "id, max_free_nights", "RESTRICT", "RESTRICT"),
    ("stations_staynight", "stay_night_guest_is_the_stays", "stay_id, guest_id", "stations_stay", "id, guest_id", "RESTRICT", "CASCADE"),
    ("stations_roomnight", "room_night_mode_is_the_rooms", "room_id, gender_mode", "stations_room", "id, gender_mode", "CASCADE", "CASCADE"),
]


def wall(table, name, columns, target, target_columns, on_update, on_delete):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE {on_update} ON DELETE {on_delete}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("stations", "0002_stations_and_stays")]

    operations = [wall(*parts) for parts in WALLS]
