"""Start-up loans for tests: banks, products as officers write them, companies of nobody."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model
from stdnum.cn import uscc as codes

from loans.models import (
    BankQuota,
    CreditLine,
    Firm,
    LineEntry,
    LineTransition,
    Loan,
    LoanCall,
    LoanProduct,
    LprRate,
    ProductVersion,
)
from loans.schedule import Method
from loans.services.lines import entries, moves
from tests import people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today

_serial = itertools.count(1)
LONG_AGO = date(2020, 1, 1)
# Rows that every member of staff may read: they belong to nobody.
SHARED = (LoanProduct, ProductVersion, LprRate, LoanCall)


def uscc() -> str:
    """A code of no company: the right check character, and the place code of no county."""
    first = f"91370399MA{next(_serial):07d}"
    return first + codes.calc_check_digit(first)


def bank(code: str = "bank-a", name: str = "示范银行淄博分行") -> Organisation:
    """A partner bank."""
    return Organisation.objects.get_or_create(code=code, defaults={"name": name, "kind": "bank"})[0]


def guarantor(code: str = "guarantor-a", name: str = "示范融资担保公司") -> Organisation:
    """Who guarantees."""
    return Organisation.objects.get_or_create(code=code, defaults={"name": name, "kind": "guarantor"})[0]


def product(code: str = "lqjzd") -> LoanProduct:
    """One of the three, as the migration names them."""
    return LoanProduct.objects.get(code=code)


def version(of: LoanProduct | None = None, **numbers: Any) -> ProductVersion:
    """A version that is in force, and the only one: 18 to 45 years, up to 300,000 yuan and 36 months."""
    of = of or product()
    told = {
        "number": of.versions.count() + 1,
        "from_on": LONG_AGO,
        "source": "示团联发〔2021〕1号",
        "most_amount": Decimal(300_000),
        "most_months": 36,
        "most_age": 45,
        "methods": [Method.ANNUITY.value, Method.EQUAL_PRINCIPAL.value],
    }
    return ProductVersion.objects.create(product=of, **told | numbers)


def call(of: LoanProduct | None = None, **dates: Any) -> LoanCall:
    """A call that is open."""
    told = {"opens_on": LONG_AGO, "closes_on": today() + timedelta(days=90), "name": f"第{next(_serial)}批"}
    return LoanCall.objects.create(product=of or product(), **told | dates)


def quota(of: LoanCall, to: Organisation, amount: int = 1_000_000) -> BankQuota:
    """What the city may recommend to a bank."""
    return BankQuota.objects.create(call=of, bank=to, amount=Decimal(amount))


def new_firm() -> Firm:
    """A company of nobody in the first district."""
    return firm()


def firm(reporting_org: Organisation | None = None, **told: Any) -> Firm:
    """A company of nobody."""
    number = next(_serial)
    org = reporting_org or Organisation.objects.get(code="zhangdian")
    return Firm.objects.create(
        **{"uscc": uscc(), "name": f"示范创业{number}有限公司", "reporting_org": org} | told
    )


def programme(
    staff: User,
    amount: Decimal | int,
    *,
    expires_on: date | None = None,
    of_bank: Organisation | None = None,
    product: LoanProduct | None = None,
) -> CreditLine:
    """A bank's programme that is open, revolving, since 2021-06-01."""
    day = date(2021, 6, 1)
    line = moves.propose_programme(
        actor=staff,
        bank=of_bank or bank(),
        product=product,
        name=f"第{next(_serial)}号总额度",
        amount=Decimal(amount),
        on=day,
        is_revolving=True,
    )
    return moves.sign_programme(
        actor=staff, line=line, on=day, source="示银发〔2021〕1号", expires_on=expires_on
    )


def line_of_firm(
    staff: User,
    of: CreditLine,
    amount: Decimal | int,
    *,
    firm: Firm | None = None,
    on: date = date(2021, 6, 1),
) -> CreditLine:
    """A company's line, from the same day on unless another is said."""
    return entries.allot_to_firm(
        actor=staff,
        programme=of,
        firm=firm or new_firm(),
        amount=Decimal(amount),
        on=on,
        source="示银授〔2021〕2号",
    )


def line_of_loan(
    staff: User, of: CreditLine, amount: Decimal | int, *, loan: Loan | None = None
) -> CreditLine:
    """So much of it for one loan."""
    return entries.allot_to_loan(
        actor=staff,
        line=of,
        loan=loan,
        name=f"第{next(_serial)}笔",
        amount=Decimal(amount),
        on=date(2021, 6, 1),
        source="示银授〔2021〕3号",
    )


@contextmanager
def untriggered() -> Iterator[None]:
    """Entries as they would come in while their triggers were away."""
    with connection.cursor() as sql:
        sql.execute("ALTER TABLE loans_lineentry DISABLE TRIGGER USER")
        try:
            yield
        finally:
            sql.execute("ALTER TABLE loans_lineentry ENABLE TRIGGER USER")


def rows_of(reporting_org: Organisation) -> dict[type[Model], Any]:
    """One row of every table of the loans, of this district where a table has districts."""
    of = product()
    in_force = ProductVersion.objects.filter(product=of).first() or version(of)
    opened = call(of)
    own, staff = firm(reporting_org), people.city_staff()
    line = line_of_firm(staff, programme(staff, 1_000_000), 100_000, firm=own)
    rate = {"one_year": Decimal("0.0385"), "five_years": Decimal("0.0465"), "source": "示范公告"}
    return {
        LoanProduct: of,
        ProductVersion: in_force,
        LprRate: LprRate.objects.get_or_create(published_on=date(2021, 6, 21), defaults=rate)[0],
        LoanCall: opened,
        BankQuota: quota(opened, bank()),
        Firm: own,
        CreditLine: line,
        LineEntry: line.entries.first(),
        LineTransition: line.transitions.first(),
    }
