"""授信额度: a programme holds companies, these hold loans, and no day is overdrawn whatever is dated how."""

from datetime import date, timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction

from loans.line_days import days_of
from loans.line_errors import (
    EntryReversed,
    FirmHasALine,
    LineNotEmpty,
    LineNotOpen,
    LineOutOfItsDays,
    LineOverdrawn,
    SourceNeeded,
)
from loans.loan_errors import SumMissing
from loans.models import CreditLine, LineEntry
from loans.services.lines import entries, moves
from tests import crediting, loaning, people
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
MILLION = Decimal(1_000_000)
DAY = date(2021, 6, 1)
LATER = date(2021, 9, 1)


@pytest.fixture
def staff():
    return people.city_staff()


@pytest.fixture
def programme(staff):
    return loaning.programme(staff, 100 * MILLION)


@pytest.fixture
def line(staff, programme):
    return loaning.line_of_firm(staff, programme, 60 * MILLION)


def days(of):
    return [(each.day, each.limit, each.allotted, each.drawn, each.left) for each in days_of(of)]


def test_a_programme_of_100_million_gives_60_and_then_at_most_40(staff, programme, line):
    with pytest.raises(LineOverdrawn) as refusal:
        loaning.line_of_firm(staff, programme, 41 * MILLION)

    assert "额度不足：申请 41000000.00 元" in str(refusal.value)
    assert "可用 40000000.00 元" in str(refusal.value)
    assert programme.children.count() == 1
    loaning.line_of_firm(staff, programme, 40 * MILLION)
    programme.refresh_from_db()
    assert (programme.limit, programme.allotted) == (100 * MILLION, 100 * MILLION)


def test_the_line_above_is_written_by_what_the_line_below_received(staff, programme, line):
    [given] = programme.entries.exclude(allotted_change=0)
    assert (given.allotted_change, given.of_child.line) == (60 * MILLION, line)
    assert days(programme)[-1][1:] == (100 * MILLION, 60 * MILLION, 0, 40 * MILLION)
    assert all(each.agrees for each in days_of(programme))


def test_a_company_has_one_line_in_a_programme(staff, programme, line):
    with pytest.raises(FirmHasALine):
        loaning.line_of_firm(staff, programme, MILLION, firm=line.firm)


def test_a_draw_dated_before_what_was_given_back_is_refused(staff, line):
    """The opencbs case: 50 million are free today, and were not on the day that is written down."""
    entries.draw(actor=staff, line=line, amount=60 * MILLION, on=DAY, note="凭证1")
    entries.give_back(actor=staff, line=line, amount=50 * MILLION, on=LATER, note="还本1")

    with pytest.raises(LineOverdrawn) as refusal:
        entries.draw(actor=staff, line=line, amount=MILLION, on=LATER - timedelta(days=1), note="凭证2")

    assert f"{LATER - timedelta(days=1)} 起可用 0.00 元" in str(refusal.value)
    entries.draw(actor=staff, line=line, amount=50 * MILLION, on=LATER, note="凭证3")


def test_a_limit_is_not_lowered_below_what_is_drawn_on_a_later_day(staff, line):
    entries.draw(actor=staff, line=line, amount=30 * MILLION, on=LATER, note="凭证1")
    with pytest.raises(LineOverdrawn):
        entries.change_limit(actor=staff, line=line, change=-31 * MILLION, on=DAY, note="调减")
    entries.change_limit(actor=staff, line=line, change=-30 * MILLION, on=DAY, note="调减")
    line.parent.refresh_from_db()
    assert line.parent.allotted == 30 * MILLION


def test_a_limit_is_raised_by_what_the_line_above_has_left(staff, line):
    with pytest.raises(LineOverdrawn) as refusal:
        entries.change_limit(actor=staff, line=line, change=41 * MILLION, on=LATER, note="调增")
    assert str(line.parent) in str(refusal.value)
    entries.change_limit(actor=staff, line=line, change=40 * MILLION, on=LATER, note="调增")
    assert [each.agrees for each in days_of(line.parent)] == [True] * len(days_of(line.parent))


