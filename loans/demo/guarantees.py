"""
Guaranteed loans (鲁青担保贷), one at each stage that somebody looks at: to visit, letter, in force, claimed.

What is handed in today was signed months ago: only so is a loan late enough for a claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from loans.business_date import business_date
from loans.models import Guarantee, Loan, LoanApplication, ScheduleRow
from loans.services import applications
from loans.services.applications import Contract, Terms
from loans.services.guarantees import claims, giving
from loans.services.guarantees.giving import Cover, Letter
from loans.services.guarantees.owed import owed_of
from loans.services.loans import drawdowns, following, repayments
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at, today
from zibo_youth.core.demo import Say

from .applications import AMOUNT, MONTHS, draft_of
from .world import World

# Mobile numbers of this story's founders.
BLOCK = 840
# Signed so many days ago: its first payments are more than 90 days late.
AGO = timedelta(170)
COVER = Cover(Decimal("0.8"), ("principal", "interest"), Decimal(4_500), "法定代表人连带责任保证", 90)


@dataclass
class Case:
    """One founder's application on its way, and its number in this story."""

    world: World
    founder: User
    application: LoanApplication
    number: int

    @property
    def guarantee(self) -> Guarantee:
        found: Guarantee = Guarantee.objects.whole().live().get(application=self.application)
        return found


Step = Callable[[Case], None]


def tell_guarantees(world: World, say: Say) -> None:
    """Each as far as its stage, by the people whose step it is."""
    crowd = Crowd("保", world.rng, block=BLOCK)
    for number, road in enumerate(ROADS, start=1):
        moment = at(today() - timedelta(days=15), time(10, number))
        founder = register(crowd.invent(gender=1 + number % 2), at=moment)
        case = Case(world, founder, draft_of(world, founder, world.calls["lqdbd"], number), number)
        for step in (_reach_the_guarantor, *road):
            step(case)
            case.application.refresh_from_db()
    say(f"创业贷款：{len(ROADS)} 份担保")


def _reach_the_guarantor(case: Case) -> None:
    """Handed in, recommended, and asked for by the bank."""
    world, made = case.world, case.application
    applications.submit_application(actor=case.founder, application=made)
    officer = world.officer("zhangdian")
    applications.take_application(actor=officer, application=made)
    applications.pass_on(actor=officer, application=made, note="材料齐全，用途属实")
    bank = world.banks["demo-bank-psbc"]
    applications.recommend(actor=world.city_staff(), application=made, bank=bank)
    applications.ask_guarantor(
        actor=world.accounts["banker"],
        application=made,
        guarantor=world.banks["demo-guarantor"],
        terms=Terms(AMOUNT, MONTHS),
    )


def _visit(case: Case) -> None:
    giving.record_visit(
        actor=case.world.accounts["guarantor"],
        application=case.application,
        on=today(),
        finding="生产正常，设备和订单与申请一致",
    )


def _approve(case: Case) -> None:
    applications.guarantee(actor=case.world.accounts["guarantor"], application=case.application, cover=COVER)
    applications.accept_offer(actor=case.founder, application=case.application)


def _issue(case: Case) -> None:
    letter = Letter(f"示保函-{today().year}-{case.number:03d}", today() - AGO, today() + timedelta(730))
    giving.issue_letter(actor=case.world.accounts["guarantor"], guarantee=case.guarantee, letter=letter)


def _sign(case: Case) -> None:
    contract = Contract(
        contract_no=f"示担保-{today().year}-{case.number:03d}",
        signed_on=today() - AGO,
        rate=Decimal("0.0420"),
        method="annuity",
    )
    banker = case.world.accounts["banker"]
    loan = applications.record_contract(actor=banker, application=case.application, contract=contract)
    drawdowns.record_disbursement(
        actor=banker,
        loan=loan,
        amount=loan.contract_amount,
        on=loan.signed_on,
        voucher=f"{loan.contract_no}-放",
    )


def _repay(case: Case) -> None:
    """Whatever is due, on its day."""
    loan = Loan.objects.get(application=case.application)
    rows = ScheduleRow.objects.standing().filter(schedule__loan=loan, due__lte=today())
    for row in rows.order_by("number"):
        repayments.record_repayment(
            actor=case.world.accounts["banker"],
            loan=loan,
            amount=row.principal + row.interest,
            on=row.due,
            serial=f"{loan.contract_no}-{row.number:02d}",
        )


def _claim(case: Case) -> None:
    """The whole of what the guarantee covers today."""
    following.close_days(until=today())
    guarantee = case.guarantee
    loan = Loan.objects.select_related("version").get(application=case.application)
    most = owed_of(guarantee, loan, business_date()).most
    claims.file_claim(actor=case.world.accounts["banker"], guarantee=guarantee, amount=most)


ROADS: tuple[tuple[Step, ...], ...] = (
    (),
    (_visit, _approve),
    (_visit, _approve, _issue),
    (_visit, _approve, _issue, _sign, _repay),
    (_visit, _approve, _issue, _sign, _claim),
)
