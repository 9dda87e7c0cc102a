"""Refusals at the door of a shift, on its roll and in the review of who was there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class DoorCodeUnknown(DomainError):
    """不认识的签到码 (nobody has signed this code)."""

    code = "door_code_unknown"
    message = _("这个签到码不能识别，请扫描现场屏幕上的二维码")
    status = 404


class DoorCodeExpired(DomainError):
    """签到码已过期 (older than the minute before)."""

    code = "door_code_expired"
    message = _("签到码每分钟更换，这个已经过期，请重新扫描现场屏幕")
    status = 410


class DoorCodeWrong(DomainError):
    """数字码不对 (no standing minute of this shift has these digits)."""

    code = "door_code_wrong"
    message = _("数字码不对或已过期，请看现场屏幕上的新数字")
    field = "digits"


class DoorOfAnother(DomainError):
    """没有报名 (the log-in's volunteer has no place on this shift)."""

    code = "door_of_another"
    message = _("您没有报名这个班次，不能签到；请找现场负责人")


class DoorShut(DomainError):
    """班次没有开放 (the shift is suspended or called off)."""

    code = "door_shut"
    message = _("这个班次现在是“%(state)s”，不能签到")


class DoorNotOpen(DomainError):
    """不在签到时间 (too early, or too late)."""

    code = "door_not_open"
    message = _("现在不能办理，开放时间是 %(when)s")


class NotCheckedIn(DomainError):
    """还没有签到 (who has not come cannot leave)."""

    code = "not_checked_in"
    message = _("还没有签到，不能签退")


class MarkStands(DomainError):
    """已有记录 (this direction is recorded already)."""

    code = "mark_stands"
    message = _("已有记录（%(at)s）；要改时间，请先撤销并写明原因")


class MarkTimeWrong(DomainError):
    """时间不对 (a claimed time lies outside the shift, in the future, or before the arrival)."""

    code = "mark_time_wrong"
    message = _("时间须在 %(when)s 之间，不能晚于现在，签退不能早于签到")
    field = "clock"


class MarkReasonMissing(DomainError):
    """没有写原因 (whoever takes a mark back, or hands a roll in late, says why)."""

    code = "mark_reason_missing"
    message = _("请写明原因")
    field = "reason"


class NothingToUndo(DomainError):
    """没有可撤销的记录."""

    code = "nothing_to_undo"
    message = _("没有可以撤销的到岗记录")


class NoShowNeedsBothTimes(DomainError):
    """已记未到岗 (a no-show is taken back by a roll that says when the volunteer came and left)."""

    code = "no_show_needs_both_times"
    message = _("已记为未到岗；补交名册须同时填写到岗和离开时间")


class NoShowStands(DomainError):
    """申诉未采纳 (the district has decided; a roll does not decide again)."""

    code = "no_show_stands"
    message = _("未到岗的申诉已由区县处理，不能用名册更改")


class RollTooLate(DomainError):
    """名册逾期 (the working days in which a roll may be handed in are over)."""

    code = "roll_too_late"
    message = _("班次结束已超过 %(days)s 个工作日，不能再补交名册")


class RollReasonMissing(DomainError):
    """补交没有说明 (a late roll says why it is late)."""

    code = "roll_reason_missing"
    message = _("班次结束已超过 %(hours)s 小时，补交名册请写明原因")
    field = "reason"


class ShiftNotOver(DomainError):
    """班次还没有结束 (who was there is judged afterwards)."""

    code = "shift_not_over"
    message = _("班次结束后才能审核到岗情况")


class StillThere(DomainError):
    """还没有签退 (whoever has not left is not judged yet)."""

    code = "still_there"
    message = _("这位志愿者还没有签退，请先登记离开时间")


class PresenceUnexplained(DomainError):
    """到岗时长不足 (less than the share that is asked for, or an end that nobody saw, and no reason)."""

    code = "presence_unexplained"
    message = _("在岗 %(share)s%%，不足 %(least)s%% 或签退由系统补记；确认到岗请写明理由")
    field = "reason"
