"""代偿: claimed late enough and within what is covered, approved by another, paid once, won back up to what was paid."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from loans import guarantee_errors as errors
from loans.guarantee_invariants import SENTENCES
from loans.guarantee_queues import waiting_for
from loans.loan_errors import ReversedAlready, SumMissing
from loans.models import (
    BusinessDay,
    GuaranteePayment,
    GuaranteeRecovery,
    LoanDay,
)
from loans.services.guarantees import claims, paying
from loans.services.guarantees.giving import Cover
from loans.services.guarantees.owed import owed_of
from tests import applying, crediting, guaranteeing, people
from tests.applying import yuan
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
ALL_THREE = ("principal", "interest", "penalty")


@pytest.fixture(autouse=True)
def sound():
    """Whatever a test does through services, every invariant of guarantees holds afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert {name: count for name, count in verify().items() if name in SENTENCES and count} == {}


@pytest.fixture
def of():
    return applying.lending(needs_guarantor=True)


def file(of, made, amount):
    return claims.file_claim(actor=of.banker, guarantee=made, amount=Decimal(amount))


def cover(*covers, share="0.8", days=90):
    return Cover(Decimal(share), covers, trigger_days=days)


# --- the claim ---------------------------------------------------------------------------------


def test_a_claim_moves_guarantee_and_loan_and_tells_founder_and_guarantor(of):
    made = guaranteeing.late(of)
    claim = file(of, made, 100_000)
    made.refresh_from_db()
    assert (made.state, made.loan.state, claim.state) == ("claimed", "guarantee_claimed", "filed")
    assert (claim.reckoned_on, claim.trigger_days, claim.share) == (today(), 90, Decimal("0.8"))
    assert claim.days_late == LoanDay.objects.get(loan=made.loan, day=today()).days_past_due > 90
    assert (claim.principal, claim.penalty) == (yuan(150_000), 0)
    told = set(Notice.objects.filter(kind__contains="guarantee_claim").values_list("kind", "to"))
    assert told == {
        ("loans.guarantee_claimed", of.founder.person_id),
        ("loans.guarantee_claim_waits", of.guarantor_officer.person_id),
    }


@pytest.mark.parametrize("late", [0, 1, 89])
def test_before_its_trigger_nothing_is_claimed_and_the_refusal_says_how_long(of, late):
    made = guaranteeing.active(of)
    BusinessDay.objects.create(day=today())
    if late:
        LoanDay.objects.create(loan=made.loan, day=today(), days_past_due=late, risk_class="attention")
    with pytest.raises(errors.ClaimTooEarly) as refusal:
        file(of, made, 1)
    assert f"逾期 {late} 天，担保约定满 90 天才能申请代偿，还差 {90 - late} 天" in str(refusal.value)
    made.refresh_from_db()
    assert (made.state, made.claims.count()) == ("active", 0)


def test_on_the_day_of_its_trigger_it_is_claimed(of):
    made = guaranteeing.active(of)
    BusinessDay.objects.create(day=today())
    LoanDay.objects.create(loan=made.loan, day=today(), days_past_due=90, risk_class="attention")
    assert file(of, made, 1).days_late == 90


def test_the_trigger_is_each_guarantees_own_and_the_day_is_the_business_date(of):
    made = guaranteeing.active(of, cover("principal", days=30))
    BusinessDay.objects.create(day=today() - timedelta(3))
    for day, late in ((today() - timedelta(3), 29), (today(), 32)):
        LoanDay.objects.create(loan=made.loan, day=day, days_past_due=late, risk_class="attention")
    with pytest.raises(errors.ClaimTooEarly) as refusal:
        file(of, made, 1)
    assert "逾期 29 天" in str(refusal.value)
    BusinessDay.objects.update(day=today() - timedelta(2))
    LoanDay.objects.create(
        loan=made.loan, day=today() - timedelta(2), days_past_due=30, risk_class="attention"
    )
    assert file(of, made, 1).reckoned_on == today() - timedelta(2)


