"""
booking-engine: stays per second through ``services.book_stay``, beside pgbench writing the same rows.

pgbench's side is the barest durable form of the same rows: tables without a
constraint, an index or a trigger, one prepared statement a stay, one commit.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import statistics
import subprocess
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from bench.seeding import seed

SECONDS, ROUNDS, STATIONS, PEOPLE = 5, 3, 31, 30_000
LAST_DAY = 990  # how far ahead the measured stays lie: beds must not run out while measuring
# (clients, place) and the bar, where the issue sets one.
POINTS: list[tuple[int, str, float | None]] = [
    (1, "spread", None),
    (8, "spread", 0.20),
    (32, "spread", 0.15),
    (1, "hot", None),
    (8, "hot", None),
    (32, "hot", None),
]
SLICE, GUESTS_A_ROUND = 50, 1600
# Each hot measurement gets a station of its own, untouched before.
HOT_STATIONS = ROUNDS * sum(place == "hot" for _clients, place, _bar in POINTS)

BARE_TABLES = """
CREATE TABLE bare_stay AS SELECT * FROM stations_stay WITH NO DATA;
CREATE TABLE bare_evidence AS SELECT * FROM stations_stay_evidence WITH NO DATA;
CREATE TABLE bare_night AS SELECT * FROM stations_staynight WITH NO DATA;
CREATE TABLE bare_roomnight AS SELECT * FROM stations_roomnight WITH NO DATA;
CREATE TABLE bare_transition AS SELECT * FROM stations_staytransition WITH NO DATA;
CREATE TABLE bare_notice AS SELECT * FROM notifications_notice WITH NO DATA;
CREATE SEQUENCE bare_number;
ANALYZE;
"""

BARE_INSERT = r"""
\set nights random(1, 6)
\set guest random(1, 40000)
\set bed random(1, 372)
WITH stay AS (
    INSERT INTO bare_stay (id, reference, guest_id, booked_by_id, station_id, policy_id, arrival, departure,
        room_wish, purpose, purpose_detail, declared_non_native, contact_mobile, state, check_in_code,
        review_due_at, created_at, submitted_at)
    VALUES (nextval('bare_number'), 'YZ202611230001', :guest::int, :guest::int, 1, 1, current_date, current_date + :nights::int,
        'any', 'job_seeking', '', true, '+8613800000000', 'submitted', '', now(), now(), now()) RETURNING id
), evidence AS (INSERT INTO bare_evidence (id, stay_id, evidence_id) SELECT id, id, :guest::int FROM stay
), roomnight AS (
    INSERT INTO bare_roomnight (id, room_id, date, gender, gender_mode)
    SELECT nextval('bare_number'), :bed::int, current_date + n, 1, 'male' FROM generate_series(1, :nights::int) AS n
), night AS (
    INSERT INTO bare_night (id, stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap, allowance_year)
    SELECT nextval('bare_number'), id, :guest::int, 1, :bed::int, :bed::int, current_date + n, n, 1, 6, 2026
    FROM stay, generate_series(1, :nights::int) AS n
), transition AS (
    INSERT INTO bare_transition (id, stay_id, actor_id, from_state, to_state, reason, note, at)
    SELECT id, id, :guest::int, '', 'submitted', '', '', now() FROM stay)
