"""
儿童数据 (figures about children) for other systems: no small count of a district, nor what gives it away.

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
    asked = [one for one in figures if is_of_children(one) and one.report.organisation.is_reporting]
    cells = _cells(asked)
    return {one.pk: {span for span in SPANS if _is_hidden(one, span, cells)} for one in asked}


def _is_hidden(figure: Figure, span: str, cells: Mapping[tuple[date, str, str], set[int]]) -> bool:
    if span not in MONTHS or figure.kind in {Kind.STOCK, Kind.SHARE}:
        return True
    return figure.report.organisation_id in cells[figure.report.month, stem(figure.code), span]


def _cells(asked: list[Figure]) -> dict[tuple[date, str, str], set[int]]:
    """Of each month, stem and span: the organisations whose cell is hidden in one of its lines."""
    lines: dict[tuple[date, str, str], dict[int, Decimal]] = defaultdict(dict)
    beside = Figure.objects.filter(
        report__month__in={one.report.month for one in asked},
        code__in=_relatives(asked),
        report__organisation__is_reporting=True,
    )
    parts = [f"{span}_part" for span in MONTHS]
    rows = beside.values_list("report__month", "code", "report__organisation", *parts)
    for month, code, organisation, *amounts in rows:
        for span, part in zip(MONTHS, amounts, strict=True):
            if part is not None:
                lines[month, code, span][organisation] = part
    hidden: dict[tuple[date, str, str], set[int]] = defaultdict(set)
    for (month, code, span), line in lines.items():
        hidden[month, stem(code), span] |= hidden_cells(line)
    return hidden


def _relatives(asked: list[Figure]) -> list[str]:
    stems = {stem(one.code) for one in asked}
    return [one.code for one in kpis() if _counts_children(one) and stem(one.code) in stems]
