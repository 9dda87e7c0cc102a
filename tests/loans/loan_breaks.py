"""How each invariant of the loans is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import connection

from loans.models import (
    BankQuota,
    CreditLine,
    Disbursement,
    LineEntry,
    Loan,
    LoanApplication,
    ScheduleRow,
    ScheduleVersion,
)
from tests import applying, crediting, loaning, people

DAY = date(2021, 9, 1)


def _sql(*statements: str) -> None:
    with connection.cursor() as sql:
        for statement in statements:
            sql.execute(statement)


def _line() -> CreditLine:
    staff = people.city_staff()
    return loaning.line_of_firm(staff, loaning.programme(staff, 100), 60)


def line_overdrawn(world: Any) -> None:
    line = _line()
    with pgtrigger.ignore():
        LineEntry.objects.create(line=line, day=DAY, drawn_change=61)


def line_given_otherwise(world: Any) -> None:
    line = _line()
    with pgtrigger.ignore():
        LineEntry.objects.create(line=line, day=DAY, limit_change=1)


def line_counter_wrong(world: Any) -> None:
    CreditLine.objects.filter(pk=_line().pk).update(drawn=1)


def contract_overdrawn(world: Any) -> None:
    loan = crediting.drawn(100)
    with pgtrigger.ignore():
        Disbursement.objects.create(
            loan=loan, bank=loan.bank, amount=Decimal(1), paid_on=loan.signed_on, voucher="多"
        )


def drawn_counter_wrong(world: Any) -> None:
    loan = crediting.signed(100)
    Loan.objects.filter(pk=loan.pk).update(drawn=1, state="part_disbursed")


def schedule_of_another_amount(world: Any) -> None:
    tables = ("loans_schedulerow", "loans_scheduleversion")
    _sql(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables))
    row = crediting.rows(crediting.signed(1_000))[0]
    ScheduleRow.objects.filter(pk=row.pk).update(principal=1)


def no_schedule_holds(world: Any) -> None:
    loan = crediting.signed(100)
    with pgtrigger.ignore():
        ScheduleVersion.objects.filter(loan=loan).update(is_active=False)


def payment_at_another_bank(world: Any) -> None:
    _sql("ALTER TABLE loans_repayment DROP CONSTRAINT repayment_is_of_the_loans_bank")
    loan, other = crediting.drawn(100), crediting.bank()
    paid = crediting.repay(loan, 1, loan.signed_on)
    with pgtrigger.ignore():
        type(paid).objects.filter(pk=paid.pk).update(bank=other)


def row_repaid_without_money(world: Any) -> None:
    row = crediting.rows(crediting.drawn(1_000))[0]
    ScheduleRow.objects.filter(pk=row.pk).update(repaid_interest=row.interest)


def signed_without_a_loan(world: Any) -> None:
    made = applying.accepted(applying.lending())
    LoanApplication.objects.filter(pk=made.pk).update(state="contracted")


def quota_without_applications(world: Any) -> None:
    BankQuota.objects.filter(pk=applying.lending().quota.pk).update(recommended=1)


def offer_over_and_its_line_kept(world: Any) -> None:
    of = applying.lending()
    loaning.programme(people.city_staff(), 1_000_000, of_bank=of.bank)
    made = applying.offered(of)
    LoanApplication.objects.filter(pk=made.pk).update(state="withdrawn")


CONTROLS = {
    "credit_line_apart_from_the_offer_that_took_it": offer_over_and_its_line_kept,
    "credit_line_gives_or_draws_more_than_it_holds_on_some_day": line_overdrawn,
    "credit_line_gave_other_than_the_lines_below_hold": line_given_otherwise,
    "credit_line_counter_apart_from_its_entries": line_counter_wrong,
    "loan_drawn_above_its_contract_on_some_day": contract_overdrawn,
    "loan_counter_apart_from_its_disbursements": drawn_counter_wrong,
    "schedule_apart_from_its_amount": schedule_of_another_amount,
    "loan_without_the_schedule_that_holds": no_schedule_holds,
    "payment_of_another_bank_than_its_loan": payment_at_another_bank,
    "schedule_row_apart_from_its_payments": row_repaid_without_money,
    "application_signed_without_its_loan": signed_without_a_loan,
    "bank_quota_apart_from_its_applications": quota_without_applications,
}
