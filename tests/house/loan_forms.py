"""The forms of the loans, and what each needs beside its answers."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from loans import forms
from loans.forms.applying import PartForm, StartForm
from loans.forms.claims import ClaimForm
from loans.forms.desk import StepForm
from loans.forms.files import OfOneBank
from loans.forms.guarantees import GuaranteeForm
from loans.forms.investing import EquityLookForm, PreApprovalLookForm
from loans.forms.lines import LineForm
from loans.forms.loan_steps import LoanForm
from loans.forms.overview import OverviewForm
from loans.models import (
    CreditLine,
    EquityInvestment,
    Guarantee,
    Loan,
    LoanApplication,
    LoanCall,
    LoanProduct,
    PreApprovedLine,
    ProductVersion,
    SubsidyClaim,
)

# All there are: a new one is asked as soon as it is written.
MODULES = [
    importlib.import_module(f"{forms.__name__}.{found.name}")
    for found in pkgutil.iter_modules(forms.__path__)
]


def _of_an_application() -> dict[str, Any]:
    version = ProductVersion(product=LoanProduct(name="示范贷"), number=1, methods=["annuity"])
    return {"application": LoanApplication(pk=1, call_id=1, version=version)}


# By the form or what it is made from; a part or a step needs its row, and nothing is kept of this one.
NEEDS: dict[type, Callable[[], dict[str, Any]]] = {
    OfOneBank: lambda: {"user": AnonymousUser(), "action": "loans.import_bankfile"},
    OverviewForm: lambda: {"units": []},
    EquityLookForm: lambda: {"equity": EquityInvestment(pk=1)},
    PreApprovalLookForm: lambda: {"pre_approved": PreApprovedLine(pk=1, agreed_on=date(2021, 6, 1))},
    GuaranteeForm: lambda: {"guarantee": Guarantee(pk=1)},
    ClaimForm: lambda: {"claim": SubsidyClaim(pk=1)},
    LoanForm: lambda: {"loan": Loan(pk=1, contract_amount=1, drawn=0)},
    LineForm: lambda: {"line": CreditLine(pk=1)},
    StartForm: lambda: {"calls": LoanCall.objects.none()},
    PartForm: _of_an_application,
    StepForm: _of_an_application,
}


def needs(form: type) -> dict[type, dict[str, Any]]:
    """What a form is given beside its answers, by the form."""
    found = [told() for base, told in NEEDS.items() if issubclass(form, base)]
    return {form: found[0]} if found else {}
