"""
One founder from the public page to the money: an application that was signed, a loan that is paid back in
time, and a claim at every desk. Whoever logs in with this account sees all of it on a telephone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from loans.due_dates import months_later
from loans.models import (
    BankQuota,
    Loan,
    LoanApplication,
    LoanCall,
    ScheduleRow,
    SubsidyClaim,
    SubsidyVersion,
)
from loans.services import applications
from loans.services.applications import Contract, Terms
from loans.services.loans import claims, drawdowns, repayments
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Membership, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say

from .applications import AMOUNT, MONTHS, draft_of
from .world import SOURCE, World

BLOCK = 822
MONTHS_AGO = 8
PRODUCT = "zbqncyd"


def tell_founder(world: World, loans: list[Loan], say: Say) -> None:
    """The founder's own, and the claims of this year's other loans."""
    founder, signed = _founder(world), months_later(today(), -MONTHS_AGO) - timedelta(days=12)
    _offer_subsidy(world)
    loan = _contracted(world, founder, signed)
    _lend_and_repay(world, loan)
    for each in (*loans, loan):
        claims.calculate_claims(actor=SYSTEM, loan=each, on=today())
    _from_desk_to_desk(world, founder, loan)
    say("创业贷款：一位创业者的申请、贷款和贴息")


def _founder(world: World) -> User:
    account = next(each for each in accounts_of("loans") if each.key == "founder")
    crowd = Crowd("创", world.rng, block=BLOCK)
    person = crowd.invent(gender=1, full_name=account.full_name, mobile=account.mobile)
    return register(person, at=at(today() - timedelta(days=30 * (MONTHS_AGO + 2)), time(9)))


def _offer_subsidy(world: World) -> None:
    """Half of the LPR, as Shandong did in 2020 for small companies; that this product uses it is assumed."""
    rule = SubsidyVersion(
        product=world.versions[PRODUCT].product,
        name="创业贷款贴息办法（演示）",
        basis="share_of_lpr",
        share=Decimal("0.5"),
        most_months=24,
        from_on=date(2020, 1, 1),
        source=SOURCE,
    )
    save_record(actor=world.city_staff(), record=rule, action="loans.manage_product")


def _call(world: World, opens: date) -> LoanCall:
    """The batch before the present one; open until the story has handed in."""
    staff, product = world.city_staff(), world.versions[PRODUCT].product
    call = LoanCall(product=product, name=f"{opens.year} 年{product.name}（上一批）")
    call.opens_on, call.closes_on = opens, today()
    save_record(actor=staff, record=call, action="loans.manage_call")
    quota = BankQuota(call=call, bank=world.banks["demo-bank-psbc"], amount=Decimal(5_000_000))
    save_record(actor=staff, record=quota, action="loans.manage_call")
    return call


def _contracted(world: World, founder: User, signed: date) -> Loan:
    """Looked at by district, city and bank within a month; whoever acts holds the office today."""
    officer, staff, banker = world.officer("zhangdian"), world.city_staff(), world.accounts["banker"]
    began = signed - timedelta(days=30)
    call = _call(world, began)
    made = draft_of(world, founder, call, number=0)
    applications.submit_application(actor=founder, application=made)
    applications.take_application(actor=officer, application=made)
    applications.pass_on(actor=officer, application=made, note="材料齐全，用途属实")
    applications.recommend(actor=staff, application=made, bank=world.banks["demo-bank-psbc"])
    # The room that an offer takes on the bank's line is taken from its own day on.
    with standing_at(at(began + timedelta(days=18), time(10))):
        applications.offer(actor=banker, application=made, terms=Terms(AMOUNT, MONTHS))
        applications.accept_offer(actor=founder, application=made)
    number = f"示创业-{signed.year}-100"
    contract = Contract(number, signed, Decimal("0.0420"), "annuity")
    loan = applications.record_contract(actor=banker, application=made, contract=contract)
    call.closes_on = began + timedelta(days=60)
    save_record(actor=staff, record=call, action="loans.manage_call")
    _date_moves(made, began)
    return loan


# Days after the beginning: handed in, taken, passed on, recommended, offered, accepted, signed.
STEPPED = (1, 2, 4, 7, 18, 20, 30)


def _date_moves(made: LoanApplication, began: date) -> None:
    """When each step was taken, as the story has it; the database stamped all of them now."""
    moves = list(made.transitions.order_by("pk"))[-len(STEPPED) :]
    for after, move in zip(STEPPED, moves, strict=True):
        told = made.transitions.filter(pk=move.pk)
        told.update(at=at(began + timedelta(days=after), time(10)))


def _lend_and_repay(world: World, loan: Loan) -> None:
    """Paid out on the day of the contract; every row that is due was paid on its day."""
    banker, number = world.accounts["banker"], loan.contract_no
    paid = {"amount": loan.contract_amount, "on": loan.signed_on, "voucher": f"{number}-放"}
    drawdowns.record_disbursement(actor=banker, loan=loan, **paid)
    rows = ScheduleRow.objects.standing().filter(schedule__loan=loan, due__lte=today()).order_by("number")
    for row in rows:
        money = {"amount": row.principal + row.interest, "on": row.due}
        repayments.record_repayment(actor=banker, loan=loan, serial=f"{number}-{row.number:02d}", **money)


# --- claims -------------------------------------------------------------------------------------

Step = Callable[[World, User, SubsidyClaim], Any]


def _as_firm(world: World, founder: User, claim: SubsidyClaim) -> None:
    claims.confirm_as_firm(actor=founder, claim=claim)


def _as_bank(world: World, founder: User, claim: SubsidyClaim) -> None:
    claims.confirm_as_bank(actor=world.accounts["banker"], claim=claim)


def _check(world: World, founder: User, claim: SubsidyClaim) -> None:
    claims.check_claim(actor=world.city_staff(), claim=claim)


def _approve(world: World, founder: User, claim: SubsidyClaim) -> None:
    claims.approve_claim(actor=_finance(), claim=claim)


def _pay(world: World, founder: User, claim: SubsidyClaim) -> None:
    on = min(claim.until + timedelta(days=20), today())
    claims.pay_claim(actor=_finance(), claim=claim, on=on, voucher=f"示贴息-{claim.number:02d}")


def _return(world: World, founder: User, claim: SubsidyClaim) -> None:
    claims.return_claim(actor=world.city_staff(), claim=claim, note="请银行核对当期利息后重新提交")


def _finance() -> User:
    """Whoever keeps the city's money."""
    offices = Membership.objects.filter(
        role=Membership.Role.FINANCE_OFFICER, organisation__code="city"
    ).select_related("person")
    user: User = offices.order_by("pk")[0].person.users.get()
    return user


