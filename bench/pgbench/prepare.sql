-- Rooms of one bed for the same_tables script: no two of its stays ever meet.
CREATE SEQUENCE bench_number;
INSERT INTO stations_station (code, name, name_en, area_id, reporting_org_id, operator_id, address, transport,
    phone, summary, house_rules, paid_after_cap, facilities, is_township, opened_on)
SELECT 'bare', 'bare', '', area_id, reporting_org_id, operator_id, '', '', '', '', '', '', '{}', false, current_date
FROM stations_station WHERE code = 'bench-1';
INSERT INTO stations_room (station_id, name, gender_mode, floor)
SELECT id, n, 'male', 1 FROM stations_station, generate_series(1, 240) AS n WHERE code = 'bare';
INSERT INTO stations_bed (room_id, label)
SELECT room.id, '1' FROM stations_room AS room JOIN stations_station ON stations_station.id = station_id
WHERE code = 'bare';
CREATE TABLE bench_bed AS
SELECT row_number() OVER (ORDER BY bed.id) AS number, bed.id AS bed, room.id AS room, station_id AS station
FROM stations_bed AS bed JOIN stations_room AS room ON room.id = room_id JOIN stations_station ON stations_station.id = station_id
WHERE code = 'bare';
CREATE UNIQUE INDEX ON bench_bed (number);

CREATE TABLE heap_stay AS SELECT * FROM stations_stay WITH NO DATA;
CREATE TABLE heap_evidence AS SELECT * FROM stations_stay_evidence WITH NO DATA;
CREATE TABLE heap_night AS SELECT * FROM stations_staynight WITH NO DATA;
CREATE TABLE heap_roomnight AS SELECT * FROM stations_roomnight WITH NO DATA;
CREATE TABLE heap_transition AS SELECT * FROM stations_staytransition WITH NO DATA;
CREATE TABLE heap_notice AS SELECT * FROM notifications_notice WITH NO DATA;
ANALYZE;
