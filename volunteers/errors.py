"""Refusals of the volunteers: each is a class, a code and a sentence (design.md §3.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ShiftHasSignups(DomainError):
    """班次已有人报名 (somebody would lose the seat, or meet another shift)."""

    code = "shift_has_signups"
    message = _("已有志愿者报名，不能改成这样的人数或时间")


class ShiftHangsOnIt(DomainError):
    """还有班次 (somebody counts on the volunteer; an account is not closed before that is over)."""

    code = "shift_hangs_on_it"
    message = _("您还有未结束的志愿服务班次（%(project)s），请先退出或完成服务，再注销账号")


class SignupMoved(DomainError):
    """报名状态已变 (the signup is not, or no longer, where the move starts)."""

    code = "signup_moved"
    message = _("这份报名现在是“%(state)s”，不能进行此操作，请刷新后再看")
