"""Refusals of the lounges: each names the broken rule, with its values."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SlotTaken(DomainError):
    """时段已被预约 (somebody holds one of these half hours, or the time to tidy up after them)."""

    code = "slot_taken"
    message = _("这个时段已被预约，请换一个时间或功能区")
    field = "start"


class SeatsShort(DomainError):
    """位置不够 (a shared zone has fewer seats left than the group needs)."""

    code = "seats_short"
    message = _("这个时段只剩 %(left)s 个位置")
    field = "group_size"


class NotOpenThen(DomainError):
    """不在开放时间 (the lounge is closed for a part of this time)."""

    code = "not_open"
    message = _("这个时段不在开放时间内，请看开放时间")
    field = "start"


class ZoneShut(DomainError):
    """功能区停用 (a closure covers a part of this time, or the zone takes no bookings)."""

    code = "zone_shut"
    message = _("功能区在这个时段停用，请换一个时间或功能区")
    field = "start"


class LengthOutOfRange(DomainError):
    """时长不合要求 (shorter or longer than the zone allows)."""

    code = "length"
    message = _("这个功能区一次可预约 %(least)s 至 %(most)s 分钟")
    field = "end"
    status = 400


class AlreadyBegun(DomainError):
    """时段已过 (the half hour in which the visit would begin is over)."""

    code = "already_begun"
    message = _("这个时段已经过去，请选择现在以后的时间")
    field = "start"


class TooFarAhead(DomainError):
    """超出可约日期 (after the zone's horizon)."""

    code = "too_far_ahead"
    message = _("这个功能区最远可约到 %(last)s")
    field = "date"


class TooLateToAsk(DomainError):
    """需审核的功能区已到开始时间 (nobody could answer the request before it begins)."""

    code = "too_late_to_ask"
    message = _("这个功能区需审核，请选择还没有开始的时间")
    field = "start"


class GroupTooLarge(DomainError):
    """人数超过上限 (more people than the zone takes at once)."""

    code = "group_too_large"
    message = _("这个功能区一次最多 %(most)s 人")
    field = "group_size"
    status = 400


class WeeklyHoursUsedUp(DomainError):
    """七天内时长已用完 (some seven days around that day leave fewer half hours than asked for)."""

    code = "weekly_hours"
    message = _(
        "会客厅每人任意连续 7 天最多预约 %(cap)s 小时，这一天还可预约 %(left)s 分钟；%(first)s 起可以约这么长"
    )
    field = "end"


class GroupHoursUsedUp(DomainError):
    """七天内团队时长已用完 (the same for what one person books for two people or more)."""

    code = "group_hours"
    message = _(
        "两人以上的预约，每位预约人任意连续 7 天最多 %(cap)s 小时，"
        "这一天还可预约 %(left)s 分钟；%(first)s 起可以约这么长"
    )
    field = "end"


class LongerThanTheWeek(DomainError):
    """一次就超过七天的时长 (no day has room for it; a shorter visit has)."""

    code = "longer_than_the_week"
    message = _("这样的预约任意连续 7 天最多 %(cap)s 小时，请缩短时长")
    field = "end"
    status = 400


class HoursJustUsed(DomainError):
    """时长刚被另一份预约用完 (the wall has spoken where the rules had seen hours left)."""

    code = "hours_just_used"
    message = _("您这七天的时长刚刚被另一份预约用完，请刷新后再试")


class TwoPlacesAtOnce(DomainError):
    """同一时间已有预约 (the person is booked somewhere else at that time)."""

    code = "two_places"
    message = _("您在这个时间已有一份会客厅预约")
    field = "start"


class LoungeSuspended(DomainError):
    """暂停资格 (strikes suspend for stations and lounges alike)."""

    code = "suspended"
    message = _("因多次失约，您在 %(until)s 前不能提交新的预约")


class HallWithoutZones(DomainError):
    """整厅尚无功能区 (there is nothing that a booking of the hall would take)."""

    code = "hall_empty"
    message = _("这个整厅还没有功能区，暂不能预约")


class SeriesLength(DomainError):
    """系列周数有误."""

    code = "series_weeks"
    message = _("系列预约可连续 2 至 %(most)s 周")
    field = "weeks"
    status = 400


class SeriesClashes(DomainError):
    """系列中有日期不可约 (nothing was booked; the dates are told)."""

    code = "series_clashes"
    message = _("这些日期不能预约：%(dates)s。没有保存任何一次")


class NothingFree(DomainError):
    """系列中没有可约的日期."""

    code = "nothing_free"
    message = _("所选各周都不能预约，没有保存任何一次")


class VisitMoved(DomainError):
    """当前状态不允许此操作."""

    code = "wrong_state"
    message = _("这份预约目前为“%(state)s”，不能进行此操作")


class AnswerOverdue(DomainError):
    """已过审核期限 (the request lapses; nobody can say yes to it any more)."""

    code = "answer_overdue"
    message = _("审核期限已过，这份申请按逾期处理")


class SeriesNotAsked(DomainError):
    """系列无需确认 (kept already, or the later visits were released)."""

    code = "series_not_asked"
    message = _("这个系列现在不需要确认：已经确认过，或者后面的各次已经释放")


class ReplacedAlready(DomainError):
    """已改约 (another zone is booked in place of this visit already, or nothing closed it)."""

    code = "replaced"
    message = _("这份预约已经改约，或者不需要改约")


class VisitBegun(DomainError):
    """已到开始时间 (the person cannot cancel any more; the desk can)."""

    code = "visit_begun"
    message = _("预约的时间已经开始，不能再取消")


class VisitCodeUnknown(DomainError):
    """签到码不符 (no booking of this lounge that waits today carries the code)."""

    code = "code_unknown"
    message = _("没有找到与此签到码相符的待到场预约，请核对六位数字")
    field = "code"
    status = 404


class NotVisitTime(DomainError):
    """不在签到时间 (check-in is open from half an hour before the start to the end)."""

    code = "not_visit_time"
    message = _("这份预约的时间是 %(when)s，现在不能签到")


class PosterUnknown(DomainError):
    """海报无效 (the address was not made by this portal, or its zone is gone)."""

    code = "poster_unknown"
    message = _("没有这张海报，请扫功能区门口的二维码，或到前台签到")
    status = 404


class PosterRenewed(DomainError):
    """海报已更换 (staff have printed a newer one)."""

    code = "poster_renewed"
    message = _("这张海报已经更换，请扫门口现在的二维码，或到前台签到")
    status = 410


class NotDoorTime(DomainError):
    """不能自助签到 (at the door from half an hour before the start, as long as the place is kept)."""

    code = "not_door_time"
    message = _("这份预约在门口可于 %(when)s 签到，其他时间请到前台")


class NotByPoster(DomainError):
    """不是自助签到 (only what somebody did at the door can be taken back by the desk)."""

    code = "not_by_poster"
    message = _("这份预约不是在门口自助签到的，不能撤销")


class StillKept(DomainError):
    """位置仍在保留 (it is too early to give the place away)."""

    code = "still_kept"
    message = _("这个位置保留到 %(until)s，之前不能标记为未到场")


class ZoneHasVisits(DomainError):
    """功能区已有预约 (bookings are written that the change would contradict)."""

    code = "zone_has_visits"
    message = _("已有预约占用这个功能区，不能这样修改；请等这些预约结束，或先停用并取消")
    field = "seats"


class ClosureDates(DomainError):
    """停用时间有误 (it ends before it begins, or is over)."""

    code = "closure_dates"
    message = _("停用止须晚于停用起，且晚于现在")
    field = "until_on"
    status = 400


class ZoneElsewhere(DomainError):
    """功能区不在这家会客厅."""

    code = "zone_elsewhere"
    message = _("所选功能区或整厅不属于这家会客厅")
    field = "zone"
    status = 400
