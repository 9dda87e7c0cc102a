"""Every write of reports: verbs, keyword-only, the actor first (design.md §3.5)."""

from .correcting import Difference, differences_of, record_corrections
from .deciding import accept_report, lock_month, return_report
from .due import open_last_month, recount_locked_months, remind_late, remind_of_reports
from .filling import (
    Typed,
    explain_figures,
    fill_figures,
    take_figures,
    write_narrative,
)
from .opening import open_month
from .signing import submit_report
from .targets import divide, set_targets

__all__ = [
    "Difference",
    "Typed",
    "accept_report",
    "differences_of",
    "divide",
    "explain_figures",
    "fill_figures",
    "lock_month",
    "open_last_month",
    "open_month",
    "record_corrections",
    "recount_locked_months",
    "remind_late",
    "remind_of_reports",
    "return_report",
    "set_targets",
    "submit_report",
    "take_figures",
    "write_narrative",
]
