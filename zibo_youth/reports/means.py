"""各单位平均 (means): what a unit did in a locked month, on the average of all units."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .amounts import TENTH
from .kpis import Kind
from .models import Figure, MonthlyReport
from .periods import Month


def means_of(month: Month) -> dict[str, Decimal]:
    """
    By code, with one decimal, of what adds up over the units; nothing before the city has locked the month.

    The city's figure over the number of reports. Distinct people are no sum of
    the units, and the mean of shares is no share, so neither has one.
    """
    locked = Figure.objects.locked().filter(report__month=month.first)
    units = MonthlyReport.objects.of_units().of_month(month).count()
    of_city = locked.filter(report__organisation__is_reporting=False, month_part__isnull=False)
    return {
        figure.code: (figure.month_part / units).quantize(TENTH, ROUND_HALF_UP)
        for figure in of_city.only("code", "kind", "month_part")
        if units and Kind(figure.kind).adds_districts
    }
