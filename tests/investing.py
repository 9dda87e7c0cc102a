"""Equity, pre-approved lines and their conversion, for tests; and the two people whom each of them needs."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from loans.models import CreditLine, EquityInvestment, LineConversion, NewCredit, PreApprovedLine
from loans.services.investing import equity, pre_approvals
from loans.services.investing.equity import ToldEquity, ToldInvestee
from loans.services.investing.pre_approvals import ToldPreApproval
from tests import loaning, people
from zibo_youth.accounts.models import Membership, Organisation, User

_serial = itertools.count(1)
MILLION = Decimal(1_000_000)
# Before the day on which tests sign their programmes (`loaning.programme`).
AGREED = date(2021, 5, 20)


def colleague() -> User:
    """Another person of the city's office."""
    whole = Organisation.objects.get(code="city")
    return people.staff("韩复核", whole, Membership.Role.CITY_STAFF)


def invested(staff: User, *, district: str = "zhangdian", **told: Any) -> EquityInvestment:
    """Written down, and not confirmed."""
    said = {
        "fund": f"示范{next(_serial)}号股权投资基金",
        "amount": 20 * MILLION,
        "purpose": "新产品研发",
        "invested_on": AGREED,
        "source": "示范投资协议",
    } | told
    org = Organisation.objects.get(code=district)
    of = said.pop("investee", None) or ToldInvestee(loaning.uscc(), "示范被投公司", org)
    return equity.record_equity(actor=staff, investee=of, told=ToldEquity(**said))


def counted_equity(staff: User, **told: Any) -> EquityInvestment:
    """Confirmed by another person."""
    return equity.confirm_equity(actor=colleague(), equity=invested(staff, **told))


def pre_approved(staff: User, amount: Decimal | int = 100 * MILLION, **told: Any) -> PreApprovedLine:
    """Written down, and not confirmed; by the bank of the tests' programmes, for the first district."""
    said = {
        "bank": loaning.bank(),
        "name": f"第{next(_serial)}号预授信",
        "target_group": "青创园企业",
        "amount": Decimal(amount),
        "agreed_on": AGREED,
        "valid_from": AGREED,
        "source": "示范合作协议",
        "reporting_org": Organisation.objects.get(code="zhangdian"),
    } | told
    return pre_approvals.record_pre_approval(actor=staff, told=ToldPreApproval(**said))


def counted_pre_approval(staff: User, amount: Decimal | int = 100 * MILLION, **told: Any) -> PreApprovedLine:
    """Confirmed by another person."""
    made = pre_approved(staff, amount, **told)
    return pre_approvals.confirm_pre_approval(actor=colleague(), pre_approved=made)


def converted(staff: User, of: PreApprovedLine, line: CreditLine, amount: Decimal | int) -> LineConversion:
    """So much of the line had been pre-approved."""
    return pre_approvals.convert(
        actor=staff, pre_approved=of, line=line, amount=Decimal(amount), note="授信批复"
    )


def rows_of(district: Organisation) -> dict[Any, Any]:
    """One row of every table, of this district."""
    staff = people.city_staff()
    made = counted_pre_approval(staff, reporting_org=district)
    told = converted(staff, made, loaning.programme(staff, MILLION), 1_000)
    return {
        EquityInvestment: invested(staff, district=str(district.code)),
        PreApprovedLine: made,
        LineConversion: told,
        NewCredit: NewCredit.objects.get(pre_approved=made, kind="pre_approved"),
    }
