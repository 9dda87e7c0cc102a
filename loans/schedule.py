"""
还款计划 (schedules): what a loan is repaid by, row by row and to the cent (reference/loans_safety.md §1.3).

Methods, day counts and roundings differ from bank to bank on purpose: they are data of a product's version,
and the engine has no opinion on them. Pure functions of exact decimals; amounts in yuan, rates a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from .due_dates import Calendar, Period
from .errors import InstalmentTooSmall, TermsWrong

CENT, ZERO = Decimal("0.01"), Decimal("0.00")
# Enough for 600 factors of a bank's rate; what is told is rounded to the cent afterwards.
DIGITS = 40


class Method(StrEnum):
    """How the principal comes back."""

    ANNUITY = "annuity"  # 等额本息
    EQUAL_PRINCIPAL = "equal_principal"  # 等额本金
    INTEREST_ONLY = "interest_only"  # 按月（按季）付息，到期还本
    BULLET = "bullet"  # 利随本清


# Principal comes back in one piece.
BY_THE_END = (Method.INTEREST_ONLY, Method.BULLET)


class DayCount(StrEnum):
    """What part of a year a period is."""

    MONTHS = "months"  # a month is a twelfth; of a broken one its days by those of a whole one
    ACT_360 = "act_360"
    ACT_365 = "act_365"  # 365 in a leap year too


class Rounding(StrEnum):
    """The names are those of `decimal`."""

    HALF_UP = ROUND_HALF_UP
    HALF_EVEN = ROUND_HALF_EVEN
    CEILING = ROUND_CEILING


@dataclass(frozen=True, slots=True)
class Convention:
    """
    The bank's way of counting.

    ``unit``: an instalment is a multiple of it, in yuan (0.01 or 1), rounded by ``unit_rounding``.
    ``is_cumulative``: what rounding took from one row's interest is given to the next. ``odd_days``: where
    interest goes by months, how the days of a pay-off between two due days count.
    """

    method: Method = Method.ANNUITY
    day_count: DayCount = DayCount.MONTHS
    rounding: Rounding = Rounding.HALF_UP
    unit: Decimal = CENT
    unit_rounding: Rounding = Rounding.HALF_UP
    is_cumulative: bool = False
    odd_days: DayCount = DayCount.MONTHS

    @property
    def pay_off_day_count(self) -> DayCount:
        """By days a day is a day in every row; by months the bank says what one costs (银发[2005]129号)."""
        return self.odd_days if self.day_count == DayCount.MONTHS else self.day_count


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What was agreed: an amount in yuan at a rate a year (0.0435 for 4.35 %), repaid on these dates.

    ``grace``: rows at the beginning that pay interest alone. ``instalment``: a fixed payment in yuan, or by
    equal principal a fixed part of it; without it, it is computed from the amount.
    """

    amount: Decimal
    rate: Decimal
    calendar: Calendar
    convention: Convention = Convention()
    grace: int = 0
    instalment: Decimal | None = None

    def __post_init__(self) -> None:
        if not (self.amount.is_finite() and self.rate.is_finite()) or self.amount <= 0 or self.rate < 0:
            raise TermsWrong
        if not 0 <= self.grace < self.calendar.count:
            raise TermsWrong


@dataclass(frozen=True, slots=True)
class Row:
    """期 (one row): what is due on a day; amounts in yuan. ``opening`` - ``principal`` = ``closing``."""

    number: int
    since: date
    due: date
    opening: Decimal
    principal: Decimal
    interest: Decimal

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest

    @property
    def closing(self) -> Decimal:
        return self.opening - self.principal


@dataclass(frozen=True, slots=True)
class Totals:
    """合计 (totals): of some rows, or of a pay-off; in yuan."""

    principal: Decimal
    interest: Decimal

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest


def totals(rows: list[Row]) -> Totals:
    """Of all rows, or of those of a year."""
    return Totals(sum((row.principal for row in rows), ZERO), sum((row.interest for row in rows), ZERO))


def schedule(terms: Terms) -> list[Row]:
    """
    The rows of a loan; the last one pays whatever is left.

    A fixed or rounded-up instalment may be done earlier than the dates. Raises `InstalmentTooSmall`.
    """
    with localcontext() as context:
        context.prec = DIGITS
        return list(_rows(terms))


