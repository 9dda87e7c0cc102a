"""合同、放款和还款: mirrored from the bank, never above the contract, taken back by rows of their own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import F

from loans import loan_errors as errors
from loans.invariants import SENTENCES
from loans.models import Disbursement, Loan, Repayment, ScheduleRow, ScheduleVersion
from loans.services.loans import drawdowns, repayments
from tests import crediting, people
from tests.crediting import SIGNED, draw, drawn, repay, rows, signed, yuan
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound():
    """Whatever a test does through services, every invariant of the loans holds afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert {name: count for name, count in verify().items() if name in SENTENCES and count} == {}


def test_a_contract_brings_its_schedule_to_the_cent():
    loan = signed(1_000_000)
    found = rows(loan)
    assert len(found) == 24
    assert found[0].payment == yuan("45291.67")
    assert found[-1].payment == yuan("41817.63")
    assert sum(row.interest for row in found) == yuan("45312.48")
    assert found[-1].closing == 0
    assert loan.state == "contracted"


def test_a_contract_number_stands_once_per_bank():
    loan = signed()
    with pytest.raises(errors.ContractKnown):
        signed(bank=loan.bank, contract_no=loan.contract_no)
    assert signed(contract_no=loan.contract_no).bank != loan.bank


def test_a_way_to_repay_that_the_version_does_not_offer_is_refused():
    with pytest.raises(errors.MethodNotOffered):
        signed(version=crediting.version(methods=["annuity"]))


def test_a_lender_is_a_bank():
    with pytest.raises(errors.BankNeeded):
        signed(bank=crediting.bank("guarantor"))


@pytest.mark.parametrize("amount", ["NaN", "1E+400", "-1", "0", "0.001", "1000000000000"])
def test_what_is_no_sum_is_refused(amount):
    loan = signed()
    with pytest.raises(errors.SumMissing):
        drawdowns.record_disbursement(
            actor=crediting.policy.SYSTEM, loan=loan, amount=Decimal(amount), on=SIGNED, voucher="1"
        )


def test_money_is_paid_out_in_parts_up_to_the_contract():
    loan = signed(100)
    draw(loan, 60)
    assert (loan.state, loan.drawn) == ("part_disbursed", 60)
    with pytest.raises(errors.ContractDrawn) as refusal:
        draw(loan, 41)
    assert str(refusal.value) == "合同金额 100.00 元，已放款 60.00 元，不能再放款 41.00 元"
    draw(loan, 40)
    assert (loan.state, loan.drawn) == ("active", 100)
    assert [move.to_state for move in loan.transitions.all()] == ["contracted", "part_disbursed", "active"]


def test_a_voucher_stands_once_per_bank():
    loan = signed(100)
    draw(loan, 10, voucher="V1")
    with pytest.raises(errors.VoucherKnown):
        draw(loan, 10, voucher="V1")
    with pytest.raises(errors.VoucherKnown):
        draw(signed(100, bank=loan.bank), 10, voucher="V1")


@pytest.mark.parametrize("on", [SIGNED - timedelta(1), today() + timedelta(1)])
def test_money_moves_between_the_contract_and_today(on):
    with pytest.raises(errors.PaidLater):
        draw(signed(100), 10, on=on)
    with pytest.raises(errors.PaidLater):
        repay(drawn(100), 10, on)


def test_a_payout_is_taken_back_by_a_row_on_its_own_day():
    loan = signed(100)
    paid = draw(loan, 60, on=date(2021, 7, 1))
    back = drawdowns.reverse_disbursement(actor=crediting.policy.SYSTEM, paid=paid, voucher="冲1")
    loan.refresh_from_db()
    assert (loan.state, loan.drawn) == ("contracted", 0)
    assert (back.paid_on, back.amount, back.reverses) == (paid.paid_on, paid.amount, paid)
    assert Disbursement.objects.filter(loan=loan).count() == 2
    draw(loan, 100, on=date(2021, 6, 20))
    assert loan.state == "active"


def test_a_reversal_is_made_once_and_not_reversed():
    paid = draw(signed(100), 60)
    back = drawdowns.reverse_disbursement(actor=crediting.policy.SYSTEM, paid=paid, voucher="冲1")
    for row in (paid, back):
        with pytest.raises(errors.ReversedAlready):
            drawdowns.reverse_disbursement(actor=crediting.policy.SYSTEM, paid=row, voucher="冲2")


