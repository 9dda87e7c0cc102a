"""Refusals about shifts, places, swaps and no-shows: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ProjectNotOpen(DomainError):
    """项目未开放 (the project of the shift is not published)."""

    code = "volunteer_project_not_open"
    message = _("这个项目现在不开放报名")


class ShiftNotOpen(DomainError):
    """班次未开放 (suspended, cancelled or over)."""

    code = "volunteer_shift_not_open"
    message = _("这个班次现在是“%(state)s”，不能报名")


class ShiftBegun(DomainError):
    """班次已开始 (places are given and taken before it begins)."""

    code = "volunteer_shift_begun"
    message = _("班次已于 %(start)s 开始，只能在开始前办理")


class SignUpStopped(DomainError):
    """暂停报名 (too many no-shows within the window)."""

    code = "volunteer_stopped"
    message = _("您在 %(days)s 天内有 %(limit)s 次未到岗，%(until)s 之前不能报名；可以申诉")


class RoundOnly(DomainError):
    """按招募录取 (the post is filled by a round of the project)."""

    code = "volunteer_round_only"
    message = _("这个岗位只面向招募录取的志愿者，请先在项目页申请")


class ShiftsCollide(DomainError):
    """时间冲突 (the volunteer holds another place at the same time)."""

    code = "volunteer_shifts_collide"
    message = _("您那段时间已有别的班次，请先退出再报名")


class ShiftCollidesWith(ShiftsCollide):
    """时间冲突, with the shift that stands in the way."""

    message = _("与您已报名的“%(project)s”%(hours)s时间冲突，退出那个班次后可以报名")


class TooManyHours(DomainError):
    """服务时间过长 (the rest rule: so many hours within any 24)."""

    code = "volunteer_too_many_hours"
    message = _("任意 24 小时内最多服务 %(most)s 小时，加上这个班次有 %(sum)s 小时；可以退出相邻的班次再报名")


class AlreadySignedUp(DomainError):
    """已报名 (one signup per volunteer and shift)."""

    code = "volunteer_already_signed_up"
    message = _("您已报名或候补这个班次")


class ShiftFull(DomainError):
    """名额已满 (every place is taken or kept for an offer)."""

    code = "volunteer_shift_full"
    message = _("名额已满；可以加入候补，有人退出时按先后顺序邀请")


class OfferLapsed(DomainError):
    """邀请已过时 (the place went to the next)."""

    code = "volunteer_offer_lapsed"
    message = _("邀请已于 %(until)s 过时，名额让给了下一位；可以重新候补")


class SignOffTooLate(DomainError):
    """过了退出截止 (from then on the leader releases, or another takes over)."""

    code = "volunteer_sign_off_too_late"
    message = _("%(until)s 前可自行退出，现在已过；请找人换班，或联系负责人 %(phone)s")


class NoSuchTaker(DomainError):
    """没有这位志愿者 (no volunteer of this number, or oneself)."""

    code = "volunteer_no_such_taker"
    message = _("没有找到编号为 %(number)s 的其他志愿者，请核对编号")
    field = "number"


class SwapAsked(DomainError):
    """已提出换班 (one request at a time)."""

    code = "volunteer_swap_asked"
    message = _("这个班次已提出换班，先撤回再重新提出")


class SwapMoved(DomainError):
    """换班已有结果."""

    code = "volunteer_swap_moved"
    message = _("这次换班现在是“%(state)s”，不能再答复")


class NotSwappable(DomainError):
    """不能换班 (only a place that one has can be handed over)."""

    code = "volunteer_not_swappable"
    message = _("只有“已报名”的班次可以换班")


class ShiftTimesWrong(DomainError):
    """时间不对 (a shift begins in the future, ends after that, and lasts 12 hours at most)."""

    code = "volunteer_shift_times"
    message = _("班次须在今后开始，结束晚于开始，最长 12 小时，退出截止不晚于开始，且在项目日期之内")
    field = "ends_at"


class WrongShiftState(DomainError):
    """班次状态不对 (the move does not start there)."""

    code = "volunteer_shift_moved"
    message = _("班次现在是“%(state)s”，不能进行此操作")


class NoShowAppealTooLate(DomainError):
    """过了申诉期限."""

    code = "volunteer_appeal_too_late"
    message = _("申诉期限已于 %(last)s 结束")


class StatementMissing(DomainError):
    """没有写明情况."""

    code = "volunteer_statement_missing"
    message = _("请写明情况")
    field = "statement"