@pytest.mark.parametrize(
    "covers",
    [("principal",), ("interest",), ("penalty",), ("principal", "interest"), ALL_THREE],
    ids="+".join,
)
def test_no_more_than_the_share_of_what_is_covered_and_owed(of, covers):
    made = guaranteeing.late(of, cover(*covers, share="0.7"))
    owed = owed_of(made, made.loan, today())
    rows = crediting.rows(made.loan)
    whole = {
        "principal": yuan(150_000),
        "interest": sum(row.interest for row in rows if row.due <= today()),
    }
    for part in ("principal", "interest"):
        assert getattr(owed, part) == (whole[part] if part in covers else 0)
    assert bool(owed.penalty) == ("penalty" in covers)
    most = owed.most
    assert most <= owed.total * Decimal("0.7") < most + yuan("0.01")
    with pytest.raises(errors.ClaimAboveCover) as refusal:
        file(of, made, most + yuan("0.01"))
    assert f"最多可申请 {most:,.2f} 元" in str(refusal.value)
    assert "担保比例 70%" in str(refusal.value)
    assert file(of, made, most).amount == most


def test_what_the_firm_has_paid_back_is_not_claimed(of):
    made = guaranteeing.late(of, cover("principal"))
    before = guaranteeing.most(made)
    crediting.repay(made.loan, 20_000, today())
    assert guaranteeing.most(made) < before
    with pytest.raises(errors.ClaimAboveCover):
        file(of, made, before)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1E+400", "1000000000000"])
def test_what_is_no_sum_is_claimed_paid_and_recovered_by_nobody(of, amount):
    made = guaranteeing.agreed(of, 100_000)
    for act in (
        lambda: file(of, made, amount),
        lambda: guaranteeing.pay(of, made, amount),
        lambda: guaranteeing.recover(of, made, amount),
    ):
        with pytest.raises(SumMissing):
            act()


def test_after_the_letter_nothing_is_claimed(of):
    made = guaranteeing.late(of, until=today())
    BusinessDay.objects.update(day=today() + timedelta(1))
    LoanDay.objects.create(
        loan=made.loan, day=today() + timedelta(1), days_past_due=171, risk_class="substandard"
    )
    with pytest.raises(errors.ClaimAfterLetter):
        file(of, made, 1)


def test_what_the_firm_has_paid_since_the_day_s_fact_is_late_no_more(of):
    """The fact is of the night; the founder who paid in the morning is told of no claim in the afternoon."""
    made = guaranteeing.late(of)
    guaranteeing.pay_arrears(made)
    with pytest.raises(errors.ClaimTooEarly) as refusal:
        file(of, made, 1)
    assert "逾期 0 天" in str(refusal.value)
    assert not Notice.objects.filter(kind="loans.guarantee_claimed").exists()


def test_one_claim_stands_for_each_guarantee(of):
    made = guaranteeing.claimed(of)
    with pytest.raises(errors.ClaimStands):
        file(of, made, 1)


@pytest.mark.parametrize("stage", ["letter_issued", "released", "approved", "refused"])
def test_only_a_guarantee_in_force_is_claimed(of, stage):
    with pytest.raises(errors.GuaranteeMoved):
        file(of, guaranteeing.STAGES[stage](of), 1)


# --- the answer --------------------------------------------------------------------------------


def test_who_filed_a_claim_does_not_approve_it(of):
    made = guaranteeing.claimed(of)
    banker = guaranteeing.also_at_guarantor(of, of.banker)
    with pytest.raises(errors.ClaimByAnother):
        claims.approve_claim(actor=banker, guarantee=made)
    assert claims.approve_claim(actor=of.guarantor_officer, guarantee=made).state == "approved"
    last = made.transitions.last()
    assert (last.label, last.note, last.actor) == ("同意代偿", "", of.guarantor_officer)


