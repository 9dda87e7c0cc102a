"""放款和还款 at one instant: a contract is not overdrawn, and the same money not counted twice."""

import threading
from contextlib import suppress
from datetime import date

import pytest
from django.db.models import Sum

from loans.models import BankFile, BusinessDay, Disbursement, Loan, LoanDay
from loans.services.loans import files, following, moves, standing
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


# --- files -------------------------------------------------------------------------------------


def a_file_confirmed_by_many(crowd=8):
    """Shown once, and confirmed at one instant from many windows."""
    loans = [crediting.drawn(10_000)]
    loans.append(crediting.drawn(10_000, bank=loans[0].bank))
    clerk = crediting.bank_officer(loans[0].bank)
    lines = [crediting.told_of(loans[n % 2], 50, crediting.SIGNED, f"S{n}") for n in range(10)]
    content = crediting.repayments_file(*lines, *reversed(lines))
    shown = files.preview_repayments(actor=clerk, bank=loans[0].bank, content=content)
    answers = at_once(lambda _n: files.import_repayments(actor=clerk, sealed=shown.sealed), crowd=crowd)
    return outcome(answers), loans


def test_a_file_imported_by_many_at_once_is_stored_once():
    answers, loans = a_file_confirmed_by_many()

    assert answers == {"BankFile": 8}
    assert [loan.repayments.count() for loan in loans] == [5, 5]
    assert sorted(BankFile.objects.values_list("stored", "skipped")) == [(0, 20)] * 7 + [(10, 10)]
    assert verify()["schedule_row_apart_from_its_payments"] == 0


@pytest.mark.control
def test_the_control_without_the_locks_a_file_is_refused_half_the_time(monkeypatch):
    """The serial is still stored once (a constraint), but who comes second is told of a mistake nobody made."""
    together, plan = threading.Barrier(2), files.repayments_plan

    def both_have_planned(bank, rows):
        found = plan(bank, rows)
        if BankFile.objects.count() == 0 and threading.current_thread() is not threading.main_thread():
            together.wait(timeout=30)
        return found

    monkeypatch.setattr(files, "lock_loans", lambda *_named: None)
    monkeypatch.setattr(files, "repayments_plan", both_have_planned)

    answers, loans = a_file_confirmed_by_many(crowd=2)

    assert answers == {"BankFile": 1, "SerialKnown": 1}
    assert [loan.repayments.count() for loan in loans] == [5, 5]


# --- the day's run -----------------------------------------------------------------------------


def days_closed_by_many():
    """Ten days to catch up, and four workers that start at one instant."""
    loan = crediting.drawn(24_000, signed_on=date(2021, 5, 15), starts_on=date(2021, 5, 15))
    BusinessDay.objects.create(day=date(2021, 6, 15))
    answers = at_once(lambda _n: following.close_days(until=date(2021, 6, 25)), crowd=4)
    days = list(LoanDay.objects.filter(loan=loan).order_by("id").values_list("days_past_due", flat=True))
    return answers, days


def test_days_that_many_close_at_once_are_each_written_once_and_in_order():
    answers, days = days_closed_by_many()

    assert sum(answers) == 10
    assert days == list(range(1, 11))


@pytest.mark.control
def test_the_control_without_the_lock_the_day_is_moved_by_who_did_not_look(monkeypatch):
    """The wall (day by day) refuses: without the lock, workers would fail instead of waiting."""
    together, rows = threading.Barrier(2), BusinessDay.objects

    class Unlocked:
        def select_for_update(self):
            return self

        def get(self, pk):
            found = rows.get(pk=pk)
            with suppress(threading.BrokenBarrierError):
                together.wait(timeout=3)
            return found

        def __getattr__(self, name):
            return getattr(rows, name)

    monkeypatch.setattr(following, "BusinessDay", type("Day", (), {"objects": Unlocked()}))

    answers, _days = days_closed_by_many()

    assert "IntegrityError" in outcome(answers)
