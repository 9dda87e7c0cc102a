"""The page for a bank's programmer: its example is computed, its tables are those of the code."""

import json
import re

import pytest
import time_machine

from loans.bank_signature import signature
from loans.models import BankKey, BankMessage, BankStatus, Repayment
from loans.models.application_words import RefusalReason
from tests import calling, crediting
from tests.house import sources
from zibo_youth.core import crypto

PAGE = "docs/guides/bank-callback.md"
TEXT = sources.text(PAGE)
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
SECRET, SIGNATURE = (block.strip() for kind, block in BLOCKS if kind == "text")
[BODY] = [block.strip() for kind, block in BLOCKS if kind == "json"]
[PROGRAM] = [block for kind, block in BLOCKS if kind == "python"]
[(IDENTIFIER, MOMENT)] = re.findall(r"消息编号 `([\w-]+)`，时间 `(\d+)`", TEXT)


def test_the_signature_is_what_both_programs_reckon():
    told = {}
    exec(PROGRAM, told)
    for reckoned in (told["signature"], signature):
        assert reckoned(SECRET, IDENTIFIER, MOMENT, BODY.encode()) == SIGNATURE


@pytest.mark.django_db
def test_the_example_is_taken_as_it_stands_there():
    told = json.loads(BODY)
    loan = crediting.drawn(300_000, contract_no=told["contract_no"])
    key = BankKey(bank=loan.bank, slot=1, issued_by=calling.administrator())
    key.secret_sealed = crypto.seal(SECRET, context=key.context)
    key.save()
    with time_machine.travel(int(MOMENT), tick=False):
        answer = calling.send(
            loan.bank, "", None, body=BODY.encode(), identifier=IDENTIFIER, moment=MOMENT, signature=SIGNATURE
        )
    assert (answer.status_code, answer.json()["result"]) == (200, "done")
    assert Repayment.objects.get().serial == told["serial"]


def test_every_event_reason_and_status_stands_there_and_no_other():
    rows = re.findall(r"^\| `([a-z_.]+\.[a-z_]+)` \|", TEXT, re.MULTILINE)
    assert rows == BankMessage.Event.values
    for choices in (RefusalReason.choices, BankStatus.Standing.choices):
        assert "、".join(f"`{value}` {label}" for value, label in choices) in TEXT


def test_the_numbers_are_those_of_the_settings(settings):
    told = settings.LOANS
    assert f"超过 {told['callback_window_seconds']} 秒" in TEXT
    assert f"每分钟最多 {told['callbacks_per_minute']} 条" in TEXT
    assert f"每分钟最多 {told['callback_failures_per_minute']} 次" in TEXT
