"""
report-month: every counted indicator of a month for all eleven organisations, beside hand-written SQL.

Facts are stays and bed-nights of sixty months. Both sides are measured in turns;
what both find must be the same. A second table grows the facts and the months.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg2
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.reports.kpis import Kpi, kpis
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.periods import Month
from zibo_youth.reports.services import take_figures
from zibo_youth.reports.sheet import sheet_of

MONTH = Month(2025, 6)
# Houses of each organisation: each has 20 beds, each bed three-night stays in two of three slots.
SIZES, FEW = ((6, 60), (30, 60)), ((1, 3), (2, 3))
ROUNDS = 9
MOST_TIMES, MOST_GROWTH = 1.1, 1.1

PLACES = """
INSERT INTO stations_station (code, name, name_en, area_id, reporting_org_id, operator_id, address,
    transport, phone, summary, house_rules, paid_after_cap, facilities, is_township, opened_on)
SELECT 'report-' || unit.id || '-' || n, 'report-' || unit.id || '-' || n, '', unit.area_id, unit.id, unit.id,
    '', '', '', '', '', '', '{}', false, '2019-01-01'
FROM accounts_organisation AS unit, generate_series(%(from_house)s, %(houses)s) AS n WHERE unit.is_reporting;
INSERT INTO stations_room (station_id, name, gender_mode, floor)
SELECT id, room, 'male', 1 FROM stations_station, generate_series(1, 5) AS room
WHERE code LIKE 'report-%%' AND NOT EXISTS (SELECT FROM stations_room WHERE station_id = stations_station.id);
INSERT INTO stations_bed (room_id, label)
SELECT room.id, bed FROM stations_room AS room, generate_series(1, 4) AS bed
WHERE NOT EXISTS (SELECT FROM stations_bed WHERE room_id = room.id);
INSERT INTO stations_closure (station_id, from_on, until_on, reason)
SELECT id, '2025-06-10', '2025-06-13', 'report' FROM stations_station WHERE code LIKE 'report-%%-1';
"""
# One guest for two stays on end, so that people are fewer than visits.
FACTS = """
CREATE TEMPORARY TABLE new_stay ON COMMIT DROP AS
SELECT 'R' || bed.id || '-' || slot AS reference, 'G' || bed.id || '-' || slot / 2 AS guest,
    bed.id AS bed, room.id AS room, station.id AS station, slot, %(first)s::date + slot * 3 AS arrival
FROM stations_bed AS bed JOIN stations_room AS room ON room.id = bed.room_id
JOIN stations_station AS station ON station.id = room.station_id AND station.code LIKE 'report-%%',
    generate_series(0, %(slots)s) AS slot
WHERE (slot + bed.id) %% 3 <> 0
  AND NOT EXISTS (SELECT FROM stations_staynight AS night WHERE night.bed_id = bed.id);

INSERT INTO accounts_person (public_id, full_name, mobile, id_type, id_sealed, id_index, id_last4, gender,
    education, university, native_place, emergency_contact, emergency_mobile, identity_state, created_at)
SELECT gen_random_uuid(), '', '', '', '', guest, '', 1, '', '', '', '', '', 'stated', now()
FROM (SELECT DISTINCT guest FROM new_stay) AS guests;

INSERT INTO stations_roomnight (room_id, date, gender, gender_mode)
SELECT DISTINCT room, arrival + night, 1, 'male' FROM new_stay, generate_series(0, 2) AS night;

INSERT INTO stations_stay (reference, guest_id, booked_by_id, station_id, policy_id, arrival, departure,
    room_wish, purpose, purpose_detail, declared_non_native, contact_mobile, state, created_at, submitted_at,
    decided_at, checked_in_at, checked_out_at)
SELECT reference, person.id, %(user)s, station, policy.id, arrival, arrival + 3, 'any', 'job_seeking', '',
    true, '', 'checked_out', arrival, arrival, arrival, arrival + time '12:00', arrival + 3
FROM new_stay JOIN accounts_person AS person ON person.id_index = new_stay.guest,
    (SELECT id FROM stations_staypolicy ORDER BY effective_from DESC LIMIT 1) AS policy;

INSERT INTO stations_staynight (stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap)
SELECT stay.id, stay.guest_id, 1, bed, room, new_stay.arrival + night, 1 + night + 3 * (slot %% 2),
    stay.policy_id, policy.max_free_nights
