"""
财政审核表 (check sheet): what the finance bureau reckons again, loan by loan.

Principal, rate, subsidised rate, days and amount stand side by side, as auditors ask for them
(reference/loans_safety.md §1.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from zibo_youth.core.exports.table import Table

from .models import SubsidyClaim
from .schedule import ZERO


def check_sheet(claims: Any) -> Table:
    """One row for each claim, and their sum below; rates in percent a year, amounts in yuan."""
    columns = [
        _("合同编号"),
        _("借款企业"),
        _("统一社会信用代码"),
        _("合作银行"),
        _("贴息办法"),
        _("期次"),
        _("结息起日"),
        _("结息日"),
        _("贴息天数"),
        _("贴息本金（元）"),
        _("合同年利率（%）"),
        _("贴息年利率（%）"),
        _("当期利息（元）"),
        _("企业承担（元）"),
        _("贴息金额（元）"),
        _("状态和原因"),
    ]
    return Table(_("贴息审核表"), columns, _rows(claims))


def _rows(claims: Any) -> Iterator[list[Any]]:
    sums = [ZERO, ZERO, ZERO]
    ordered = claims.select_related("loan__firm", "loan__bank", "version").order_by(
        "loan__contract_no", "loan_id", "number"
    )
    for claim in ordered:
        money = [claim.interest, claim.borrower, claim.subsidy]
        sums = [whole + part for whole, part in zip(sums, money, strict=True)]
        yield [*_told(claim), *money, _standing(claim)]
    yield [_("合计"), *[None] * 11, *sums, None]


def _told(claim: SubsidyClaim) -> list[Any]:
    loan = claim.loan
    return [
        *(loan.contract_no, loan.firm.name, loan.firm.uscc, str(loan.bank), claim.version.name),
        *(claim.number, claim.since, claim.until, claim.days, claim.principal),
        *(claim.rate * 100, claim.subsidy_rate * 100),
    ]


def _standing(claim: SubsidyClaim) -> str:
    told = str(claim.get_state_display())
    return f"{told}：{claim.get_forfeit_display()}" if claim.forfeit else told
