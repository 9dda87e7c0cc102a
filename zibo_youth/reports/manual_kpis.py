"""
手工指标 (indicators reported by hand): lines of the monthly report that no programme counts yet.

Codes, units and meaning: domain.md §4.3. When a programme brings the facts, its
``kpis.py`` registers the code and the line here goes.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .kpis import Action, Kind, Kpi, Unit, register

_DEVELOPMENT, _RURAL, _INTEGRATION = Action.DEVELOPMENT, Action.RURAL, Action.INTEGRATION
_BUSINESS, _SAFETY, _CHILDREN = Action.BUSINESS, Action.SAFETY, Action.CHILDREN

BY_HAND = _("各填报单位按台账填报")

# fmt: off
LINES = (
    ("ST08-1", _("来淄体验券发放人数"), _DEVELOPMENT, Unit.PEOPLE, Kind.PEOPLE, _("当月领取来淄体验券的应届毕业生人数")),
    ("ST08-2", _("来淄体验券发放金额"), _DEVELOPMENT, Unit.WAN_YUAN, Kind.FLOW, _("当月发放的来淄体验券金额")),
    ("RU01", _("乡村好青年联系"), _RURAL, Unit.VISITS, Kind.FLOW, _("当月团干部联系乡村好青年的人次")),
    ("RU02", _("团干部联系达标率"), _RURAL, Unit.PER_CENT, Kind.SHARE, _("直接联系 3 至 6 名乡村好青年的团干部人数，占应联系团干部人数")),
    ("BU04", _("“1对1”服务创业者"), _BUSINESS, Unit.PEOPLE, Kind.PEOPLE, _("当月获得导师“1对1”服务的创业者人数")),
    ("BU05", _("青鸟计划活动"), _BUSINESS, Unit.SESSIONS, Kind.FLOW, _("当月举办的青鸟计划活动场次")),
    ("BU06", _("青鸟计划覆盖青年"), _BUSINESS, Unit.VISITS, Kind.FLOW, _("当月青鸟计划活动覆盖的青年人次")),
    ("BU07-1", _("校园招聘岗位"), _BUSINESS, Unit.POSTS, Kind.FLOW, _("当月进校园活动提供的岗位数")),
    ("BU07-2", _("校园招聘简历"), _BUSINESS, Unit.PAPERS, Kind.FLOW, _("当月进校园活动收到的简历份数")),
    ("BU07-3", _("校园招聘初步意向"), _BUSINESS, Unit.VISITS, Kind.FLOW, _("当月进校园活动达成初步意向的人次，一人可有多个意向")),
)
# fmt: on


def register_manual_kpis() -> None:
    for code, label, action, unit, kind, definition in LINES:
        register(
            Kpi(
                code=code,
                label=label,
                action=action,
                unit=unit,
                kind=kind,
                definition=definition,
                source=BY_HAND,
            )
        )