FROM new_stay JOIN stations_stay AS stay ON stay.reference = new_stay.reference
JOIN stations_staypolicy AS policy ON policy.id = stay.policy_id, generate_series(0, 2) AS night;
"""

# In a database of its own, five years of facts are written without asking every wall.
UNWALLED = """
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
WHERE contype = 'f' AND conrelid IN ('stations_stay'::regclass, 'stations_staynight'::regclass)
"""

BY_HAND = {
    "ST01": """SELECT reporting_org_id, count(*) FROM stations_station
        WHERE opened_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s) GROUP BY 1""",
    "ST02": """SELECT s.reporting_org_id, count(*) FROM stations_stay t
        JOIN stations_station s ON s.id = t.station_id
        WHERE t.checked_in_at >= %(from_at)s AND t.checked_in_at < %(until_at)s GROUP BY 1""",
    "ST03": """SELECT s.reporting_org_id, count(DISTINCT t.guest_id) FROM stations_stay t
        JOIN stations_station s ON s.id = t.station_id
        WHERE t.checked_in_at >= %(from_at)s AND t.checked_in_at < %(until_at)s GROUP BY 1""",
    "ST04": """SELECT s.reporting_org_id, count(*) FROM stations_staynight n
        JOIN stations_stay t ON t.id = n.stay_id JOIN stations_station s ON s.id = t.station_id
        WHERE n.date >= %(start)s AND n.date < %(end)s AND t.checked_in_at IS NOT NULL GROUP BY 1""",
    "ST05": """SELECT s.reporting_org_id, sum(beds * (%(end)s::date - %(start)s::date - shut)) FROM (
        SELECT r.station_id, (SELECT count(*) FROM stations_bed b WHERE b.room_id = r.id) AS beds,
            (SELECT count(DISTINCT day) FROM stations_closure c,
                LATERAL generate_series(greatest(c.from_on, %(start)s::date),
                    least(c.until_on, %(end)s::date) - 1, interval '1 day') AS day
             WHERE c.station_id = r.station_id AND (c.room_id IS NULL OR c.room_id = r.id)) AS shut
        FROM stations_room r) AS room JOIN stations_station s ON s.id = room.station_id GROUP BY 1""",
    "ST06": """SELECT s.reporting_org_id, count(DISTINCT t.guest_id) FROM stations_placement p
        JOIN stations_stay t ON t.id = p.stay_id JOIN stations_station s ON s.id = t.station_id
        WHERE p.state = 'confirmed' AND p.signed_on >= %(start)s AND p.signed_on < %(end)s GROUP BY 1""",
    "ST07": """SELECT reporting_org_id, count(*) FROM stations_lounge
        WHERE opened_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s) GROUP BY 1""",
}


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed and measure size by size, then the same month with a longer history."""
    sizes, rounds = (FEW, 1) if quick else (SIZES, ROUNDS)
    rows, before, facts_before, house = [], 0.0, 0, 1
    if not quick:
        drop_walls()
    for houses, months in sizes:
        facts = seed(house, houses, months)
        house = houses + 1
        row = _measure(facts, rounds)
        if before:
            growth, cost = facts / facts_before, row["ms"] / before
            row |= {"facts x": growth, "cost x": cost, "met": row["met"] and cost <= growth * MOST_GROWTH}
        before, facts_before = row["ms"], facts
        rows.append(row)
    return {
        "what": "all counted indicators of one month, 11 organisations; beside hand-written SQL, in turns",
        "rows": rows,
        "afterwards": [
            f"bar: {MOST_TIMES:g} x the SQL; facts x n cost at most {MOST_GROWTH:g} n",
            f"a locked month opens with {_queries_of_a_locked_month()} queries, whatever lies behind it",
        ],
    }


def drop_walls() -> None:
    """In a database of the benchmark's own."""
    with (
        closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner,
        owner,
        owner.cursor() as cursor,
    ):
        cursor.execute(UNWALLED)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def seed(from_house: int, houses: int, months: int) -> int:
    """Add houses and their months up to the one that is measured; how many facts there are now."""
    first = MONTH.plus(1 - months).first
    user, _made = User.objects.get_or_create(mobile="+8613900000000")
    values = {
        "user": user.pk,
        "from_house": from_house,
        "houses": houses,
        "first": first,
        "slots": (MONTH.period.end - first).days // 3,
    }
    # As the owner: the application role may neither make temporary tables nor analyse.
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        with owner, owner.cursor() as cursor:
            cursor.execute(PLACES, values)
            cursor.execute(FACTS, values)
            cursor.execute(
                "SELECT (SELECT count(*) FROM stations_stay) + (SELECT count(*) FROM stations_staynight)"
            )
            facts = int(cursor.fetchone()[0])
        owner.autocommit = True
        owner.cursor().execute("VACUUM ANALYZE")
    return facts


def _measure(facts: int, rounds: int) -> dict[str, Any]:
    units = list(Organisation.objects.reporting().values_list("pk", flat=True))
    counted = [one for one in kpis() if not one.is_manual]
    assert {one.code for one in counted} == set(BY_HAND), "the hand-written side is not whole"
    _compare(counted, units)
    turns = [(_seconds(lambda: _by_register(counted, units)), _seconds(_by_hand)) for _round in range(rounds)]
    ratio = statistics.median(ours / theirs for ours, theirs in turns)
    return {
        "facts": facts,
        "ms": 1000 * statistics.median(ours for ours, _theirs in turns),
        "ms by hand": 1000 * statistics.median(theirs for _ours, theirs in turns),
        "times": ratio,
        "met": ratio <= MOST_TIMES,
    }


def _by_register(counted: list[Kpi], units: list[int]) -> None:
    for one in counted:
        one.by_organisation(MONTH.period, units)


def _by_hand() -> dict[str, dict[int, Decimal]]:
    period = MONTH.period
    asked: dict[str, date | Any] = {
        "start": period.start,
        "end": period.end,
        "last": period.last,
        "from_at": period.from_at,
        "until_at": period.until_at,
    }
    found = {}
    # A share asks both of its parts: the nights slept are asked twice on both sides.
    for code, sql in [*BY_HAND.items(), ("nights again", BY_HAND["ST04"])]:
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            found[code] = {unit: Decimal(amount or 0) for unit, amount in cursor.fetchall()}
    return found


def _compare(counted: list[Kpi], units: list[int]) -> None:
    """Two sides that find different numbers measure nothing."""
    by_hand = _by_hand()
    for one in counted:
        ours = one.by_organisation(MONTH.period, units)
        for unit, amount in ours.items():
            said = amount.part if amount.whole is None else amount.whole
            assert said == by_hand[one.code].get(unit, Decimal(0)), (one.code, unit)


def _seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _queries_of_a_locked_month() -> int:
    unit = Organisation.objects.reporting().first()
    report, _made = MonthlyReport.objects.get_or_create(
        organisation=unit, month=MONTH.first, defaults={"due_on": MONTH.period.end}
    )
    take_figures(actor=SYSTEM, report=report)
    with CaptureQueriesContext(connection) as queries:
        sheet = sheet_of(report)
        assert [line.evaluation for line in sheet.lines]
    return len(queries)
