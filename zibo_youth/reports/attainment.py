"""
完成情况 (attainment): what the city has reached of its targets in a year, and as of when.

What programmes count is counted up to yesterday; what is reported by hand is
that of the last locked month. A year that is over is counted to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar, cast

from django.core.cache import cache
from django.utils.functional import Promise

from .amounts import Amount, per_cent
from .comparison import Evaluation, completion, evaluation
from .kpis import Action, Kind, Kpi, Unit, kpis
from .models import Figure, MonthlyReport, Target
from .periods import Month, Period

T = TypeVar("T")

# How long a public figure may be behind its facts: it is as of yesterday anyway.
KEPT_SECONDS = 900
BAR = 1000
OF_PERSONS = {Unit.PEOPLE, Unit.VISITS, Unit.NIGHTS, Unit.COUPLES}


@dataclass(frozen=True, slots=True)
class Attainment:
    """One indicator of the city: its target, what is reached of it, and the day that this is as of."""

    kpi: Kpi
    target: Decimal | None
    reached: Amount | None
    as_of: date | None
    is_live: bool

    @property
    def completion(self) -> Decimal | None:
        return completion(self.reached, self.target, is_share=self.kpi.kind is Kind.SHARE)

    @property
    def schedule(self) -> Decimal | None:
        """序时进度: the part of the year that is over, in months where a month was reported."""
        if self.as_of is None:
            return None
        first = date(self.as_of.year, 1, 1)
        if not self.is_live:
            return Month.of(self.as_of).schedule
        days = (date(self.as_of.year + 1, 1, 1) - first).days
        return per_cent(Decimal((self.as_of - first).days + 1), Decimal(days))

    @property
    def evaluation(self) -> Evaluation | None:
        return evaluation(self.completion, self.schedule) if self.schedule is not None else None

    @property
    def width(self) -> int:
        """Of a thousand: the bar ends at the target, what goes beyond is told in words."""
        return _bar(self.completion)

    @property
    def due(self) -> int:
        return _bar(self.schedule)


def _bar(share: Decimal | None) -> int:
    return 0 if share is None else min(BAR, int(share * 10))


def years() -> list[int]:
    """The years that have a target of the city, latest first."""
    found = Target.objects.filter(organisation__kind="city").order_by("-year").values_list("year", flat=True)
    return list(found.distinct())


def attainments_of(year: int, today: date) -> list[Attainment]:
    """Every indicator of the report, in its order."""
    targets = dict(
        Target.objects.of_year(year).filter(organisation__kind="city").values_list("code", "value")
    )
    until = min(today - timedelta(days=1), date(year, 12, 31))
    live, (month, stored) = live_totals(year, until), last_locked(year)
    found = []
    for one in kpis():
        reached, as_of = (live.get(one.code), until) if not one.is_manual else (stored.get(one.code), month)
        found.append(Attainment(one, targets.get(one.code), reached, as_of, not one.is_manual))
    return found


def by_action(found: list[Attainment]) -> list[tuple[str | Promise, list[Attainment]]]:
    """The actions that have an indicator, in their order."""
    groups = [(action.label, [one for one in found if one.kpi.action is action]) for action in Action]
    return [(label, ones) for label, ones in groups if ones]


def span_of(kpi: Kpi, year: int, until: date) -> Period:
    """The year so far; of a stock its last day."""
    end = until + timedelta(days=1)
    return Period(until if kpi.kind is Kind.STOCK else date(year, 1, 1), end)


def live_totals(year: int, until: date) -> dict[str, Amount]:
    """The counted indicators of the city, up to a day; none of a year that has not begun by then."""
    if until < date(year, 1, 1):
        return {}

    def count() -> dict[str, Amount]:
        return {one.code: one.total(span_of(one, year, until)) for one in counted()}

    return kept(f"reports.live:{year}:{until}", count)


def kept(key: str, count: Callable[[], T]) -> T:
    """What was counted lately, or is counted now."""
    return cast(T, cache.get_or_set(key, count, KEPT_SECONDS))


def counted() -> list[Kpi]:
    return [one for one in kpis() if not one.is_manual]


def last_locked(year: int) -> tuple[date | None, dict[str, Amount]]:
    """The last day of the last month that the city has locked in a year, and what was reported up to it."""
    report = (
        MonthlyReport.objects.of_city().filter(state="locked", month__year=year).order_by("-month").first()
    )
    if report is None:
        return None, {}
    amounts = {figure.code: figure.amount("to_date") for figure in Figure.objects.filter(report=report)}
    return report.of.period.last, {code: amount for code, amount in amounts.items() if amount is not None}
