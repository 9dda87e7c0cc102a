"""Refusals of schedules: each names what was asked for and cannot be (reference/loans_safety.md §1.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class TermsWrong(DomainError):
    """条件不成立 (an amount, a rate or a term that no schedule can have)."""

    code = "loan_terms_wrong"
    message = _("贷款金额须大于 0，年利率不得为负，期数须为 1 至 600 期，本金宽限期须短于期数")


class DatesWrong(DomainError):
    """日期不成立 (the first due date lies before the loan, or the last one is not after it)."""

    code = "loan_dates_wrong"
    message = _("首次还款日须在放款日之后，到期日不得早于首次还款日")


class InstalmentTooSmall(DomainError):
    """每期还款额过小 (it does not even cover the interest)."""

    code = "loan_instalment_too_small"
    message = _("每期还款额 %(instalment)s 元不足以支付当期利息 %(interest)s 元，请提高每期还款额")


class QuotaExceeded(DomainError):
    """额度不足 (the bank's quota in this call is less than what is or would be recommended)."""

    code = "loan_quota_exceeded"
    message = _("该银行在本批次的额度不足")
    field = "amount"
