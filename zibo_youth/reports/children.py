"""
儿童数据 (figures about children) for other systems: no small count of a district, nor what gives it away.

The city's line is told whole. Of a district only the months are told, as
`suppression` allows: a level or a sum of months would, from one month to the
next, tell the count that was hidden; a share would tell it beside its whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from .attainment import OF_PERSONS
from .kpis import Action, Kind, Unit
from .models import Figure
from .models.figure import SPANS
from .suppression import hidden_cells

# A room (希望小屋) is one child's.
OF_CHILDREN = OF_PERSONS | {Unit.ROOMS}
MONTHS = ("month", "previous", "last_year")


def is_of_children(figure: Figure) -> bool:
    """Whether its number tells how many children there are."""
    counts = figure.unit in OF_CHILDREN or figure.kind == Kind.SHARE
    return figure.action == Action.CHILDREN and counts


def hidden_spans(figures: Iterable[Figure]) -> dict[int, set[str]]:
    """By figure, which of `SPANS` are hidden; one query, whatever is asked for."""
    asked = [one for one in figures if is_of_children(one) and one.report.organisation.is_reporting]
    cells = _cells(asked)
    return {one.pk: {span for span in SPANS if _is_hidden(one, span, cells)} for one in asked}


def _is_hidden(figure: Figure, span: str, cells: Mapping[tuple[object, ...], set[int]]) -> bool:
    if span not in MONTHS or figure.kind in {Kind.STOCK, Kind.SHARE}:
        return True
    return figure.report.organisation_id in cells[figure.report.month, figure.code, span]


def _cells(asked: list[Figure]) -> dict[tuple[object, ...], set[int]]:
    """Of each month, line and span: the organisations whose cell is hidden."""
    lines: dict[tuple[object, ...], dict[int, Decimal]] = defaultdict(dict)
    beside = Figure.objects.filter(
        report__month__in={one.report.month for one in asked},
        code__in={one.code for one in asked},
        report__organisation__is_reporting=True,
    )
    parts = [f"{span}_part" for span in MONTHS]
    rows = beside.values_list("report__month", "code", "report__organisation", *parts)
    for month, code, organisation, *amounts in rows:
        for span, part in zip(MONTHS, amounts, strict=True):
            if part is not None:
                lines[month, code, span][organisation] = part
    return defaultdict(set, {key: hidden_cells(line) for key, line in lines.items()})
