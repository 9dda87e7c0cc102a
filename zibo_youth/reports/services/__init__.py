"""Every write of reports: verbs, keyword-only, the actor first (design.md §3.5)."""

from .by_itself import archive_last_year, deliver_workbooks, sum_up_locked_months
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
from .jobs import fetch_export, order_by_itself, order_export, start_again
from .making import expire_exports, make_exports, sweep_export_files, sweep_exports
from .opening import open_month
from .signing import submit_report
from .targets import divide, set_targets

__all__ = [
    "Difference",
    "Typed",
    "accept_report",
    "archive_last_year",
    "deliver_workbooks",
    "differences_of",
    "divide",
    "expire_exports",
    "explain_figures",
    "fetch_export",
    "fill_figures",
    "lock_month",
    "make_exports",
    "open_last_month",
    "open_month",
    "order_by_itself",
    "order_export",
    "record_corrections",
    "recount_locked_months",
    "remind_late",
    "remind_of_reports",
    "return_report",
    "set_targets",
    "start_again",
    "submit_report",
    "sum_up_locked_months",
    "sweep_export_files",
    "sweep_exports",
    "take_figures",
    "write_narrative",
]
