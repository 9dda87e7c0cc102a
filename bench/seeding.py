"""Stations, beds and people for measuring, written by SQL in seconds. No real person, no real place."""

from __future__ import annotations

from django.db import connection

PLACES = """
INSERT INTO accounts_organisation (code, name, short_name, kind, is_reporting, uscc, phone, address, area_id)
SELECT 'bench-' || kind, 'bench ' || kind, '', kind, kind = 'district', '', '', '',
    (SELECT id FROM accounts_area WHERE code = '370303')
FROM unnest(ARRAY['district', 'operator']) AS kind;

INSERT INTO stations_station (code, name, name_en, area_id, reporting_org_id, operator_id, address, transport,
    phone, summary, house_rules, paid_after_cap, facilities, is_township, opened_on)
SELECT 'bench-' || n, 'bench ' || n, '', (SELECT id FROM accounts_area WHERE code = '370303'),
    (SELECT id FROM accounts_organisation WHERE code = 'bench-district'),
    (SELECT id FROM accounts_organisation WHERE code = 'bench-operator'),
    '', '', '', '', '', '', '{}', false, current_date - 300
FROM generate_series(1, %(stations)s) AS n;

INSERT INTO stations_room (station_id, name, gender_mode, floor)
SELECT id, room, (ARRAY['male', 'female', 'flexible'])[room], 1
FROM stations_station, generate_series(1, 3) AS room WHERE code LIKE 'bench-%%';

INSERT INTO stations_bed (room_id, label)
SELECT room.id, bed
FROM stations_room AS room JOIN stations_station AS station ON station.id = room.station_id,
    generate_series(1, 4) AS bed
WHERE station.code LIKE 'bench-%%';
"""

PEOPLE = """
INSERT INTO accounts_person (public_id, full_name, mobile, id_type, id_sealed, id_index, id_last4, birth_date,
    gender, education, university, native_place, emergency_contact, emergency_mobile, identity_state,
    created_at)
SELECT gen_random_uuid(), '甲' || n, %(mobile)s || lpad(n::text, 8, '0'), 'id_card', '', %(mark)s || n, '',
    '2000-01-01', 1 + n %% 2, '', '', '', '', '', 'stated', now()
FROM generate_series(1, %(people)s) AS n;

INSERT INTO accounts_user (password, is_superuser, mobile, email, person_id, language, is_staff, is_active,
    date_joined)
SELECT '', false, mobile, '', id, 'zh-hans', false, true, now()
FROM accounts_person WHERE id_index LIKE %(mark)s || '%%';

INSERT INTO stations_evidence (public_id, person_id, uploaded_by_id, kind, file, original_name, content_type,
    size, sha256, created_at)
SELECT gen_random_uuid(), person_id, id, 'diploma', 'none', 'none', 'image/png', 1, '', now()
FROM accounts_user WHERE mobile LIKE %(mobile)s || '%%';

UPDATE stations_staypolicy SET horizon_days = 1000, lead_days = 1;
"""

CONSENTS = """
INSERT INTO accounts_consentrecord (user_id, text_id, scope, given_at, channel, address_hash)
SELECT guest.id, text.id, text.scope, now(), 'web', ''
FROM accounts_user AS guest,
    (SELECT DISTINCT ON (scope) id, scope FROM accounts_consenttext ORDER BY scope, version DESC) AS text
WHERE guest.mobile LIKE %(mobile)s || '%%' ON CONFLICT DO NOTHING
"""

MOBILE, MARK = "+86139", "bench-"


def seed(*, stations: int, people: int) -> None:
    """Twelve beds a station in three rooms; every person has a log-in and one file."""
    _run(PLACES, stations=stations)
    crowd(people)


def crowd(people: int, *, mobile: str = MOBILE, mark: str = MARK) -> None:
    """People by the thousand, men and women in turn, each with a log-in and one file."""
    _run(PEOPLE, people=people, mobile=mobile, mark=mark)


def consents(mobile: str = MOBILE) -> None:
    """They have agreed to every text."""
    _run(CONSENTS, mobile=mobile)


def _run(statements: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statements, values)
        cursor.execute("RESET statement_timeout")
