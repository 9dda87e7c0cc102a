"""隐患统计 (figures of hazards): open, overdue, fixed, and the median days; closed alone is not fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q

from .hazard_querysets import ENDED, TO_MEND, HazardReportQuerySet

DAY = timedelta(days=1)
MOST_ENTERPRISES = 200


class Median(Aggregate):
    """中位数: the middle of what there is, or between the two middle ones."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one enterprise or district; ``median_days`` is None where nothing was mended."""

    name: str
    reported: int
    open: int
    overdue: int
    fixed: int
    median: timedelta | None

    @property
    def median_days(self) -> float | None:
        return None if self.median is None else round(self.median / DAY, 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page and a call show."""

    districts: list[Line]
    enterprises: list[Line]


def figures_of(rows: HazardReportQuerySet, *, at: datetime) -> Figures:
    """By district and by enterprise, of the enterprises those with most to do."""
    of_enterprises = rows.filter(enterprise__isnull=False)
    return Figures(
        figures_by(rows, "reporting_org", at=at),
        figures_by(of_enterprises, "enterprise__organisation", at=at)[:MOST_ENTERPRISES],
    )


def figures_by(rows: HazardReportQuerySet, unit: str, *, at: datetime) -> list[Line]:
    """
    A line for each organisation at the end of the path ``unit``, most open ones first; one statement.

    Two of one name have a line each.
    """
    took = ExpressionWrapper(F("fixed_at") - F("reported_at"), output_field=DurationField())
    name = f"{unit}__name"
    counted = (
        rows.valid()
        .order_by()
        .values_list(unit, name)
        .annotate(
            reported=Count("pk"),
            still=Count("pk", filter=~Q(state__in=ENDED)),
            late=Count("pk", filter=Q(state__in=TO_MEND, due_at__lte=at)),
            done=Count("pk", filter=Q(verified_at__isnull=False)),
            median=Median(took),
        )
        .order_by("-still", "-reported", name, unit)
    )
    return [Line(*row) for _unit, *row in counted]
