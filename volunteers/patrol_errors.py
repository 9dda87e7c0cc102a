"""Refusals about patrols: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class PatrolTeamSize(DomainError):
    """队员人数不对 (a patrol has three to five people)."""

    code = "patrol_team_size"
    message = _("巡护班次须 3 至 5 人，请把班次的所需人数改到这个范围")


class NotAtWatersEdge(DomainError):
    """不是临水岗位 (a patrol is of a role of the water's edge, which asks for 18 years and insurance)."""

    code = "patrol_not_at_waters_edge"
    message = _("巡护班次只能用临水岗位：年满 18 周岁，有水域培训和保险")


class PatrolPlanned(DomainError):
    """已是巡护班次 (a shift is of one area)."""

    code = "patrol_planned"
    message = _("这个班次已安排巡护水域")


class PointsMissing(DomainError):
    """没有点位 (a patrol goes to points of its area)."""

    code = "patrol_points_missing"
    message = _("请选择这片水域的巡护点位")
    field = "points"


class LeaderNotSignedUp(DomainError):
    """带队人未报名 (who leads is one of those signed up)."""

    code = "patrol_leader_not_signed_up"
    message = _("带队人须是这个班次已报名的志愿者")
    field = "leader"


class LeaderMissing(DomainError):
    """带队人未到 (who leads is named, and there)."""

    code = "patrol_leader_missing"
    message = _("带队人还没有指定，或还没有签到")


class TeamTooSmall(DomainError):
    """人数不足 (nobody goes to the water with fewer)."""

    code = "patrol_team_too_small"
    message = _("已签到 %(present)s 人，至少 %(least)s 人才能出队")


class NotConfirmed(DomainError):
    """没有确认安全事项 (only lines and rings are thrown, and phones are charged)."""

    code = "patrol_not_confirmed"
    message = _("请逐项确认：只抛绳抛圈、不下水；手机电量充足")


class PatrolTooEarly(DomainError):
    """不在出队时间 (the roll is called around the start of the shift)."""

    code = "patrol_too_early"
    message = _("出队清点从 %(from)s 起，到班次结束为止")


class SomebodyAtTheWater(DomainError):
    """还有人没有签退 (the patrol ends when everybody is out)."""

    code = "patrol_somebody_out"
    message = _("还有 %(count)s 人没有签退：%(who)s。请逐一联系，确认离开水边并签退后再收队")


class PatrolMoved(DomainError):
    """巡护状态已变."""

    code = "patrol_moved"
    message = _("这次巡护现在是“%(state)s”，不能进行此操作")


class AreaUnderAlert(DomainError):
    """水域有预警 (nobody goes to the water while an alert stands)."""

    code = "patrol_area_under_alert"
    message = _("这片水域的预警还没有解除，不能出队")


class AlertStands(DomainError):
    """预警已发布 (one alert of a kind stands at a time)."""

    code = "patrol_alert_stands"
    message = _("这片水域已有同类预警")


class AlertLifted(DomainError):
    """预警已解除 (somebody else was faster)."""

    code = "patrol_alert_lifted"
    message = _("这条预警已经解除")
