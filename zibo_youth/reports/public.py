"""公开数据 (public figures) beside the targets: the stations by month and by district; no person in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zibo_youth.accounts.models import Organisation

from .amounts import Amount
from .attainment import OF_PERSONS, counted, kept, live_totals, span_of
from .children import is_of_children
from .kpis import Kind, Kpi, kpi
from .periods import Month, months_of
from .suppression import hidden_cells

BY_MONTH = "ST02"
CHART = 100


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month of the chart; the bar of the highest one fills it."""

    month: Month
    count: Decimal
    highest: Decimal

    @property
    def height(self) -> int:
        return int(self.count * CHART / self.highest) if self.highest else 0

    @property
    def y(self) -> int:
        return CHART - self.height

    @property
    def x(self) -> int:
        return (self.month.number - 1) * 10 + 1


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """One indicator by organisation; a hidden cell is None. The total is the city's own count."""

    kpi: Kpi
    cells: list[Amount | None]
    total: Amount


def months_so_far(year: int, until: date) -> list[MonthBar]:
    """The visits to stations of each month that has begun."""
    one = kpi(BY_MONTH)

    def count() -> dict[Month, Decimal]:
        begun = [month for month in months_of(year) if month.first <= until]
        return {month: one.total(month.period.up_to(until)).part for month in begun}

    found = kept(f"reports.months:{year}:{until}", count)
    highest = max([Decimal(1), *found.values()])
    return [MonthBar(month, visits, highest) for month, visits in found.items()]


def units() -> list[Organisation]:
    return list(Organisation.objects.reporting().select_related("area"))


def by_district(year: int, until: date, organisations: list[Organisation]) -> list[DistrictLine]:
    """
    The counted indicators that districts can be told for; a share would tell what its parts hide.

    Nothing that counts children: the year so far, looked at today and tomorrow, tells of one of them.
    """
    ids = [one.pk for one in organisations]
    shown = [one for one in counted() if one.kind is not Kind.SHARE and not is_of_children(one)]

    def count() -> dict[str, dict[int, Amount]]:
        return {one.code: one.by_organisation(span_of(one, year, until), ids) for one in shown}

    found = kept(f"reports.districts:{year}:{until}", count)
    totals = live_totals(year, until)
    return [_line(one, found[one.code], ids, totals[one.code]) for one in shown]


def _line(one: Kpi, amounts: dict[int, Amount], ids: list[int], total: Amount) -> DistrictLine:
    parts = {key: amounts[key].part for key in ids}
    hidden = hidden_cells(parts) if one.unit in OF_PERSONS else set()
    return DistrictLine(one, [None if key in hidden else amounts[key] for key in ids], total)
