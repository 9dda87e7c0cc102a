"""授信额度 at one instant: a line of 100 million gives and draws 100 million, whoever asks together."""

import re
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from loans.line_days import least_left
from loans.models import CreditLine, LineEntry
from loans.services.lines import entries, moves
from tests import loaning, people
from tests.racing import at_once, outcome, until_waited_for
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MILLION = Decimal(1_000_000)
DAY = date(2021, 9, 1)
OVERDRAWN = "credit_line_gives_or_draws_more_than_it_holds_on_some_day"


@pytest.fixture
def staff():
    return people.city_staff()


@pytest.fixture
def programme(staff):
    return loaning.programme(staff, 100 * MILLION)


def draws(staff, line, *, amount, crowd):
    def act(number):
        mine = CreditLine.objects.get(pk=line.pk)
        return entries.draw(actor=staff, line=mine, amount=amount, on=DAY, note=f"凭证{number}")

    return at_once(act, crowd=crowd)


def test_of_two_draws_of_60_million_on_a_line_of_100_one_is_stored(staff, programme):
    answers = draws(staff, programme, amount=60 * MILLION, crowd=2)

    assert outcome(answers) == {"LineEntry": 1, "LineOverdrawn": 1}
    [refusal] = [str(answer) for answer in answers if type(answer).__name__ == "LineOverdrawn"]
    assert "可用 40000000.00 元" in refusal
    programme.refresh_from_db()
    assert programme.drawn == 60 * MILLION
    assert verify()[OVERDRAWN] == 0


@pytest.mark.control
def test_the_control_that_looks_and_then_writes_stores_both(staff, programme):
    together = threading.Barrier(2)

    def act(number):
        assert least_left(programme, DAY).left >= 60 * MILLION
        together.wait(timeout=30)
        LineEntry.objects.create(line=programme, day=DAY, drawn_change=60 * MILLION, note=str(number))

    with loaning.untriggered():
        at_once(act, crowd=2)

    assert LineEntry.objects.filter(line=programme, drawn_change__gt=0).count() == 2
    assert verify()[OVERDRAWN] == 1


def test_companies_are_given_what_the_programme_holds_and_no_more(staff, programme):
    firms = [loaning.firm() for _ in range(16)]

    def act(number):
        return loaning.line_of_firm(
            staff, CreditLine.objects.get(pk=programme.pk), 10 * MILLION, firm=firms[number]
        )

    assert outcome(at_once(act, crowd=16)) == {"CreditLine": 10, "LineOverdrawn": 6}
    programme.refresh_from_db()
    assert programme.allotted == sum(child.limit for child in programme.children.all()) == 100 * MILLION


def test_a_draw_and_a_lowered_limit_never_both_pass(staff, programme):
    line = loaning.line_of_firm(staff, programme, 60 * MILLION)

    def act(number):
        mine = CreditLine.objects.get(pk=line.pk)
        if number:
            return entries.draw(actor=staff, line=mine, amount=40 * MILLION, on=DAY, note="凭证")
        return entries.change_limit(actor=staff, line=mine, change=-40 * MILLION, on=DAY, note="调减")

    assert outcome(at_once(act, crowd=2)) == {"LineEntry": 1, "LineOverdrawn": 1}
    assert verify()[OVERDRAWN] == 0


def test_after_a_freeze_nothing_is_drawn(staff, programme):
    """A draw below either came before the freeze or is refused: it waits for the lock of the line above."""
    line = loaning.line_of_firm(staff, programme, 60 * MILLION)
    frozen = threading.Event()
    drawn = []

    def act(number):
        if number:
            frozen.wait(timeout=30)
            drawn.append(draws_late(staff, line))
            return
        with transaction.atomic():
            moves.freeze(actor=staff, line=CreditLine.objects.get(pk=programme.pk), note="检查")
            frozen.set()
            until_waited_for()
        return

    at_once(act, crowd=2)
    assert drawn == ["LineNotOpen"]


def draws_late(staff, line):
    try:
        entries.draw(
            actor=staff, line=CreditLine.objects.get(pk=line.pk), amount=MILLION, on=DAY, note="凭证"
        )
    except Exception as refusal:
        return type(refusal).__name__
    return "drawn"


def grown_while_drawn(staff, programme):
    """A company's line grows while somebody draws below it: the one writes upwards, the other looks upwards."""
    own = loaning.line_of_firm(staff, programme, 60 * MILLION)
    below, held = loaning.line_of_loan(staff, own, 20 * MILLION), threading.Event()

    def act(number):
        if number:
            held.wait(timeout=30)
            mine = CreditLine.objects.get(pk=below.pk)
            return entries.draw(actor=staff, line=mine, amount=MILLION, on=DAY, note="凭证")
        with transaction.atomic():
            CreditLine.objects.select_for_update(no_key=True).get(pk=own.pk)
            held.set()
            until_waited_for()
            mine = CreditLine.objects.get(pk=own.pk)
            return entries.change_limit(actor=staff, line=mine, change=MILLION, on=DAY, note="调增")

    return outcome(at_once(act, crowd=2))


def test_whoever_draws_looks_upwards_in_the_order_in_which_offers_write(staff, programme):
    assert grown_while_drawn(staff, programme) == {"LineEntry": 2}
    assert verify()[OVERDRAWN] == 0


@pytest.fixture
def both_at_once():
    """The lines above in one statement, as the planner takes them; the trigger comes back afterwards."""
    with connection.cursor() as sql:
        sql.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'pgtrigger_line_entries_queue%'"
        )
        [[held]] = sql.fetchall()
        apart = re.compile(
            r"PERFORM FROM loans_creditline\s+WHERE id = \(SELECT parent_id.*?FOR SHARE;", re.S
        )
        together = apart.sub("", held).replace(
            "WHERE id = (\n        SELECT firm.parent_id",
            "WHERE id IN (\n SELECT parent_id FROM loans_creditline WHERE id = NEW.line_id\n"
            "        UNION SELECT firm.parent_id",
        )
        assert together.count("FOR SHARE") == 1
        sql.execute(together)
    yield
    with connection.cursor() as sql:
        sql.execute(held)


@pytest.mark.control
def test_the_control_that_looks_at_both_lines_at_once_crosses(staff, programme, both_at_once):
    assert grown_while_drawn(staff, programme)["OperationalError"] == 1
