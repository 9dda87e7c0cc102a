"""
ladder: the day's look for the ladder of visits at 10,000 rooms with five years of visits.

Beside one SQL statement, written by hand, that finds the same rungs; in turns, on the same rows. What is told
for a rung that is found costs what a notice costs and is not measured here.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import psycopg2
from django.db import connection

from bench.seeding import crowd
from hope_rooms.schedule import LADDER
from hope_rooms.services import ladder

ROOMS, VISITS, FEW = 10_000, 60, (60, 5)
ROUNDS, MOST_TIMES = 11, 1.5
MOBILE, MARK = "+86136", "ladder-"
# No rung of it falls on a public holiday, which the hand-written statement does not know.
ON = date(2026, 3, 20)

ROWS = """
INSERT INTO accounts_organisation (code, name, short_name, kind, is_reporting, uscc, phone, address, area_id)
SELECT 'ladder-' || kind, 'ladder ' || kind, '', kind, kind = 'district', '', '', '',
    (SELECT id FROM accounts_area WHERE code = '370303')
FROM unnest(ARRAY['district', 'team']) AS kind;

INSERT INTO volunteers_serviceproject (code, title, title_en, kind, organiser_id, reporting_org_id, summary,
    summary_en, risks, risks_en, place, contact_phone, starts_on, ends_on, state)
SELECT 'ladder', '陪伴', '', 'regular', team.id, unit.id, '', '', '', '', '', '', '2020-01-01', '2030-12-31',
    'published'
FROM accounts_organisation AS team, accounts_organisation AS unit
WHERE team.code = 'ladder-team' AND unit.code = 'ladder-district';

INSERT INTO volunteers_post (project_id, name, name_en, kind, staffing, role_id, duties, duties_en,
    is_credited)
SELECT id, '陪伴', '', 'duty', 'open', (SELECT id FROM volunteers_servicerole WHERE code = 'child-company'),
    '', '', true
FROM volunteers_serviceproject WHERE code = 'ladder';

INSERT INTO hope_rooms_child (public_id, reporting_org_id, needs_woman, registered_at, registered_by_id,
    card_index)
SELECT gen_random_uuid(), (SELECT id FROM accounts_organisation WHERE code = 'ladder-district'), false,
    now(), %(one)s, ''
FROM generate_series(1, %(rooms)s);

INSERT INTO hope_rooms_pairing (child_id, post_id, state, state_since, unrelated_on, introduced_on,
    started_on)
SELECT child.id, post.id, 'active', now(), began.day, began.day, began.day
FROM hope_rooms_child AS child, volunteers_post AS post
JOIN volunteers_serviceproject AS project ON project.id = post.project_id AND project.code = 'ladder',
    LATERAL (SELECT %(on)s::date - 30 * %(visits)s - child.id::int %% 70 AS day) AS began
WHERE child.reporting_org_id = (SELECT id FROM accounts_organisation WHERE code = 'ladder-district');
"""
# In the order of time, as they are made: the visits of one room lie far apart.
VISITED = """
INSERT INTO volunteers_shift (id, public_id, post_id, starts_at, ends_at, break_minutes, capacity, place,
    sign_off_until, state, note, seed)
SELECT 100000000 + pairing.id * 100 + turn, gen_random_uuid(), pairing.post_id, at, at + interval '2 hours',
    0, 2, '', at, 'closed', '', gen_random_uuid()
FROM generate_series(1, %(visits)s) AS turn, hope_rooms_pairing AS pairing,
    LATERAL (SELECT (pairing.started_on + 30 * turn)::timestamptz + interval '14 hours' AS at) AS served
WHERE pairing.state = 'active' ORDER BY turn, pairing.id;

INSERT INTO hope_rooms_childvisit (public_id, pairing_id, kind, is_at_home, starts_at, ends_at, shift_id,
    state, asked_by_id, counted_on, explanation, report_sealed, reported_by_id, reported_at, reviewed_by_id)
SELECT gen_random_uuid(), pairing.id, 'companionship', true, shift.starts_at, shift.ends_at, shift.id,
    'counted', %(one)s, pairing.started_on + 30 * turn, '', 'x', %(one)s, shift.ends_at, %(other)s
FROM generate_series(1, %(visits)s) AS turn, hope_rooms_pairing AS pairing,
    LATERAL (SELECT * FROM volunteers_shift WHERE id = 100000000 + pairing.id * 100 + turn) AS shift