def test_a_loan_is_reserved_drawn_and_taken_back(staff, line):
    own = loaning.line_of_loan(staff, line, 10 * MILLION)
    drawn = entries.draw(actor=staff, line=own, amount=4 * MILLION, on=LATER, note="凭证")
    with pytest.raises(LineOverdrawn):
        entries.draw(actor=staff, line=own, amount=7 * MILLION, on=LATER, note="凭证")

    entries.reverse_entry(actor=staff, entry=drawn, note="冲正")

    own.refresh_from_db()
    assert own.drawn == 0
    with pytest.raises(EntryReversed):
        entries.reverse_entry(actor=staff, entry=drawn, note="再冲")
    with pytest.raises(EntryReversed):
        entries.reverse_entry(actor=staff, entry=LineEntry.objects.get(reverses=drawn), note="冲冲正")


def test_a_payout_draws_the_line_that_its_loan_stands_under(staff, line):
    loan = crediting.signed(10 * MILLION, bank=line.bank, firm=line.firm)
    own = loaning.line_of_loan(staff, line, 4 * MILLION, loan=loan)
    crediting.draw(loan, 3 * MILLION, on=LATER, voucher="放1")
    with pytest.raises(LineOverdrawn):
        crediting.draw(loan, 2 * MILLION, on=LATER, voucher="放2")
    loan.refresh_from_db()
    own.refresh_from_db()
    assert (loan.drawn, own.drawn) == (3 * MILLION, 3 * MILLION)

    paid = loan.disbursements.get()
    crediting.drawdowns.reverse_disbursement(actor=staff, paid=paid, voucher="冲1")

    own.refresh_from_db()
    assert own.drawn == 0


def test_a_closed_line_gives_its_room_back(staff, programme, line):
    moves.close(actor=staff, line=line, note="不再使用")
    programme.refresh_from_db()
    assert (line.state, line.limit, programme.allotted) == ("closed", 0, 0)
    with pytest.raises(LineOverdrawn):  # on the days before, it was the other's
        loaning.line_of_firm(staff, programme, 100 * MILLION, firm=line.firm)
    loaning.line_of_firm(staff, programme, 100 * MILLION, firm=line.firm, on=today())


def test_a_line_in_use_is_not_closed(staff, line):
    entries.draw(actor=staff, line=line, amount=MILLION, on=LATER, note="凭证")
    with pytest.raises(LineNotEmpty) as refusal:
        moves.close(actor=staff, line=line, note="关闭")
    assert "未还本金 1000000.00 元" in str(refusal.value)
    assert CreditLine.objects.get(pk=line.pk).state == "open"


@pytest.mark.parametrize("above", [False, True])
def test_a_frozen_line_or_one_below_a_frozen_one_is_not_drawn(staff, line, above):
    frozen = line.parent if above else line
    moves.freeze(actor=staff, line=frozen, note="检查")
    with pytest.raises(LineNotOpen) as refusal:
        entries.draw(actor=staff, line=line, amount=MILLION, on=LATER, note="凭证")
    assert f"“{frozen}”目前已冻结" in str(refusal.value)

    moves.reopen(actor=staff, line=frozen, note="检查完毕")
    entries.draw(actor=staff, line=line, amount=MILLION, on=LATER, note="凭证")


def test_a_line_is_drawn_within_its_days(staff):
    whole = loaning.programme(staff, MILLION, expires_on=LATER)
    with pytest.raises(LineOutOfItsDays):
        entries.draw(actor=staff, line=whole, amount=MILLION, on=LATER + timedelta(days=1), note="凭证")
    entries.draw(actor=staff, line=whole, amount=MILLION, on=LATER, note="凭证")

    assert moves.expire_lines(on=LATER) == 0
    assert moves.expire_lines(on=LATER + timedelta(days=1)) == 1
    assert moves.expire_lines(on=LATER + timedelta(days=1)) == 0
    whole.refresh_from_db()
    assert whole.state == "expired"


