"""
创业金融一览 (the whole picture): five things side by side that are never one sum, each with its rows.

A number here is an indicator like those of the monthly report (`reports.kpis`): facts × measure × district.
Those that are reported are the report's own; the others are of this page alone, and not registered. All of
them count from the beginning up to a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, kpi
from zibo_youth.reports.periods import Period

from .investing_kpis import CREDIT, EQUITY, OF_CREDIT, WAN
from .loan_kpis import OF_FIRMS, OF_PAYOUTS, PRODUCT, SOURCE
from .models import CreditLine, Disbursement, Firm, Loan, LoanProduct, NewCredit

BEGINNING = date(2015, 1, 1)  # the year of the province's programme (domain.md §1.5)
OF_CONTRACTS = (
    Column(_("合同编号"), lambda loan: loan.contract_no),
    Column(_("借款企业"), lambda loan: loan.firm.name),
    Column(_("合作银行"), lambda loan: loan.bank.name),
    Column(_("签订日期"), lambda loan: loan.signed_on),
    Column(_("合同金额（元）"), lambda loan: loan.contract_amount),
)
OF_LINES_OF_FIRMS = (
    Column(_("额度名称"), lambda line: line.name),
    Column(_("借款企业"), lambda line: line.firm.name),
    Column(_("合作银行"), lambda line: line.bank.name),
    Column(_("签订日期"), lambda line: line.signed_on),
    Column(_("额度（元）"), lambda line: line.limit),
)


def _number(code: str, label: Any, definition: Any, source: Any, facts: Facts, unit: Any = None) -> Kpi:
    return Kpi(
        code=code,
        label=label,
        action=Action.BUSINESS,
        unit=unit or Unit.WAN_YUAN,
        kind=Kind.FLOW,
        definition=definition,
        source=source,
        facts=facts,
    )


# --- lines: each kind of the report's figure by itself ----------------------------------------------------


def _credit(kinds: tuple[str, ...], period: Period) -> Any:
    return NewCredit.objects.between(period.start, period.end).of_kinds(*kinds)


def _of_kinds(code: str, label: Any, definition: Any, *kinds: str) -> Kpi:
    facts = Facts(
        rows=partial(_credit, kinds),
        measure=Sum(F("amount") / WAN),
        credited_to="reporting_org",
        related=("bank", "line", "pre_approved"),
        columns=OF_CREDIT,
    )
    return _number(code, label, definition, CREDIT.source, facts)


def _lines_of_firms(period: Period) -> Any:
    lines = CreditLine.objects.filter(level="firm", signed_on__isnull=False)
    return lines.filter(signed_on__gte=period.start, signed_on__lt=period.end)


SIGNED = _of_kinds(
    "signed",
    _("签约授信"),
    _("银行与团组织签约的总额度，按签订日期计，签约后调增的按调增日期计；下级额度不重复计"),
    *("signed", "raised"),
)
PRE_APPROVED = _of_kinds(
    "pre-approved",
    _("预授信"),
    _("银行对一类企业预先同意的额度，按签署日期计，复核后计入；不能用款"),
    "pre_approved",
)
CONVERTED = _of_kinds(
    "converted",
    _("其中已由预授信转为签约"),
    _("签约授信中原来已经计入预授信的部分，合计时扣除，只计一次"),
    "converted",
)
OF_FIRMS_LINES = _number(
    "firm-lines",
    _("其中已分给企业的额度"),
    _("签约授信之内分给企业的额度，现在的数额，按签订日期计；是签约授信的一部分，不与它相加"),
    CREDIT.source,
    Facts(
        rows=_lines_of_firms,
        measure=Sum(F("limit") / WAN),
        credited_to="firm__reporting_org",
        related=("firm", "bank"),
        columns=OF_LINES_OF_FIRMS,
    ),
)
OF_LINES = (SIGNED, PRE_APPROVED, CONVERTED, OF_FIRMS_LINES)


# --- loans: companies, contracts and money by product ------------------------------------------------------


def _firms(product: str, period: Period) -> Any:
    return Firm.objects.first_lent_between(product, period.start, period.end)


def _contracts(product: str, period: Period) -> Any:
    signed = Loan.objects.filter(version__product__code=product)
    return signed.filter(signed_on__gte=period.start, signed_on__lt=period.end)


def _paid(product: str, period: Period) -> Any:
    return Disbursement.objects.effective().of_product(product).paid_between(period.start, period.end)


def _numbers_of(product: LoanProduct) -> tuple[Kpi, Kpi, Kpi]:
    """Companies, contracts, payouts; of the reported product the report's own."""
    code = product.code
    contracts = Facts(
        rows=partial(_contracts, code),
        measure=Sum(F("contract_amount") / WAN),
        credited_to="firm__reporting_org",
        related=("firm", "bank"),
        columns=OF_CONTRACTS,
    )
    signed = _number(
        f"contracts-{code}",
        _("合同金额"),
        _("贷款合同写明的金额，按签订日期计；不等于已经放款的金额"),
        _("贷款合同登记"),
        contracts,
    )
    if code == PRODUCT:
        return kpi("BU02-2"), signed, kpi("BU02-1")
    firms = Facts(
        rows=partial(_firms, code), measure=Count("pk"), credited_to="reporting_org", columns=OF_FIRMS
    )
    paid = Facts(
        rows=partial(_paid, code),
        measure=Sum(F("amount") / WAN),
        credited_to="loan__firm__reporting_org",
        related=("loan__firm",),
        columns=OF_PAYOUTS,
    )
    first = _("首次获得这项贷款的企业户数，按首笔放款的记账日期计")
    told = _("放款金额，按银行记账日期计，已冲销的不计")
    return (
        _number(f"firms-{code}", _("企业户数"), first, SOURCE, firms, Unit.HOUSES),
        signed,
        _number(f"paid-{code}", _("放款金额"), told, SOURCE, paid),
    )


