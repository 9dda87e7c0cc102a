"""
隐患指标 (indicators of hazards): SA04-1 and SA04-2 of the monthly report (reference/domain.md §4.3).

Counted by the day of the report; what was refused, or told twice, counts nowhere. Mended is what both sides
confirmed, whenever that was: a report that was closed otherwise is no part of the share.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import HazardReport

COLUMNS = (
    Column(_("隐患编号"), lambda hazard: hazard.number),
    Column(pgettext_lazy("隐患", "地点"), lambda hazard: hazard.where),
    Column(pgettext_lazy("隐患", "类别"), lambda hazard: hazard.get_category_display()),
    Column(_("上报时间"), lambda hazard: hazard.reported_at),
    Column(_("整改时间"), lambda hazard: hazard.fixed_at),
)


def reported(period: Period) -> Any:
    return HazardReport.objects.valid().reported_between(period.from_at, period.until_at)


def mended(period: Period) -> Any:
    return reported(period).fixed()


def _facts(rows: Any) -> Facts:
    return Facts(
        rows=rows,
        measure=Count("pk"),
        credited_to="reporting_org",
        related=["enterprise__organisation", "work_area"],
        columns=COLUMNS,
    )


def register_hazard_kpis() -> None:
    """Called once, when the app is ready."""
    register(
        Kpi(
            code="SA04-1",
            label=_("隐患上报"),
            action=Action.SAFETY,
            unit=Unit.ITEMS,
            kind=Kind.FLOW,
            definition=_("当月上报的安全隐患条数，不含不予受理的和并入其他隐患的"),
            source=_("隐患随手拍登记"),
            facts=_facts(reported),
        )
    )
    register(
        Kpi(
            code="SA04-2",
            label=_("隐患整改率"),
            action=Action.SAFETY,
            unit=Unit.PER_CENT,
            kind=Kind.SHARE,
            definition=_("当月上报的隐患中，整改经两方确认的条数所占比率；办结不等于整改"),
            source=_("隐患随手拍登记"),
            facts=_facts(mended),
            whole=_facts(reported),
        )
    )
