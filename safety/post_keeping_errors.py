"""Refusals around names that stand: accidents, re-checks, withdrawals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class AccidentInFuture(DomainError):
    """发生日期在将来 (it has not happened)."""

    code = "post_accident_in_future"
    message = _("事故发生日期不能晚于今天")
    field = "happened_on"


class AccidentVoided(DomainError):
    """事故记录已作废 (somebody else was here first)."""

    code = "post_accident_voided"
    message = _("这条事故记录已经作废")


class WithdrawalsWait(DomainError):
    """有待定的撤销 (a withdrawal that was proposed is decided before the names are reported up)."""

    code = "post_withdrawals_wait"
    message = _("还有 %(n)s 个集体建议撤销、尚未决定，请先决定是否撤销再上报")
