"""创业贷款授信 and 促成股权投资 (BU01, BU03): credit that is new, and equity; neither has a loan in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import EquityInvestment, NewCredit

WAN = Decimal(10_000)
OF_CREDIT = (
    Column(_("额度名称"), lambda row: row.name),
    Column(pgettext_lazy("新增授信", "类别"), lambda row: row.get_kind_display()),
    Column(_("合作银行"), lambda row: row.bank.name),
    Column(_("计入日期"), lambda row: row.day),
    Column(pgettext_lazy("新增授信", "金额（元）"), lambda row: row.amount),
)
OF_EQUITY = (
    Column(_("投资基金"), lambda row: row.fund),
    Column(_("被投企业"), lambda row: row.investee.name),
    Column(pgettext_lazy("股权投资", "资金用途"), lambda row: row.purpose),
    Column(_("投资日期"), lambda row: row.invested_on),
    Column(_("投资金额（元）"), lambda row: row.amount),
)


def new_credit(period: Period) -> Any:
    """Lines on the day of signing, pre-approvals on theirs, and nothing twice."""
    return NewCredit.objects.between(period.start, period.end)


def invested(period: Period) -> Any:
    """By the day of the investment; what waits or was withdrawn does not count."""
    return EquityInvestment.objects.confirmed().invested_between(period.start, period.end)


CREDIT = Kpi(
    code="BU01",
    label=_("创业贷款授信"),
    action=Action.BUSINESS,
    unit=Unit.WAN_YUAN,
    kind=Kind.FLOW,
    definition=_(
        "当月新签银行总额度和已复核的预授信，按签署日期计；下级额度不重复计，"
        "预授信转为签约的部分只计一次，不含放款和股权投资"
    ),
    source=_("授信额度和预授信登记"),
    facts=Facts(
        rows=new_credit,
        measure=Sum(F("amount") / WAN),
        credited_to="reporting_org",
        related=("bank", "line", "pre_approved"),
        columns=OF_CREDIT,
    ),
)
EQUITY = Kpi(
    code="BU03",
    label=_("促成股权投资"),
    action=Action.BUSINESS,
    unit=Unit.WAN_YUAN,
    kind=Kind.FLOW,
    definition=_("当月促成并经复核的股权投资金额，按投资日期计，已撤销的不计，不与贷款、授信相加"),
    source=_("股权投资登记"),
    facts=Facts(
        rows=invested,
        measure=Sum(F("amount") / WAN),
        credited_to="reporting_org",
        related=("investee",),
        columns=OF_EQUITY,
    ),
)


def register_investing_kpis() -> None:
    """Called once, when the app is ready."""
    register(CREDIT)
    register(EQUITY)
