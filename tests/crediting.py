"""Builders for contracts, schedules and payments of start-up loans."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from loans.models import (
    BankFile,
    BankFileLine,
    BankKey,
    BankMessage,
    BankStatus,
    BusinessDay,
    ClaimTransition,
    Disbursement,
    Firm,
    Loan,
    LoanDay,
    LoanProduct,
    LoanTransition,
    LprRate,
    ProductVersion,
    PurposeCheck,
    Repayment,
    RiskRange,
    ScheduleRow,
    ScheduleVersion,
    SubsidyClaim,
    SubsidyVersion,
)
from loans.services.callbacks import keys
from loans.services.loans import claims, contracts, drawdowns, files, repayments
from tests import people
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import now

# Public, and nobody's own.
SHARED = (RiskRange, BusinessDay, SubsidyVersion)
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


def told_of(loan: Loan, amount: int | str, on: date, serial: str = "") -> list[str]:
    """A line of a list of repayments, as a bank writes it."""
    return [loan.contract_no, serial or f"还-{next(_serial)}", on.isoformat(), str(amount)]


def repayments_file(*lines: list[str]) -> bytes:
    head = ["合同编号", "银行流水号", "记账日期", "金额（元）"]
    return "\n".join(",".join(line) for line in (head, *lines)).encode()


def schedule_file(*lines: list[str]) -> bytes:
    head = ["期次", "还款日", "应还本金（元）", "应还利息（元）"]
    return "\n".join(",".join(line) for line in (head, *lines)).encode()


def imported(clerk: User, of: Organisation, content: bytes) -> BankFile:
    """A list of repayments, shown and confirmed."""
    shown = files.preview_repayments(actor=clerk, bank=of, content=content)
    return files.import_repayments(actor=clerk, sealed=shown.sealed)


def half_of_the_lpr(product: LoanProduct, **fields: Any) -> SubsidyVersion:
    """The rule of Shandong 2020 for small firms: half of the one-year LPR of the day of signing."""
    LprRate.objects.get_or_create(
        published_on=date(2020, 4, 20),
        defaults={"one_year": Decimal("0.0385"), "five_years": Decimal("0.0465"), "source": "公布"},
    )
    told = {
        "name": "贴息办法2020",
        "basis": "share_of_lpr",
        "share": Decimal("0.5"),
        "from_on": date(2020, 1, 1),
        "source": "测试文件",
    }
    made: SubsidyVersion = SubsidyVersion.objects.create(product=product, **(told | fields))
    return made


def subsidised(amount: int = 3_000_000, *, rule: dict[str, Any] | None = None, **fields: Any) -> Loan:
    """The loan of C4: interest on the 21st of each third month, the last on 2022-06-04 with the principal."""
    told = {
        "version": version(day_count="act_360", every_months=3),
        "method": "interest_only",
        "instalments": 5,
        "every_months": 3,
        "signed_on": date(2021, 6, 4),
        "starts_on": date(2021, 6, 4),
        "first_due_on": date(2021, 6, 21),
        "ends_on": date(2022, 6, 4),
    } | fields
    loan = drawn(amount, **told)
    half_of_the_lpr(loan.version.product, **rule or {})
    return loan


def rows_of(district: Organisation) -> dict[Any, Any]:
    """One row of every table of a district's loan."""
    loan = drawn(firm=firm(district.code))
    half_of_the_lpr(loan.version.product)
    [claim] = claims.calculate_claims(actor=policy.SYSTEM, loan=loan, on=date(2021, 6, 20))
    clerk = bank_officer(loan.bank)
    sent = imported(clerk, loan.bank, repayments_file(told_of(loan, 100, date(2021, 7, 1))))
    key, _secret = keys.issue_bank_key(actor=people.administrator(), bank=loan.bank)
    told = {"bank": loan.bank, "key": key, "message_id": f"message-{key.pk}", "digest": "0" * 64}
    message = BankMessage.objects.create(event="loan.status", occurred_at=now(), loan=loan, **told)
    return {
        BankKey: key,
        BankMessage: message,
        BankStatus: BankStatus.objects.create(loan=loan, status="normal", as_of=now(), message=message),
        BankFile: sent,
        BankFileLine: sent.lines.get(),
        Loan: loan,
        LoanTransition: loan.transitions.first(),
        ScheduleVersion: loan.schedules.get(),
        ScheduleRow: rows(loan)[0],
        Disbursement: loan.disbursements.get(),
        Repayment: loan.repayments.get(),
        SubsidyVersion: claim.version,
        SubsidyClaim: claim,
        ClaimTransition: claim.transitions.first(),
        RiskRange: RiskRange.objects.first(),
        BusinessDay: BusinessDay.objects.first() or BusinessDay.objects.create(day=SIGNED),
        LoanDay: LoanDay.objects.create(loan=loan, day=SIGNED, days_past_due=1, risk_class="attention"),
        PurposeCheck: PurposeCheck.objects.create(loan=loan, due_on=SIGNED),
    }
