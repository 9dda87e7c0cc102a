"""放款和还款 at one instant: a contract is not overdrawn, and the same money not counted twice."""

import threading

import pytest
from django.db.models import Sum

from loans.models import Disbursement, Loan
from loans.services.loans import moves, standing
from tests import crediting
from tests.racing import at_once, outcome
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MILLION = 1_000_000


def two_draws_of_60_million(loan):
    def act(number):
        return crediting.draw(Loan.objects.get(pk=loan.pk), 60 * MILLION, voucher=f"V{number}")

    return at_once(act, crowd=2)


def paid_out(loan):
    return Disbursement.objects.filter(loan=loan).aggregate(yuan=Sum("amount"))["yuan"]


def test_of_two_draws_of_60_million_on_100_one_is_paid():
    loan = crediting.signed(100 * MILLION)

    answers = two_draws_of_60_million(loan)

    assert outcome(answers) == {"Disbursement": 1, "ContractDrawn": 1}
    [refusal] = [str(answer) for answer in answers if type(answer).__name__ == "ContractDrawn"]
    assert "已放款 60000000.00 元" in refusal
    assert paid_out(loan) == 60 * MILLION
    assert verify()["loan_drawn_above_its_contract_on_some_day"] == 0


@pytest.mark.control
def test_the_control_with_a_stale_sum_more_is_drawn_than_was_signed(monkeypatch):
    loan = crediting.signed(100 * MILLION)
    together = threading.Barrier(2)

    def unlocked(row):
        found = Loan.objects.select_related("bank", "version").get(pk=row.pk)
        together.wait(timeout=30)
        return found

    def stale(row, change):
        total = row.drawn + change
        if total > row.contract_amount:
            raise AssertionError("nobody reads the other's draw here")
        Loan.objects.filter(pk=row.pk).update(drawn=total, state="part_disbursed")

    monkeypatch.setattr(moves, "lock_loan", unlocked)
    monkeypatch.setattr(moves, "draw", stale)

    assert outcome(two_draws_of_60_million(loan)) == {"Disbursement": 2}
    assert paid_out(loan) == 120 * MILLION
    assert verify()["loan_drawn_above_its_contract_on_some_day"] == 1


def test_a_crowd_draws_what_the_contract_holds_and_no_more():
    loan = crediting.signed(1_000)

    def act(number):
        return crediting.draw(Loan.objects.get(pk=loan.pk), 100, voucher=f"V{number}")

    assert outcome(at_once(act, crowd=32)) == {"Disbursement": 10, "ContractDrawn": 22}
    loan.refresh_from_db()
    assert (loan.drawn, loan.state) == (1_000, "active")


def test_a_payout_is_reversed_once():
    paid = crediting.draw(crediting.signed(100), 60)

    def act(number):
        return crediting.drawdowns.reverse_disbursement(
            actor=crediting.policy.SYSTEM, paid=paid, voucher=f"冲{number}"
        )

    assert outcome(at_once(act, crowd=8)) == {"Disbursement": 1, "ReversedAlready": 7}
    assert verify()["loan_counter_apart_from_its_disbursements"] == 0


def test_one_serial_told_by_many_at_once_is_one_repayment():
    loan = crediting.drawn(1_000)

    def act(_number):
        mine = Loan.objects.get(pk=loan.pk)
        return crediting.repay(mine, 50, crediting.SIGNED, serial="S1")

    assert outcome(at_once(act, crowd=32)) == {"Repayment": 1, "SerialKnown": 31}
    assert loan.repayments.count() == 1
    assert verify()["schedule_row_apart_from_its_payments"] == 0


def test_payments_at_once_are_all_in_the_rows():
    loan = crediting.drawn(100_000)

    def act(number):
        return crediting.repay(Loan.objects.get(pk=loan.pk), 50, crediting.SIGNED, serial=f"S{number}")

    assert outcome(at_once(act, crowd=16)) == {"Repayment": 16}
    assert verify()["schedule_row_apart_from_its_payments"] == 0


@pytest.mark.control
def test_the_control_without_the_lock_a_payment_is_missing_from_the_rows(monkeypatch):
    loan = crediting.drawn(100_000)
    together = threading.Barrier(2)

    def unlocked(row):
        return Loan.objects.select_related("bank", "version").get(pk=row.pk)

    def both_have_reckoned(row, cells):
        found = reckoned(row, cells)
        together.wait(timeout=30)
        return found

    reckoned = standing.standing_of
    monkeypatch.setattr(crediting.repayments, "lock_loan", unlocked)
    monkeypatch.setattr(standing, "standing_of", both_have_reckoned)

    def act(number):
        return crediting.repay(Loan.objects.get(pk=loan.pk), 50, crediting.SIGNED, serial=f"S{number}")

    assert outcome(at_once(act, crowd=2)) == {"Repayment": 2}
    monkeypatch.undo()
    assert verify()["schedule_row_apart_from_its_payments"] >= 1
