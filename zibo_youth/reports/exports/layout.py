"""
版式 (the layout): the fourteen columns of 综合月报, the lines around them and the notes beneath.

Source: domain.md §4.1 (conventions) and §4.2 (rows, columns, widths).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zibo_youth.core.exports.table import clean
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.comparison import BAND
from zibo_youth.reports.kpis import Unit
from zibo_youth.reports.models import Correction
from zibo_youth.reports.models.figure import SPANS
from zibo_youth.reports.periods import Month
from zibo_youth.reports.sheet import Line, Sheet

from .cells import UNTOLD, Grid, Printed, amount, change, number, text

SPACE = "\u3000"
# A longer one would make its row as high as a page: it stands beneath the table, and its number here.
LONGEST_NOTE = 21
# Enough to tell papers apart; the whole digest stands in 填报说明.
DIGITS_OF_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Column:
    """One of the fourteen columns: ``width`` in characters of a spreadsheet, ``of`` which spans it tells."""

    heading: str
    width: int
    read: Callable[[Line], Printed]
    is_text: bool = False
    of: frozenset[str] = frozenset()

    def shown(self, line: Line) -> Printed:
        """What is read, where it may be told."""
        return UNTOLD if self.of & line.hidden else self.read(line)


def _spans(*names: str) -> frozenset[str]:
    return frozenset(names)


LAST_YEAR = _spans("to_date_last_year")


def _target(line: Line) -> Printed:
    return number(line.figure.target, line.unit.decimals)


def _evaluation(line: Line) -> Printed:
    return text(line.evaluation.label if line.evaluation else "")


COLUMNS = (
    Column("序号", 5, lambda line: number(line.figure.position)),
    Column("重点行动", 12, lambda line: text(line.action), is_text=True),
    Column("指标名称", 24, lambda line: text(line.figure.label), is_text=True),
    Column("计量单位", 7, lambda line: text(line.unit.value), is_text=True),
    Column("年度目标", 9, _target),
    Column("本月完成", 9, lambda line: amount(line.this_month, line.unit), of=_spans("month")),
    Column("环比(%)", 8, lambda line: change(line.on_last_month), of=_spans("month", "previous")),
    Column("同比(%)", 8, lambda line: change(line.on_last_year), of=_spans("month", "last_year")),
    Column("本年累计", 10, lambda line: amount(line.to_date, line.unit), of=_spans("to_date")),
    Column("上年同期累计", 10, lambda line: amount(line.to_date_last_year, line.unit), of=LAST_YEAR),
    Column("累计同比(%)", 8, lambda line: change(line.to_date_on_last_year), of=_spans(*SPANS)),
    Column("完成率(%)", 8, lambda line: number(line.completion, 1), of=_spans("to_date")),
    Column("进度评价", 10, _evaluation, is_text=True, of=_spans("to_date")),
    Column("备注", 14, lambda line: text(line.note), is_text=True, of=_spans(*SPANS)),
)
HEADINGS = [column.heading for column in COLUMNS]
ACTION, NAME, MONTH, NOTE = (HEADINGS.index(name) for name in ("重点行动", "指标名称", "本月完成", "备注"))


def main_grid(sheet: Sheet) -> Grid:
    """综合月报: one row an indicator, the rows of one action under one cell."""
    rows: list[list[Printed]] = []
    beneath: list[str] = []
    for line in sheet.lines:
        row = [column.read(line) for column in COLUMNS]
        if len(str(row[NOTE])) > LONGEST_NOTE:
            beneath.append(f"注{len(beneath) + 1}（{clean(line.figure.label)}）：{row[NOTE]}")
            row[NOTE] = Printed(f"{'* ' if line.is_corrected else ''}见注{len(beneath)}")
        rows.append(row)
    return Grid(
        title=clean(sheet.title),
        columns=HEADINGS,
        widths=[column.width for column in COLUMNS],
        rows=rows,
        groups=[len(lines) for _action, lines in sheet.by_action],
        grouped=ACTION,
        notes=[*notes(sheet), *beneath],
        texts=frozenset(place for place, column in enumerate(COLUMNS) if column.is_text),
    )


# --- around the table --------------------------------------------------------------------------


def unit_line(sheet: Sheet) -> str:
    return f"填报单位(公章)：{clean(sheet.report.organisation.name)}"


def period_line(sheet: Sheet) -> str:
    return f"统计时段：{period_of(sheet.month)}"


def number_line(sheet: Sheet) -> str:
    return f"编号：{clean(sheet.report.number)}"


UNIT_OF_MEASURE = "计量单位：见表内"


def period_of(month: Month) -> str:
    """2021年5月1日—5月31日: both ends lie in one year."""
    last = month.period.last
    return f"{day(month.first)}—{last.month}月{last.day}日"


def day(of: date) -> str:
    return f"{of.year}年{of.month}月{of.day}日"


def signatures(sheet: Sheet) -> list[str]:
    """The line of signatures: who is named in the report is printed, the head signs by hand."""
    report = sheet.report
    sent = report.submitted_at and day(timezone.localdate(report.submitted_at))
    gap = SPACE * 3
    return [
        f"单位负责人(签字)：{SPACE * 5}",
        f"审核人：{clean(report.checker) or gap}",
        f"填报人：{clean(report.preparer) or gap}",
        f"联系电话：{clean(report.phone) or gap}",
        f"填报日期：{sent or f'{SPACE * 2}年{SPACE}月{SPACE}日'}",
    ]


def standing(sheet: Sheet) -> str:
    """What every page says of itself: not sent yet, or the digest that its figures were sent with."""
    if sheet.is_sent:
        return f"数据校验码 {sheet.report.digest[:DIGITS_OF_DIGEST]}"
    return f"{sheet.report.get_state_display()}，尚未上报"


# --- beneath the table -------------------------------------------------------------------------


def notes(sheet: Sheet) -> Iterator[str]:
    """注: counting rules, what the marks mean, what was corrected."""
    yield (
        "空白为未填报，0为零报告；“—”为没有可比基数，比率类指标的“—”为分母为零；"
        "基数与本期均为零的记“持平”；“点”为百分点。各指标口径见工作簿“填报说明”。"
    )
    yield (
        "本年累计：当期发生数为1月1日至月末合计，期末存量为月末数，"
        "去重人数在本年内重新去重，比率按本年的分子、分母计算。"
    )
    yield (
        f"完成率为本年累计占年度目标的百分比。本月序时进度{sheet.month.schedule}%："
        f"完成率高于序时进度{BAND}个百分点及以上为超序时，低于{BAND}个百分点以上为慢序时，其余为达序时。"
    )
    if sheet.is_city:
        yield "全市的去重人数由全市重新去重，不等于各单位之和；全市比率按全市的分子、分母计算。"
    if sheet.corrections:
        yield "备注中的“*”：该指标以前月份的数据有更正，已锁定的原数不改，更正如下。"
    for correction in sheet.corrections:
        yield corrected(correction)


def corrected(correction: Correction) -> str:
    """One correction in words: which month, from what to what, why."""
    figure = correction.figure
    unit = Unit(figure.unit)
    old, new = (_with_unit(told, unit) for told in (correction.old, correction.new))
    cause = Correction.Cause(correction.cause).label
    return f"* {figure.report.of}“{clean(figure.label)}”由{old}更正为{new}（{cause}）。"


def _with_unit(told: Amount, unit: Unit) -> str:
    printed = amount(told, unit)
    return f"{printed}{unit.value}" if printed.is_number else f"{printed}"


# --- titles of the city's pages ------------------------------------------------------------------


def summary_title(sheet: Sheet) -> str:
    return f"{sheet.month}{clean(sheet.unit)}共青团重点工作各单位汇总"


def ranking_title(sheet: Sheet) -> str:
    return f"{sheet.month}{clean(sheet.unit)}共青团重点工作进展通报"
