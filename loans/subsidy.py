"""
贴息 (interest subsidy): each row's interest in two parts, the borrower's and the state's, that add up.

The subsidy is rounded and the borrower pays the difference, so the two are the interest by construction.
Rates, shares and caps belong to a dated version of the rule (reference/loans_safety.md §1.4, §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from .due_dates import Period, months_later
from .schedule import CENT, ZERO, Row, Terms, exact_interest


class Basis(StrEnum):
    """What the subsidised rate is reckoned from."""

    FULL = "full"  # 全额
    SHARE_OF_LPR = "share_of_lpr"  # 按签约日 LPR 的比例
    ABOVE_LPR = "above_lpr"  # 高于 LPR 减若干基点的部分
    SHARE_OF_RATE = "share_of_rate"  # 按实际利率的比例


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """
    One version of the rule. ``share``: of the LPR or of the rate (0.5 for half). ``points``: how many
    basis points below the LPR the borrower's part ends. ``most_principal``: in yuan; ``most_months``:
    from the start of the loan; both without a limit where they are None.
    """

    basis: Basis
    share: Decimal = Decimal(1)
    points: int = 0
    most_principal: Decimal | None = None
    most_months: int | None = None

    def rate(self, actual: Decimal, lpr: Decimal) -> Decimal:
        """The subsidised rate a year, never more than what is paid. ``lpr``: of the day of signing."""
        found = {
            Basis.FULL: actual,
            Basis.SHARE_OF_LPR: self.share * lpr,
            Basis.ABOVE_LPR: actual - (lpr - Decimal(self.points) / 10_000),
            Basis.SHARE_OF_RATE: self.share * actual,
        }[self.basis]
        return min(max(found, ZERO), actual)


@dataclass(frozen=True, slots=True)
class Split:
    """One row's interest, in yuan: ``borrower`` + ``subsidy`` is what the row says."""

    number: int
    borrower: Decimal
    subsidy: Decimal

    @property
    def interest(self) -> Decimal:
        return self.borrower + self.subsidy


def split(
    terms: Terms,
    rows: list[Row],
    rule: SubsidyRule,
    *,
    lpr: Decimal,
    rates: Mapping[int, Decimal] | None = None,
    forfeited: frozenset[int] = frozenset(),
) -> list[Split]:
    """
    Every row in its two parts; a row that is ``forfeited`` (overdue, extended) has no subsidy.

    ``rows``: those of ``schedule(terms)``, from the first one on. ``rates``: of rows that were drawn at
    another rate than that of the terms, before a repricing or after it.
    """
    of_row = rates or {}
    periods = terms.calendar.periods()[: len(rows)]
    found = []
    for row, period in zip(rows, periods, strict=True):
        subsidy = (
            ZERO
            if row.number in forfeited
            else _subsidy(
                terms,
                row,
                _within(rule, terms, _ended(period, row)),
                rule,
                rule.rate(of_row.get(row.number, terms.rate), lpr),
            )
        )
        found.append(Split(row.number, row.interest - subsidy, subsidy))
    return found


def _ended(period: Period, row: Row) -> Period:
    """A pay-off ends its period early."""
    return replace(period, until=min(period.until, row.due))


def _subsidy(terms: Terms, row: Row, period: Period | None, rule: SubsidyRule, rate: Decimal) -> Decimal:
    if period is None:
        return ZERO
    principal = row.opening if rule.most_principal is None else min(row.opening, rule.most_principal)
    exact = exact_interest(principal, rate, period, terms.convention.day_count)
    return min(exact.quantize(CENT, ROUND_HALF_UP), row.interest)


def _within(rule: SubsidyRule, terms: Terms, period: Period) -> Period | None:
    """The days of the period for which the rule pays; none after its last month."""
    if rule.most_months is None:
        return period
    end: date = months_later(terms.calendar.start, rule.most_months)
    if period.since >= end:
        return None
    return replace(period, until=min(period.until, end))


def claimed_days(rule: SubsidyRule, terms: Terms, row: Row) -> int:
    """贴息天数 (the days of a row for which the rule pays); none after its last month."""
    if rule.most_months is None:
        return (row.due - row.since).days
    end = months_later(terms.calendar.start, rule.most_months)
    return max(0, (min(row.due, end) - row.since).days)
