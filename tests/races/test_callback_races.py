"""银行回调 at one instant: a hundred of one message are one effect and one answer."""

import contextlib
import threading
from datetime import timedelta

import pgtrigger
import pytest
from django.db import connection
from django.db.models import Sum

from loans.models import BankKey, BankMessage, BankStatus, Disbursement, LoanApplication, Repayment
from loans.services import applications
from loans.services.applications import Terms
from loans.services.callbacks import events, inbox, keys
from tests import applying, calling, crediting
from tests.races.walls import dropped
from tests.racing import at_once, outcome
from zibo_youth.core.calendar import now
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def loan():
    return crediting.signed(300_000)


@pytest.fixture
def secret(loan):
    return calling.issued(loan.bank)[1]


def paid_out(loan, **other):
    told = {"contract_no": loan.contract_no, "amount": "100.00", "paid_on": "2021-06-15", "voucher": "放-1"}
    return calling.event("loan.paid_out", **(told | other))


def replayed(loan, secret, crowd):
    told, moment = paid_out(loan), int(now().timestamp())

    def act(_number):
        answer = calling.send(loan.bank, secret, told, identifier="message-replayed", moment=moment)
        return answer.status_code, answer.content

    return at_once(act, crowd)


def sums(loan):
    loan.refresh_from_db()
    paid = Disbursement.objects.filter(loan=loan).aggregate(all=Sum("amount"))["all"]
    return BankMessage.objects.count(), int(loan.drawn), int(paid or 0)


def test_a_hundred_of_one_message_are_one_effect_and_one_answer(loan, secret):
    answers = replayed(loan, secret, 100)

    assert len(set(answers)) == 1, set(answers)
    assert answers[0][0] == 200
    assert b'"result":"done"' in answers[0][1]
    assert sums(loan) == (1, 100, 100)


@contextlib.contextmanager
def without(*names):
    """Constraints away for a moment; what they kept out is not put back."""
    with dropped(*names):
        try:
            yield
        finally:
            with pgtrigger.ignore():
                BankMessage.objects.all().delete()
                Disbursement.objects.all().delete()


@pytest.mark.control
def test_the_control_without_the_identifiers_constraint_the_replay_doubles(loan, secret, monkeypatch):
    """Neither the message's identifier nor the voucher is unique, and both look before one writes."""
    together, look = threading.Barrier(2), events._is_the_same

    def both_have_looked(*asked):
        seen = look(*asked)
        together.wait(timeout=30)
        return seen

    monkeypatch.setattr(events, "_is_the_same", both_have_looked)
    with without("bank_message_once_per_bank", "disbursement_voucher_once_per_bank"):
        answers = replayed(loan, secret, 2)
        assert [status for status, _told in answers] == [200, 200]
        assert sums(loan) == (2, 200, 200)


@pytest.mark.control
def test_the_control_without_the_window_a_message_of_last_year_is_taken(loan, secret, monkeypatch):
    monkeypatch.setattr(inbox, "_require_in_time", lambda *_asked: None)
    moment = int((now() - timedelta(days=365)).timestamp())
    assert calling.send(loan.bank, secret, paid_out(loan), moment=moment).status_code == 200


def test_different_messages_of_the_same_money_are_paid_once(loan, secret):
    told = paid_out(loan)
    answers = at_once(lambda _n: calling.send(loan.bank, secret, told).json(), crowd=16)
    assert {each.get("result") or each["code"] for each in answers} <= {"done", "known", "loan_voucher_known"}
    assert sums(loan)[1:] == (100, 100)


def test_messages_in_any_order_end_where_the_newest_says(loan, secret):
    moments = [now() - timedelta(minutes=minutes) for minutes in range(24)]

    def act(number):
        status = "overdue" if number == 0 else "normal"
        told = {"contract_no": loan.contract_no, "status": status}
        told["occurred_at"] = moments[number].isoformat()
        return calling.send(loan.bank, secret, calling.event("loan.status", **told)).json()["result"]

    answers = at_once(act, crowd=24)
    assert set(answers) <= {"done", "older"}
    status = BankStatus.objects.get()
    assert (status.status, status.as_of) == ("overdue", moments[0])


def careless_status(both_looked, older_last):
    """The one statement split in two: it looks, and then writes what it likes."""

    def tell(message, told):
        mine = events._loan_of(message, told)
        known = BankStatus.objects.filter(loan=mine).first()
        assert known is None or known.as_of < told["occurred_at"]
        both_looked.wait(timeout=30)
        if told["status"] == "normal":
            older_last.wait(timeout=30)
        with connection.cursor() as cursor:
            cursor.execute(
                events.TELL_STATUS.replace("WHERE excluded.as_of > loans_bankstatus.as_of", ""),
                [mine.pk, told["status"], told["occurred_at"], message.pk],
            )
        return {"result": "done"}

    return tell


@contextlib.contextmanager
def untriggered(table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.control
def test_the_control_that_looks_and_then_writes_goes_back(loan, secret, monkeypatch):
    """The trigger is away too: the older one is written last and stays."""
    both_looked, older_last = threading.Barrier(2), threading.Event()
    monkeypatch.setitem(events.EVENTS, "loan.status", careless_status(both_looked, older_last))

    def act(number):
        told = {"contract_no": loan.contract_no, "status": "normal" if number else "overdue"}
        told["occurred_at"] = (now() - timedelta(minutes=number)).isoformat()
        try:
            return calling.send(loan.bank, secret, calling.event("loan.status", **told)).status_code
        finally:
            if not number:
                older_last.set()

    with untriggered("loans_bankstatus"):
        assert at_once(act, crowd=2) == [200, 200]
        assert BankStatus.objects.get().status == "normal"


def test_a_repayment_and_its_payout_at_once_are_both_there_in_the_end(loan, secret):
    told = {"contract_no": loan.contract_no, "amount": "10.00", "paid_on": "2021-07-15", "serial": "还-1"}
    both = [paid_out(loan), calling.event("loan.repaid", **told)]

    def act(number):
        answer = calling.send(loan.bank, secret, both[number], identifier=f"message-{number}-{number}")
        return answer.status_code, answer.json().get("retry")

    first, second = at_once(act, crowd=2)
    assert first[0] == 200
    assert second in [(200, None), (409, True)]
    assert act(1)[0] == 200
    assert Repayment.objects.count() == 1
    assert verify()["schedule_row_apart_from_its_payments"] == 0


def test_the_banks_system_and_its_desk_decide_once():
    of = applying.lending()
    secret, made = calling.issued(of.bank)[1], applying.recommended(of)
    told = calling.event("application.approved", application=made.reference, amount="150000", months=24)

    def act(number):
        if number:
            return calling.send(of.bank, secret, told).status_code
        mine = LoanApplication.objects.get(pk=made.pk)
        return applications.offer(actor=of.banker, application=mine, terms=Terms(applying.yuan(140_000), 12))

    answers = at_once(act, crowd=2)
    made.refresh_from_db()
    assert made.state == "offered"
    assert (type(answers[0]).__name__, answers[1]) in [("LoanApplication", 409), ("ApplicationMoved", 200)]


def test_a_third_key_never_comes_however_many_ask_at_once(loan):
    user = calling.administrator()
    answers = outcome(at_once(lambda _n: keys.issue_bank_key(actor=user, bank=loan.bank), crowd=8))
    assert answers == {"tuple": 2, "KeysTaken": 6}
    assert BankKey.objects.living().count() == 2
