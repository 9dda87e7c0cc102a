"""
CSV of a report: the columns of 综合月报, and a second file of codes for who reads it by programme.

Numbers have no separators and no unit; a change of a rate is in points, and the
file of codes says so. That of the city has the lines of its units too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils import translation

from zibo_youth.core.exports import Table
from zibo_youth.core.exports import csv as plain
from zibo_youth.reports.kpis import Kind
from zibo_youth.reports.sheet import Line, Sheet

from .details import definitions
from .layout import COLUMNS, HEADINGS


def write_csv(sheet: Sheet, target: BinaryIO) -> None:
    """One row an indicator, headed by the Chinese names; the unit and the month stand before them."""
    with translation.override("zh-hans"):
        plain.write_csv(target, [Table(sheet.title, ["填报单位", "月份", *HEADINGS], _rows(sheet))])


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    for of in [sheet, *(unit for unit in sheet.units if unit.is_sent)]:
        for line in of.lines:
            cells = [column.shown(line).value for column in COLUMNS]
            yield [of.unit, of.month.code, *cells]


CODE_HEADINGS = [
    "序号", "指标代码", "指标名称", "重点行动代码", "重点行动", "计量单位",
    "类型代码", "类型", "增减单位", "取得方式", "口径", "来源",
]  # fmt: skip


def write_codes(sheet: Sheet, target: BinaryIO) -> None:
    """指标代码: what each line is called by programmes, and what it means."""
    with translation.override("zh-hans"):
        plain.write_csv(target, [Table("指标代码", CODE_HEADINGS, map(_code, sheet.lines))])


def _code(line: Line) -> list[Any]:
    figure, (definition, source) = line.figure, definitions(line.code)
    return [
        figure.position,
        line.code,
        figure.label,
        figure.action,
        line.action,
        line.unit.value,
        figure.kind,
        Kind(figure.kind).label,
        "百分点" if line.is_share else "%",
        "手工填报" if figure.is_manual else "自动取数",
        definition,
        source,
    ]
