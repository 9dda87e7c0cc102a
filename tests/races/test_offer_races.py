"""银行同意 at one instant: the last of a line is offered once, and nothing is offered to who has withdrawn."""

import threading
from contextlib import suppress

import pytest
from django.db import transaction

from loans.line_days import least_left
from loans.models import CreditLine, LoanApplication
from loans.services import applications
from loans.services.applications import Terms, founder, moves, reviews
from loans.services.lines import reserving
from tests import applying, loaning, people
from tests.racing import at_once, outcome, until_waited_for
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AMOUNT = 150_000
TERMS = Terms(applying.yuan(AMOUNT), 24)
OVERDRAWN = "credit_line_gives_or_draws_more_than_it_holds_on_some_day"
APART = "credit_line_apart_from_the_offer_that_took_it"


@pytest.fixture
def of():
    return applying.lending(amount=5_000_000)


@pytest.fixture
def programme(of):
    """Room for two offers and a half."""
    return loaning.programme(people.city_staff(), 2.5 * AMOUNT, of_bank=of.bank)


def offering(of, crowd):
    """Founders of as many companies, each offered the same at one instant."""
    founders = [people.applicant(f"示创{number}", age=30) for number in range(crowd)]
    waiting = [applying.recommended(of, each, uscc=loaning.uscc()) for each in founders]

    def act(number):
        mine = LoanApplication.objects.get(pk=waiting[number].pk)
        return applications.offer(actor=of.banker, application=mine, terms=TERMS)

    return outcome(at_once(act, crowd))


def held(line):
    line.refresh_from_db()
    return int(line.allotted)


def test_of_eight_offers_on_a_line_for_two_two_are_made(of, programme):
    assert offering(of, 8) == {"LoanApplication": 2, "LineOverdrawn": 6}
    assert held(programme) == 2 * AMOUNT
    assert LoanApplication.objects.filter(state="offered").count() == 2
    assert (verify()[OVERDRAWN], verify()[APART]) == (0, 0)


@pytest.mark.control
def test_the_control_that_looks_and_then_writes_offers_more_than_there_is(of, programme, monkeypatch):
    together, opened = threading.Barrier(3), reserving.opened_below

    def after_a_look(actor, parent, amount, on, source, **told):
        if parent.pk == programme.pk:
            assert least_left(programme, on).left >= amount
            together.wait(timeout=30)
        return opened(actor, parent, amount, on, source, **told)

    monkeypatch.setattr(reserving, "opened_below", after_a_look)
    with loaning.untriggered():
        assert offering(of, 3) == {"LoanApplication": 3}
    assert LoanApplication.objects.filter(state="offered").count() == 3
    assert int(programme.limit) < 3 * AMOUNT


def test_two_offers_to_one_company_are_both_on_its_one_line(of, programme):
    code, second = loaning.uscc(), applying.lending()
    applying.BankQuota.objects.create(call=second.call, bank=of.bank, amount=1_000_000)
    waiting = [applying.recommended(of, uscc=code), applying.passed_on(second, uscc=code)]
    waiting[1] = applications.recommend(actor=of.city_staff, application=waiting[1], bank=of.bank)

    def act(number):
        mine = LoanApplication.objects.get(pk=waiting[number].pk)
        return applications.offer(actor=of.banker, application=mine, terms=TERMS)

    assert outcome(at_once(act, crowd=2)) == {"LoanApplication": 2}
    [own] = programme.children.all()
    assert (int(own.limit), held(own), held(programme)) == (2 * AMOUNT,) * 3


def test_an_offer_while_the_city_gives_the_company_a_line_may_be_made_again(of, programme):
    """The offer saw no line of the company, and the city's came first: the bank hears it, and its next try goes."""
    made, city, given = applying.recommended(of, uscc=loaning.uscc()), people.city_staff(), threading.Event()

    def offered():
        mine = LoanApplication.objects.get(pk=made.pk)
        return applications.offer(actor=of.banker, application=mine, terms=TERMS)

    def act(number):
        if number:
            given.wait(timeout=30)
            return offered()
        with transaction.atomic():
            loaning.line_of_firm(city, programme, AMOUNT, firm=made.firm)
            given.set()
            until_waited_for()
        return None

    assert outcome(at_once(act, crowd=2)) == {"NoneType": 1, "Busy": 1}
    made.refresh_from_db()
    assert made.state == "bank_review"
    assert offered().state == "offered"
    assert held(programme) == AMOUNT


# --- bank approves, founder withdraws ----------------------------------------------------------------


def approving_while_withdrawn(of, made, offered):
    def act(number):
        mine = LoanApplication.objects.get(pk=made.pk)
        if number:
            return applications.withdraw_application(actor=of.founder, application=mine)
        try:
            return applications.offer(actor=of.banker, application=mine, terms=TERMS)
        finally:
            offered.set()

    answers = outcome(at_once(act, crowd=2))
    made.refresh_from_db()
    of.quota.refresh_from_db()
    return answers


def test_what_was_withdrawn_holds_neither_line_nor_quota_whoever_was_first(of, programme):
    for _turn in range(6):
        made = applying.recommended(of, uscc=loaning.uscc())
        answers = approving_while_withdrawn(of, made, threading.Event())
        assert made.state == "withdrawn"
        assert set(answers) <= {"LoanApplication", "ApplicationMoved"}
        assert (held(programme), of.quota.recommended) == (0, 0)
    assert verify()[APART] == 0


@pytest.mark.control
def test_the_control_without_lock_and_old_state_a_withdrawn_one_keeps_the_line(of, programme, monkeypatch):
    together, offered = threading.Barrier(2), threading.Event()

    def unlocked(number):
        found = LoanApplication.objects.whole().get(pk=number)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=30)
        return found

    def careless(actor, application, event, *, reason="", note="", **changes):
        if event == "withdraw":
            offered.wait(timeout=30)
        target = moves.EVENTS[event].targets[0]
        values = {"answer_by": moves.deadline_of(target)} | changes
        LoanApplication.objects.filter(pk=application.pk).update(state=target, **values)

    made = applying.recommended(of, uscc=loaning.uscc())
    monkeypatch.setattr(moves, "lock_application", unlocked)
    for module in (founder, reviews):
        monkeypatch.setattr(module, "move", careless)

    assert approving_while_withdrawn(of, made, offered) == {"LoanApplication": 2}
    assert made.state == "withdrawn"
    assert CreditLine.objects.get(application=made).state == "open"
    assert held(programme) == AMOUNT
    assert verify()[APART] == 1
