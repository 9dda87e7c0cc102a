"""Refusals around reviews of registrations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged


class ReviewMoved(StateChanged):
    """审核状态已变 (decided by somebody else meanwhile, or the registration has ended)."""

    code = "event_review_moved"
    message = _("这份报名的审核现在是“%(state)s”，不能这样办理")


class ReviewReasonMissing(DomainError):
    """没有选原因 (whoever is not admitted reads why)."""

    code = "event_review_reason_missing"
    message = _("请从列表里选择不通过的原因，报名的人会看到")
    field = "reason"


class ReviewNoteMissing(DomainError):
    """没有写说明 (another reason is told in words)."""

    code = "event_review_note_missing"
    message = _("选“其他原因”时请写明说明，报名的人会看到")
    field = "note"
