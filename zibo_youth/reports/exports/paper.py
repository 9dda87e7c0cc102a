"""
PDF of a report, set by typst: it looks like the sheet, and prints the same cells in the same order.

The template knows no data and the data are no template: they reach it as JSON,
so a name that reads like markup is printed as it stands. Nothing outside of
this folder can be read, no package is loaded, and no link is ever made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from django.utils import translation

from zibo_youth.core.calendar import now
from zibo_youth.core.exports.table import clean
from zibo_youth.reports.sheet import Sheet

from . import city, details, layout
from .cells import Grid
from .typeset import typeset

HERE = Path(__file__).parent
TEMPLATE = HERE / "paper.typ"


def write_paper(sheet: Sheet) -> bytes:
    """The PDF. Raises `ChineseFontMissing` on a machine that cannot print Chinese."""
    [whole] = _set(sheet, "pdf")
    return whole


def pictures(sheet: Sheet) -> list[bytes]:
    """The same pages as PNG, for a preview."""
    return _set(sheet, "png")


def _set(sheet: Sheet, form: Literal["pdf", "png"]) -> list[bytes]:
    with translation.override("zh-hans"):
        told = content(sheet)
    return typeset(TEMPLATE, told, form)


def content(sheet: Sheet) -> dict[str, Any]:
    """What the template prints, in the order of print."""
    main = layout.main_grid(sheet)
    return {
        "title": main.title,
        "subject": layout.period_line(sheet),
        "author": clean(sheet.report.organisation.name),
        "head": [
            layout.unit_line(sheet),
            layout.period_line(sheet),
            layout.number_line(sheet),
            layout.UNIT_OF_MEASURE,
        ],
        "main": _grid(main),
        "signatures": layout.signatures(sheet),
        "mark": layout.standing(sheet),
        "printed_at": f"打印时间 {details.moment(now())}",
        "parts": list(_city(sheet)) if sheet.is_city else [],
        "narratives": [
            [heading if sheet.is_city else "", _paragraphs(words)]
            for heading, words in details.narratives(sheet)
        ],
    }


def _city(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """汇总 and 通报, each beginning on a page of its own."""
    yield {
        "title": layout.summary_title(sheet),
        "notes": city.summary_notes(sheet),
        "grids": [_grid(grid) for grid in city.summary_grids(sheet)],
    }
    yield {
        "title": layout.ranking_title(sheet),
        "notes": [],
        "grids": [_grid(city.ranking_grid(sheet)), _grid(city.completion_grid(sheet))],
    }


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "title": grid.title,
        "columns": list(grid.columns),
        "widths": list(grid.widths),
        "over": [list(one) for one in grid.over],
        "rows": list(_rows(grid)),
        "texts": sorted(grid.texts),
        "notes": list(grid.notes),
    }


def _rows(grid: Grid) -> Iterator[list[dict[str, Any]]]:
    """Cells of each row; those that share the one above them are left out."""
    spans = [span for rows in grid.groups for span in [rows, *[0] * (rows - 1)]]
    for place, row in enumerate(grid.rows):
        yield [
            {"column": column, "told": str(cell), "rows": spans[place] if _is_grouped(grid, column) else 1}
            for column, cell in enumerate(row)
            if not (_is_grouped(grid, column) and not spans[place])
        ]


def _is_grouped(grid: Grid, column: int) -> bool:
    return bool(grid.groups) and column == grid.grouped


def _paragraphs(words: str) -> Sequence[str]:
    return [part.strip() for part in words.split("\n") if part.strip()]
