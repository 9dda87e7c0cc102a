"""担保 at one instant: one claim, one payment, and what the firm pays meanwhile is not paid by the guarantor."""

import threading
from contextlib import contextmanager, suppress

import pytest
from django.db import connection

from loans.models import Guarantee, GuaranteeClaim, GuaranteePayment, GuaranteeRecovery, Loan
from loans.services.guarantees import claims, paying
from tests import applying, crediting, guaranteeing
from tests.racing import at_once, outcome
from zibo_youth.core.calendar import today
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture
def of():
    return applying.lending(needs_guarantor=True)


def fresh(made):
    return Guarantee.objects.whole().get(pk=made.pk)


def broken():
    return {name for name, count in verify().items() if count and name.startswith("guarantee_")}


MONEY = ("loans_guaranteepayment", "loans_guaranteerecovery", "loans_guaranteeclaim")


@contextmanager
def without(down, up):
    """A wall taken away for one control; what came in meanwhile goes, and the wall comes back whole."""
    run(down)
    try:
        yield
    finally:
        run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in MONEY))
        run(*(f"DELETE FROM {table}" for table in MONEY))
        run(*(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in MONEY), up)


def run(*statements):
    with connection.cursor() as sql:
        for statement in statements:
            sql.execute(statement)


def meeting(monkeypatch, module, name="begin", crowd=2):
    """All have read, and nobody holds a lock."""
    together = threading.Barrier(crowd)

    def unlocked(actor, guarantee, action):
        found = fresh(guarantee)
        loan = Loan.objects.select_related("bank", "firm", "version").get(pk=found.loan_id)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=20)
        return found, loan

    monkeypatch.setattr(module, name, unlocked)


# --- two claims --------------------------------------------------------------------------------


def claiming(of, made, crowd=CROWD):
    amount = guaranteeing.most(made)

    def act(_number):
        return claims.file_claim(actor=of.banker, guarantee=fresh(made), amount=amount)

    return outcome(at_once(act, crowd))


def test_of_many_claims_at_once_one_stands(of):
    made = guaranteeing.late(of)
    assert claiming(of, made) == {"GuaranteeClaim": 1, "ClaimStands": CROWD - 1}
    assert fresh(made).state == "claimed"
    assert broken() == set()


ONE = "guarantee_claim_one_that_stands"
ONE_AGAIN = (
    f"CREATE UNIQUE INDEX {ONE} ON loans_guaranteeclaim (guarantee_id) "
    "WHERE (NOT (state IN ('refused', 'withdrawn')))"
)


@pytest.mark.control
def test_the_control_without_lock_wall_and_old_state_two_claims_stand(of, monkeypatch):
    made = guaranteeing.late(of)
    meeting(monkeypatch, claims)
    done = threading.Barrier(2)

    def careless(actor, guarantee, to, **_changes):
        with suppress(threading.BrokenBarrierError):
            done.wait(timeout=20)
        Guarantee.objects.filter(pk=guarantee.pk).update(state=to)
        return guarantee.transitions.first()

    monkeypatch.setattr(claims, "move_guarantee", careless)
    monkeypatch.setattr(claims, "move_loan", lambda *_told: None)
    monkeypatch.setattr(claims, "_tell_claim", lambda *_told: None)
    with without(f"DROP INDEX {ONE}", ONE_AGAIN):
        assert claiming(of, made, crowd=2) == {"GuaranteeClaim": 2}
        assert GuaranteeClaim.objects.filter(guarantee=made).standing().count() == 2


# --- a claim against the firm's payment --------------------------------------------------------


def claiming_while_settled(of):
    """The bank claims, and the firm pays everything, at one instant."""
    made = guaranteeing.late(of)
    amount = guaranteeing.most(made)

    def act(number):
        if number:
            return guaranteeing.settle(made)
        return claims.file_claim(actor=of.banker, guarantee=fresh(made), amount=amount)

    answers = outcome(at_once(act, crowd=2))
    return fresh(made), answers


def test_a_claim_and_the_last_payment_leave_either_a_claim_or_a_release(of):
    for founder in (of.founder, of.founder_2):
        of.founder = founder
        made, answers = claiming_while_settled(of)
        loan = Loan.objects.get(pk=made.loan_id)
        assert (made.state, loan.state) in {("claimed", "guarantee_claimed"), ("released", "settled")}
        assert answers["NoneType"] == 1
        assert broken() == set()


