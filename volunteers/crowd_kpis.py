"""护航减压 (IN05-1, IN05-2): confirmed sessions before the great exams, and how many came to them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import CrowdSession

SOURCE = _("活动场次登记")
COLUMNS = (
    Column(pgettext_lazy("活动场次", "活动名称"), lambda session: session.local_title),
    Column(_("组织单位"), lambda session: str(session.organiser)),
    Column(pgettext_lazy("活动场次", "地点"), lambda session: session.place),
    Column(_("举办日期"), lambda session: session.held_on),
    Column(_("学生人次"), lambda session: session.students),
    Column(_("家长人次"), lambda session: session.parents),
)


def exam_relief_held(period: Period) -> Any:
    """Confirmed sessions by the day on which they were held; what is voided later is told as a correction."""
    rows = CrowdSession.objects.confirmed().filter(kind=CrowdSession.Kind.EXAM_RELIEF)
    return rows.held_between(period.start, period.end)


def _facts(measure: Any) -> Facts:
    return Facts(
        rows=exam_relief_held,
        measure=measure,
        credited_to="reporting_org",
        related=["organiser"],
        columns=COLUMNS,
    )


def register_crowd_kpis() -> None:
    """Called once, when the app is ready."""
    register(
        Kpi(
            code="IN05-1",
            label=_("护航减压活动"),
            action=Action.INTEGRATION,
            unit=Unit.SESSIONS,
            kind=Kind.FLOW,
            definition=_("当月举办、已由另一人确认的考前减压活动场次，按举办日期计"),
            source=SOURCE,
            facts=_facts(Count("pk")),
        )
    )
    register(
        Kpi(
            code="IN05-2",
            label=_("护航减压服务"),
            action=Action.INTEGRATION,
            unit=Unit.VISITS,
            kind=Kind.FLOW,
            definition=_("当月参加考前减压活动的学生和家长人次，按举办日期计，不登记姓名"),
            source=SOURCE,
            facts=_facts(Sum("visitors")),
        )
    )