def test_a_refused_claim_leaves_the_loan_to_the_bank_and_may_be_made_anew(of):
    made = guaranteeing.claimed(of)
    with pytest.raises(errors.ReasonNeeded):
        claims.refuse_claim(actor=of.guarantor_officer, guarantee=made, note=" ")
    claims.refuse_claim(actor=of.guarantor_officer, guarantee=made, note="缺少催收记录")
    made.refresh_from_db()
    assert (made.state, made.loan.state) == ("active", "active")
    assert made.transitions.last().note == "缺少催收记录"
    assert file(of, made, 1).state == "filed"


def test_a_claim_that_the_firm_made_needless_is_withdrawn_and_the_guarantee_released(of):
    made = guaranteeing.claimed(of)
    guaranteeing.settle(made)
    made.loan.refresh_from_db()
    assert made.loan.state == "guarantee_claimed"
    claims.withdraw_claim(actor=of.banker, guarantee=made, note="企业已还清")
    made.refresh_from_db()
    assert (made.state, made.loan.state) == ("released", "settled")


# --- the money ---------------------------------------------------------------------------------


def test_a_payment_moves_guarantee_and_loan_and_the_claim_with_it(of):
    made = guaranteeing.agreed(of, 100_000)
    row = guaranteeing.pay(of, made, 90_000, voucher="付-1")
    made.refresh_from_db()
    claim = made.claims.get()
    assert (claim.state, claim.paid, claim.left) == ("paid", 90_000, 90_000)
    assert (made.state, made.loan.state) == ("paid", "guarantee_paid")
    assert (row.guarantor, row.recorded_by) == (of.guarantor, of.guarantor_officer)
    assert Notice.objects.filter(kind="loans.guarantee_paid", to=of.founder.person).count() == 1


def test_nothing_is_paid_before_it_is_approved_nor_twice(of):
    made = guaranteeing.claimed(of, 100_000)
    with pytest.raises(errors.GuaranteeClaimMoved):
        guaranteeing.pay(of, made, 1)
    claims.approve_claim(actor=of.guarantor_officer, guarantee=made)
    guaranteeing.pay(of, made, 50_000)
    with pytest.raises(errors.GuaranteeClaimMoved):
        guaranteeing.pay(of, made, 50_000)
    assert made.claims.get().paid == 50_000


def test_never_more_is_paid_than_was_claimed(of):
    made = guaranteeing.agreed(of, 100_000)
    with pytest.raises(errors.PaidAboveClaim) as refusal:
        guaranteeing.pay(of, made, "100000.01")
    assert "申请代偿 100,000.00 元，不能付 100,000.01 元" in str(refusal.value)
    assert not GuaranteePayment.objects.exists()


def test_what_the_firm_paid_after_the_claim_is_not_paid_again(of):
    made = guaranteeing.agreed(of)
    claim = made.claims.get()
    crediting.repay(made.loan, 50_000, today())
    with pytest.raises(errors.PaidAboveDebt) as refusal:
        guaranteeing.pay(of, made, claim.amount)
    most = guaranteeing.most(made)
    assert f"最多可付 {most:,.2f} 元" in str(refusal.value)
    guaranteeing.pay(of, made, most)


@pytest.mark.parametrize("days", [-1, 1])
def test_money_moves_between_the_claim_and_today(of, days):
    made = guaranteeing.agreed(of, 100_000)
    with pytest.raises(errors.ClaimMoneyDayWrong):
        guaranteeing.pay(of, made, 1, on=today() + timedelta(days))


def test_a_voucher_stands_once_for_each_guarantor_and_is_never_missing(of):
    made = guaranteeing.agreed(of, 100_000)
    with pytest.raises(errors.ClaimVoucherNeeded):
        guaranteeing.pay(of, made, 1, voucher=" ")
    guaranteeing.pay(of, made, 100_000, voucher="付-1")
    guaranteeing.recover(of, made, 1, voucher="收-1")
    with pytest.raises(errors.ClaimVoucherKnown):
        guaranteeing.recover(of, made, 1, voucher="收-1")
    of.founder = of.founder_2
    other = guaranteeing.agreed(of, 100_000)
    with pytest.raises(errors.ClaimVoucherKnown):
        guaranteeing.pay(of, other, 1, voucher="付-1")