def test_what_was_repaid_was_paid_out():
    loan = drawn(1_000)
    repay(loan, 10, date(2021, 7, 15))
    with pytest.raises(errors.RepaidMeanwhile):
        drawdowns.reverse_disbursement(
            actor=crediting.policy.SYSTEM, paid=loan.disbursements.get(), voucher="冲"
        )
    with pytest.raises(errors.NothingDrawn):
        repay(signed(100), 10, date(2021, 7, 15))


def test_the_database_itself_refuses_a_reversal_of_another_sum():
    loan = signed(100)
    paid = draw(loan, 60)
    told = {"loan": loan, "bank": loan.bank, "voucher": "x", "reverses": paid}
    for wrong in ({"amount": 50, "paid_on": paid.paid_on}, {"amount": 60, "paid_on": date(2021, 7, 2)}):
        with (
            pytest.raises(IntegrityError, match="disbursement_reversal_mirrors_its_row"),
            transaction.atomic(),
        ):
            Disbursement.objects.create(**told, **wrong)


def test_the_database_itself_refuses_to_draw_above_the_contract():
    loan = drawn(100)
    with pytest.raises(IntegrityError, match="loan_draws_no_more"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(drawn=101)


def test_the_database_itself_refuses_a_payment_of_another_bank():
    loan, other = drawn(100), crediting.bank()
    with pytest.raises(IntegrityError, match="repayment_is_of_the_loans_bank"), transaction.atomic():
        Repayment.objects.create(loan=loan, bank=other, serial="x", amount=1, paid_on=SIGNED)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_rows_of_money_are_never_changed(act):
    loan = drawn(1_000)
    repay(loan, 10, date(2021, 7, 15))
    for row in (loan.disbursements.get(), loan.repayments.get()):
        alike = type(row).objects.filter(pk=row.pk)
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            alike.update(amount=1) if act == "update" else alike.delete()


def test_a_contract_stays_as_it_was_signed():
    loan = signed(100)
    with pytest.raises(InternalError, match="loan_stays_as_signed"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(rate=Decimal("0.05"))


def test_a_state_moves_only_as_the_table_says():
    loan = drawn(100)
    with pytest.raises(InternalError, match="transition"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(state="guarantee_paid")


# --- schedules ---------------------------------------------------------------------------------


def test_a_schedule_is_never_edited():
    loan = signed(1_000)
    for query, change in (
        (ScheduleVersion.objects.filter(loan=loan), {"rate": Decimal("0.1")}),
        (ScheduleRow.objects.filter(schedule__loan=loan), {"interest": 1}),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            query.update(**change)
        with pytest.raises(InternalError), transaction.atomic():
            query._raw_delete("default")


def at_the_end(act):
    """What the deferred walls say of it."""

    def whole():
        act()
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="schedule_repays_its_amount"), transaction.atomic():
        whole()
    connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_database_itself_refuses_a_schedule_that_repays_another_sum():
    loan = signed(1_000)

    def empty():
        loan.schedules.update(is_active=False)
        ScheduleVersion.objects.create(
            loan=loan, number=2, reason="bank", origin="bank", amount=1_000, rate=Decimal("0.04")
        )

    def one_row_more():
        ScheduleRow.objects.create(
            schedule=loan.schedules.get(), number=25, since=date(2023, 6, 15), due=date(2023, 7, 15),
            opening=0, principal=0, interest=0,
        )  # fmt: skip
        ScheduleRow.objects.create(
            schedule=loan.schedules.get(), number=27, since=date(2023, 7, 15), due=date(2023, 8, 15),
            opening=5, principal=5, interest=0,
        )  # fmt: skip

    at_the_end(empty)
    at_the_end(one_row_more)


# --- what payments settle ----------------------------------------------------------------------


def test_a_payment_settles_its_instalment():
    loan = drawn(1_000_000)
    repay(loan, "45291.67", date(2021, 7, 15))
    first, second = rows(loan)[:2]
    assert first.settled_on == date(2021, 7, 15)
    assert (first.repaid_principal, first.repaid_interest) == (yuan("41666.67"), yuan("3625.00"))
    assert second.settled_on is None


def test_late_money_pays_its_penalty_first():
    loan = drawn(1_000_000)
    repay(loan, "45291.67", date(2021, 8, 1))
    first = rows(loan)[0]
    assert first.settled_on is None
    assert first.principal - first.repaid_principal == yuan("139.56")


def test_a_serial_stands_once_per_bank():
    loan = drawn(1_000)
    repay(loan, 10, date(2021, 7, 15), serial="S1")
    with pytest.raises(errors.SerialKnown):
        repay(loan, 10, date(2021, 7, 15), serial="S1")


def test_the_last_payment_settles_the_loan_and_its_reversal_opens_it():
    loan = drawn(1_000)
    owed = sum(row.payment for row in rows(loan))
    last = repay(loan, owed, date(2021, 7, 1))
    assert loan.state == "settled"
    repayments.reverse_repayment(actor=crediting.policy.SYSTEM, paid=last, serial="冲1")
    loan.refresh_from_db()
    assert loan.state == "active"
    assert not any(row.settled_on or row.repaid_principal for row in rows(loan))
    with pytest.raises(errors.ReversedAlready):
        repayments.reverse_repayment(actor=crediting.policy.SYSTEM, paid=last, serial="冲2")


def test_a_loan_that_was_overpaid_is_not_settled():
    loan = drawn(1_000)
    owed = sum(row.payment for row in rows(loan))
    repay(loan, owed + 7, date(2021, 7, 1))
    assert (loan.state, loan.over) == ("active", 7)


def test_a_payment_that_is_told_late_is_reckoned_on_its_day():
    told_late, in_time = drawn(1_000_000), drawn(1_000_000)
    repay(told_late, 45_000, date(2021, 8, 15))
    repay(told_late, "45291.67", date(2021, 7, 15))
    repay(in_time, "45291.67", date(2021, 7, 15))
    repay(in_time, 45_000, date(2021, 8, 15))
    facts = ["repaid_principal", "repaid_interest", "settled_on"]
    assert [[getattr(row, name) for name in facts] for row in rows(told_late)] == [
        [getattr(row, name) for name in facts] for row in rows(in_time)
    ]


# --- who may -----------------------------------------------------------------------------------


def test_a_bank_writes_its_own_loans_and_sees_no_others():
    own, foreign = drawn(1_000), drawn(1_000)
    clerk = crediting.bank_officer(own.bank)
    repay(own, 10, date(2021, 7, 15), actor=clerk)
    with pytest.raises(NotAllowed):
        repay(foreign, 10, date(2021, 7, 15), actor=clerk)
    assert list(Loan.objects.visible_to(clerk)) == [own]
    assert set(ScheduleRow.objects.visible_to(clerk).values_list("schedule__loan", flat=True)) == {own.pk}
    assert [row.loan for row in Disbursement.objects.visible_to(clerk)] == [own]


def test_a_district_reads_its_companies_loans_and_writes_none():
    here, there = drawn(1_000), drawn(1_000, firm=crediting.firm("huantai"))
    officer = people.officer("zhangdian")
    assert list(Loan.objects.visible_to(officer)) == [here]
    for loan in (here, there):
        with pytest.raises(NotAllowed):
            repay(loan, 10, date(2021, 7, 15), actor=officer)


def test_a_guarantor_reads_what_it_guarantees():
    guarantor = crediting.bank("guarantor")
    loan = drawn(1_000, guarantor=guarantor)
    drawn(1_000)
    clerk = people.staff("赵保", guarantor, "guarantor_officer")
    assert list(Loan.objects.visible_to(clerk)) == [loan]


def test_the_invariants_find_what_came_in_behind_the_walls():
    loan = drawn(1_000)
    Loan.objects.filter(pk=loan.pk).update(drawn=F("drawn") - 1, state="part_disbursed")
    assert verify()["loan_counter_apart_from_its_disbursements"] == 1
    Loan.objects.filter(pk=loan.pk).update(drawn=F("drawn") + 1, state="active")
    ScheduleRow.objects.filter(schedule__loan=loan, number=1).update(repaid_interest=1)
    assert verify()["schedule_row_apart_from_its_payments"] == 1
    ScheduleRow.objects.filter(schedule__loan=loan, number=1).update(repaid_interest=0)
