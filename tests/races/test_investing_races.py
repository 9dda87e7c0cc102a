"""股权投资和预授信 at one instant: one look counts, one end wins, and no more is converted than was pre-approved."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction

from loans.models import CreditLine, EquityInvestment, LineConversion, PreApprovedLine
from loans.services.investing import equity, looks, pre_approvals
from tests import investing, loaning, people
from tests.investing import MILLION
from tests.racing import at_once, outcome, until_waited_for
from zibo_youth.core.calendar import now
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BEYOND = "pre_approved_line_converted_beyond_its_amount"


@pytest.fixture
def staff():
    return people.city_staff()


def confirm(by, made):
    return equity.confirm_equity(actor=by, equity=EquityInvestment.objects.get(pk=made.pk))


def withdraw(by, made):
    return equity.withdraw_equity(
        actor=by, equity=EquityInvestment.objects.get(pk=made.pk), reason="金额有误"
    )


def test_of_two_confirmations_one_counts(staff):
    made, seers = investing.invested(staff), [investing.colleague(), investing.colleague()]

    assert outcome(at_once(lambda number: confirm(seers[number], made), crowd=2)) == {
        "EquityInvestment": 1,
        "StateChanged": 1,
    }
    made.refresh_from_db()
    assert made.confirmed_by in seers


@pytest.mark.control
def test_the_control_that_looks_and_then_writes_confirms_twice(staff):
    made, seers = investing.invested(staff), [investing.colleague(), investing.colleague()]
    together = threading.Barrier(2)

    def act(number):
        found = EquityInvestment.objects.get(pk=made.pk)
        assert found.state == "recorded"
        together.wait(timeout=30)
        seen = {"state": "confirmed", "confirmed_by": seers[number], "confirmed_at": now()}
        return EquityInvestment.objects.filter(pk=made.pk).update(**seen)

    assert at_once(act, crowd=2) == [1, 1]


def test_a_confirmation_and_a_withdrawal_that_saw_the_same_state_never_both_pass(staff, monkeypatch):
    """Whoever withdraws what waits does not take back what somebody confirmed meanwhile unseen."""
    made, colleague = investing.invested(staff), investing.colleague()
    together = threading.Barrier(2)
    moved = looks._move

    def at_one_instant(*told, **changes):
        together.wait(timeout=30)
        return moved(*told, **changes)

    monkeypatch.setattr(looks, "_move", at_one_instant)
    answers = at_once(lambda number: (withdraw, confirm)[number](colleague, made), crowd=2)

    assert outcome(answers) == {"EquityInvestment": 1, "StateChanged": 1}
    made.refresh_from_db()
    assert (made.confirmed_at is None) == (made.state == "withdrawn")


def converts(staff, made, lines, amount):
    def act(number):
        before = PreApprovedLine.objects.get(pk=made.pk)
        line = CreditLine.objects.get(pk=lines[number].pk)
        return investing.converted(staff, before, line, amount)

    return at_once(act, crowd=len(lines))


def test_of_two_conversions_of_60_million_of_100_one_is_stored(staff):
    made = investing.counted_pre_approval(staff, 100 * MILLION)
    lines = [loaning.programme(staff, 60 * MILLION) for _ in range(2)]

    answers = converts(staff, made, lines, 60 * MILLION)

    assert outcome(answers) == {"LineConversion": 1, "PreApprovalUsedUp": 1}
    [refusal] = [str(answer) for answer in answers if type(answer).__name__ == "PreApprovalUsedUp"]
    assert "已转为签约授信 60000000.00 元" in refusal
    made.refresh_from_db()
    assert made.converted == 60 * MILLION
    assert verify()[BEYOND] == 0


def test_of_two_pre_approvals_one_is_converted_into_a_line_that_holds_one(staff):
    both = [investing.counted_pre_approval(staff, 100 * MILLION) for _ in range(2)]
    line = loaning.programme(staff, 60 * MILLION)

    def act(number):
        return investing.converted(staff, both[number], line, 40 * MILLION)

    assert outcome(at_once(act, crowd=2)) == {"LineConversion": 1, "LineHoldsLess": 1}
    assert verify()["new_credit_of_a_programme_below_nothing"] == 0


@pytest.mark.control
def test_the_control_that_sums_and_then_writes_converts_both(staff):
    made = investing.counted_pre_approval(staff, 100 * MILLION)
    lines = [loaning.programme(staff, 60 * MILLION) for _ in range(2)]
    together = threading.Barrier(2)

    def act(number):
        told = sum(each.amount for each in made.conversions.standing())
        assert made.amount - told >= 60 * MILLION
        together.wait(timeout=30)
        LineConversion.objects.create(
            pre_approved=made, line=lines[number], amount=60 * MILLION, note="批复", noted_by=staff
        )

    at_once(act, crowd=2)
    assert LineConversion.objects.count() == 2
    assert verify()[BEYOND] == 1


@pytest.mark.control
def test_the_control_without_the_trigger_a_line_is_converted_twice(staff):
    both = [investing.counted_pre_approval(staff, 100 * MILLION) for _ in range(2)]
    line = loaning.programme(staff, 60 * MILLION)
    with connection.cursor() as sql:
        sql.execute("ALTER TABLE loans_lineconversion DISABLE TRIGGER USER")
    try:
        answers = at_once(
            lambda number: investing.converted(staff, both[number], line, Decimal(40_000_000)), crowd=2
        )
    finally:
        with connection.cursor() as sql:
            sql.execute("ALTER TABLE loans_lineconversion ENABLE TRIGGER USER")
    assert outcome(answers) == {"LineConversion": 2}
    assert verify()["new_credit_of_a_programme_below_nothing"] == 1


# --- withdrawn while it is told again ---------------------------------------------------------------


def told_again(staff, withdraw):
    """A conversion is withdrawn while somebody holds its pre-approval, and tells the same line anew."""
    made = investing.counted_pre_approval(staff, 100 * MILLION)
    line = loaning.programme(staff, 60 * MILLION)
    first, held = investing.converted(staff, made, line, 40 * MILLION), threading.Event()

    def act(number):
        if number:
            held.wait(timeout=30)
            return withdraw(LineConversion.objects.get(pk=first.pk))
        with transaction.atomic():
            PreApprovedLine.objects.select_for_update(no_key=True).get(pk=made.pk)
            held.set()
            until_waited_for()
            return investing.converted(staff, made, line, 10 * MILLION)

    answers = outcome(at_once(act, crowd=2))
    made.refresh_from_db()
    return answers, made.converted


def test_a_conversion_withdrawn_and_told_again_take_their_locks_in_one_order(staff):
    def withdraw(conversion):
        return pre_approvals.withdraw_conversion(actor=staff, conversion=conversion, reason="金额有误")

    answers, converted = told_again(staff, withdraw)
    assert answers == {"ConversionKnown": 1, "LineConversion": 1}
    assert (converted, verify()[BEYOND]) == (0, 0)


@pytest.mark.control
def test_the_control_that_writes_before_it_locks_crosses(staff):
    """Negative control: the conversion first, its pre-approval after it."""

    @transaction.atomic
    def withdraw(conversion):
        gone = {"withdrawn_by": staff, "withdrawn_at": now(), "reason": "金额有误"}
        LineConversion.objects.standing().filter(pk=conversion.pk).update(**gone)
        pre_approvals._add(conversion.pre_approved, -conversion.amount)

    answers, _converted = told_again(staff, withdraw)
    assert answers["OperationalError"] == 1
