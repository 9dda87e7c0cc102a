"""银行回调: signed, in time, once, in any order; the acts are those of the desk."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from loans.callback_errors import KeysTaken
from loans.models import BankKey, BankMessage, BankStatus, CreditLine, Disbursement, Repayment
from loans.services import applications
from loans.services.callbacks import keys
from loans.services.loans import repayments
from tests import applying, calling, crediting, loaning, people
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return applying.lending()


@pytest.fixture
def secret(of):
    return calling.issued(of.bank)[1]


@pytest.fixture
def loan(of):
    return crediting.signed(300_000, bank=of.bank)


def paid_out(loan, **other):
    told = {
        "contract_no": loan.contract_no,
        "amount": "300000.00",
        "paid_on": "2021-06-15",
        "voucher": "放-1",
    }
    return calling.event("loan.paid_out", **(told | other))


def repaid(loan, **other):
    told = {"contract_no": loan.contract_no, "amount": "100.00", "paid_on": "2021-07-15", "serial": "还-1"}
    return calling.event("loan.repaid", **(told | other))


def approved(made, **other):
    told = {"application": made.reference, "amount": "150000.00", "months": 24}
    return calling.event("application.approved", **(told | other))


# --- what they do ----------------------------------------------------------------------------------


def test_an_approval_is_the_offer_and_takes_the_banks_line(of, secret):
    made = applying.recommended(of)
    programme = loaning.programme(people.city_staff(), 1_000_000, of_bank=of.bank)
    answer = calling.send(of.bank, secret, approved(made))
    made.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json() == {
        "message_id": BankMessage.objects.get().message_id,
        "event": "application.approved",
        "result": "done",
        "application": made.reference,
        "state": "offered",
    }
    assert (made.state, int(made.offered_amount)) == ("offered", 150_000)
    programme.refresh_from_db()
    assert int(programme.allotted) == 150_000
    assert made.transitions.last().actor is None


def test_a_refusal_has_a_reason_and_words_and_frees_the_quota(of, secret):
    made = applying.recommended(of)
    told = {"application": made.reference, "reason": "purpose", "note": "用途与经营范围不符"}
    answer = calling.send(of.bank, secret, calling.event("application.rejected", **told))
    made.refresh_from_db()
    of.quota.refresh_from_db()
    assert (answer.status_code, made.state, made.refusal_reason) == (200, "rejected", "purpose")
    assert of.quota.recommended == 0


def test_a_payout_and_a_repayment_are_as_from_the_desk(of, secret, loan):
    assert calling.send(of.bank, secret, paid_out(loan)).json()["state"] == "active"
    assert calling.send(of.bank, secret, repaid(loan)).json()["result"] == "done"
    [out], [back] = Disbursement.objects.all(), Repayment.objects.all()
    assert (int(out.amount), out.voucher, out.recorded_by) == (300_000, "放-1", None)
    assert (int(back.amount), back.serial) == (100, "还-1")
    assert {name: wrong for name, wrong in verify().items() if wrong} == {}


def test_the_same_money_under_another_identifier_is_known(of, secret, loan):
    for result in ("done", "known"):
        assert calling.send(of.bank, secret, paid_out(loan, amount="100.00")).json()["result"] == result
    other = calling.send(of.bank, secret, paid_out(loan, amount="100.01"))
    assert (other.status_code, other.json()["code"], other.json()["retry"]) == (
        409,
        "loan_voucher_known",
        False,
    )
    assert Disbursement.objects.count() == 1


def test_money_that_the_desk_took_back_is_not_said_to_be_known(of, secret, loan):
    """A bank that hears ``known`` takes it for booked, and it is not."""
    calling.send(of.bank, secret, paid_out(loan))
    calling.send(of.bank, secret, repaid(loan))
    repayments.reverse_repayment(actor=people.city_staff(), paid=Repayment.objects.get(), serial="冲-1")
    again = calling.send(of.bank, secret, repaid(loan))
    assert (again.status_code, again.json()["code"], again.json()["retry"]) == (
        409,
        "loan_serial_known",
        False,
    )


# --- order -----------------------------------------------------------------------------------------


def test_a_repayment_before_its_payout_may_come_again(of, secret, loan):
    told = repaid(loan)
    early = calling.send(of.bank, secret, told, identifier="message-early")
    assert (early.status_code, early.json()["code"]) == (409, "loan_nothing_drawn")
    assert (early.json()["retry"], early["Retry-After"]) == (True, "60")
    assert not BankMessage.objects.exists()
    calling.send(of.bank, secret, paid_out(loan))
    assert calling.send(of.bank, secret, told, identifier="message-early").json()["result"] == "done"


def test_a_payout_before_its_contract_may_come_again(of, secret):
    told = calling.event(
        "loan.paid_out", contract_no="未登记-1", amount="1", paid_on=today().isoformat(), voucher="放-1"
    )
    answer = calling.send(of.bank, secret, told)
    assert (answer.status_code, answer.json()["code"]) == (409, "contract_not_yet")
    assert answer.json()["retry"] is True


def test_an_earlier_status_that_comes_later_changes_nothing(of, secret, loan):
    moments = [now() - timedelta(hours=hours) for hours in (2, 1, 3)]
    results = []
    for status, moment in zip(("normal", "overdue", "settled"), moments, strict=True):
        told = {"contract_no": loan.contract_no, "status": status, "occurred_at": moment.isoformat()}
        results.append(calling.send(of.bank, secret, calling.event("loan.status", **told)).json()["result"])
    assert results == ["done", "done", "older"]
    status = BankStatus.objects.get()
    assert (status.status, status.as_of) == ("overdue", moments[1])
    assert loan.state == "contracted"


@pytest.mark.control
def test_the_control_the_table_itself_refuses_to_go_back(of, secret, loan):
    told = {"contract_no": loan.contract_no, "status": "overdue"}
    calling.send(of.bank, secret, calling.event("loan.status", **told))
    with pytest.raises(InternalError, match="bank_status_never_goes_back"), transaction.atomic():
        BankStatus.objects.update(as_of=now() - timedelta(days=1))


def test_a_decision_on_what_was_withdrawn_is_refused_for_good(of, secret):
    made = applying.recommended(of)
    applications.withdraw_application(actor=of.founder, application=made)
    answer = calling.send(of.bank, secret, approved(made))
    assert (answer.status_code, answer.json()["retry"]) == (409, False)
    assert "已撤回" in answer.json()["message"]


def test_a_decision_that_is_not_the_banks_turn_is_refused(of, secret):
    made = applying.to_guarantor(of)
    told = {"application": made.reference, "reason": "purpose", "note": "不同意"}
    assert calling.send(of.bank, secret, calling.event("application.rejected", **told)).status_code == 409
    made.refresh_from_db()
    assert made.state == "guarantor_review"


# --- once ------------------------------------------------------------------------------------------


def test_the_same_message_again_has_the_same_answer_and_one_effect(of, secret, loan):
    told = paid_out(loan)
    answers = [calling.send(of.bank, secret, told, identifier="message-once") for _ in range(5)]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert (answers[0].json()["result"], Disbursement.objects.count()) == ("done", 1)


def test_an_identifier_with_other_words_is_refused(of, secret, loan):
    calling.send(of.bank, secret, paid_out(loan), identifier="message-once")
    other = calling.send(of.bank, secret, paid_out(loan, voucher="放-2"), identifier="message-once")
    assert (other.status_code, other.json()["code"]) == (409, "message_id_reused")


def test_an_answered_message_stays(of, secret, loan):
    calling.send(of.bank, secret, paid_out(loan))
    for act in (BankMessage.objects.all().delete, lambda: BankMessage.objects.update(event="loan.repaid")):
        with pytest.raises(InternalError, match="bank_message_"), transaction.atomic():
            act()


# --- who -------------------------------------------------------------------------------------------


def refusals(of, secret, loan):
    """Every way not to be signed, by what was done to the message."""
    told, other_bank = paid_out(loan), calling.issued(of.bank_2)[1]
    body = json.dumps(told).encode()
    return {
        "unknown bank": calling.send("no-such-bank", secret, told),
        "no bank of that kind": calling.send("city", secret, told),
        "a bank without a key": calling.send(crediting.bank(), secret, told),
        "another bank's key": calling.send(of.bank, other_bank, told),
        "a wrong signature": calling.send(of.bank, secret, told, signature="v1,AAAA"),
        "no signature": calling.send(of.bank, secret, told, signature=" "),
        "the body changed after signing": calling.send(of.bank, secret, told, body=body + b" ", signed=body),
        "no identifier": calling.send(of.bank, secret, told, identifier="a.b.c.d.e"),
        "no moment": calling.send(of.bank, secret, told, moment="１２３"),
        "long ago and unsigned": calling.send(of.bank, "whsec_AAAA", told, moment=1),
    }


def test_all_who_have_not_signed_are_refused_in_the_same_words(of, secret, loan):
    answers = refusals(of, secret, loan)
    told = {name: (each.status_code, each.content) for name, each in answers.items()}
    assert set(told.values()) == {
        (401, '{"code":"signature_refused","message":"签名无效","field":"","retry":false}'.encode())
    }
    assert not BankMessage.objects.exists()
    assert not Disbursement.objects.exists()


def test_a_bank_tells_of_its_own_cases_only(of, loan):
    stranger = calling.issued(of.bank_2)[1]
    made = applying.recommended(of)
    answer = calling.send(of.bank_2, stranger, approved(made))
    assert (answer.status_code, answer.json()["code"]) == (404, "application_unknown")
    assert calling.send(of.bank_2, stranger, paid_out(loan)).json()["code"] == "contract_not_yet"


def test_two_keys_live_at_once_and_a_revoked_one_signs_nothing(of, secret, loan):
    second = calling.issued(of.bank)[1]
    with pytest.raises(KeysTaken):
        calling.issued(of.bank)
    assert calling.send(of.bank, secret, paid_out(loan)).status_code == 200
    assert calling.send(of.bank, second, repaid(loan)).status_code == 200
    first = BankKey.objects.order_by("pk").first()
    keys.revoke_bank_key(actor=calling.administrator(), bankkey=first)
    assert calling.send(of.bank, secret, repaid(loan, serial="还-2")).status_code == 401
    assert calling.send(of.bank, second, repaid(loan, serial="还-2")).status_code == 200
    with pytest.raises(StateChanged):
        keys.revoke_bank_key(actor=calling.administrator(), bankkey=first)
    assert calling.issued(of.bank)[0].slot == first.slot


def test_a_message_may_carry_a_signature_of_each_key(of, secret, loan):
    told, moment = paid_out(loan), str(int(now().timestamp()))
    body = json.dumps(told, ensure_ascii=False).encode()
    both = f"v1,AAAA {calling.mac(secret, 'message-both', moment, body)}"
    answer = calling.send(of.bank, secret, told, identifier="message-both", moment=moment, signature=both)
    assert answer.status_code == 200


def test_keys_are_the_administrators(of, secret):
    for user in (people.city_staff(), of.banker, of.founder):
        with pytest.raises(NotAllowed):
            keys.issue_bank_key(actor=user, bank=of.bank)
    key = BankKey.objects.get()
    assert secret not in key.secret_sealed
    assert key.secret == secret


# --- time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("apart", [-301, 301, -100_000])
def test_a_message_out_of_its_time_is_refused_to_who_signed_it(of, secret, loan, apart):
    moment = int(now().timestamp()) + apart
    answer = calling.send(of.bank, secret, paid_out(loan), moment=moment)
    assert (answer.status_code, answer.json()["code"]) == (401, "timestamp_refused")
    assert "300 秒" in answer.json()["message"]


@pytest.mark.parametrize("apart", [-299, 299])
def test_within_the_window_it_is_taken(of, secret, loan, apart):
    with time_machine.travel(now(), tick=False):
        moment = int(now().timestamp()) + apart
        assert calling.send(of.bank, secret, paid_out(loan), moment=moment).status_code == 200


@pytest.mark.control
def test_the_control_without_the_window_a_stale_message_is_taken(of, secret, loan, monkeypatch):
    monkeypatch.setitem(settings.LOANS, "callback_window_seconds", 10**9)
    moment = int(now().timestamp()) - 100_000
    assert calling.send(of.bank, secret, paid_out(loan), moment=moment).status_code == 200


def test_what_has_not_happened_yet_is_refused(of, secret, loan):
    told = {"contract_no": loan.contract_no, "status": "settled"}
    ahead = {"occurred_at": (now() + timedelta(days=1)).isoformat()}
    answer = calling.send(of.bank, secret, calling.event("loan.status", **told) | ahead)
    assert answer.json()["code"] == "event_ahead"


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount",
    [
        "NaN",
        "1e400",
        "-0",
        "-1",
        "0",
        "0.00",
        "１００",
        "壹仟",
        "1000.005",
        "1,000",
        "",
        " 1",
        "1" * 13,
        100,
        1.5,
        None,
    ],
)
def test_money_is_text_of_half_width_digits_to_the_cent(of, secret, loan, amount):
    answer = calling.send(of.bank, secret, paid_out(loan, amount=amount))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid", "amount")
    assert not Disbursement.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nonsense",
        b'{"event":"loan.paid_out","event":"loan.repaid"}',
        b'{"event":"loan.unknown","occurred_at":"2026-01-01T00:00:00+08:00"}',
        b'{"event":"loan.status","occurred_at":1e400}',
        b'{"event":"loan.status","occurred_at":"2026-01-01T00:00:00+08:00","contract_no":"\\u0000"}',
        b"[" * 20_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_message_is_refused_after_its_signature(of, secret, body):
    answer = calling.send(of.bank, secret, {}, body=body or b" ")
    assert answer.status_code == 400
    assert not BankMessage.objects.exists()


def test_a_body_that_no_message_has_is_refused_before_it_is_read(of, secret):
    answer = calling.send(of.bank, secret, {}, body=b" " * (64 * 1024 + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_words_for_the_founder_tell_no_number(of, secret):
    made = applying.recommended(of)
    told = {"application": made.reference, "reason": "purpose", "note": "请联系 13800138000"}
    answer = calling.send(of.bank, secret, calling.event("application.rejected", **told))
    assert (answer.status_code, answer.json()["retry"]) == (409, False)
    made.refresh_from_db()
    assert made.state == "bank_review"


# --- how often, and what is written down -------------------------------------------------------------


def test_an_address_that_guesses_is_slowed_and_a_bank_has_its_measure(of, secret, loan, monkeypatch):
    monkeypatch.setitem(settings.LOANS, "callback_failures_per_minute", 3)
    monkeypatch.setitem(settings.LOANS, "callbacks_per_minute", 2)
    with time_machine.travel(now(), tick=False):
        answers = [calling.send(of.bank, secret, repaid(loan)).status_code for _ in range(3)]
        assert answers == [409, 409, 429]
        guesses = [calling.send(of.bank, "whsec_AAAA", {}) for _ in range(4)]
    assert [each.status_code for each in guesses] == [401, 401, 401, 429]
    assert guesses[-1].json()["code"] == "too_often"


def test_what_is_written_down_names_nobody(of, secret):
    made = applying.recommended(of)
    with capture_logs() as lines:
        calling.send(of.bank, secret, approved(made))
        calling.send(of.bank, "whsec_AAAA", approved(made))
    told = str([line for line in lines if "bank message" in line["event"]])
    assert told.count("bank message") == 2
    for name in (made.reference, made.applicant.full_name, made.firm_name, made.uscc, secret, "whsec"):
        assert name not in told


def test_neither_a_cookie_nor_a_csrf_token_has_a_part_in_it(of, loan):
    address = reverse("api_loan_bank_messages", args=[of.bank.code])
    client = people.signed_in(of.banker)
    assert client.post(address, paid_out(loan), content_type="application/json").status_code == 401
    assert Client().get(address).status_code == 405
    assert CreditLine.objects.count() == 0