def test_nothing_is_given_from_a_line_that_is_not_open(staff, programme):
    moves.freeze(actor=staff, line=programme, note="检查")
    with pytest.raises(LineNotOpen):
        loaning.line_of_firm(staff, programme, MILLION)
    moves.close(actor=staff, line=programme, note="终止")
    with pytest.raises(StateChanged):
        moves.reopen(actor=staff, line=programme, note="重开")


def test_a_line_is_signed_by_a_document(staff):
    proposed = moves.propose_programme(
        actor=staff, bank=loaning.bank(), name="总额度", amount=MILLION, on=DAY
    )
    with pytest.raises(SourceNeeded):
        moves.sign_programme(actor=staff, line=proposed, on=DAY, source=" ")


@pytest.mark.parametrize("amount", ["0", "-0", "-1", "0.001", "NaN", "Infinity", "1e400"])
def test_no_money_is_no_money(staff, line, amount):
    with pytest.raises(SumMissing):
        entries.draw(actor=staff, line=line, amount=Decimal(amount), on=LATER, note="凭证")


def test_who_may(staff, line):
    bank, other = crediting.bank_officer(line.bank), crediting.bank_officer(crediting.bank())
    for stranger in (other, people.officer(), people.administrator()):
        with pytest.raises(NotAllowed):
            entries.draw(actor=stranger, line=line, amount=MILLION, on=LATER, note="凭证")
    with pytest.raises(NotAllowed):
        entries.change_limit(actor=bank, line=line, change=MILLION, on=LATER, note="自己加")
    entries.draw(actor=bank, line=line, amount=MILLION, on=LATER, note="凭证")
    assert set(CreditLine.objects.visible_to(bank)) == {line, line.parent}
    assert not CreditLine.objects.visible_to(other).exists()
    assert set(CreditLine.objects.visible_to(people.officer("zhangdian"))) == {line}
    assert not CreditLine.objects.visible_to(people.officer("huantai")).exists()


# --- the walls behind it ----------------------------------------------------------------------


def test_the_database_itself_refuses_more_than_a_line_holds(line):
    with (
        pytest.raises(IntegrityError, match="credit_line_holds_what_it_gives_on_every_day"),
        transaction.atomic(),
    ):
        LineEntry.objects.create(line=line, day=LATER, drawn_change=61 * MILLION)


def test_the_database_itself_writes_the_line_above(line):
    with pytest.raises(IntegrityError, match="line_entry_gives_what_a_child_received"), transaction.atomic():
        LineEntry.objects.create(line=line.parent, day=LATER, allotted_change=MILLION)


@pytest.mark.parametrize("wrong", ["bank", "level", "firm"])
def test_the_database_itself_keeps_a_line_in_its_place(staff, line, wrong):
    told = {"parent": line, "level": "loan", "firm": line.firm, "bank": line.bank, "name": "错位"}
    told |= {
        "bank": {"bank": crediting.bank()},
        "level": {"level": "firm", "firm": loaning.firm()},
        "firm": {"firm": loaning.firm()},
    }[wrong]
    with (
        pytest.raises(IntegrityError, match="credit_line_stands_under_the_level_above"),
        transaction.atomic(),
    ):
        CreditLine.objects.create(**told)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_is_written_stays(line, change):
    LineEntry.objects.create(line=line, day=LATER, drawn_change=MILLION)
    rows = LineEntry.objects.exclude(drawn_change=0)
    with pytest.raises(InternalError, match="line_entry_is_never_changed"), transaction.atomic():
        rows.update(note="改") if change == "update" else rows.delete()


@pytest.mark.control
def test_the_control_without_the_trigger_the_invariant_finds_what_is_overdrawn(line):
    name = "credit_line_gives_or_draws_more_than_it_holds_on_some_day"
    assert verify()[name] == 0
    with pgtrigger.ignore():
        LineEntry.objects.create(line=line, day=LATER, drawn_change=62 * MILLION)
        LineEntry.objects.create(line=line, day=LATER, limit_change=MILLION)
    found = verify()
    assert found[name] == 1
    assert found["credit_line_gave_other_than_the_lines_below_hold"] == 1
    assert found["credit_line_counter_apart_from_its_entries"] == 1
