"""What was reported by hand before: the comparisons of an indicator that no facts can be counted for."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.kpis import Kind, kpi
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.periods import Month
from zibo_youth.reports.querysets import FigureQuerySet


@dataclass(frozen=True, slots=True)
class History:
    """The months of one indicator that were reported, and the cumulative figures typed with them."""

    month: Month
    adds: bool = False
    months: dict[Month, Amount] = field(default_factory=dict)
    cumulated: dict[Month, Amount] = field(default_factory=dict)

    def to_date(self, this: Amount) -> Amount:
        """本年累计 up to this month, with this month's own amount."""
        if not self.adds:
            return this
        earlier = (amount for one, amount in self.months.items() if self._is_earlier(one))
        return sum(earlier, this)

    def fill(self, figure: Figure) -> None:
        """Put what is known of other months beside what is typed for this one."""
        figure.put("previous", self.months.get(self.month.previous))
        figure.put("last_year", self.months.get(self.month.same_last_year))
        figure.put("to_date_last_year", self.cumulated.get(self.month.same_last_year))
        this = figure.amount("month")
        if this is not None and not kpi(figure.code).to_date_is_typed:
            figure.put("to_date", self.to_date(this))

    def _is_earlier(self, one: Month) -> bool:
        return one.year == self.month.year and one.number < self.month.number


def typed_before(report: MonthlyReport) -> FigureQuerySet:
    """
    What the comparisons of a month read: its month before, the same of last year, and what a sum is made of.

    A flow is summed from this year's months; nothing else of a year is read.
    """
    month = report.of
    compared = Q(report__month__in=[month.previous.first, month.same_last_year.first])
    summed = Q(report__month__gte=Month(month.year, 1).first, report__month__lt=month.first, kind=Kind.FLOW)
    own = Figure.objects.filter(report__organisation=report.organisation_id, is_manual=True)
    return own.filter(compared | summed, month_part__isnull=False).with_two_spans()


def histories_of(report: MonthlyReport) -> dict[str, History]:
    """By code, in one query."""
    month = report.of
    found: dict[str, History] = {}
    for figure in typed_before(report):
        history = found.setdefault(figure.code, History(month, figure.kind == Kind.FLOW))
        for span, kept in (("month", history.months), ("to_date", history.cumulated)):
            amount = figure.amount(span)
            if amount is not None:
                kept[figure.report.of] = amount
    return found
