"""
隐患统计 (figures of hazards): open, overdue, fixed, and the median days; closed alone is not fixed.

Of everything up to now, or of one month in Shanghai. What a figure counts stands once, in `rules_of`: the
numbers of a page, the rows behind each of them, and what a call answers are read by the same condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.periods import Month

from .hazard_querysets import ENDED, TO_MEND, HazardReportQuerySet
from .models import HazardTransition

DAY = timedelta(days=1)
MOST_ENTERPRISES = 200
FIGURES = {
    "reported": pgettext_lazy("隐患统计", "上报"),
    "open": _("未办结"),
    "overdue": _("超期未整改"),
    "fixed": _("已整改"),
}
# A line is of one organisation: of its district, or of the enterprise itself.
UNITS = {"district": "reporting_org", "enterprise": "enterprise__organisation"}
MEANING = _("不予受理的和并入的不计；办结不等于整改，只有两方确认的计入“已整改”。")
MEANING_OF_A_MONTH = _(
    "上报和已整改（两方确认）按当月计，用时中位数是当月已整改的；"
    "未办结、超期未整改按月末计：月末以前上报、到月末还没有办结的，其中到月末等着整改、现行期限已过的。"
    "当月还没有过完的，算到现在。"
)


class Median(Aggregate):
    """中位数: the middle of what there is, or between the two middle ones."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: everything up to ``at``, or what one month brought and left behind."""

    at: datetime
    month: Month | None = None

    @classmethod
    def written(cls, month: str, *, at: datetime) -> Span:
        """Of a month as 2021-05; empty is everything up to ``at``."""
        return cls(at, Month.written(month) if month else None)

    @property
    def until(self) -> datetime:
        """The end of the month; of the month that runs, now."""
        return self.at if self.month is None else min(self.month.period.until_at, self.at)


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one enterprise or district; ``median_days`` is None where nothing was mended."""

    code: str
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


def rules_of(span: Span) -> dict[str, Q]:
    """Which of the `counted` rows each figure of `FIGURES` counts."""
    if span.month is None:
        return {
            "reported": Q(reported_at__isnull=False),
            "open": ~Q(state__in=ENDED),
            "overdue": Q(state__in=TO_MEND, due_at__lte=span.at),
            "fixed": Q(verified_at__isnull=False),
        }
    start, until = span.month.period.from_at, span.until
    left = Q(reported_at__lt=until) & (Q(closed_at__isnull=True) | Q(closed_at__gte=until))
    return {
        "reported": Q(reported_at__gte=start, reported_at__lt=until),
        "open": left,
        "overdue": left & Q(due_at__lte=until, stood__in=TO_MEND),
        "fixed": Q(verified_at__gte=start, verified_at__lt=until),
    }


def counted(rows: HazardReportQuerySet, span: Span) -> HazardReportQuerySet:
    """What counts as reported at all; of a month each with the state in which its end found it."""
    if span.month is None:
        return rows.valid()
    moves = HazardTransition.objects.filter(hazard=OuterRef("pk"), at__lt=span.until).order_by("-pk")
    rules = rules_of(span)
    # `overdue` is a part of `open`.
    any_of = rules["reported"] | rules["open"] | rules["fixed"]
    return rows.valid().filter(any_of).alias(stood=moves.values("to_state")[:1])


def figures_of(rows: HazardReportQuerySet, *, span: Span) -> Figures:
    """By district and by enterprise, of the enterprises those with most to do."""
    of_enterprises = rows.filter(enterprise__isnull=False)
    return Figures(
        figures_by(rows, "district", span=span),
        figures_by(of_enterprises, "enterprise", span=span)[:MOST_ENTERPRISES],
    )


def figures_by(rows: HazardReportQuerySet, by: str, *, span: Span) -> list[Line]:
    """
    A line for each organisation of `UNITS`, most open ones first; one statement.

    Two of one name have a line each.
    """
    took = ExpressionWrapper(F("fixed_at") - F("reported_at"), output_field=DurationField())
    unit, rules = UNITS[by], rules_of(span)
    told = (
        counted(rows, span)
        .order_by()
        .values_list(unit, f"{unit}__code", f"{unit}__name")
        .annotate(
            seen=Count("pk", filter=rules["reported"]),
            still=Count("pk", filter=rules["open"]),
            late=Count("pk", filter=rules["overdue"]),
            done=Count("pk", filter=rules["fixed"]),
            median=Median(took, filter=rules["fixed"]),
        )
        .order_by("-still", "-seen", f"{unit}__name", unit)
    )
    return [Line(*row) for _unit, *row in told]


def rows_behind(
    rows: HazardReportQuerySet, *, span: Span, figure: str, by: str = "", code: str = ""
) -> HazardReportQuerySet:
    """明细 (the rows behind a figure): those of a line, or of all of them where no line is named."""
    found = counted(rows, span).filter(rules_of(span)[figure])
    of: dict[str, Any] = {f"{UNITS[by]}__code": code} if by and code else {}
    return found.filter(**of)
