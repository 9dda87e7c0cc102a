"""One door for every move of a report: from an expected state, with a line in its history."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts import policy
from zibo_youth.core.moves import reach
from zibo_youth.reports.errors import ReportNotSent, ReportSent
from zibo_youth.reports.models import MonthlyReport, ReportTransition

State = MonthlyReport.State


def editable(report: MonthlyReport) -> MonthlyReport:
    """The report, locked against everybody else until the transaction ends. Raises `ReportSent`."""
    held = (
        MonthlyReport.objects.select_for_update(of=["self"], no_key=True)
        .select_related("organisation")
        .get(pk=report.pk)
    )
    if not held.is_editable:
        raise ReportSent(state=held.get_state_display())
    return held


def move(*, actor: policy.Actor, report: MonthlyReport, to: str, note: str = "", **changes: Any) -> None:
    """One UPDATE that filters on the states from which ``to`` is reached. Raises `ReportNotSent`."""
    before = report.state
    reach(report, to, ReportNotSent, **changes)
    ReportTransition.objects.create(
        report=report, actor_id=actor.pk, from_state=before, to_state=to, note=note
    )
