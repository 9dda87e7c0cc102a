"""还款计划的版本 (versions of a schedule): each is written whole, and takes the place of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from loans.loan_errors import ScheduleEmpty
from loans.models import Loan, ScheduleRow, ScheduleVersion
from loans.schedule import Row
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor

# What a row asks interest for.
CELLS = ("since", "due", "opening", "interest")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A schedule to write: its rows, at which rate, why and by whom it was reckoned."""

    rows: Sequence[Row]
    rate: Decimal
    reason: str
    origin: str = ScheduleVersion.Origin.ENGINE.value


def write_schedule(actor: Actor, loan: Loan, drawn: Drawn) -> ScheduleVersion:
    """
    The next version, which holds from now on; the caller holds the loan's lock.

    Raises `ScheduleEmpty`: the wall is the trigger schedule_repays_its_amount.
    """
    rows = drawn.rows
    _refuse_what_repays_another_sum(loan, rows)
    before = loan.schedules.order_by("-number").first()
    loan.schedules.filter(is_active=True).update(is_active=False)
    version: ScheduleVersion = ScheduleVersion.objects.create(
        loan=loan,
        number=before.number + 1 if before else 1,
        reason=drawn.reason,
        origin=drawn.origin,
        amount=loan.contract_amount,
        rate=drawn.rate,
        **_dates(loan, rows),
        made_by=actor if isinstance(actor, User) else None,
    )
    ScheduleRow.objects.bulk_create(
        ScheduleRow(
            schedule=version,
            number=row.number,
            since=row.since,
            due=row.due,
            opening=row.opening,
            principal=row.principal,
            interest=row.interest,
        )
        for row in rows
    )
    return version


def _dates(loan: Loan, rows: Sequence[Row]) -> dict[str, Any]:
    """Where a change made the loan shorter or longer than its contract."""
    count = len(rows) - loan.has_own_stub
    is_as_signed = count == loan.instalments and loan.ends_on in (None, rows[-1].due)
    return {} if is_as_signed else {"instalments": count, "ends_on": rows[-1].due}


def _refuse_what_repays_another_sum(loan: Loan, rows: Sequence[Row]) -> None:
    is_whole = (
        bool(rows)
        and rows[0].opening == loan.contract_amount
        and rows[-1].closing == 0
        and all(one.closing == other.opening and one.due == other.since for one, other in pairwise(rows))
        and [row.number for row in rows] == list(range(1, len(rows) + 1))
    )
    if not is_whole:
        raise ScheduleEmpty(amount=loan.contract_amount)


def rates_of(loan: Loan) -> dict[int, Decimal]:
    """
    各期利率: at which rate each row of the schedule that holds was reckoned.

    A version names one rate; the rows that it left as they were have that of a version before it.
    """
    cells = ScheduleRow.objects.filter(schedule__loan=loan).order_by("schedule__number", "number")
    told: dict[int, tuple[Any, ...]] = {}
    found: dict[int, Decimal] = {}
    for number, rate, *cell in cells.values_list("number", "schedule__rate", *CELLS):
        if told.get(number) != tuple(cell):
            told[number], found[number] = tuple(cell), rate
    return found
