"""The article's line (row 38): 100 million of the postal savings bank for the youth start-up loan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from loans.models import Loan
from loans.services.lines import entries, moves
from zibo_youth.core.demo import Say

from .world import World

SIGNED = date(2021, 5, 20)
HUNDRED_MILLION = Decimal(100_000_000)


def tell_lines(world: World, loans: list[Loan], say: Say) -> None:
    """Signed in 2021, given to the companies of this year's loans since the days of their contracts."""
    staff, product = world.city_staff(), world.versions["zbqncyd"].product
    programme = moves.propose_programme(
        actor=staff,
        bank=world.banks["demo-bank-psbc"],
        name="淄博青年创业贷总额度",
        amount=HUNDRED_MILLION,
        on=SIGNED,
        product=product,
        is_revolving=True,
    )
    moves.sign_programme(actor=staff, line=programme, on=SIGNED, source="演示授信协议 2021 年第 1 号")
    for loan in loans:
        line = entries.allot_to_firm(
            actor=staff,
            programme=programme,
            firm=loan.firm,
            amount=loan.contract_amount * 2,
            on=loan.signed_on,
            source=f"{loan.contract_no} 授信批复",
        )
        used = {"amount": loan.contract_amount, "on": loan.signed_on}
        own = entries.allot_to_loan(
            actor=staff, line=line, loan=loan, name=loan.contract_no, source=loan.contract_no, **used
        )
        entries.draw(actor=staff, line=own, note=f"{loan.contract_no}-放", **used)
    say("创业贷款：授信额度 1 亿元")
