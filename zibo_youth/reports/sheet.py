"""
月报表 (the sheet): what is printed of a report, on the page and in every file alike.

Read from the stored figures only: what was signed is what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from .amounts import Amount
from .children import hidden_among
from .comparison import Change, Evaluation, change, completion, evaluation
from .kpis import Action, Kind, Unit
from .models import Correction, Figure, MonthlyReport
from .periods import Month
from .units import unit_name


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of the sheet: a figure with what it is compared with.

    ``hidden``: the spans that are not told of a unit where the units stand beside one another (`children`).
    """

    figure: Figure
    month: Month
    is_corrected: bool = False
    hidden: frozenset[str] = frozenset()

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
    """The whole of one report, in the order of print; that of the city has those of its ``units`` with it."""

    report: MonthlyReport
    lines: list[Line]
    corrections: list[Correction]
    units: list[Sheet] = field(default_factory=list)

    @property
    def is_city(self) -> bool:
        return not self.report.organisation.is_reporting

    @property
    def is_sent(self) -> bool:
        """What an organisation has not sent, or has got back, is its own paper and none of the city's."""
        return not self.report.is_editable

    @property
    def unit(self) -> str:
        """单位简称: the place that it reports, 张店区."""
        organisation = self.report.organisation
        return str(organisation.area) if self.is_city and organisation.area else unit_name(organisation)

    @property
    def title(self) -> str:
        if self.is_city:
            return _("%(unit)s共青团重点工作月报汇总表") % {"unit": self.unit}
        return _("%(unit)s共青团重点工作月报表") % {"unit": self.unit}

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


READ = ("figures", "shown_corrections__figure__report")


def sheet_of(report: MonthlyReport) -> Sheet:
    """A fixed number of queries, whatever the number of figures, of units and of months before."""
    prefetch_related_objects([report], "organisation__area", *READ)
    if report.organisation.is_reporting:
        return _sheet(report)
    units = MonthlyReport.objects.of_units().of_month(report.of).select_related("organisation__area")
    beside = sheets_of(list(units.order_by("organisation__area__position")))
    return _sheet(report, _without_small_counts(beside))


def _without_small_counts(sheets: list[Sheet]) -> list[Sheet]:
    """What the units read of one another; each knows its own counts."""
    figures = [line.figure for sheet in sheets for line in sheet.lines]
    hidden = hidden_among(figures)
    return [
        replace(sheet, lines=[replace(one, hidden=_hidden(one, hidden)) for one in sheet.lines])
        for sheet in sheets
    ]


def _hidden(line: Line, hidden: dict[int, set[str]]) -> frozenset[str]:
    return frozenset(hidden.get(line.figure.pk, ()))


def sheets_of(reports: list[MonthlyReport]) -> list[Sheet]:
    """The sheets of several organisations, in a fixed number of queries."""
    prefetch_related_objects(reports, "organisation__area", *READ)
    return [_sheet(report) for report in reports]


def _sheet(report: MonthlyReport, units: list[Sheet] | None = None) -> Sheet:
    corrections = sorted(report.shown_corrections.all(), key=lambda correction: correction.pk)
    marked = {correction.figure.code for correction in corrections}
    lines = [Line(figure, report.of, figure.code in marked) for figure in report.figures.all()]
    return Sheet(report, lines, corrections, units or [])