def _rows(terms: Terms) -> Iterator[Row]:
    periods = terms.calendar.periods()
    shares = _Shares(terms)
    interests = _Interest(terms.convention, terms.rate)
    left = terms.amount
    for number, period in enumerate(periods, start=1):
        interest = interests.of(left, period)
        share = left if number == len(periods) else shares.of(number, interest)
        principal = min(left, share)
        yield Row(number, period.since, period.until, left, principal, interest)
        left -= principal
        if not left:
            return


class _Interest:
    """The interest of one row after the other; what rounding took is carried on where that is the way."""

    def __init__(self, convention: Convention, rate: Decimal) -> None:
        self.convention, self.rate, self.carried = convention, rate, Decimal(0)

    def of(self, balance: Decimal, period: Period) -> Decimal:
        exact = exact_interest(balance, self.rate, period, self.convention.day_count) + self.carried
        told = exact.quantize(CENT, self.convention.rounding)
        if self.convention.is_cumulative:
            self.carried = exact - told
        return told


def exact_interest(balance: Decimal, rate: Decimal, period: Period, day_count: DayCount) -> Decimal:
    """Before rounding; one division, so that half a cent is half a cent."""
    if day_count == DayCount.MONTHS:
        return balance * rate * period.months * period.days / (12 * period.whole_days)
    return balance * rate * period.days / (360 if day_count == DayCount.ACT_360 else 365)


class _Shares:
    """How much principal a row pays, but for the last one."""

    def __init__(self, terms: Terms) -> None:
        self.method = terms.convention.method
        self.grace = terms.grace + terms.calendar.has_own_stub
        self.is_fixed = terms.instalment is not None
        self.instalment = instalment_of(terms)

    def of(self, number: int, interest: Decimal) -> Decimal:
        """Raises `InstalmentTooSmall`: a fixed payment that does not even cover the interest."""
        if number <= self.grace or self.method in BY_THE_END:
            return ZERO
        if self.method == Method.EQUAL_PRINCIPAL:
            return self.instalment
        if self.is_fixed and self.instalment <= interest:
            raise InstalmentTooSmall(instalment=self.instalment, interest=interest)
        return max(ZERO, self.instalment - interest)


def instalment_of(terms: Terms) -> Decimal:
    """By annuity the payment of each row, by equal principal the part of each; otherwise there is none."""
    convention, count = terms.convention, terms.calendar.count - terms.grace
    if terms.instalment is not None or convention.method in BY_THE_END:
        return terms.instalment or ZERO
    if convention.method == Method.EQUAL_PRINCIPAL:
        return (terms.amount / count).quantize(CENT, convention.rounding)
    exact = annuity(terms.amount, terms.rate * terms.calendar.every_months / 12, count)
    return (exact / convention.unit).quantize(Decimal(1), convention.unit_rounding) * convention.unit


def annuity(amount: Decimal, rate: Decimal, count: int) -> Decimal:
    """
    等额本息的每期还款额 (the level payment) before rounding: P·i·(1+i)ⁿ / ((1+i)ⁿ - 1); without interest P/n.

    ``rate``: for one period.
    """
    if not rate:
        return amount / count
    grown = (1 + rate) ** count
    return amount * rate * grown / (grown - 1)


def repriced(terms: Terms, rows: list[Row], *, after: int, rate: Decimal) -> list[Row]:
    """
    重定价 (a new rate) from row ``after`` + 1 on: the term stays, the instalment is computed anew.

    Gives the rows that change. Raises `TermsWrong`.
    """
    return continued(replace(terms, rate=rate), rows, after=after)


def continued(
    terms: Terms, rows: list[Row], *, after: int, prepaid: Decimal = ZERO, instalment: Decimal | None = None
) -> list[Row]:
    """
    What is left after so many rows, and after a sum that was paid beyond them on the last of these days.

    With ``instalment`` each payment stays and the loan is shorter; without, the dates stay and each
    payment is smaller. Raises `TermsWrong` where nothing is left, `InstalmentTooSmall`.
    """
    left = (rows[after - 1].closing if after else terms.amount) - prepaid
    rest = replace(
        terms,
        amount=left,
        calendar=terms.calendar.after(after),
        grace=max(0, terms.grace + terms.calendar.has_own_stub - after) if after else terms.grace,
        instalment=instalment,
    )
    return [replace(row, number=row.number + after) for row in schedule(rest)]