WHERE pairing.state = 'active' ORDER BY turn, pairing.id;
"""
BY_HAND = """
WITH counted AS (
    SELECT pairing_id, max(counted_on) AS last, count(*) AS many
    FROM hope_rooms_childvisit JOIN hope_rooms_pairing AS of ON of.id = pairing_id
    WHERE hope_rooms_childvisit.state = 'counted' AND counted_on >= of.started_on GROUP BY pairing_id
), windows AS (
    SELECT pairing.id, pairing.every_days, coalesce(counted.last, pairing.started_on) AS opened_on,
        coalesce(counted.many, 0) AS many
    FROM hope_rooms_pairing AS pairing LEFT JOIN counted ON counted.pairing_id = pairing.id
    WHERE pairing.state IN ('active', 'at_risk')
), due AS (
    SELECT id, opened_on, opened_on
        + CASE WHEN many < 2 THEN 14 ELSE coalesce(every_days, 30) END
        + coalesce((SELECT sum(ended_on - greatest(from_on, windows.opened_on))::int
            FROM hope_rooms_pairingpause
            WHERE pairing_id = windows.id AND ended_on > windows.opened_on), 0) AS due_on,
        EXISTS (SELECT FROM hope_rooms_childvisit
            WHERE pairing_id = windows.id AND state = 'planned') AS plan,
        EXISTS (SELECT FROM hope_rooms_childvisit AS visit
            LEFT JOIN volunteers_signup AS place ON place.shift_id = visit.shift_id
            WHERE visit.pairing_id = windows.id AND (visit.state = 'reported'
                OR visit.state = 'planned' AND place.checked_in_at IS NOT NULL)) AS contact
    FROM windows
)
SELECT due.id, rung.step FROM due CROSS JOIN unnest(%(steps)s, %(levels)s) AS rung(step, level)
WHERE NOT contact AND due_on + rung.step <= %(on)s AND (rung.level > 1 OR NOT plan)
    AND NOT EXISTS (SELECT FROM hope_rooms_escalation AS climbed
        WHERE climbed.pairing_id = due.id AND climbed.opened_on = due.opened_on AND climbed.step = rung.step)
ORDER BY due.id, rung.step
"""


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed the rooms and their years, then ask both in turns."""
    rooms, visits = FEW if quick else (ROOMS, VISITS)
    _seed(rooms, visits)
    found = _by_hand()
    assert _by_portal() == found
    turns = [(_seconds(_by_portal), _seconds(_by_hand)) for _round in range(1 if quick else ROUNDS)]
    times = statistics.median(ours / hand for ours, hand in turns)
    row = {
        "rooms": rooms,
        "visits": rooms * visits,
        "rungs": len(found),
        "portal ms": 1000 * statistics.median(ours for ours, _hand in turns),
        "by hand ms": 1000 * statistics.median(hand for _ours, hand in turns),
        "times": times,
        "met": times <= MOST_TIMES,
    }
    return {
        "what": "the day's look for the ladder of visits, beside one SQL statement of the same result",
        "rows": [row],
        "afterwards": [f"bar: {MOST_TIMES:g} x the time of the statement"],
    }


def _by_portal() -> list[tuple[int, int]]:
    return [(room, rung.step) for room, _window, rungs in ladder.to_climb(ON) for rung in rungs]


def _by_hand() -> list[tuple[int, int]]:
    steps, levels = zip(*LADDER, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"on": ON, "steps": list(steps), "levels": list(levels)})
        return [(int(room), int(step)) for room, step in cursor.fetchall()]


def _seed(rooms: int, visits: int) -> None:
    crowd(2, mobile=MOBILE, mark=MARK)
    tables = ("hope_rooms_child", "hope_rooms_pairing", "hope_rooms_childvisit", "volunteers_shift")
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute("SELECT id FROM accounts_user WHERE mobile LIKE %s", [f"{MOBILE}%"])
            one, other = (row[0] for row in cursor.fetchall())
            told = {"rooms": rooms, "visits": visits, "on": ON, "one": one, "other": other}
            # Rows are right by the way they are written: their constraints are asked, their triggers are not.
            _triggers(cursor, tables, "DISABLE")
            cursor.execute(ROWS + VISITED, told)
            _triggers(cursor, tables, "ENABLE")
            cursor.execute("VACUUM ANALYZE")


def _triggers(cursor: Any, tables: tuple[str, ...], word: str) -> None:
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")


def _seconds(look: Callable[[], Any]) -> float:
    start = time.perf_counter()
    look()
    return time.perf_counter() - start
