\set nights random(1, 6)
WITH k AS MATERIALIZED (SELECT nextval('bench_number') AS k
), place AS (
    SELECT k, bed, room, station, :person::bigint + 2 * (k % 14000) AS guest, :login::bigint + 2 * (k % 14000) AS login,
        current_date + 7 * (k / 240)::int AS arrival
    FROM k JOIN bench_bed ON number = 1 + k % 240
), stay AS (
    INSERT INTO stations_stay (guest_id, booked_by_id, station_id, policy_id, arrival, departure, room_wish, purpose,
        purpose_detail, declared_non_native, contact_mobile, state, check_in_code, review_due_at, created_at, submitted_at)
    SELECT guest, login, station, :policy::bigint, arrival, arrival + :nights::int, 'any', 'job_seeking', '', true,
        '+8613800000000', 'submitted', '', now(), now(), now() FROM place RETURNING id
), evidence AS (
    INSERT INTO stations_stay_evidence (stay_id, evidence_id) SELECT id, :file::bigint + 2 * (k % 14000) FROM stay, k
), company AS (
    INSERT INTO stations_roomnight (room_id, date, gender, gender_mode)
    SELECT room, arrival + n, 1, 'male' FROM place, generate_series(0, :nights::int - 1) AS n
), slept AS (
    INSERT INTO stations_staynight (stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap)
    SELECT id, guest, 1, bed, room, arrival + n, n + 1, :policy::bigint, 6
    FROM stay, place, generate_series(0, :nights::int - 1) AS n
), told AS (
    INSERT INTO stations_staytransition (stay_id, actor_id, from_state, to_state, reason, note, at)
    SELECT id, login, '', 'submitted', '', '', now() FROM stay, place
)
INSERT INTO notifications_notice (kind, to_id, about_model, about_pk, dedup_key)
SELECT 'stations.stay_submitted', guest, 'stations.stay', id::text, 'bench:' || id FROM stay, place;
