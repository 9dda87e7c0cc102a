"""
活动指标 (indicators of events): DV01, DV02, IN01 to IN04 of the monthly report (domain.md §4.3).

A session counts on the day on which it began, a wedding and its couples on their day, once told as
held; what is planned, or was called off, counts nowhere. Relief before the great exams (IN05) is
counted by two people and without names in `volunteers` (decision 0058), and never here as well
(decision 0082).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Aggregate, Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import Couple, Session, Wedding
from .models.event_words import EventKind

SOURCE = _("活动场次登记")
FESTIVALS = (EventKind.LIFE_FESTIVAL, EventKind.ART_FESTIVAL, EventKind.ART_SEASON, EventKind.SPORTS)
COLUMNS = (
    Column(pgettext_lazy("活动场次", "活动名称"), lambda session: session.event.local_title),
    Column(_("主办单位"), lambda session: str(session.event.organiser)),
    Column(pgettext_lazy("场次", "地点"), lambda session: session.place),
    Column(pgettext_lazy("场次", "开始"), lambda session: session.starts_at),
    Column(_("参加人次"), lambda session: session.attendance),
    Column(_("人次依据"), lambda session: session.attendance_source),
)


def sessions_held(*kinds: EventKind) -> Callable[[Period], Any]:
    """Of these kinds, told as held, by the day on which they began."""
    return partial(_held, kinds)


def _held(kinds: tuple[EventKind, ...], period: Period) -> Any:
    return Session.objects.held_between(period.from_at, period.until_at).filter(event__kind__in=kinds)


def _line(
    code: str,
    label: str | Promise,
    action: Action,
    definition: str | Promise,
    kinds: tuple[EventKind, ...],
    *,
    unit: Unit = Unit.SESSIONS,
    measure: Aggregate | None = None,
) -> Kpi:
    return Kpi(
        code=code,
        label=label,
        action=action,
        unit=unit,
        kind=Kind.FLOW,
        definition=definition,
        source=SOURCE,
        facts=Facts(
            rows=sessions_held(*kinds),
            measure=measure or Count("pk"),
            credited_to="event__reporting_org",
            related=["event__organiser"],
            columns=COLUMNS,
        ),
    )


LINES = (
    _line(
        "DV01",
        _("青年发展微论坛"),
        Action.DEVELOPMENT,
        _("当月举办的青年发展微论坛场次，按举办日期计"),
        (EventKind.FORUM,),
    ),
    _line(
        "DV02",
        _("研学服务青少年"),
        Action.DEVELOPMENT,
        _("当月参加研学活动的青少年人次，按举办日期计"),
        (EventKind.STUDY_TOUR,),
        unit=Unit.VISITS,
        measure=Sum("attendance"),
    ),
    _line(
        "IN01",
        _("生活节、文化艺术节等"),
        Action.INTEGRATION,
        _("当月举办的青年生活节、文化艺术节、大学生文化艺术季和体育赛事场次，按举办日期计"),
        FESTIVALS,
    ),
    _line(
        "IN02",
        _("婚恋交友、情感培训"),
        Action.INTEGRATION,
        _("当月举办的相亲会、情感培训场次，按举办日期计"),
        (EventKind.MATCHMAKING, EventKind.RELATIONS),
    ),
    _line(
        "IN04",
        _("普法、防诈骗等宣传"),
        Action.INTEGRATION,
        _("当月举办的普法、防诈骗等宣传场次，按举办日期计"),
        (EventKind.LAW,),
    ),
)

WEDDINGS = Kpi(
    code="IN03-1",
    label=pgettext_lazy("指标", "集体婚礼"),
    action=Action.INTEGRATION,
    unit=Unit.SESSIONS,
    kind=Kind.FLOW,
    definition=_("当月举办的集体婚礼场次，按婚礼当天计"),
    source=_("集体婚礼登记"),
    facts=Facts(
        rows=lambda period: Wedding.objects.held_between(period.start, period.end),
        measure=Count("pk"),
        credited_to="reporting_org",
        related=["organiser"],
        columns=(
            Column(pgettext_lazy("指标明细", "婚礼"), lambda wedding: wedding.local_title),
            Column(_("主办单位"), lambda wedding: str(wedding.organiser)),
            Column(_("婚礼日期"), lambda wedding: wedding.held_on),
        ),
    ),
)
COUPLES = Kpi(
    code="IN03-2",
    label=_("集体婚礼新人"),
    action=Action.INTEGRATION,
    unit=Unit.COUPLES,
    kind=Kind.FLOW,
    definition=_("当月参加集体婚礼的新人对数，按婚礼当天计，没有到场的不计"),
    source=_("集体婚礼登记"),
    facts=Facts(
        rows=lambda period: Couple.objects.held_between(period.start, period.end),
        measure=Count("pk"),
        credited_to="wedding__reporting_org",
        related=["wedding"],
        # By their number, as the public list has them: never by name.
        columns=(
            Column(pgettext_lazy("指标明细", "婚礼"), lambda couple: couple.wedding.local_title),
            Column(_("报名号"), lambda couple: couple.number),
        ),
    ),
)


def register_event_kpis() -> None:
    """Called once, when the app is ready."""
    for line in (*LINES, WEDDINGS, COUPLES):
        register(line)
