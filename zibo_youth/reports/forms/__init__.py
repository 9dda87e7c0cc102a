"""Shapes of what is typed at the desks of reports."""

from .city import LockForm, ReturnForm, YearForm
from .district import CompareForm, ExplainForm, FillForm, PaperForm, SendForm
from .targets import TargetForm

__all__ = [
    "CompareForm",
    "ExplainForm",
    "FillForm",
    "LockForm",
    "PaperForm",
    "ReturnForm",
    "SendForm",
    "TargetForm",
    "YearForm",
]
