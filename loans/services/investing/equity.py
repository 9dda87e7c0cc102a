"""股权投资促成 (equity): recorded by one, confirmed by another, withdrawn with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from loans.investing_errors import (
    EquityIncomplete,
    EquityKnown,
    FirmUnknown,
    InvestedLater,
    SecondPersonNeeded,
)
from loans.models import EquityInvestment, Firm
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.errors import explaining

from . import looks

MANAGE = "loans.manage_equity"


@dataclass(frozen=True, slots=True)
class ToldInvestee:
    """被投企业 as it is told: by its code; name and district where nobody knows it yet."""

    uscc: str
    name: str = ""
    reporting_org: Organisation | None = None


@dataclass(frozen=True, slots=True)
class ToldEquity:
    """股权投资 as it is told; the amount in yuan."""

    fund: str
    amount: Decimal
    purpose: str
    invested_on: date
    source: str


def record_equity(*, actor: User, investee: ToldInvestee, told: ToldEquity) -> EquityInvestment:
    """
    登记股权投资 (record): it waits for another person.

    Raises `SumMissing`, `EquityIncomplete`, `InvestedLater`, `EquityKnown`, `FirmUnknown`.
    """
    policy.require(actor, MANAGE)
    yuan = exact_yuan(told.amount)
    with (
        explaining(
            equity_names_its_fund_its_purpose_and_a_document=EquityIncomplete,
            equity_is_dated_no_later_than_it_was_recorded=InvestedLater,
            equity_stands_once=EquityKnown,
        ),
        transaction.atomic(),
    ):
        firm = _firm_of(investee)
        made: EquityInvestment = EquityInvestment.objects.create(
            fund=told.fund.strip(),
            investee=firm,
            reporting_org=firm.reporting_org,
            amount=yuan,
            purpose=told.purpose.strip(),
            invested_on=told.invested_on,
            source=told.source.strip(),
            recorded_by=actor,
        )
    return made


def _firm_of(told: ToldInvestee) -> Firm:
    """The register's own row where there is one: a name that is typed anew changes nothing."""
    known: Firm | None = Firm.objects.select_related("reporting_org").filter(uscc=told.uscc).first()
    if known:
        return known
    if not told.name.strip() or told.reporting_org is None:
        raise FirmUnknown
    new = {"name": told.name.strip(), "reporting_org": told.reporting_org}
    firm: Firm = Firm.objects.get_or_create(uscc=told.uscc, defaults=new)[0]
    return firm


def confirm_equity(*, actor: User, equity: EquityInvestment) -> EquityInvestment:
    """复核 (confirm) by another: from now on it counts. Raises `SecondPersonNeeded`, `StateChanged`."""
    policy.require(actor, MANAGE, equity)
    with explaining(equity_confirmed_by_another_person=SecondPersonNeeded), transaction.atomic():
        looks.confirm(actor, equity)
    return equity


@transaction.atomic
def withdraw_equity(*, actor: User, equity: EquityInvestment, reason: str) -> EquityInvestment:
    """撤销 (withdraw): it stays, and counts no more. Raises `ReasonNeeded`, `StateChanged`."""
    policy.require(actor, MANAGE, equity)
    looks.withdraw(actor, equity, reason)
    return equity