@pytest.mark.control
def test_the_control_without_the_lock_a_claim_is_filed_for_what_is_paid(of, monkeypatch):
    settled, judged = threading.Event(), threading.Event()

    def unlocked(actor, guarantee, action):
        found = fresh(guarantee)
        return found, Loan.objects.select_related("bank", "firm", "version").get(pk=found.loan_id)

    def first_judged(guarantee, loan, on):
        found = reckoned(guarantee, loan, on)
        judged.set()
        settled.wait(timeout=20)
        return found

    reckoned = claims.owed_of
    monkeypatch.setattr(claims, "begin", unlocked)
    monkeypatch.setattr(claims, "owed_of", first_judged)
    made = guaranteeing.late(of)
    amount = guaranteeing.most(made)

    def act(number):
        if number:
            judged.wait(timeout=20)
            crediting.repay(made.loan, 140_000, today())
            return settled.set()
        return claims.file_claim(actor=of.banker, guarantee=fresh(made), amount=amount)

    assert outcome(at_once(act, crowd=2)) == {"GuaranteeClaim": 1, "NoneType": 1}
    assert made.claims.get().amount == amount > guaranteeing.most(made)


# --- two payments of a claim -------------------------------------------------------------------


def paying_at_once(of, made, amount, crowd=CROWD):
    def act(number):
        return guaranteeing.pay(of, fresh(made), amount, voucher=f"付-{number}")

    return outcome(at_once(act, crowd))


def test_of_many_payments_at_once_one_is_made(of):
    made = guaranteeing.agreed(of, 100_000)
    assert paying_at_once(of, made, 60_000) == {"GuaranteePayment": 1, "GuaranteeClaimMoved": CROWD - 1}
    assert made.claims.get().paid == 60_000
    assert broken() == set()


def test_without_the_lock_the_wall_still_holds_more_than_was_claimed(of, monkeypatch):
    made = guaranteeing.agreed(of, 100_000)
    meeting(monkeypatch, paying)
    answers = paying_at_once(of, made, 60_000, crowd=2)
    assert answers["GuaranteePayment"] == 1
    assert made.claims.get().paid == 60_000


WALL = "guarantee_claim_pays_no_more_than_was_claimed"


@pytest.mark.control
def test_the_control_without_lock_and_wall_more_is_paid_than_was_claimed(of, monkeypatch):
    made = guaranteeing.agreed(of, 100_000)
    meeting(monkeypatch, paying)
    monkeypatch.setattr(paying, "move_guarantee", lambda actor, found, to: found.transitions.first())
    monkeypatch.setattr(paying, "move_loan", lambda *_told, **_words: None)
    table = "ALTER TABLE loans_guaranteeclaim"
    again = f"{table} ADD CONSTRAINT {WALL} CHECK (paid >= 0 AND paid <= amount)"
    with without(f"{table} DROP CONSTRAINT {WALL}", again):
        assert paying_at_once(of, made, 60_000, crowd=2) == {"GuaranteePayment": 2}
        assert made.claims.get().paid == 120_000
        assert "guarantee_claim_counter_apart_from_its_rows" in broken()


# --- recourse ----------------------------------------------------------------------------------


def test_of_many_recoveries_at_once_as_many_stand_as_were_paid(of):
    made = guaranteeing.paid(of, 100_000)

    def act(number):
        return guaranteeing.recover(of, fresh(made), 30_000, voucher=f"收-{number}")

    answers = outcome(at_once(act, CROWD))
    assert answers == {"GuaranteeRecovery": 3, "RecoveredAbovePaid": CROWD - 3}
    assert GuaranteeRecovery.objects.count() == 3
    assert broken() == set()


def test_a_reversal_and_a_recovery_at_once_leave_nothing_recovered_of_nothing(of):
    made = guaranteeing.paid(of, 100_000)

    def act(number):
        if number:
            return guaranteeing.recover(of, fresh(made), 30_000)
        return paying.reverse_payment(actor=of.guarantor_officer, guarantee=fresh(made), voucher="冲-1")

    at_once(act, crowd=2)
    claim = made.claims.get()
    assert claim.recovered <= claim.paid
    assert GuaranteePayment.objects.effective().count() == bool(claim.paid)
    assert broken() == set()
