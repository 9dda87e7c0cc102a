\set nights random(1, 6)
WITH stay AS (
    INSERT INTO heap_stay (id, reference, guest_id, booked_by_id, station_id, policy_id, arrival, departure,
        room_wish, purpose, purpose_detail, declared_non_native, contact_mobile, state, check_in_code,
        review_due_at, created_at, submitted_at)
    VALUES (nextval('bench_number'), 'YZ202611230001', :person::bigint, :login::bigint, 1, :policy::bigint, current_date,
        current_date + :nights::int, 'any', 'job_seeking', '', true, '+8613800000000', 'submitted', '', now(), now(), now())
    RETURNING id
), evidence AS (INSERT INTO heap_evidence (id, stay_id, evidence_id) SELECT id, id, :file::bigint FROM stay
), roomnight AS (
    INSERT INTO heap_roomnight (id, room_id, date, gender, gender_mode)
    SELECT nextval('bench_number'), 1, current_date + n, 1, 'male' FROM generate_series(1, :nights::int) AS n
), night AS (
    INSERT INTO heap_night (id, stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap, allowance_year)
    SELECT nextval('bench_number'), id, :person::bigint, 1, 1, 1, current_date + n, n, :policy::bigint, 6, 2026
    FROM stay, generate_series(1, :nights::int) AS n
), transition AS (
    INSERT INTO heap_transition (id, stay_id, actor_id, from_state, to_state, reason, note, at)
    SELECT id, id, :login::bigint, '', 'submitted', '', '', now() FROM stay)
INSERT INTO heap_notice (id, kind, to_id, about_model, about_pk, dedup_key)
SELECT id, 'stations.stay_submitted', :person::bigint, 'stations.stay', id::text, 'stay_submitted:' || id FROM stay;