def test_a_payment_is_taken_back_by_a_row_and_made_anew(of):
    made = guaranteeing.paid(of, 100_000)
    back = paying.reverse_payment(actor=of.guarantor_officer, guarantee=made, voucher="冲-1")
    made.refresh_from_db()
    claim = made.claims.get()
    assert (back.reverses.amount, claim.paid, claim.state) == (100_000, 0, "approved")
    assert (made.state, made.loan.state) == ("claimed", "guarantee_claimed")
    guaranteeing.pay(of, made, 60_000)
    assert GuaranteePayment.objects.count() == 3
    assert GuaranteePayment.objects.effective().get().amount == 60_000


def test_recourse_is_up_to_what_was_paid(of):
    made = guaranteeing.paid(of, 100_000)
    guaranteeing.recover(of, made, 30_000)
    made.refresh_from_db()
    assert made.state == "recourse"
    guaranteeing.recover(of, made, 60_000)
    with pytest.raises(errors.RecoveredAbovePaid) as refusal:
        guaranteeing.recover(of, made, "10000.01")
    assert "已代偿 100,000.00 元，已追回 90,000.00 元，最多还可登记 10,000.00 元" in str(refusal.value)
    guaranteeing.recover(of, made, 10_000)
    assert made.claims.get().left == 0


def test_a_recovery_is_taken_back_by_a_row_once(of):
    made = guaranteeing.recourse(of)
    [row] = GuaranteeRecovery.objects.all()
    back = paying.reverse_recovery(actor=of.guarantor_officer, recovery=row, voucher="冲-1")
    made.refresh_from_db()
    assert (made.state, made.claims.get().recovered) == ("paid", 0)
    for each, voucher in ((row, "冲-2"), (back, "冲-3")):
        with pytest.raises(ReversedAlready):
            paying.reverse_recovery(actor=of.guarantor_officer, recovery=each, voucher=voucher)


def test_a_payment_of_which_something_came_back_is_not_taken_back(of):
    made = guaranteeing.recourse(of)
    with pytest.raises(errors.RecoveredMeanwhile) as refusal:
        paying.reverse_payment(actor=of.guarantor_officer, guarantee=made, voucher="冲-1")
    assert "已追回 30,000.00 元" in str(refusal.value)
    assert not GuaranteePayment.objects.filter(reverses__isnull=False).exists()


def test_only_the_bank_claims_and_only_its_guarantor_answers(of):
    made = guaranteeing.claimed(of, 1_000)
    elsewhere = people.staff("柳示保", applying.organisation("guarantor"), "guarantor_officer")
    for user in (elsewhere, of.banker, of.banker_2, of.officer, of.city_staff, of.founder):
        with pytest.raises(NotAllowed):
            claims.approve_claim(actor=user, guarantee=made)
        with pytest.raises(NotAllowed):
            guaranteeing.paying.pay_claim(actor=user, guarantee=made, told=guaranteeing.money(1))
    for user in (elsewhere, of.banker_2, of.guarantor_officer, of.city_staff, of.founder):
        with pytest.raises(NotAllowed):
            claims.withdraw_claim(actor=user, guarantee=made, note="撤回")


# --- who must act ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "whose"),
    [
        ("letter", "guarantor_officer"),
        ("late", "banker"),
        ("claimed", "guarantor_officer"),
        ("agreed", "guarantor_officer"),
        ("paid", ""),
        ("active", ""),
    ],
)
def test_a_queue_holds_what_waits_for_an_office(of, stage, whose):
    make = {"letter": guaranteeing.approved}.get(stage) or getattr(guaranteeing, stage)
    made = make(of)
    for name in ("guarantor_officer", "banker", "officer", "city_staff", "banker_2"):
        waits = list(waiting_for(getattr(of, name)))
        assert waits == ([made] if name == whose else []), name
