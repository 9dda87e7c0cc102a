"""
booking-engine: stays per second through ``services.book_stay``, beside pgbench writing the same rows.

pgbench inserts the rows of one stay into the same tables by one prepared
statement and commits: no rule asked, no bed looked for, nobody waited for. The
column ``of heap`` compares with tables that have no index and no constraint.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from bench import pgbench
from bench.seeding import seed
from stations import services
from stations.errors import BedTaken
from stations.models import Evidence, Station
from zibo_youth.accounts.models import User

SECONDS, ROUNDS, STATIONS, PEOPLE = 3, 3, 31, 30_000
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


def run() -> dict[str, Any]:
    seed(stations=STATIONS + HOT_STATIONS, people=PEOPLE)
    firsts = pgbench.prepare()
    statements = _statements_of_one_booking()
    people = iter(range(0, PEOPLE, SLICE))
    hot = (f"bench-{STATIONS + number}" for number in range(1, HOT_STATIONS + 1))
    rows = [_measure(clients, place, bar, people, hot, firsts) for clients, place, bar in POINTS]
    return {
        "what": f"stays/s beside pgbench's insert of the same rows; {statements} statements a booking",
        "statements": statements,
        "rows": rows,
        "afterwards": _afterwards(),
    }


def _measure(
    clients: int, place: str, bar: float | None, people: Any, hot: Any, firsts: dict[str, int]
) -> dict[str, Any]:
    """All sides in turns, so that a slow minute of the machine hits each of them."""
    ours, same, heap, refused = [], [], [], 0
    for _round in range(ROUNDS):
        same.append(pgbench.rate("same_tables", clients, SECONDS, firsts))
        rate, full = _booking_rate(clients, place if place == "spread" else next(hot), people)
        heap.append(pgbench.rate("heap", clients, SECONDS, firsts))
        ours.append(rate)
        refused += full
    ratio = statistics.median(our / their for our, their in zip(ours, same, strict=True))
    row: dict[str, Any] = {
        "clients": clients,
        "place": place,
        "stays/s": statistics.median(ours),
        "pgbench/s": statistics.median(same),
        "ratio": ratio,
        "of heap": statistics.median(our / their for our, their in zip(ours, heap, strict=True)),
        "refused": refused,
    }
    return row | ({"bar": bar, "met": ratio >= bar} if bar else {})


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
    """Everything between and including BEGIN and COMMIT, counted in a session that has booked before."""
    station, arrival = Station.objects.first(), date.today() + timedelta(days=5)
    for user in User.objects.filter(is_staff=False).select_related("person").order_by("-id")[:2]:
        file = Evidence.objects.get(person=user.person)
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
    "overbooked bed-nights": """SELECT count(*) FROM (SELECT FROM stations_staynight
        GROUP BY bed_id, date HAVING count(*) > 1) AS x""",
    "seventh nights": """SELECT count(*) FROM (SELECT FROM stations_staynight
        GROUP BY guest_id, allowance_year HAVING count(*) > 6) AS x""",
    "rooms with two genders in a night": """SELECT count(*) FROM (SELECT FROM stations_staynight
        GROUP BY room_id, date HAVING count(DISTINCT gender) > 1) AS x""",
    "stays without all their nights": """SELECT count(*) FROM stations_stay AS stay
        WHERE departure - arrival <> (SELECT count(*) FROM stations_staynight WHERE stay_id = stay.id)""",
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