# The oldest has gone all the way; the newest waits for the founder.
ROADS: tuple[tuple[Step, ...], ...] = (
    (_as_firm, _as_bank, _check, _approve, _pay),
    (_as_firm, _as_bank, _check, _approve, _pay),
    (_as_firm, _as_bank, _check, _approve),
    (_as_firm, _as_bank, _check),
    (_as_firm, _as_bank),
    (_as_firm,),
    (_as_firm, _return),
)


def _from_desk_to_desk(world: World, founder: User, loan: Loan) -> None:
    reckoned = loan.claims.filter(state=SubsidyClaim.State.CALCULATED).order_by("number")
    for claim, road in zip(reckoned, ROADS, strict=False):
        for step in road:
            step(world, founder, claim)
            claim.refresh_from_db()
        _date_looks(claim)


def _date_looks(claim: SubsidyClaim) -> None:
    """Some days after the period's end, one look after the other, none ahead of now."""
    begun: datetime = at(claim.until, time(23))
    for number, look in enumerate(claim.transitions.order_by("pk").exclude(from_state="")):
        when = min(begun + timedelta(days=number * 4), now())
        claim.transitions.filter(pk=look.pk).update(at=when)
    opened = at(claim.since, time(23))
    claim.transitions.filter(from_state="").update(at=min(opened, now()))
