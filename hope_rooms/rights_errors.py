"""Refusals of holds, erasures and guardians' requests: each names the broken rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ChildHeld(DomainError):
    """依法保留 (a hold stands: nothing of this child is erased)."""

    code = "child_held"
    message = _("这名孩子的信息正在依法保留，解除保留之前不能清除")


class ChildHoldStands(DomainError):
    """已在保留 (one hold stands at a time)."""

    code = "child_hold_stands"
    message = _("这名孩子的信息已在保留中")


class ChildHoldLifted(DomainError):
    """没有保留 (nothing to lift, or somebody was faster)."""

    code = "child_hold_lifted"
    message = _("这名孩子的信息现在没有保留，或已经解除")


class GuardianNotChecked(DomainError):
    """未核对监护人 (a child's data is told to the guardian alone)."""

    code = "guardian_not_checked"
    message = _("请先核对提出人是孩子的监护人，再登记")
    field = "is_guardian"


class RequestStands(DomainError):
    """已有同类要求 (one request of a kind waits at a time)."""

    code = "guardian_request_stands"
    message = _("这名孩子已有一项同类要求待答复")


class RequestMoved(DomainError):
    """要求已答复 (somebody was faster)."""

    code = "guardian_request_moved"
    message = _("这项要求现在是“%(state)s”，不能再答复")


class RequestTakesTwo(DomainError):
    """删除须由他人办理 (what cannot be undone takes a second person)."""

    code = "guardian_request_takes_two"
    message = _("删除须由登记人以外的人办理")


class NotACopy(DomainError):
    """不是待办的复制要求 (a copy is made for an open request for one)."""

    code = "guardian_request_is_no_copy"
    message = _("只有待答复的复制要求可以下载复制件")
