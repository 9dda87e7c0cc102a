"""The forms of the loans, and what each needs beside its answers."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from django.contrib.auth.models import AnonymousUser

from loans import forms
from loans.forms.applying import PartForm, StartForm
from loans.forms.claims import ClaimForm
from loans.forms.desk import StepForm
from loans.forms.files import OfOneBank
from loans.forms.guarantees import GuaranteeForm
from loans.forms.lines import LineForm
from loans.forms.loan_steps import LoanForm
from loans.models import (
    CreditLine,
    Guarantee,
    Loan,
    LoanApplication,
    LoanCall,
    LoanProduct,
    ProductVersion,
    SubsidyClaim,
)

# All there are: a new one is asked as soon as it is written.
MODULES = [
    importlib.import_module(f"{forms.__name__}.{found.name}")
    for found in pkgutil.iter_modules(forms.__path__)
]
OF_A_ROW: dict[type, dict[str, Any]] = {
    ClaimForm: {"claim": SubsidyClaim(pk=1)},
    GuaranteeForm: {"guarantee": Guarantee(pk=1)},
    LineForm: {"line": CreditLine(pk=1)},
    LoanForm: {"loan": Loan(pk=1, contract_amount=1, drawn=0)},
}


def needs(form: type) -> dict[type, dict[str, Any]]:
    """By form; a part or a step needs the application, and nothing is kept of this one."""
    if issubclass(form, OfOneBank):
        return {form: {"user": AnonymousUser(), "action": "loans.import_bankfile"}}
    for steps, of in OF_A_ROW.items():
        if issubclass(form, steps):
            return {form: of}
    if form is StartForm:
        return {form: {"calls": LoanCall.objects.none()}}
    if issubclass(form, PartForm | StepForm):
        version = ProductVersion(product=LoanProduct(name="示范贷"), number=1, methods=["annuity"])
        return {form: {"application": LoanApplication(pk=1, call_id=1, version=version)}}
    return {}
