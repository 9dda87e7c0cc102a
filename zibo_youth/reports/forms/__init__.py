"""Shapes of what is typed at the desks of reports."""

from .city import LockForm, ReturnForm, YearForm
from .district import CompareForm, ExplainForm, FillForm, SendForm
from .targets import TargetForm

__all__ = [
    "CompareForm",
    "ExplainForm",
    "FillForm",
    "LockForm",
    "ReturnForm",
    "SendForm",
    "TargetForm",
    "YearForm",
]
