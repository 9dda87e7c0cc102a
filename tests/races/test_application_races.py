"""贷款申请 at one instant: the last of a quota goes once, and what is withdrawn is not recommended."""

import threading
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db.models import Sum

from loans.models import LoanApplication
from loans.services import applications
from loans.services.applications import founder, moves, quota, reviews
from tests import applying, loaning, people
from tests.racing import at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture
def of():
    return applying.lending(amount=500_000)


def counted(of):
    """What the quota says, and what lies with the bank."""
    of.quota.refresh_from_db()
    lies = LoanApplication.objects.filter(bank=of.bank).holding_quota().aggregate(all=Sum("amount"))["all"]
    return of.quota.recommended, lies or Decimal()


def recommending(of):
    """Eight at once, of a quota that suffices for two."""
    founders = [people.applicant(f"示创{number}", age=30) for number in range(CROWD)]
    waiting = [applying.passed_on(of, each) for each in founders]

    def act(number):
        mine = LoanApplication.objects.get(pk=waiting[number].pk)
        return applications.recommend(actor=of.city_staff, application=mine, bank=of.bank)

    return outcome(at_once(act, CROWD))


def test_of_eight_who_want_a_quota_for_two_two_get_it(of):
    assert recommending(of) == {"LoanApplication": 2, "QuotaTooSmall": CROWD - 2}
    assert counted(of) == (400_000, 400_000)


@pytest.mark.control
def test_the_control_with_a_stale_sum_more_is_recommended_than_there_is(of, monkeypatch):
    together, find = threading.Barrier(CROWD), quota.BankQuota.objects.get

    def unlocked(application, bank):
        found = find(call=application.call_id, bank=bank)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=30)
        return found

    def stale(row, amount):
        row.recommended += amount
        row.save(update_fields=["recommended"])

    monkeypatch.setattr(quota, "quota_of", unlocked)
    monkeypatch.setattr(quota, "add_to", stale)

    assert recommending(of) == {"LoanApplication": CROWD}
    told, lies = counted(of)
    assert lies > 500_000 > told


def withdrawing_while_recommended(of):
    made = applying.passed_on(of, uscc=loaning.uscc())
    answers = at_once(lambda number: _act(of, number, made, threading.Event()), crowd=2)
    made.refresh_from_db()
    return made, answers


def test_what_is_withdrawn_is_not_with_a_bank_and_counts_nothing(of):
    for _turn in range(5):
        made, answers = withdrawing_while_recommended(of)
        assert made.state == "withdrawn"
        assert set(outcome(answers)) <= {"LoanApplication", "ApplicationMoved"}
        assert counted(of) == (0, 0)


@pytest.mark.control
def test_the_control_without_lock_and_old_state_a_withdrawn_one_is_counted(of, monkeypatch):
    made = applying.passed_on(of, uscc=loaning.uscc())
    together, recommended = threading.Barrier(2), threading.Event()

    def unlocked(number):
        found = LoanApplication.objects.whole().get(pk=number)
        together.wait(timeout=30)
        return found

    def careless(actor, application, event, *, reason="", note="", **changes):
        if event == "withdraw":
            recommended.wait(timeout=30)
        target = moves.EVENTS[event].targets[0]
        values = {"answer_by": moves.deadline_of(target)} | changes
        LoanApplication.objects.filter(pk=application.pk).update(state=target, **values)

    monkeypatch.setattr(moves, "lock_application", unlocked)
    for module in (founder, reviews):
        monkeypatch.setattr(module, "move", careless)
    answers = at_once(lambda number: _act(of, number, made, recommended), crowd=2)

    made.refresh_from_db()
    assert (outcome(answers), made.state) == ({"LoanApplication": 2}, "withdrawn")
    assert counted(of) == (200_000, 0)


def _act(of, number, made, recommended):
    mine = LoanApplication.objects.get(pk=made.pk)
    if number:
        return applications.withdraw_application(actor=of.founder, application=mine)
    try:
        return applications.recommend(actor=of.city_staff, application=mine, bank=of.bank)
    finally:
        recommended.set()


def test_one_draft_is_begun_once(of):
    begun = at_once(lambda _n: applications.start_application(actor=of.founder, call=of.call), CROWD)
    assert outcome(begun) == {"LoanApplication": 1, "DraftStands": CROWD - 1}


def test_of_two_founders_of_one_company_one_hands_in(of):
    code = loaning.uscc()
    both = [
        (of.founder, applying.draft(of, uscc=code)),
        (of.founder_2, applying.draft(of, of.founder_2, uscc=code)),
    ]

    def act(number):
        by, mine = both[number]
        return applications.submit_application(actor=by, application=mine)

    assert outcome(at_once(act, crowd=2)) == {"LoanApplication": 1, "FirmTaken": 1}
