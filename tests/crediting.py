"""Builders for contracts, schedules and payments of start-up loans."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from loans.models import (
    Disbursement,
    Firm,
    Loan,
    LoanProduct,
    LoanTransition,
    ProductVersion,
    Repayment,
    ScheduleRow,
    ScheduleVersion,
)
from loans.services.loans import contracts, drawdowns, repayments
from tests import people
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, User

_serial = itertools.count(1)
SIGNED = date(2021, 6, 15)


def yuan(amount: int | str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def bank(kind: str = "bank") -> Organisation:
    number = next(_serial)
    return Organisation.objects.create(code=f"{kind}-{number}", name=f"示范{number}银行", kind=kind)


def bank_officer(of: Organisation) -> User:
    return people.staff("钱行", of, Membership.Role.BANK_OFFICER)


def finance() -> User:
    whole = Organisation.objects.get(code="city")
    return people.staff("孙财", whole, Membership.Role.FINANCE_OFFICER)


def firm(district: str = "zhangdian") -> Firm:
    number = next(_serial)
    return Firm.objects.create(
        uscc=f"91370399MA{number:08d}",
        name=f"示范{number}公司",
        reporting_org=Organisation.objects.get(code=district),
    )


def version(**fields: Any) -> ProductVersion:
    """A version of a product of its own, with every way to repay."""
    number = next(_serial)
    product = LoanProduct.objects.create(code=f"test-{number}", name=f"测试产品{number}")
    told = {
        "number": 1,
        "from_on": date(2021, 1, 1),
        "source": "测试文件",
        "methods": ["annuity", "equal_principal", "interest_only", "bullet"],
    }
    made: ProductVersion = ProductVersion.objects.create(product=product, **(told | fields))
    return made


def signed(amount: int | str = 300_000, *, actor: Any = policy.SYSTEM, **fields: Any) -> Loan:
    """A contract as case C2 of the reference: equal principal, 4.35 %, 24 months from 2021-06-15."""
    told: dict[str, Any] = {
        "method": "equal_principal",
        "rate": Decimal("0.0435"),
        "instalments": 24,
        "starts_on": SIGNED,
        "signed_on": SIGNED,
        "contract_no": f"示合同-{next(_serial)}",
    } | fields
    told.setdefault("bank", None)
    told["bank"] = told["bank"] or bank()
    for name, make in (("firm", firm), ("version", version)):
        if name not in told:
            told[name] = make()
    return contracts.register_loan(actor=actor, loan=Loan(contract_amount=yuan(amount), **told))


def drawn(amount: int | str = 300_000, **fields: Any) -> Loan:
    """A contract whose money is wholly out since the day of signing."""
    loan = signed(amount, **fields)
    draw(loan, amount, on=loan.signed_on)
    return loan


def draw(
    loan: Loan, amount: int | str, *, on: date = SIGNED, actor: Any = policy.SYSTEM, voucher: str = ""
) -> Disbursement:
    voucher = voucher or f"放-{next(_serial)}"
    return drawdowns.record_disbursement(actor=actor, loan=loan, amount=yuan(amount), on=on, voucher=voucher)


def repay(
    loan: Loan, amount: int | str, on: date, *, actor: Any = policy.SYSTEM, serial: str = ""
) -> Repayment:
    serial = serial or f"还-{next(_serial)}"
    return repayments.record_repayment(actor=actor, loan=loan, amount=yuan(amount), on=on, serial=serial)


def rows(loan: Loan) -> list[ScheduleRow]:
    """Of the schedule that holds."""
    return list(ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number"))


def rows_of(district: Organisation) -> dict[Any, Any]:
    """One row of every table of a district's loan."""
    loan = drawn(firm=firm(district.code))
    return {
        Loan: loan,
        LoanTransition: loan.transitions.first(),
        ScheduleVersion: loan.schedules.get(),
        ScheduleRow: rows(loan)[0],
        Disbursement: loan.disbursements.get(),
        Repayment: repay(loan, 100, date(2021, 7, 1)),
    }
