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
    EquityInvestment,
    Guarantee,
    GuaranteeClaim,
    LineConversion,
    LineEntry,
    Loan,
    LoanApplication,
    PreApprovedLine,
    ScheduleRow,
    ScheduleVersion,
)
from loans.services import applications
from tests import applying, crediting, guaranteeing, investing, loaning, people

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


def guarantee_outlives_its_application(world: Any) -> None:
    made = guaranteeing.visited(applying.lending())
    with pgtrigger.ignore():
        LoanApplication.objects.filter(pk=made.application_id).update(
            state="rejected", refusal_reason="credit", answer_by=None
        )


def guarantee_forgets_its_loan(world: Any) -> None:
    made = guaranteeing.active(applying.lending())
    with pgtrigger.ignore():
        Guarantee.objects.filter(pk=made.pk).update(state="released")


def signed_without_its_guarantee(world: Any) -> None:
    of = applying.lending()
    made = guaranteeing.approved(of)
    Guarantee.objects.filter(pk=made.pk).update(state="withdrawn")
    applications.record_contract(actor=of.banker, application=made.application, contract=applying.contract())


def claim_without_its_guarantee(world: Any) -> None:
    made = guaranteeing.claimed(applying.lending())
    with pgtrigger.ignore():
        Guarantee.objects.filter(pk=made.pk).update(state="active")


def claim_counter_wrong(world: Any) -> None:
    made = guaranteeing.paid(applying.lending(), 1_000)
    GuaranteeClaim.objects.filter(guarantee=made).update(paid=999)


def _converted() -> LineConversion:
    staff = people.city_staff()
    made = investing.counted_pre_approval(staff, 1_000)
    return investing.converted(staff, made, loaning.programme(staff, 1_000), 600)


def _loosened(*constraints: str) -> None:
    _sql(
        *(f"ALTER TABLE loans_{table} DROP CONSTRAINT {name}" for table, name in map(str.split, constraints))
    )


def conversions_counted_wrong(world: Any) -> None:
    PreApprovedLine.objects.filter(pk=_converted().pre_approved_id).update(converted=1)


def converted_beyond_the_amount(world: Any) -> None:
    told = _converted()
    with pgtrigger.ignore():
        LineConversion.objects.filter(pk=told.pk).update(amount=1_001)


def programme_counted_below_nothing(world: Any) -> None:
    told = _converted()
    with pgtrigger.ignore():
        LineEntry.objects.filter(line=told.line).update(limit_change=500)


def converted_at_another_bank(world: Any) -> None:
    told = _converted()
    with pgtrigger.ignore():
        PreApprovedLine.objects.filter(pk=told.pre_approved_id).update(bank=crediting.bank())


def confirmed_by_whoever_wrote_it(world: Any) -> None:
    _loosened("equityinvestment equity_confirmed_by_another_person")
    made = investing.invested(people.city_staff())
    seen = {"confirmed_by": made.recorded_by, "confirmed_at": made.recorded_at}
    EquityInvestment.objects.filter(pk=made.pk).update(state="confirmed", **seen)


def offer_over_and_its_line_kept(world: Any) -> None:
    of = applying.lending()
    loaning.programme(people.city_staff(), 1_000_000, of_bank=of.bank)
    made = applying.offered(of)
    LoanApplication.objects.filter(pk=made.pk).update(state="withdrawn")


CONTROLS = {
    "guarantee_of_an_application_that_has_ended": guarantee_outlives_its_application,
    "guarantee_apart_from_its_loan": guarantee_forgets_its_loan,
    "contract_of_a_guaranteed_application_without_its_guarantee": signed_without_its_guarantee,
    "guarantee_claim_apart_from_its_guarantee": claim_without_its_guarantee,
    "guarantee_claim_counter_apart_from_its_rows": claim_counter_wrong,
    "pre_approved_counter_apart_from_its_conversions": conversions_counted_wrong,
    "pre_approved_line_converted_beyond_its_amount": converted_beyond_the_amount,
    "new_credit_of_a_programme_below_nothing": programme_counted_below_nothing,
    "conversion_into_a_line_of_another_bank": converted_at_another_bank,
    "counted_without_a_second_person": confirmed_by_whoever_wrote_it,
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
