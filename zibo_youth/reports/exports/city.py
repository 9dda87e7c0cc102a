"""
全市 (the city): 汇总, the units beside one another, and 通报, their places.

Only what a unit has sent is printed of it; the line of the city is the city's
own count and never a sum of the lines above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from django.utils import timezone

from zibo_youth.core.exports.table import clean
from zibo_youth.reports.comparison import Evaluation
from zibo_youth.reports.ranking import Standing, ranked, sent_lines, standings_of
from zibo_youth.reports.sheet import Line, Sheet

from .cells import BLANK, UNTOLD, Grid, Printed, amount, number, text

CITY, UNSENT = "全市", "未上报"
# Indicators beside one another; more would be too small to read on A4.
MOST_BESIDE = 7


def summary_grids(sheet: Sheet) -> list[Grid]:
    """汇总: rows are the units, columns the indicators of one action, a long one in two grids."""
    grids = []
    for action, lines in sheet.by_action:
        beside = ceil(len(lines) / ceil(len(lines) / MOST_BESIDE))  # parts of about the same width
        parts = [lines[start : start + beside] for start in range(0, len(lines), beside)]
        for place, part in enumerate(parts):
            grids.append(_summary(sheet, f"{action}（续）" if place else action, part))
    return grids


def _summary(sheet: Sheet, title: str, lines: Sequence[Line]) -> Grid:
    rows = [
        [number(place), text(unit.unit), *_pairs(_by_code(unit), lines)]
        for place, unit in enumerate(sheet.units, start=1)
    ]
    rows.append([BLANK, text(CITY), *_pairs(_by_code(sheet), lines)])
    return Grid(
        title=title,
        columns=["序号", "填报单位", *["本月", "本年累计"] * len(lines)],
        widths=[5, 12, *[8, 9] * len(lines)],
        over=[("", 2), *((f"{clean(line.figure.label)}({line.unit.value})", 2) for line in lines)],
        rows=rows,
        texts=frozenset({1}),
    )


def _by_code(sheet: Sheet) -> dict[str, Line]:
    return {line.code: line for line in sent_lines(sheet)}


def _pairs(found: dict[str, Line], lines: Sequence[Line]) -> Iterator[Printed]:
    for asked in lines:
        line = found.get(asked.code)
        yield _told(line, "month") if line else BLANK
        yield _told(line, "to_date") if line else BLANK


def _told(line: Line, span: str) -> Printed:
    return UNTOLD if span in line.hidden else amount(line.figure.amount(span), line.unit)


def summary_notes(sheet: Sheet) -> list[str]:
    """Which units are blank, and why their sum may differ from the city's line."""
    unsent = [clean(unit.unit) for unit in sheet.units if not unit.is_sent]
    told = [
        "注：“全市”为全市口径的数据；去重人数、比率不等于各单位之和。空白为未填报或未上报。"
        "儿童的数不足5的、能推算出它的，不公布。"
    ]
    return told + ([f"未上报的单位：{'、'.join(unsent)}。"] if unsent else [])


# --- 通报 ---------------------------------------------------------------------------------------


def ranking_grid(sheet: Sheet) -> Grid:
    """各单位进度."""
    counted = [str(label) for label in Evaluation.labels]
    return Grid(
        title="各单位有年度目标指标的进度",
        columns=["名次", "填报单位", "有目标指标", *counted, "未填报", "达序时比例(%)", "上报情况"],
        widths=[6, 14, 12, 10, 10, 10, 10, 10, 14, 20],
        rows=[_standing(place, standing) for place, standing in standings_of(sheet.units)],
        texts=frozenset({1, 9}),
        notes=["达序时比例：已完成、超序时、达序时的指标项数占有年度目标的指标项数；比例相同的名次并列。"],
    )


def _standing(place: int | None, standing: Standing) -> list[Printed]:
    has = standing.with_target > 0
    counts = [number(count) if has else BLANK for count in standing.cells]
    return [
        number(place),
        text(standing.sheet.unit),
        number(standing.with_target) if has else BLANK,
        *counts,
        number(standing.share, 1),
        text(punctuality(standing.sheet)),
    ]


def punctuality(sheet: Sheet) -> str:
    """上报情况: in time, so many days late, or not sent."""
    report = sheet.report
    if not sheet.is_sent or report.submitted_at is None:
        return UNSENT
    late = (timezone.localdate(report.submitted_at) - report.due_on).days
    return f"迟报{late}天" if late > 0 else "按时上报"


def completion_grid(sheet: Sheet) -> Grid:
    """各指标完成率排名: every indicator with a target, its units by completion."""
    groups, rows = [], []
    for asked in sheet.lines:
        told = [one for one in _lines_of(sheet, asked.code) if "to_date" not in one[1].hidden]
        found = [one for one in told if one[1].figure.target]
        if found:
            groups.append(len(found))
            rows += [
                _completion(asked, place, *one) for place, one in ranked(found, lambda one: one[1].completion)
            ]
    return Grid(
        title="各指标完成率排名",
        columns=["指标名称", "名次", "填报单位", "计量单位", "年度目标", "本年累计", "完成率(%)", "进度评价"],
        widths=[26, 6, 14, 10, 12, 12, 12, 12],
        rows=rows,
        groups=groups,
        grouped=0,
        texts=frozenset({0, 2, 3, 7}),
    )


def _lines_of(sheet: Sheet, code: str) -> list[tuple[Sheet, Line]]:
    found = [(unit, _by_code(unit).get(code)) for unit in sheet.units]
    return [(unit, line) for unit, line in found if line is not None]


def _completion(asked: Line, place: int | None, unit: Sheet, line: Line) -> list[Printed]:
    return [
        text(asked.figure.label),
        number(place),
        text(unit.unit),
        text(line.unit.value),
        number(line.figure.target, line.unit.decimals),
        amount(line.to_date, line.unit),
        number(line.completion, 1),
        text(line.evaluation.label if line.evaluation else ""),
    ]
