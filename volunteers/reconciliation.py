"""
对账 (reconciliation): minutes of the file, of the ledger and of the figure VO01; each difference by its line.

Three counts of one thing, each by a way of its own: the file line by line, the ledger by
PostgreSQL, the figure as it was reported, or by its indicator where no report was sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.exports import Table
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.periods import Month

from .models import HourEntry
from .records import Span

State = HourEntry.State
SENT = (MonthlyReport.State.SUBMITTED, MonthlyReport.State.ACCEPTED, MonthlyReport.State.LOCKED)
FINAL_LATER, REVERSED_LATER = "final_later", "reversed_later"
CAUSES = {
    State.PROVISIONAL: pgettext_lazy("对账", "待确认，尚未计入"),
    State.CONFIRMED: pgettext_lazy("对账", "已确认，尚未公示"),
    State.NOTICED: pgettext_lazy("对账", "公示中，尚未生效"),
    State.DISPUTED: pgettext_lazy("对账", "有更正申请，暂不计入"),
    FINAL_LATER: pgettext_lazy("对账", "取数之后才生效"),
    REVERSED_LATER: pgettext_lazy("对账", "取数之后被冲销"),
}
ROW = (
    *("pk", "kind", "minutes", "starts_at", "project__reporting_org", "state"),
    *("final_at", "reversed_at", "volunteer__volunteer_no"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """差异 (difference): a line that the file has and the figure has not, or the other way round."""

    entry: int
    volunteer_no: str
    minutes: int
    cause: str

    @property
    def said(self) -> str:
        return str(CAUSES[self.cause])


@dataclass(slots=True)
class Account:
    """One month of one reporting unit; ``figure`` None where nothing was reported of it."""

    month: Month
    unit: Organisation
    file: int = 0
    ledger: int = 0
    counted: int = 0
    figure: int | None = None
    taken_at: datetime | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """What the file is compared with: the figure that was reported, or what counts now."""
        return self.counted if self.figure is None else self.figure

    @property
    def difference(self) -> int:
        return self.file - self.compared

    @property
    def unexplained(self) -> int:
        """What no line explains; anything but zero is an error of the portal."""
        return self.difference - sum(one.minutes for one in self.differences)

    @property
    def is_sound(self) -> bool:
        return self.file == self.ledger and not self.unexplained


class _Accounts(dict[tuple[Month, int], Account]):
    """By month and unit; opened when first asked for. A unit is read once for all its months."""

    def __init__(self) -> None:
        super().__init__()
        self._units: dict[int, Organisation] = {}

    def __missing__(self, key: tuple[Month, int]) -> Account:
        month, unit = key
        if unit not in self._units:
            self._units[unit] = Organisation.objects.get(pk=unit)
        self[key] = Account(month, self._units[unit])
        return self[key]


def reconcile(span: Span) -> list[Account]:
    """Every month and unit of the span that has a line or a figure. Raises `TooManyRecords`."""
    accounts = _Accounts()
    for month, unit, minutes in _ledger(span):
        accounts[month, unit].ledger = minutes
    for figure in _reported(span):
        one = accounts[figure.report.of, figure.report.organisation_id]
        one.figure, one.taken_at = int((figure.month_part or 0) * 60), figure.report.figures_at
    for row in span.rows.values_list(*ROW).iterator(chunk_size=5000):
        _enter(accounts[Month.of(timezone.localdate(row[3])), row[4]], row)
    for month in span.months:
        counted = _counted(span, month)
        for one in accounts.values():
            if one.month == month:
                one.counted = counted.get(one.unit.pk, 0)
    return sorted(accounts.values(), key=lambda one: (one.month, one.unit.code))


def _ledger(span: Span) -> list[tuple[Month, int, int]]:
    """What stands, as PostgreSQL sums it."""
    standing = span.rows.credits().order_by().annotate(month_of=TruncMonth("starts_at"))
    grouped = standing.values_list("month_of", "project__reporting_org").annotate(told=Sum("minutes"))
    return [(Month.of(timezone.localdate(month)), unit, minutes) for month, unit, minutes in grouped]


def _counted(span: Span, month: Month) -> dict[int, int]:
    """What the indicator counts now; of a part of a unit, the final lines of that part."""
    whole = [unit.pk for unit in span.whole]
    final = span.entries.final().served_between(month.period.from_at, month.period.until_at)
    parts = final.exclude(project__reporting_org__in=whole).order_by()
    grouped = parts.values_list("project__reporting_org").annotate(told=Sum("minutes"))
    amounts = kpi("VO01").by_organisation(month.period, whole)
    return dict(grouped) | {unit: int(amount.part * 60) for unit, amount in amounts.items()}


def _reported(span: Span) -> Any:
    """The figures that were sent of these months and these units."""
    return Figure.objects.filter(
        code="VO01",
        is_manual=False,
        report__state__in=SENT,
        report__organisation__in=span.whole,
        report__month__range=(span.months[0].first, span.months[-1].first),
    ).select_related("report__organisation")


def _enter(one: Account, row: Any) -> None:
    """One line of the file, and why the figure does not say the same of it."""
    number, kind, minutes, _starts_at, _unit, state, final_at, reversed_at, volunteer_no = row
    if kind == HourEntry.Kind.REVERSAL:
        one.file -= minutes
        return
    one.file += minutes
    at = one.taken_at
    stands = reversed_at is None
    if at is None:
        was_counted = state == State.FINAL
    else:
        was_counted = final_at is not None and final_at <= at and (stands or reversed_at > at)
    if stands and not was_counted:
        cause = FINAL_LATER if state == State.FINAL else state
        one.differences.append(Difference(number, volunteer_no, minutes, cause))
    elif was_counted and not stands:
        one.differences.append(Difference(number, volunteer_no, -minutes, REVERSED_LATER))


def tables_of(accounts: list[Account]) -> list[Table]:
    """The report as two sheets: the accounts, and every difference with its cause."""
    heads = [_("月份"), _("填报单位"), _("文件分钟数"), _("时长账分钟数"), _("现在计入的分钟数")]
    heads += [_("月报分钟数"), _("取数时间"), _("差异分钟数"), _("未说明的分钟数")]
    rows = [
        [
            *(str(one.month), str(one.unit), one.file, one.ledger, one.counted),
            *(one.figure, one.taken_at, one.difference, one.unexplained),
        ]
        for one in accounts
    ]
    lines = [
        [str(one.month), str(one.unit), each.entry, each.volunteer_no, each.minutes, each.said]
        for one in accounts
        for each in one.differences
    ]
    named = [_("月份"), _("填报单位"), _("时长编号"), _("志愿者编号"), _("分钟数"), pgettext("对账", "原因")]
    return [Table(_("对账"), heads, rows), Table(_("差异明细"), named, lines)]
