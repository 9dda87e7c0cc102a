"""
儿童数据 (figures about children) for other systems, and beside one another in papers of the city: no small
count of a district, nor what gives it away.

The city's line is told whole. Of a district only the months are told, as
`suppression` allows: a level or a sum of months would, from one month to the
next, tell the count that was hidden; a share would tell it beside its whole.
Lines of one stem (HR03, HR03-1, HR03-2) count the same rows in different measures, so
what is hidden in one of them is hidden in all: three sessions that were three visits
to homes met three children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from .attainment import OF_PERSONS
from .kpis import Action, Kind, Kpi, Unit, kpis
from .models import Figure
from .models.figure import SPANS
from .suppression import hidden_cells

# A room (希望小屋) is one child's, and so is a home that is visited.
OF_CHILDREN = OF_PERSONS | {Unit.ROOMS, Unit.HOMES}
MONTHS = ("month", "previous", "last_year")
Cell = tuple[date, str, str]  # a month, a line or its stem, a span


def is_of_children(one: Figure | Kpi) -> bool:
    """Whether its number tells how many children there are, by itself or beside its relatives."""
    return stem(one.code) in {stem(each.code) for each in kpis() if _counts_children(each)}


def _counts_children(one: Kpi) -> bool:
    return one.action == Action.CHILDREN and (one.unit in OF_CHILDREN or one.kind == Kind.SHARE)


def stem(code: str) -> str:
    """HR03 of HR03-1: what counts the same rows."""
    return code.partition("-")[0]


def hidden_spans(figures: Iterable[Figure]) -> dict[int, set[str]]:
    """By figure, which of `SPANS` are hidden; one query, whatever is asked for."""
    asked = _of_districts(figures)
    beside = Figure.objects.filter(
        report__month__in={one.report.month for one in asked},
        code__in=_relatives(asked),
        report__organisation__is_reporting=True,
    )
    return _hidden(asked, beside.select_related("report"), from_units=False)


def hidden_among(figures: Iterable[Figure]) -> dict[int, set[str]]:
    """The same of all figures of a month, for the units themselves to read beside one another; no query."""
    asked = _of_districts(figures)
    return _hidden(asked, [one for one in asked if one.code in _relatives(asked)], from_units=True)


def _of_districts(figures: Iterable[Figure]) -> list[Figure]:
    codes = {one.code for one in kpis() if is_of_children(one)}
    return [one for one in figures if one.code in codes and one.report.organisation.is_reporting]


def _relatives(asked: list[Figure]) -> list[str]:
    """The lines that count children, of the stems that are asked for."""
    stems = {stem(one.code) for one in asked}
    return [one.code for one in kpis() if _counts_children(one) and stem(one.code) in stems]


def _hidden(asked: list[Figure], beside: Iterable[Figure], *, from_units: bool) -> dict[int, set[str]]:
    lines: dict[Cell, dict[int, Decimal]] = defaultdict(dict)
    for one in beside:
        for span in MONTHS:
            if (amount := one.amount(span)) is not None:
                lines[one.report.month, one.code, span][one.report.organisation_id] = amount.part
    cells: dict[Cell, set[int]] = defaultdict(set)
    for (month, code, span), line in lines.items():
        cells[month, stem(code), span] |= hidden_cells(line, from_units=from_units)
    return {one.pk: {span for span in SPANS if _is_hidden(one, span, cells)} for one in asked}


def _is_hidden(figure: Figure, span: str, cells: Mapping[Cell, set[int]]) -> bool:
    if span not in MONTHS or figure.kind in {Kind.STOCK, Kind.SHARE}:
        return True
    return figure.report.organisation_id in cells[figure.report.month, stem(figure.code), span]
