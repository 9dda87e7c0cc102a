"""
希望小屋 (HR01–HR04) and other care (HR06): rooms, and the three counters of company (reference/domain.md C8).

A session is no home visit and no child: 场次, 户次 and 人次 are three figures of the same rows,
which are never added (reference/welfare.md §1).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.models import CrowdSession
from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import CareSession, HopeRoom

OF_ROOMS = (
    Column(pgettext_lazy("指标明细", "档案编号"), lambda room: room.child.code),
    Column(_("填报单位"), lambda room: str(room.child.reporting_org)),
    Column(_("市级验收日期"), lambda room: room.accepted_on),
)
# No code: who was visited is not who reads figures.
OF_SESSIONS = (
    Column(_("举办日期"), lambda session: session.held_on),
    Column(pgettext_lazy("陪伴场次", "类别"), lambda session: session.get_kind_display()),
    Column(_("入户"), lambda session: _("是") if session.is_home else _("否")),
    Column(_("儿童人次"), lambda session: session.children),
)
OF_EVENTS = (
    Column(pgettext_lazy("活动场次", "活动名称"), lambda session: session.local_title),
    Column(_("组织单位"), lambda session: str(session.organiser)),
    Column(_("举办日期"), lambda session: session.held_on),
    Column(_("参加人次"), lambda session: session.visitors),
)
PLACE = ("child__reporting_org",)


def rooms_accepted(period: Period) -> Any:
    """Accepted by the city in this time; those of the old ledger are of no year."""
    return HopeRoom.objects.of_the_portal().accepted_during(period)


def rooms_in_service(period: Period) -> Any:
    """Accepted by the end of this time, ever since June 2020, and not closed then."""
    return HopeRoom.objects.in_service_at_end_of(period)


def rooms_paired(period: Period) -> Any:
    """Of those in service: with adults who visit."""
    return rooms_in_service(period).paired_at_end_of(period)


def sessions_held(period: Period) -> Any:
    return CareSession.objects.held_during(period)


def homes_visited(period: Period) -> Any:
    return sessions_held(period).filter(is_home=True)


def _events(kind: str) -> Any:
    def held(period: Period) -> Any:
        return CrowdSession.objects.confirmed().filter(kind=kind).held_between(period.start, period.end)

    return Facts(
        rows=held, measure=Count("pk"), credited_to="reporting_org", related=["organiser"], columns=OF_EVENTS
    )


def _of_rooms(rows: Any) -> Facts:
    return Facts(
        rows=rows,
        measure=Count("pk"),
        credited_to="child__reporting_org",
        related=PLACE,
        columns=OF_ROOMS,
    )


def _of_sessions(rows: Any, measure: Any) -> Facts:
    return Facts(rows=rows, measure=measure, credited_to="reporting_org", columns=OF_SESSIONS)


ROOMS, SESSIONS = _("希望小屋档案"), _("走访和活动场次登记")


def _register(
    code: str,
    label: Any,
    unit: Unit,
    definition: Any,
    facts: Facts,
    *,
    kind: Kind = Kind.FLOW,
    source: Any = SESSIONS,
    whole: Facts | None = None,
) -> None:
    register(
        Kpi(
            code=code,
            label=label,
            action=Action.CHILDREN,
            unit=unit,
            kind=kind,
            definition=definition,
            source=source,
            facts=facts,
            whole=whole,
        )
    )


def register_room_kpis() -> None:
    """Called once, when the app is ready."""
    _register_rooms()
    _register_sessions()
    _register(
        "HR06-1",
        pgettext_lazy("指标", "助残志愿服务"),
        Unit.SESSIONS,
        _("当月举办、已由另一人确认的助残志愿服务场次，按举办日期计"),
        _events(CrowdSession.Kind.DISABILITY),
    )
    _register(
        "HR06-2",
        pgettext_lazy("指标", "服刑人员未成年子女亲情见面会"),
        Unit.SESSIONS,
        _("当月举办、已由另一人确认的亲情见面会场次，按举办日期计"),
        _events(CrowdSession.Kind.FAMILY_MEET),
    )


def _register_rooms() -> None:
    _register(
        "HR01",
        _("当年新建希望小屋"),
        Unit.ROOMS,
        _("当月市级验收合格的希望小屋间数，不含平台上线前建成的"),
        _of_rooms(rooms_accepted),
        source=ROOMS,
    )
    _register(
        "HR02",
        _("希望小屋累计"),
        Unit.ROOMS,
        _("2020 年 6 月以来验收合格、期末仍在服务的希望小屋间数"),
        _of_rooms(rooms_in_service),
        kind=Kind.STOCK,
        source=ROOMS,
    )
    _register(
        "HR04",
        _("希望小屋结对率"),
        Unit.PER_CENT,
        _("期末有志愿者结对走访的小屋间数，占在服务的小屋间数"),
        _of_rooms(rooms_paired),
        kind=Kind.SHARE,
        source=ROOMS,
        whole=_of_rooms(rooms_in_service),
    )


def _register_sessions() -> None:
    _register(
        "HR03",
        _("陪伴志愿服务"),
        Unit.SESSIONS,
        _("当月已计入的走访和已确认的集体陪伴、感受城市场次，按举办日期计"),
        _of_sessions(sessions_held, Count("pk")),
    )
    _register(
        "HR03-1",
        _("陪伴入户走访"),
        Unit.HOMES,
        _("上述场次中到孩子家中的走访户次"),
        _of_sessions(homes_visited, Count("pk")),
    )
    _register(
        "HR03-2",
        _("陪伴儿童人次"),
        Unit.VISITS,
        _("上述场次中得到陪伴的儿童人次，一名儿童参加几场计几次"),
        _of_sessions(sessions_held, Sum("children")),
    )
