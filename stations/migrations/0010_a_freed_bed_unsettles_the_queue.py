"""
Whatever frees a bed marks the queue of its station as unsettled, on every path.

Booking reads the mark under the station's lock and asks the queue first, so a
newcomer never overtakes who waits: not after a cancellation in the shell, a new
bed, a closure taken back, a room whose kind has changed.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION stations_unsettle_queues(of_stations bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE stations_station AS station SET queue_unsettled = true
    WHERE station.id = ANY(of_stations) AND NOT station.queue_unsettled
      AND EXISTS (SELECT FROM stations_stay AS waiting
                  WHERE waiting.station_id = station.id AND waiting.state = 'waiting')
$$;

CREATE FUNCTION stations_nights_are_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM stations_unsettle_queues(ARRAY(
        SELECT DISTINCT room.station_id FROM gone JOIN stations_room AS room ON room.id = gone.room_id));
    RETURN NULL;
END $$;
CREATE TRIGGER queue_is_asked_after_nights AFTER DELETE ON stations_staynight
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION stations_nights_are_free();

CREATE FUNCTION stations_bed_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM stations_unsettle_queues(ARRAY(SELECT station_id FROM stations_room WHERE id = NEW.room_id));
    RETURN NULL;
END $$;
CREATE TRIGGER queue_is_asked_after_a_bed AFTER INSERT OR UPDATE OF room_id ON stations_bed
    FOR EACH ROW EXECUTE FUNCTION stations_bed_is_new();

CREATE FUNCTION stations_place_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM stations_unsettle_queues(ARRAY[OLD.station_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER queue_is_asked_after_a_closure AFTER UPDATE OR DELETE ON stations_closure
    FOR EACH ROW EXECUTE FUNCTION stations_place_is_open();
CREATE TRIGGER queue_is_asked_after_a_room AFTER UPDATE OF gender_mode ON stations_room
    FOR EACH ROW EXECUTE FUNCTION stations_place_is_open();

CREATE FUNCTION stations_house_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM stations_unsettle_queues(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER queue_is_asked_after_opening AFTER UPDATE OF opened_on, closed_on ON stations_station
    FOR EACH ROW EXECUTE FUNCTION stations_house_is_open();
"""
DROP = """
DROP TRIGGER queue_is_asked_after_opening ON stations_station;
DROP TRIGGER queue_is_asked_after_a_room ON stations_room;
DROP TRIGGER queue_is_asked_after_a_closure ON stations_closure;
DROP TRIGGER queue_is_asked_after_a_bed ON stations_bed;
DROP TRIGGER queue_is_asked_after_nights ON stations_staynight;
DROP FUNCTION stations_house_is_open();
DROP FUNCTION stations_place_is_open();
DROP FUNCTION stations_bed_is_new();
DROP FUNCTION stations_nights_are_free();
DROP FUNCTION stations_unsettle_queues(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("stations", "0009_a_queue_for_beds")]

    operations = [migrations.RunSQL(CREATE, DROP)]
