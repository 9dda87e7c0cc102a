"""Guarantees of loans: how far one has come, and a loan that is late enough for a claim."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from loans.models import (
    BusinessDay,
    Guarantee,
    GuaranteeClaim,
    GuaranteePayment,
    GuaranteeRecovery,
    GuaranteeTransition,
    Loan,
    LoanApplication,
    SiteVisit,
)
from loans.services import applications
from loans.services.guarantees import claims, giving, paying
from loans.services.guarantees.giving import Cover, Letter
from loans.services.guarantees.owed import owed_of
from loans.services.guarantees.paying import Told
from loans.services.loans import following
from loans.services.loans.standing import price_of, standing_of
from tests import applying, crediting, people
from tests.applying import Lending, yuan
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import today

_serial = itertools.count(1)
# How long ago the contract of a late loan was signed: its first payment is some 170 days late.
AGO = timedelta(200)
COVER = Cover(Decimal("0.8"), ("principal", "interest"), yuan(1500), "法定代表人连带责任保证", 90)


def guarantee_of(application: LoanApplication) -> Guarantee:
    return Guarantee.objects.whole().get(application=application)


def visit(of: Lending, application: LoanApplication, **told: Any) -> SiteVisit:
    said = {"on": today(), "finding": "厂房和设备与申请一致"} | told
    return giving.record_visit(actor=of.guarantor_officer, application=application, **said)


def letter(**told: Any) -> Letter:
    said = {"letter_no": f"示保函-{next(_serial)}", "on": today() - AGO, "until": today() + timedelta(600)}
    return Letter(**(said | told))


def requested(of: Lending) -> Guarantee:
    return guarantee_of(applying.to_guarantor(of))


def visited(of: Lending) -> Guarantee:
    made = requested(of)
    visit(of, made.application)
    return guarantee_of(made.application)


def approved(of: Lending, cover: Cover = COVER) -> Guarantee:
    """The founder has accepted what became an offer by it."""
    made = visited(of)
    applications.guarantee(actor=of.guarantor_officer, application=made.application, cover=cover)
    applications.accept_offer(actor=of.founder, application=made.application)
    return guarantee_of(made.application)


def lettered(of: Lending, cover: Cover = COVER, **told: Any) -> Guarantee:
    made = approved(of, cover)
    return giving.issue_letter(actor=of.guarantor_officer, guarantee=made, letter=letter(**told))


def active(of: Lending, cover: Cover = COVER, **told: Any) -> Guarantee:
    """The contract of 150,000 yuan is signed, and the money out; nothing was paid back."""
    made = lettered(of, cover, **told)
    contract = applying.contract(signed_on=today() - AGO)
    loan = applications.record_contract(actor=of.banker, application=made.application, contract=contract)
    crediting.draw(loan, loan.contract_amount, on=loan.signed_on)
    return guarantee_of(made.application)


def late(of: Lending, cover: Cover = COVER, **told: Any) -> Guarantee:
    """And the business date knows how late it is."""
    made = active(of, cover, **told)
    tell_day()
    return made


def tell_day() -> None:
    """Today's facts of every loan; a business date that stands is today's."""
    if BusinessDay.objects.exists():
        following.write_late_loans(today())
    else:
        following.close_days(until=today())


def most(guarantee: Guarantee) -> Decimal:
    """What a bank may claim today."""
    return owed_of(guarantee, Loan.objects.select_related("version").get(pk=guarantee.loan_id), today()).most


def released(of: Lending) -> Guarantee:
    made = active(of)
    settle(made)
    return guarantee_of(made.application)


def settle(guarantee: Guarantee) -> None:
    """The firm pays whatever it owes today."""
    loan = Loan.objects.select_related("version").get(pk=guarantee.loan_id)
    debts = standing_of(loan, crediting.rows(loan)).debts
    owed = sum(debt.until(today(), price_of(loan)).left for debt in debts if not debt.settled_on)
    crediting.repay(loan, owed, today())


def pay_arrears(guarantee: Guarantee) -> None:
    """The firm pays what is due by today with its late charges, and nothing of what is to come."""
    loan = Loan.objects.select_related("version").get(pk=guarantee.loan_id)
    due = [debt for debt in standing_of(loan, crediting.rows(loan)).debts if debt.due <= today()]
    owed = sum(debt.until(today(), price_of(loan)).left for debt in due if not debt.settled_on)
    crediting.repay(loan, owed, today())


def claimed(of: Lending, amount: Decimal | int | None = None) -> Guarantee:
    made = late(of)
    claims.file_claim(actor=of.banker, guarantee=made, amount=Decimal(amount or most(made)))
    return guarantee_of(made.application)


def agreed(of: Lending, amount: Decimal | int | None = None) -> Guarantee:
    """The guarantor has said yes, and has not paid yet."""
    made = claimed(of, amount)
    claims.approve_claim(actor=of.guarantor_officer, guarantee=made)
    return guarantee_of(made.application)


def money(amount: Decimal | int, **told: Any) -> Told:
    return Told(**({"amount": Decimal(amount), "on": today(), "voucher": f"凭-{next(_serial)}"} | told))


def pay(of: Lending, guarantee: Guarantee, amount: Decimal | int, **told: Any) -> GuaranteePayment:
    said = money(amount, **told)
    return paying.pay_claim(actor=of.guarantor_officer, guarantee=guarantee, told=said)


def recover(of: Lending, guarantee: Guarantee, amount: Decimal | int, **told: Any) -> GuaranteeRecovery:
    said = money(amount, **told)
    return paying.record_recovery(actor=of.guarantor_officer, guarantee=guarantee, told=said)


def paid(of: Lending, amount: int = 100_000) -> Guarantee:
    made = agreed(of, amount)
    pay(of, made, amount)
    return guarantee_of(made.application)


def recourse(of: Lending, amount: int = 30_000) -> Guarantee:
    made = paid(of)
    recover(of, made, amount)
    return guarantee_of(made.application)


def refused(of: Lending) -> Guarantee:
    made = visited(of)
    applying.refuse(of.guarantor_officer, made.application)
    return guarantee_of(made.application)


def withdrawn(of: Lending) -> Guarantee:
    made = visited(of)
    applications.withdraw_application(actor=of.founder, application=made.application)
    return guarantee_of(made.application)


STAGES = {
    "requested": requested,
    "site_visit": visited,
    "approved": approved,
    "letter_issued": lettered,
    "active": late,
    "released": released,
    "claimed": claimed,
    "paid": paid,
    "recourse": recourse,
    "refused": refused,
    "withdrawn": withdrawn,
}


def also_at_guarantor(of: Lending, user: User) -> User:
    """The same human, with an office at the guarantor too."""
    Membership.objects.create(
        person=user.person,
        organisation=of.guarantor,
        role=Membership.Role.GUARANTOR_OFFICER,
        from_on=today() - timedelta(365),
    )
    User.objects.filter(pk=user.pk).update(is_staff=True)
    return User.objects.get(pk=user.pk)


def another_officer(of: Lending) -> User:
    """A second hand at the same guarantor."""
    return people.staff("梁示保", of.guarantor, Membership.Role.GUARANTOR_OFFICER)


def rows_of(guest: User, district: Organisation) -> dict[type[Model], Any]:
    """A guarantee of the guest's that came to its recourse, and a row of everything of it."""
    officer = people.officer(district.code)
    of = replace(applying.lending(), founder=guest, officer=officer, district=district.code)
    made = recourse(of)
    claim = GuaranteeClaim.objects.get(guarantee=made)
    return {
        Guarantee: made,
        GuaranteeTransition: made.transitions.first(),
        SiteVisit: made.visits.get(),
        GuaranteeClaim: claim,
        GuaranteePayment: claim.payments.get(),
        GuaranteeRecovery: claim.recoveries.get(),
    }
