"""
推荐名单 (bank list): what the city recommended to one bank in one call, as the bank files it.

Only whose consent to the credit check stands: a bank is shown nothing on a consent that was taken back. No
identity number, no telephone and no words that a founder wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zibo_youth.accounts.models import ConsentRecord, ConsentText
from zibo_youth.core.exports.table import Table

from .models import LoanApplication


def recommended_to(rows: Any, *, call: Any, bank: Any) -> Any:
    """Of these applications: recommended to the bank in the call, not ended, with a consent that stands."""
    credit = ConsentRecord.objects.living().filter(scope=ConsentText.Scope.CREDIT)
    of_applicant = Q(user__person=OuterRef("applicant")) | Q(person=OuterRef("applicant"))
    standing = Exists(credit.filter(of_applicant).order_by())
    return rows.holding_quota().filter(standing, call=call, bank=bank)


def bank_list(rows: Any) -> Table:
    """One row for each application, in the order of their numbers; amounts in yuan."""
    columns = [
        _("申请编号"),
        _("贷款产品"),
        _("企业名称"),
        _("统一社会信用代码"),
        _("企业所在区县"),
        _("成立日期"),
        _("所属行业"),
        _("申请人"),
        _("在企业中的身份"),
        _("申请金额（元）"),
        _("申请期限（月）"),
        _("希望的还款方式"),
        _("用途类别"),
        pgettext("贷款申请", "状态"),
        _("银行同意的金额（元）"),
        _("银行同意的期限（月）"),
    ]
    return Table(_("推荐名单"), columns, _told(rows))


def _told(rows: Any) -> Iterator[list[Any]]:
    each: LoanApplication
    for each in rows.whole().order_by("reference"):
        yield [
            *(each.reference, each.product.name, each.firm_name, each.uscc, str(each.reporting_org)),
            *(each.founded_on, each.industry, each.applicant.full_name, each.get_position_display()),
            *(each.amount, each.months, each.get_method_display(), each.get_purpose_display()),
            *(each.get_state_display(), each.offered_amount, each.offered_months),
        ]
