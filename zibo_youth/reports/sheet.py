"""
月报表 (the sheet): what is printed of a report, on the page and in every file alike.

Read from the stored figures only: what was signed is what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from .amounts import Amount
from .comparison import Change, Evaluation, change, completion, evaluation
from .kpis import Action, Kind, Unit
from .models import Correction, Figure, MonthlyReport
from .periods import Month
from .units import unit_name


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: a figure with what it is compared with."""

    figure: Figure
    month: Month
    is_corrected: bool = False

    @property
    def code(self) -> str:
        return self.figure.code

    @property
    def action(self) -> str:
        return str(Action(self.figure.action).label)

    @property
    def unit(self) -> Unit:
        return Unit(self.figure.unit)

    @property
    def is_share(self) -> bool:
        return self.figure.kind == Kind.SHARE

    @property
    def this_month(self) -> Amount | None:
        return self.figure.amount("month")

    @property
    def to_date(self) -> Amount | None:
        return self.figure.amount("to_date")

    @property
    def to_date_last_year(self) -> Amount | None:
        return self.figure.amount("to_date_last_year")

    @property
    def on_last_month(self) -> Change:
        """环比."""
        return change(self.this_month, self.figure.amount("previous"))

    @property
    def on_last_year(self) -> Change:
        """同比."""
        return change(self.this_month, self.figure.amount("last_year"))

    @property
    def to_date_on_last_year(self) -> Change:
        """累计同比."""
        return change(self.to_date, self.to_date_last_year)

    @property
    def completion(self) -> Decimal | None:
        return completion(self.to_date, self.figure.target, is_share=self.is_share)

    @property
    def evaluation(self) -> Evaluation | None:
        return evaluation(self.completion, self.month.schedule)

    @property
    def note(self) -> str:
        return f"* {self.figure.note}".strip() if self.is_corrected else self.figure.note


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole of one report, in the order of print."""

    report: MonthlyReport
    lines: list[Line]
    corrections: list[Correction]

    @property
    def is_city(self) -> bool:
        return not self.report.organisation.is_reporting

    @property
    def title(self) -> str:
        if self.is_city:
            return _("淄博市共青团重点工作月报汇总表")
        return _("%(unit)s共青团重点工作月报表") % {"unit": unit_name(self.report.organisation)}

    @property
    def month(self) -> Month:
        return self.report.of

    @property
    def cut_off(self) -> datetime | None:
        """取数时间: facts that came later are in no figure of this sheet."""
        return self.report.figures_at

    @property
    def by_action(self) -> list[tuple[str, list[Line]]]:
        """The lines of each action together, for a cell that spans them."""
        groups: list[tuple[str, list[Line]]] = []
        for line in self.lines:
            if not groups or groups[-1][0] != line.action:
                groups.append((line.action, []))
            groups[-1][1].append(line)
        return groups


def sheet_of(report: MonthlyReport) -> Sheet:
    """Two queries, whatever the number of figures and of months before."""
    corrections = list(
        Correction.objects.filter(shown_in=report).select_related("figure__report").order_by("pk")
    )
    marked = {correction.figure.code for correction in corrections}
    figures: Iterable[Figure] = report.figures.all()
    lines = [Line(figure, report.of, figure.code in marked) for figure in figures]
    return Sheet(report, lines, corrections)
