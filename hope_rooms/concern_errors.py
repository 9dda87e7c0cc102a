"""Refusals around concerns: each names the broken rule; none tells of a concern to whom it is about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ConcernMoved(DomainError):
    """状态已变 (somebody was faster)."""

    code = "concern_moved"
    message = _("这份关切现在是“%(state)s”，不能办理这一步，请刷新后再试")


class LeadDecides(DomainError):
    """由负责人认定 (whoever has not taken a concern on leaves it to the lead)."""

    code = "concern_lead_decides"
    message = _("关切由儿童保护负责人认定；您接收的关切由您认定")
    status = 403


class DecisionMissing(DomainError):
    """处理意见未填写 (a decision says why)."""

    code = "concern_decision_missing"
    message = _("请写明处理意见")
    field = "words"


class AccountEmpty(DomainError):
    """书面情况为空."""

    code = "concern_account_empty"
    message = _("请写下情况")
    field = "words"


class CalledInTheFuture(DomainError):
    """拨打时间未到."""

    code = "concern_call_in_future"
    message = _("拨打时间不能晚于现在")
    field = "called_at"


class SubjectStands(DomainError):
    """涉及人已定 (after the decision nobody else is put in the place of whom it is about)."""

    code = "concern_subject_stands"
    message = _("已认定的关切不能改换涉及人；请另写一份关切")
    field = "subject"


class NobodyOfThisNumber(DomainError):
    """没有这个编号."""

    code = "concern_number_unknown"
    message = _("没有这个志愿者编号或儿童编号，请核对")
    field = "volunteer_no"