INSERT INTO bare_notice (id, kind, to_id, about_model, about_pk, dedup_key)
SELECT id, 'stations.stay_submitted', :guest::int, 'stations.stay', id::text, 'stay_submitted:' || id FROM stay;
"""


def run() -> dict[str, Any]:
    seed(stations=STATIONS + HOT_STATIONS, people=PEOPLE)
    _make_bare_tables()
    statements = _statements_of_one_booking()
    people = iter(range(0, PEOPLE, SLICE))
    hot = (f"bench-{STATIONS + number}" for number in range(1, HOT_STATIONS + 1))
    rows = [_measure(clients, place, bar, people, hot) for clients, place, bar in POINTS]
    return {
        "what": f"stays/s beside pgbench's barest insert of the same rows; {statements} statements a booking",
        "statements": statements,
        "rows": rows,
        "afterwards": _afterwards(),
    }


def _make_bare_tables() -> None:
    """As the owner: the application role may not create a table."""
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    _postgres("psql", "-q", "-d", owner, "-c", BARE_TABLES)


def _postgres(program: str, *arguments: str) -> str:
    from zibo_youth.embedded import programs

    command = [str(programs.find_programs().postgres_bin / program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {program} failed: {done.stderr.strip()}")
    return done.stdout


def _measure(clients: int, place: str, bar: float | None, people: Any, hot: Any) -> dict[str, Any]:
    """Both sides in turns, so that a slow minute of the machine hits both."""
    ours, bare, refused = [], [], 0
    for _round in range(ROUNDS):
        bare.append(_bare_rate(clients))
        rate, full = _booking_rate(clients, place if place == "spread" else next(hot), people)
        ours.append(rate)
        refused += full
    ratio = statistics.median(our / their for our, their in zip(ours, bare, strict=True))
    row: dict[str, Any] = {
        "clients": clients,
        "place": place,
        "stays/s": statistics.median(ours),
        "bare/s": statistics.median(bare),
        "ratio": ratio,
        "refused": refused,
    }
    return row | ({"bar": bar, "met": ratio >= bar} if bar else {})


def _bare_rate(clients: int) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(BARE_INSERT)
        script.flush()
        output = _postgres(
            "pgbench",
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(SECONDS),
            "-f",
            script.name,
            os.environ["DATABASE_OWNER_URL"],
        )
    return float(re.search(r"tps = ([\d.]+)", output).group(1))  # type: ignore[union-attr]


def _booking_rate(clients: int, place: str, people: Any) -> tuple[float, int]:
    """Processes, not threads: each client has its own interpreter and connection, as in production."""
    context = multiprocessing.get_context("fork")
    connections.close_all()
    barrier, answers = context.Barrier(clients + 1), context.Queue()
    each = max(1, GUESTS_A_ROUND // clients // SLICE)
    slices = [[next(people) for _ in range(each)] for _client in range(clients)]
    workers = [context.Process(target=_client, args=(mine, place, barrier, answers)) for mine in slices]
    for worker in workers:
        worker.start()
    barrier.wait()
    done = [answers.get() for _worker in workers]
    for worker in workers:
        worker.join()
    return sum(booked / seconds for booked, _full, seconds in done), sum(
        full for _booked, full, _seconds in done
    )


def _client(slices: list[int], place: str, barrier: Any, answers: Any) -> None:
    from stations import services
    from stations.errors import BedTaken
    from stations.models import Evidence, Station
    from zibo_youth.accounts.models import User

    users: list[User] = []
    for first in slices:
        users += (
            User.objects.filter(is_staff=False).select_related("person").order_by("id")[first : first + SLICE]
        )
    evidence = {
        file.person_id: file for file in Evidence.objects.filter(person__in=[u.person_id for u in users])
    }
    stations = list(Station.objects.order_by("id")[:STATIONS])
    if place != "spread":
        stations = [Station.objects.get(code=place)]
    chance, booked, full = random.Random(os.getpid()), 0, 0
    barrier.wait()
    start = time.perf_counter()
    for user in users:
        arrival = date.today() + timedelta(days=chance.randint(2, LAST_DAY))
        try:
            services.book_stay(
                actor=user,
                guest=user.person,
                station=chance.choice(stations),
                arrival=arrival,
                departure=arrival + timedelta(days=chance.randint(1, 6)),
                purpose="job_seeking",
                declared_non_native=True,
                evidence=[evidence[user.person_id]],
            )
            booked += 1
        except BedTaken:
            full += 1
        if time.perf_counter() - start > SECONDS:
            break
    answers.put((booked, full, time.perf_counter() - start))


def _statements_of_one_booking() -> int:
    """Everything between and including BEGIN and COMMIT, counted, not claimed."""
    from stations import services
    from stations.models import Evidence, Station
    from zibo_youth.accounts.models import User

    user = User.objects.filter(is_staff=False).select_related("person").latest("id")
    file = Evidence.objects.get(person=user.person)
    station, arrival = Station.objects.first(), date.today() + timedelta(days=5)
    with CaptureQueriesContext(connection) as captured:
        services.book_stay(
            actor=user,
            guest=user.person,
            station=station,
            arrival=arrival,
            departure=arrival + timedelta(days=3),
            purpose="job_seeking",
            declared_non_native=True,
            evidence=[file],
        )
    return len(captured)


CHECKS = {
    "overbooked bed-nights": "SELECT count(*) FROM (SELECT FROM stations_staynight GROUP BY bed_id, date HAVING count(*) > 1) AS x",
    "seventh nights": """SELECT count(*) FROM (SELECT FROM stations_staynight
        GROUP BY guest_id, allowance_year HAVING count(*) > 6) AS x""",
    "rooms with two genders in a night": """SELECT count(*) FROM (SELECT FROM stations_staynight
        GROUP BY room_id, date HAVING count(DISTINCT gender) > 1) AS x""",
    "stays without all their nights": """SELECT count(*) FROM stations_stay AS stay WHERE departure - arrival <>
        (SELECT count(*) FROM stations_staynight WHERE stay_id = stay.id)""",
}


def _afterwards() -> list[str]:
    lines = []
    with connection.cursor() as cursor:
        for name, query in CHECKS.items():
            cursor.execute(query)
            lines.append(f"{name}: {cursor.fetchone()[0]}")
        cursor.execute("SELECT count(*) FROM stations_stay")
        lines.append(f"stays written: {cursor.fetchone()[0]}")
    log = Path(os.environ.get("ZIBO_POSTGRES_LOG", ""))
    deadlocks = (
        log.read_text(errors="replace").count("deadlock detected") if log.is_file() else "log not readable"
    )
    return [*lines, f"deadlocks in the server's log: {deadlocks}"]
