"""
The same rule in a shape that PostgreSQL can only walk one way: down from one station.

Merged into the query that calls it, the first shape let the planner choose: it read
every bed of the city to find the twelve of one station, and, planned while the
tables were new, every night of the city to learn which beds are taken.
``OFFSET 0`` keeps each step on its own: station, rooms, beds of the room, then
one look into an index for each bed. ``tests/stations/test_availability.py`` holds
the plan to it.
"""

from django.db import migrations

PROBE = """
CREATE OR REPLACE FUNCTION stations_bed_openings(of_station bigint, arrival date, departure date)
RETURNS TABLE (bed_id bigint, gender_mode varchar, for_men boolean, for_women boolean)
LANGUAGE sql STABLE AS $$
    SELECT bed.id, room.gender_mode,
        is_open AND is_free AND room.gender_mode <> 'female' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 2
            OFFSET 0),
        is_open AND is_free AND room.gender_mode <> 'male' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 1
            OFFSET 0)
    FROM stations_station AS station
    JOIN stations_room AS room ON room.station_id = station.id
    CROSS JOIN LATERAL (SELECT
        station.opened_on <= $2 AND coalesce(station.closed_on >= $3, true)
        AND NOT EXISTS (
            SELECT FROM stations_closure AS closed
            WHERE closed.station_id = station.id AND coalesce(closed.room_id = room.id, true)
                AND closed.from_on < $3 AND closed.until_on > $2
            OFFSET 0)
        OFFSET 0
    ) AS room_state (is_open)
    CROSS JOIN LATERAL (SELECT id FROM stations_bed WHERE room_id = room.id OFFSET 0) AS bed
    CROSS JOIN LATERAL (SELECT
        NOT EXISTS (
            SELECT FROM stations_staynight AS taken
            WHERE taken.bed_id = bed.id AND taken.date >= $2 AND taken.date < $3
            OFFSET 0)
    ) AS bed_state (is_free)
    WHERE station.id = $1
$$;
"""

# As migration 0004 wrote it.
CHOOSE = """
CREATE OR REPLACE FUNCTION stations_bed_openings(of_station bigint, arrival date, departure date)
RETURNS TABLE (bed_id bigint, gender_mode varchar, for_men boolean, for_women boolean)
LANGUAGE sql STABLE AS $$
    SELECT bed.id, room.gender_mode,
        is_free AND room.gender_mode <> 'female' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 2),
        is_free AND room.gender_mode <> 'male' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 1)
    FROM stations_station AS station
    JOIN stations_room AS room ON room.station_id = station.id
    JOIN stations_bed AS bed ON bed.room_id = room.id
    CROSS JOIN LATERAL (SELECT
        station.opened_on <= $2 AND coalesce(station.closed_on >= $3, true)
        AND NOT EXISTS (
            SELECT FROM stations_staynight AS taken
            WHERE taken.bed_id = bed.id AND taken.date >= $2 AND taken.date < $3)
        AND NOT EXISTS (
            SELECT FROM stations_closure AS closed
            WHERE closed.station_id = station.id AND coalesce(closed.room_id = room.id, true)
                AND closed.from_on < $3 AND closed.until_on > $2)
    ) AS bed_state (is_free)
    WHERE station.id = $1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("stations", "0010_a_freed_bed_unsettles_the_queue")]

    operations = [migrations.RunSQL(PROBE, CHOOSE)]