# --- what the page shows -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One number of the page, in its unit."""

    kpi: Kpi
    value: Decimal

    @property
    def slug(self) -> str:
        """As the address of its rows says it."""
        return self.kpi.code.lower()

    @property
    def is_money(self) -> bool:
        return self.kpi.unit == Unit.WAN_YUAN

    @property
    def yuan(self) -> Decimal:
        """An amount of money as the house's filter takes it."""
        return self.value * WAN


@dataclass(frozen=True, slots=True)
class OfProduct:
    """One product: companies, contracts, money paid out."""

    product: LoanProduct
    firms: Shown
    contracts: Shown
    paid: Shown


@dataclass(frozen=True, slots=True)
class Overview:
    """The page: loans by product, lines, and equity apart."""

    products: list[OfProduct]
    signed: Shown
    pre_approved: Shown
    converted: Shown
    firm_lines: Shown
    credit: Shown
    equity: Shown


def up_to(day: date) -> Period:
    """From the beginning to the day, that day included."""
    return Period(BEGINNING, day + timedelta(days=1))


def shown_of(one: Kpi, *, day: date, organisation: int | None) -> Shown:
    """One number up to a day."""
    return Shown(one, one.total(up_to(day), organisation).part)


def overview_of(day: date, organisation: int | None) -> Overview:
    """Up to a day, of one district or of the city; the number of queries grows with the products alone."""
    shown = partial(shown_of, day=day, organisation=organisation)
    products = [
        OfProduct(product, *(shown(one) for one in _numbers_of(product)))
        for product in sorted(LoanProduct.objects.all(), key=lambda each: (each.code != PRODUCT, each.pk))
    ]
    return Overview(products, *(shown(one) for one in (*OF_LINES, CREDIT, EQUITY)))


def number_of(slug: str) -> Kpi | None:
    """The number behind an address, None where there is none."""
    of_products = [one for product in LoanProduct.objects.all() for one in _numbers_of(product)]
    known: dict[str, Kpi] = {one.code.lower(): one for one in (*of_products, *OF_LINES, CREDIT, EQUITY)}
    return known.get(slug)
