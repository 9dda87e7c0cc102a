"""鲁青基准贷 (BU02): money paid out, and companies that had it for the first time; no line and no equity."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import Disbursement, Firm

WAN = Decimal(10_000)
PRODUCT = "lqjzd"
SOURCE = _("银行放款记录")
OF_PAYOUTS = (
    Column(_("合同编号"), lambda paid: paid.loan.contract_no),
    Column(_("借款企业"), lambda paid: paid.loan.firm.name),
    Column(_("放款日期"), lambda paid: paid.paid_on),
    Column(_("放款金额（元）"), lambda paid: paid.amount),
)
OF_FIRMS = (
    Column(_("借款企业"), lambda firm: firm.name),
    Column(_("统一社会信用代码"), lambda firm: firm.uscc),
    Column(_("首次放款日期"), lambda firm: firm.first_lent_on),
)


def paid_out(period: Period) -> Any:
    """By the bank's day; what was taken back counts no more."""
    return Disbursement.objects.effective().of_product(PRODUCT).paid_between(period.start, period.end)


def first_lent(period: Period) -> Any:
    """Companies whose first payout of the product lies in this time."""
    return Firm.objects.first_lent_between(PRODUCT, period.start, period.end)


def register_loan_kpis() -> None:
    """Called once, when the app is ready."""
    register(
        Kpi(
            code="BU02-1",
            label=_("鲁青基准贷金额"),
            action=Action.BUSINESS,
            unit=Unit.WAN_YUAN,
            kind=Kind.FLOW,
            definition=_("当月鲁青基准贷放款金额，按银行记账日期计，已冲销的不计"),
            source=SOURCE,
            facts=Facts(
                rows=paid_out,
                measure=Sum(F("amount") / WAN),
                credited_to="loan__firm__reporting_org",
                related=("loan__firm",),
                columns=OF_PAYOUTS,
            ),
        )
    )
    register(
        Kpi(
            code="BU02-2",
            label=_("鲁青基准贷户数"),
            action=Action.BUSINESS,
            unit=Unit.HOUSES,
            kind=Kind.FLOW,
            definition=_("当月首次获得鲁青基准贷的企业户数，按首笔放款的记账日期计"),
            source=SOURCE,
            facts=Facts(rows=first_lent, measure=Count("pk"), credited_to="reporting_org", columns=OF_FIRMS),
        )
    )
