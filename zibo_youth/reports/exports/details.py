"""Sheets behind the first: the ledgers of the programmes, what each figure means, and what the file is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zibo_youth.core.calendar import now
from zibo_youth.core.exports.table import clean
from zibo_youth.core.ratios import Ratio
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.kpis import Kind, Unit, kpis
from zibo_youth.reports.ledgers import Ledger, LedgerColumn
from zibo_youth.reports.sheet import Line, Sheet

from .cells import BLANK, Grid, Printed, amount, number, text
from .layout import period_line, unit_line

NOT_YET = "（尚无）"


def ledger_grid(ledger: Ledger, sheet: Sheet) -> Grid:
    """明细: read from the facts now; it may differ from the signed figures by what came in since."""
    organisation = None if sheet.is_city else sheet.report.organisation_id
    period = sheet.month.period
    rows = [_ledger_row(ledger, row) for row in ledger.rows(period, organisation)]
    if ledger.total is not None and rows:
        rows.append(_ledger_row(ledger, ledger.total(period, organisation)))
    read_at = f"明细按{moment(now())}的台账列出，此后及上报后补录的不改变综合月报。"
    return Grid(
        title=f"{sheet.unit}{ledger.title}",
        columns=[column.heading for column in ledger.columns],
        widths=[column.width for column in ledger.columns],
        rows=rows,
        notes=[read_at, *ledger.notes],
        texts=frozenset(place for place, column in enumerate(ledger.columns) if column.decimals is None),
    )


def _ledger_row(ledger: Ledger, row: Sequence[Any]) -> list[Printed]:
    return [_ledger_cell(column, value) for column, value in zip(ledger.columns, row, strict=True)]


def _ledger_cell(column: LedgerColumn, value: Any) -> Printed:
    if value is None:
        return BLANK
    if isinstance(value, Ratio):
        return amount(Amount(Decimal(value.part), Decimal(value.whole)), Unit.PER_CENT)
    return text(value) if column.decimals is None else number(value, column.decimals)


# --- 填报说明 ------------------------------------------------------------------------------------


def about(sheet: Sheet) -> list[tuple[str, str]]:
    """What the file is: version, when its figures were taken, the digest that they were signed with."""
    report = sheet.report
    return [
        ("表名", clean(sheet.title)),
        ("填报单位", clean(report.organisation.name)),
        ("统计时段", period_line(sheet).partition("：")[2]),
        ("编号", clean(report.number)),
        ("版本", f"第{report.version}版"),
        ("状态", str(report.get_state_display())),
        ("取数时间", moment(sheet.cut_off)),
        ("数据校验码", report.digest or "（上报时生成）"),
        ("单位负责人", clean(report.head) or NOT_YET),
        ("审核人", clean(report.checker) or NOT_YET),
        ("填报人", clean(report.preparer) or NOT_YET),
        ("联系电话", clean(report.phone) or NOT_YET),
        ("上报时间", moment(report.submitted_at)),
        ("审核时间", moment(report.accepted_at)),
        ("锁定时间", moment(report.locked_at)),
        ("文件生成时间", moment(now())),
    ]


def moment(of: datetime | None) -> str:
    return f"{timezone.localtime(of):%Y-%m-%d %H:%M}" if of else NOT_YET


def definitions_grid(sheet: Sheet) -> Grid:
    """指标口径: what each line counts, where it comes from, and how many rows it rested on."""
    return Grid(
        title="指标口径",
        columns=["序号", "代码", "指标名称", "计量单位", "类型", "取得方式", "口径", "来源", "依据记录数"],
        widths=[5, 9, 24, 9, 12, 10, 50, 24, 11],
        rows=[list(_definition(line)) for line in sheet.lines],
        texts=frozenset({1, 2, 3, 4, 5, 6, 7}),
    )


def definitions(code: str) -> tuple[str, str]:
    """口径 and 来源 of an indicator; empty for one that is reported no more."""
    found = [(str(kpi.definition), str(kpi.source)) for kpi in kpis() if kpi.code == code]
    return found[0] if found else ("", "")


def _definition(line: Line) -> Iterator[Printed]:
    figure, (definition, source) = line.figure, definitions(line.code)
    yield number(figure.position)
    yield text(line.code)
    yield text(figure.label)
    yield text(line.unit.value)
    yield text(Kind(figure.kind).label)
    yield text("手工填报" if figure.is_manual else "自动取数")
    yield text(definition)
    yield text(source)
    yield number(figure.rows)


def narratives(sheet: Sheet) -> list[tuple[str, str]]:
    """情况说明: of the sheet itself, then of every unit that has sent one; heading and text."""
    told = [(unit_line(sheet).partition("：")[2], clean(sheet.report.narrative).strip())]
    told += [(clean(unit.unit), clean(unit.report.narrative).strip()) for unit in sheet.units if unit.is_sent]
    return [(heading, words) for heading, words in told if words]
