"""
report-growth: what a month's figures cost when there are more facts, and when there is more past.

One city is written once, with four years before its month, and copied into schemas
of one database: a fifth of its houses, and its own with 12 months and with one.
A connection reads one of them by its search path, so all are measured in turns;
each has its own tables, indexes and statistics. Rows lie in the order in which
they came, as they do in a real table.
"""

from __future__ import annotations

import os
import statistics
import time
from contextlib import closing
from datetime import date
from typing import Any

import psycopg2
from django.db import connection

from bench.report_month import MONTH, drop_walls, seed
from zibo_youth.accounts.models import Organisation
from zibo_youth.reports.kpis import Kpi, kpis

HOUSES, MONTHS, ROUNDS = 5, 49, 21
FEW = (5, 4, 3)
MOST_GROWTH, MOST_FOR_HISTORY = 1.1, 1.1

PLACEMENTS = """
INSERT INTO stations_placement (stay_id, employer, signed_on, state, recorded_at, decided_at, decision)
SELECT id, 'report-' || id, departure, 'confirmed', arrival, departure, '' FROM stations_stay
WHERE id % 10 = 0
"""
# Copied with their indexes and checks; where a row belongs is asked of the tables that are whole.
TABLES = {
    "stations_station": ("row.id", "row.opened_on"),
    "stations_room": ("row.station_id", "date '2019-01-01'"),
    "stations_bed": ("(SELECT station_id FROM stations_room WHERE id = row.room_id)", "date '2019-01-01'"),
    "stations_closure": ("row.station_id", "row.from_on"),
    "stations_stay": ("row.station_id", "row.arrival"),
    "stations_staynight": ("(SELECT station_id FROM stations_room WHERE id = row.room_id)", "row.date"),
    "stations_placement": ("(SELECT station_id FROM stations_stay WHERE id = row.stay_id)", "row.signed_on"),
}
FACTS = ("stations_stay", "stations_staynight", "stations_placement")
COPY = """
CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING ALL EXCLUDING GENERATED);
INSERT INTO {schema}.{table} OVERRIDING SYSTEM VALUE SELECT row.* FROM public.{table} AS row
WHERE {station} IN (SELECT id FROM public.stations_station WHERE code ~ %(houses)s)
  AND ({is_place} OR {day} >= %(since)s) ORDER BY {day}, row.id;
"""


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed once, copy, measure in turns; the schemas are gone afterwards."""
    houses, months, rounds = FEW if quick else (HOUSES, MONTHS, ROUNDS)
    if not quick:
        drop_walls()
    seed(1, houses, months)
    past = [1, 2, months - 1] if quick else [1, 12, months - 1]
    copies = {f"past_{n}": ("", MONTH.plus(-n).first) for n in past}
    copies["fifth"] = ("-1$", MONTH.plus(1 - months).first)
    try:
        _copy(copies)
        return {
            "what": "all counted indicators of one month; schemas of one database, in turns",
            "rows": _rows(past, _measured(list(copies), rounds)),
            "afterwards": [
                f"bar: facts x n cost at most {MOST_GROWTH:g} n; history at most {MOST_FOR_HISTORY:g} x"
            ],
        }
    finally:
        _drop(list(copies))


def _copy(copies: dict[str, tuple[str, date]]) -> None:
    """As the owner; the application role reads."""
    _drop(list(copies))
    with _owner() as owner, owner.cursor() as cursor:
        cursor.execute(PLACEMENTS)
        for schema, (houses, since) in copies.items():
            cursor.execute(f"CREATE SCHEMA {schema}; GRANT USAGE ON SCHEMA {schema} TO public")
            for table, (station, day) in TABLES.items():
                is_place = table not in FACTS
                copy = COPY.format(schema=schema, table=table, station=station, day=day, is_place=is_place)
                cursor.execute(copy, {"houses": f"^report-.*{houses}", "since": since})
            cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO public")
        cursor.execute("VACUUM ANALYZE")


def _drop(schemas: list[str]) -> None:
    with _owner() as owner, owner.cursor() as cursor:
        for schema in schemas:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def _owner() -> Any:
    owner = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    owner.autocommit = True
    return closing(owner)


def _measured(schemas: list[str], rounds: int) -> dict[str, dict[str, Any]]:
    """By schema: its facts, what it found, and the seconds of each turn."""
    units = list(Organisation.objects.reporting().values_list("pk", flat=True))
    counted = [one for one in kpis() if not one.is_manual]
    found: dict[str, dict[str, Any]] = {}
    for schema in schemas:
        _turn_to(schema)
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + " + ".join(f"(SELECT count(*) FROM {table})" for table in FACTS))
            found[schema] = {"facts": cursor.fetchone()[0], "figures": _count(counted, units), "turns": []}
    for _round in range(rounds):
        for schema in schemas:
            _turn_to(schema)
            start = time.perf_counter()
            _count(counted, units)
            found[schema]["turns"].append(time.perf_counter() - start)
    _turn_to("public")
    return found


def _turn_to(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {schema}, public")


def _count(counted: list[Kpi], units: list[int]) -> dict[str, Any]:
    """The figures of the month, and what they rest on."""
    return {
        one.code: (one.by_organisation(MONTH.period, units), one.fingerprints(MONTH.period, units))
        for one in counted
    }


def _rows(past: list[int], found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    shortest, longest = f"past_{past[0]}", f"past_{past[-1]}"
    # The same month's facts: who finds other figures measures nothing.
    assert all(found[f"past_{n}"]["figures"] == found[shortest]["figures"] for n in past)
    assert found[longest]["figures"] != found["fifth"]["figures"]
    base = found[shortest]
    rows = [_row(f"{n} months before", found[f"past_{n}"], base, 1.0, MOST_FOR_HISTORY) for n in past]
    growth = found[longest]["facts"] / found["fifth"]["facts"]
    return [*rows, _row("five times the facts", found[longest], found["fifth"], growth, growth * MOST_GROWTH)]


def _row(name: str, one: dict[str, Any], base: dict[str, Any], growth: float, most: float) -> dict[str, Any]:
    cost = statistics.median(ours / theirs for ours, theirs in zip(one["turns"], base["turns"], strict=True))
    return {
        "what": name,
        "facts": one["facts"],
        "ms": 1000 * statistics.median(one["turns"]),
        "facts of the month x": growth,
        "cost x": cost,
        "met": cost <= most,
    }
