"""
The article's loans (rows 33, 34): 75 companies, 83.14 million yuan by June 2021, all repaid; and this year's.

Quarterly interest, principal at the end: few rows, and each of them paid on its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from loans.due_dates import months_later
from loans.models import Loan, ScheduleRow
from loans.services.loans import contracts, drawdowns, repayments
from zibo_youth.core.calendar import today
from zibo_youth.core.demo import Say

from .world import World

FIRMS, TOTAL = 75, 83_140_000
FIRST = date(2020, 11, 2)
THOUSAND = 1_000
# This year's: how many months ago, yuan, how many of the rows that are due were paid late or not at all.
THIS_YEAR = ((8, 300_000, 0), (7, 200_000, 0), (6, 450_000, 0), (5, 150_000, 1))


def amounts(world: World) -> list[int]:
    """So many round sums that are together exactly what the article says."""
    drawn = [world.rng.randrange(300, 1_900) * THOUSAND for _ in range(FIRMS)]
    scale = TOTAL / sum(drawn)
    told = [max(100, int(each * scale / THOUSAND)) * THOUSAND for each in drawn]
    return [*told[:-1], told[-1] + TOTAL - sum(told)]


def tell_article(world: World, say: Say) -> None:
    """Signed between November 2020 and April 2021, for twelve months."""
    postal, rural = world.banks["demo-bank-psbc"], world.banks["demo-bank-rural"]
    for number, amount in enumerate(amounts(world), start=1):
        signed = FIRST + timedelta(days=number * 2)
        loan = Loan(
            bank=postal if number % 3 else rural,
            firm=world.firm(),
            version=world.versions["lqjzd"],
            contract_no=f"示基准-2021-{number:03d}",
            contract_amount=Decimal(amount),
            signed_on=signed,
            rate=Decimal("0.0385"),
            method="interest_only",
            starts_on=signed,
            instalments=4,
            every_months=3,
        )
        _lend(world, loan)
        _repay(world, loan, _rows(loan))
    say(f"创业贷款：{FIRMS} 家企业，{TOTAL // 10_000} 万元")


def tell_this_year(world: World, say: Say) -> list[Loan]:
    """Running ones; the last is late with its newest payment."""
    made = []
    for number, (ago, amount, missed) in enumerate(THIS_YEAR, start=1):
        signed = months_later(today(), -ago) - timedelta(days=12)
        loan = Loan(
            bank=world.banks["demo-bank-psbc"],
            firm=world.firm(),
            version=world.versions["zbqncyd"],
            contract_no=f"示创业-{today().year}-{number:03d}",
            contract_amount=Decimal(amount),
            signed_on=signed,
            rate=Decimal("0.0420"),
            method="annuity",
            starts_on=signed,
            instalments=24,
        )
        _lend(world, loan)
        due = [row for row in _rows(loan) if row.due <= today()]
        _repay(world, loan, iter(due[: len(due) - missed]))
        made.append(loan)
    say(f"创业贷款：今年 {len(made)} 笔")
    return made


def _rows(loan: Loan) -> Iterator[ScheduleRow]:
    return ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number").iterator()


def _lend(world: World, loan: Loan) -> None:
    staff = world.city_staff()
    contracts.register_loan(actor=staff, loan=loan)
    drawdowns.record_disbursement(
        actor=staff,
        loan=loan,
        amount=loan.contract_amount,
        on=loan.signed_on,
        voucher=f"{loan.contract_no}-放",
    )


def _repay(world: World, loan: Loan, rows: Iterator[ScheduleRow]) -> None:
    staff = world.city_staff()
    for row in rows:
        repayments.record_repayment(
            actor=staff,
            loan=loan,
            amount=row.principal + row.interest,
            on=row.due,
            serial=f"{loan.contract_no}-{row.number:02d}",
        )
