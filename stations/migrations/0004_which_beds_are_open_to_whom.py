"""
Which beds are open to whom, in one place for the calendar, the finder and the API.

stations_bed_openings: every bed of a station, and which gender could sleep in it
from arrival to departure. It reads the rows that enforce the rule: nights,
room-nights, closures, opening days. stations_count_openings: the same, counted.

Both are STABLE single SELECTs, so PostgreSQL merges them into the query that
calls them and looks no further than that query needs.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION stations_bed_openings(of_station bigint, arrival date, departure date)
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

CREATE FUNCTION stations_count_openings(of_station bigint, arrival date, departure date)
RETURNS TABLE (men bigint, men_of bigint, women bigint, women_of bigint, anybody bigint, anybody_of bigint)
LANGUAGE sql STABLE AS $$
    SELECT
        count(*) FILTER (WHERE for_men), count(*) FILTER (WHERE gender_mode <> 'female'),
        count(*) FILTER (WHERE for_women), count(*) FILTER (WHERE gender_mode <> 'male'),
        count(*) FILTER (WHERE for_men OR for_women), count(*)
    FROM stations_bed_openings($1, $2, $3)
$$;
"""
DROP = """
DROP FUNCTION stations_count_openings(bigint, date, date);
DROP FUNCTION stations_bed_openings(bigint, date, date);
"""


class Migration(migrations.Migration):
    dependencies = [("stations", "0003_walls_between_tables")]

    operations = [migrations.RunSQL(CREATE, DROP)]
