"""Refusals about what a patrol writes down, about equipment, and about hazards that must be mended."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class LogClosed(DomainError):
    """不能记日志 (a log is written while the team is out, and for some hours after)."""

    code = "patrol_log_closed"
    message = _("出队清点后才能记录，收队 %(hours)s 小时后不能再补记")


class LogOutsidePatrol(DomainError):
    """时间不在巡护中 (an entry lies between the two rolls, and not in the future)."""

    code = "patrol_log_outside"
    message = _("时间须在出队清点之后、收队和现在之前")
    field = "clock"


class PointOfAnotherWater(DomainError):
    """点位不在这片水域 (an entry is of a point of the patrol's water)."""

    code = "patrol_log_point_elsewhere"
    message = _("请选择这片水域的点位")
    field = "point"


class NobodyDissuaded(DomainError):
    """没有人数 (who was spoken to is counted by age)."""

    code = "patrol_log_nobody"
    message = _("请填写劝离的人数，各年龄段不超过 500")
    field = "adults"


class WordsMissing(DomainError):
    """没有说明."""

    code = "patrol_log_words_missing"
    message = _("请写明情况")
    field = "words"


class NothingChecked(DomainError):
    """没有检查任何器材."""

    code = "patrol_nothing_checked"
    message = _("请至少选择一件器材的检查结果")


class PhotoNotPicture(DomainError):
    """不是照片 (a picture of the place, not a document)."""

    code = "patrol_photo_not_picture"
    message = _("请上传 JPG 或 PNG 照片")
    field = "photo"


class PhotoMissing(DomainError):
    """没有整改照片 (that something is mended is shown)."""

    code = "patrol_proof_missing"
    message = _("请上传整改后的照片")
    field = "photo"


class MeasuresMissing(DomainError):
    """没有整改措施."""

    code = "patrol_measures_missing"
    message = _("请写明怎样整改的")
    field = "measures"


class DueDayPast(DomainError):
    """期限已过 (what is assigned is due today or later)."""

    code = "patrol_due_day_past"
    message = _("整改期限不能早于今天")
    field = "due_on"


class DepartmentMissing(DomainError):
    """没有责任部门."""

    code = "patrol_department_missing"
    message = _("请写明责任部门")
    field = "department"


class VerifiedByAnother(DomainError):
    """由另一人核查 (nobody verifies what they reported mended)."""

    code = "patrol_verified_by_another"
    message = _("登记整改完成的人不能核查，请由另一人核查")


class VerdictReasonMissing(DomainError):
    """没有理由."""

    code = "patrol_reason_missing"
    message = _("请写明理由")
    field = "reason"


class TicketMoved(DomainError):
    """隐患单状态已变."""

    code = "patrol_ticket_moved"
    message = _("这张隐患单现在是“%(state)s”，不能进行此操作")
