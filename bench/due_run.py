"""
due-run: one business date over 100,000 loans of 36 instalments, beside one hand-written statement.

The rows are written by the database itself, walls away: a tenth of the loans is late, from a day to two
years, and half of all instalments is settled. Both are run in turns, each in a transaction that is taken
back; both must tell the same of every loan, or nothing is measured.
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
from django.db import connection, transaction

from loans.models import Firm, LoanProduct, ProductVersion
from loans.services.loans.following import write_late_loans
from zibo_youth.accounts.models import Organisation

LOANS, INSTALMENTS, TURNS, MOST_TIMES = 100_000, 36, 7, 1.5
FEW = 500
DAY = date(2023, 12, 31)

TABLES = ("loans_loan", "loans_scheduleversion", "loans_schedulerow")
SEED = """
INSERT INTO loans_loan (id, bank_id, firm_id, version_id, contract_no, contract_amount, signed_on, rate,
    method, starts_on, instalments, every_months, has_own_stub, due_day, sticks_to_month_end, grace, state,
    drawn, over, registered_at)
OVERRIDING SYSTEM VALUE
SELECT {first} + n, {bank}, {firm}, {version}, 'bench-' || n, 36000,
    day, 0.0435, 'equal_principal', day, {instalments}, 1, false, 0, false, 0, 'active', 36000, 0, now()
FROM (SELECT n, date '2021-06-01' + n % 365 AS day FROM generate_series(1, {loans}) AS n) AS each;
INSERT INTO loans_scheduleversion (id, loan_id, number, reason, origin, amount, rate, is_active, made_at)
OVERRIDING SYSTEM VALUE
SELECT {first} + n, {first} + n, 1, 'first', 'engine', 36000, 0.0435, true, now()
FROM generate_series(1, {loans}) AS n;
INSERT INTO loans_schedulerow (schedule_id, number, since, due, opening, principal, interest,
    repaid_principal, repaid_interest, settled_on)
SELECT {first} + n, row, since, due, 36000 - 1000 * (row - 1), 1000, 100,
    CASE WHEN is_paid THEN 1000 ELSE 0 END, CASE WHEN is_paid THEN 100 ELSE 0 END,
    CASE WHEN is_paid THEN due END
FROM (
    SELECT n, row,
        (date '2021-06-01' + n % 365 + make_interval(months => row - 1))::date AS since,
        (date '2021-06-01' + n % 365 + make_interval(months => row))::date AS due,
        (date '2021-06-01' + n % 365 + make_interval(months => row))::date
            < date '{day}' - CASE WHEN n % 10 = 0 THEN n % 700 ELSE 0 END AS is_paid
    FROM generate_series(1, {loans}) AS n, generate_series(1, {instalments}) AS row
) AS each;
SET CONSTRAINTS ALL IMMEDIATE;
ANALYZE loans_loan; ANALYZE loans_scheduleversion; ANALYZE loans_schedulerow;
"""
# As somebody would write it who knows the tables and one day's limits.
BY_HAND = """
INSERT INTO loans_loanday (loan_id, day, days_past_due, risk_class)
SELECT whole.loan_id, date '2023-12-31', date '2023-12-31' - min(cell.due),
    CASE WHEN date '2023-12-31' - min(cell.due) > 360 THEN 'loss'
         WHEN date '2023-12-31' - min(cell.due) > 270 THEN 'doubtful'
         WHEN date '2023-12-31' - min(cell.due) > 90 THEN 'substandard'
         ELSE 'attention' END
FROM loans_schedulerow AS cell
JOIN loans_scheduleversion AS whole ON whole.id = cell.schedule_id
WHERE whole.is_active AND cell.due < '2023-12-31' AND cell.settled_on IS NULL
GROUP BY whole.loan_id
"""
TOLD = "SELECT loan_id, days_past_due, risk_class FROM loans_loanday WHERE day = %s ORDER BY loan_id"


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed once, then measure in turns."""
    loans, turns = (FEW, 1) if quick else (LOANS, TURNS)
    _seed(loans)
    ours, by_hand = [], []
    for _turn in range(turns):
        mine, told = _timed(lambda: write_late_loans(DAY))
        hand, expected = _timed(_by_hand)
        assert told == expected, "the two runs tell different things"
        assert told
        ours.append(mine)
        by_hand.append(hand)
    mine, hand = statistics.median(ours), statistics.median(by_hand)
    row = {
        "loans": loans,
        "late": len(told),
        "the day's run, ms": mine * 1000,
        "by hand, ms": hand * 1000,
        "times": mine / hand,
        "met": mine / hand <= MOST_TIMES,
    }
    return {
        "what": f"one business date, loans of {INSTALMENTS} instalments, beside one hand-written statement",
        "rows": [row],
        "afterwards": [f"bar: at most {MOST_TIMES:g} x the hand-written statement"],
    }


def _seed(loans: int) -> None:
    """As the owner: the application role may not set the walls aside."""
    told = {"first": 10_000_000, "loans": loans, "instalments": INSTALMENTS, "day": DAY} | _contract()
    switch = "ALTER TABLE {} {} TRIGGER USER;"
    off, on = ("".join(switch.format(table, way) for table in TABLES) for way in ("DISABLE", "ENABLE"))
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        with owner, owner.cursor() as cursor:
            cursor.execute(off + SEED.format(**told) + on)
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE loans_schedulerow")


def _contract() -> dict[str, int]:
    """The bank, the company and the version that all loans have in common."""
    bank = Organisation.objects.create(code="bench-bank", name="基准银行", kind="bank")
    district = Organisation.objects.filter(is_reporting=True).first()
    firm = Firm.objects.create(uscc="91370399MA99999999", name="基准公司", reporting_org=district)
    version = ProductVersion.objects.create(
        product=LoanProduct.objects.first(),
        number=99,
        from_on=date(1990, 1, 1),
        until_on=date(1990, 1, 2),
        source="基准",
        methods=["equal_principal"],
    )
    return {"bank": bank.pk, "firm": firm.pk, "version": version.pk}


def _by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)


def _timed(act: Callable[[], object]) -> tuple[float, list[tuple[Any, ...]]]:
    """The seconds of one run, and what it wrote; taken back afterwards."""
    with transaction.atomic():
        start = time.perf_counter()
        act()
        seconds = time.perf_counter() - start
        with connection.cursor() as cursor:
            cursor.execute(TOLD, [DAY])
            told = cursor.fetchall()
        transaction.set_rollback(True)
    return seconds, told
