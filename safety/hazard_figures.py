"""隐患统计 (figures of hazards): open, overdue, fixed, and the median days; closed alone is not fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q

from .hazard_querysets import ENDED, TO_MEND, HazardReportQuerySet

DAY = timedelta(days=1)


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


def figures_by(rows: HazardReportQuerySet, name: str, *, at: datetime) -> list[Line]:
    """A line for each value of ``name`` (a path to a text), most open ones first; one statement."""
    took = ExpressionWrapper(F("fixed_at") - F("reported_at"), output_field=DurationField())
    counted = (
        rows.valid()
        .order_by()
        .values_list(name)
        .annotate(
            reported=Count("pk"),
            still=Count("pk", filter=~Q(state__in=ENDED)),
            late=Count("pk", filter=Q(state__in=TO_MEND, due_at__lte=at)),
            done=Count("pk", filter=Q(verified_at__isnull=False)),
            median=Median(took),
        )
        .order_by("-still", "-reported", name)
    )
    return [Line(*row) for row in counted]
