"""
还款计划的变更 (changes): a new rate, a prepayment, a pay-off, an extension; the bank decides.

Each is a new version of the schedule with its reason; rows that are past stay as they were, and payments are
reckoned against the version that holds. What a choice would lead to is asked before, and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum

from loans.loan_errors import LoanMoved, NotADueDay, NothingLeft, PaymentOwed, QuoteStale, RateChangesAhead
from loans.models import Loan, ScheduleRow, ScheduleVersion
from loans.quotes import Choice, pay_off, prepayment
from loans.schedule import ZERO, Row, Terms, Totals, repriced, schedule
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

from .moves import lock_loan
from .schedules import Drawn, rates_of, write_schedule
from .standing import restate
from .sums import exact_yuan

CHANGE = "loans.change_schedule"
CHANGING = (Loan.State.PART_DISBURSED, Loan.State.ACTIVE)
Reason = ScheduleVersion.Reason


@dataclass(frozen=True, slots=True)
class Standing:
    """现行计划 (what holds): its terms and its rows."""

    terms: Terms
    rows: list[Row]

    def after(self, on: date) -> int:
        """How many rows are due by that day."""
        return sum(row.due <= on for row in self.rows)

    def begun_before(self, on: date) -> int:
        """How many rows run, or are over, when that day comes."""
        return sum(row.since < on for row in self.rows)


def holding(loan: Loan) -> Standing:
    """The schedule that holds now."""
    version = loan.schedules.select_related("loan__version").get(is_active=True)
    rows = ScheduleRow.objects.filter(schedule=version).order_by("number")
    return Standing(version.terms(), [row.told() for row in rows])


def owed_row(loan: Loan, *, on: date) -> ScheduleRow | None:
    """The first row that is due by the day and was not wholly repaid by it."""
    rows = ScheduleRow.objects.standing().unsettled_on(on).filter(schedule__loan=loan, due__lte=on)
    found: ScheduleRow | None = rows.order_by("number").first()
    return found


def paid_ahead(loan: Loan, *, on: date) -> Decimal:
    """已预付 (paid ahead): what later rows were paid before their day, in yuan: so much less is to come."""
    rows = ScheduleRow.objects.standing().filter(schedule__loan=loan, due__gt=on)
    told = rows.aggregate(all=Sum(F("repaid_principal") + F("repaid_interest")))["all"]
    found: Decimal = told or ZERO
    return found


def refuse_unless_running(loan: Loan) -> None:
    """Nothing is changed of what is not paid out, or at an end. Raises `LoanMoved`."""
    if loan.state not in CHANGING:
        raise LoanMoved(state=loan.get_state_display())


def refuse_while_owed(loan: Loan, on: date) -> None:
    """
    Only where everything due by the day was repaid by it, what is left are the rows that come.

    A payment that is owed, with what it costs to be late, would be missing from every sum. Raises
    `PaymentOwed`.
    """
    if owed := owed_row(loan, on=on):
        left = owed.payment - owed.repaid_principal - owed.repaid_interest
        raise PaymentOwed(number=owed.number, due=owed.due.isoformat(), left=f"{left:,.2f}")


def quote_prepayment(*, loan: Loan, on: date, paid: Decimal, with_instalment: bool = False) -> list[Choice]:
    """
    提前还款试算 (quote), side by side: smaller payments, or fewer; on the due day on or before ``on``.

    ``with_instalment``: only on a due day, as it could be written. Raises `NothingLeft`, `PaymentOwed`,
    `NotADueDay`, and as `prepayment`.
    """
    now = holding(loan)
    after = now.after(on)
    if not after:
        raise NothingLeft
    refuse_while_owed(loan, on)
    _refuse_two_rates(loan, now, after)
    if with_instalment:
        _with_its_instalment(now, on)
    return prepayment(now.terms, now.rows, after=after, paid=exact_yuan(paid))


def quote_pay_off(*, loan: Loan, on: date) -> Totals:
    """结清试算 (quote): principal left and interest up to the day. Raises `DatesWrong`, `PaymentOwed`."""
    now = holding(loan)
    found = pay_off(_terms_on(loan, now, on), now.rows, on)
    refuse_while_owed(loan, on)
    return found


def reprice(*, actor: User, loan: Loan, on: date, rate: Decimal) -> ScheduleVersion:
    """
    利率调整 (reprice) from the first period that begins on or after the day; the term stays.

    A period that had begun keeps its rate. Raises `TermsWrong` where none begins any more.
    """

    def drawn(now: Standing) -> Drawn:
        after = now.begun_before(on)
        rest = repriced(now.terms, now.rows, after=after, rate=rate)
        return Drawn([*now.rows[:after], *rest], rate, Reason.REPRICED.value)

    return _changed(actor, loan, drawn)


def prepay(
    *, actor: User, loan: Loan, on: date, paid: Decimal, shorter: bool, shown: Decimal | None = None
) -> ScheduleVersion:
    """
    提前还款 (prepay) with an instalment: it asks for so much more, and the rest follows the choice.

    The money itself is a repayment. ``shown``: the interest saved as the quote told it, where one was
    confirmed. Raises `PaymentOwed`, `NotADueDay`, `NothingLeft` where there is no such choice, `QuoteStale`.
    """
    yuan = exact_yuan(paid)

    def drawn(now: Standing) -> Drawn:
        after = now.after(on)
        choices = prepayment(now.terms, now.rows, after=after, paid=yuan) if after else []
        if len(choices) <= shorter:
            raise NothingLeft
        last = _with_its_instalment(now, on)
        _refuse_two_rates(loan, now, after)
        _still(shown, choices[shorter].saved)
        more = replace(last, principal=last.principal + yuan)
        rest = choices[shorter].rows
        return Drawn([*now.rows[: after - 1], more, *rest], now.terms.rate, Reason.PREPAID.value)

    return _changed(actor, loan, drawn, owing_nothing_on=on)


def settle_early(*, actor: User, loan: Loan, on: date, shown: Decimal | None = None) -> ScheduleVersion:
    """
    结清 (pay off) on a day: the period ends there, and asks for all that is left.

    ``shown``: what the quote said is to be paid, where one was confirmed. Raises `PaymentOwed`, `DatesWrong`,
    `NothingLeft` on the first day of all, `QuoteStale`.
    """

    def drawn(now: Standing) -> Drawn:
        terms = _terms_on(loan, now, on)
        owed = pay_off(terms, now.rows, on)
        _still(shown, owed.payment)
        after = now.after(on)
        past, row = now.rows[:after], now.rows[after]
        if row.since < on:
            last = replace(row, due=on, principal=owed.principal, interest=owed.interest)
        elif past:
            *past, paid = past
            last = replace(paid, principal=paid.principal + owed.principal)
        else:
            raise NothingLeft
        return Drawn([*past, last], terms.rate, Reason.PREPAID.value)

    return _changed(actor, loan, drawn, owing_nothing_on=on)


def _terms_on(loan: Loan, now: Standing, on: date) -> Terms:
    """At the rate of the row that runs on the day: one that had begun before a new rate keeps the old one."""
    running = next((row.number for row in now.rows if row.since <= on < row.due), None)
    return replace(now.terms, rate=rates_of(loan)[running]) if running else now.terms


def _refuse_two_rates(loan: Loan, now: Standing, after: int) -> None:
    """What comes is drawn anew at one rate, so all of it has to have one. Raises `RateChangesAhead`."""
    rates = rates_of(loan)
    for row in now.rows[after + 1 :]:
        if rates[row.number] != rates[after + 1]:
            raise RateChangesAhead(since=row.since.isoformat())


def _with_its_instalment(now: Standing, on: date) -> Row:
    """The row that is due on the day. Raises `NotADueDay`."""
    last = now.rows[now.after(on) - 1]
    if last.due != on:
        raise NotADueDay(on=on, due=last.due)
    return last


def _still(shown: Decimal | None, now: Decimal) -> None:
    """What somebody confirmed is what is written. Raises `QuoteStale`."""
    if shown is not None and shown != now:
        raise QuoteStale(shown=f"{shown:,.2f}", now=f"{now:,.2f}")


def extend(*, actor: User, loan: Loan, on: date, more: int) -> ScheduleVersion:
    """展期 (extend) by so many periods; the period of its day has no subsidy. Raises `TermsWrong`."""

    def drawn(now: Standing) -> Drawn:
        after = now.after(on)
        _refuse_two_rates(loan, now, after)
        left = now.rows[after - 1].closing if after else now.terms.amount
        rest = now.terms.calendar.after(after)
        longer = replace(rest, count=rest.count + more, ends=None)
        terms = replace(now.terms, amount=left, calendar=longer, grace=0, instalment=None)
        rows = [replace(row, number=row.number + after) for row in schedule(terms)]
        return Drawn([*now.rows[:after], *rows], now.terms.rate, Reason.EXTENDED.value)

    return _changed(actor, loan, drawn)


def _changed(
    actor: User, loan: Loan, drawn: Callable[[Standing], Drawn], *, owing_nothing_on: date | None = None
) -> ScheduleVersion:
    """Under the loan's lock, so that two changes at once follow one on the other."""
    policy.require(actor, CHANGE, loan)
    with transaction.atomic():
        locked = lock_loan(loan)
        refuse_unless_running(locked)
        rows = drawn(holding(locked))
        if owing_nothing_on:
            refuse_while_owed(locked, owing_nothing_on)
        version = write_schedule(actor, locked, rows)
        restate(actor, locked)
    return version
