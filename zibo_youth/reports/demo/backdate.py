"""
Backdating the reports of the demonstration: the one place where their moments are not the clock's.

A locked report stays as it is, so the wall is opened for these few statements.
Nothing outside the demonstration calls this.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.db.models import F
from django.utils import timezone

from zibo_youth.notifications.models import Notice
from zibo_youth.reports.models import MonthlyReport, ReportTransition

State = MonthlyReport.State
WALL = "reports.MonthlyReport:report_locked_stays_as_it_is"
# What was told longer ago than this was read long since.
READ_AFTER = timedelta(days=40)


def backdate_report(report: MonthlyReport, *, opened: datetime, sent: datetime, decided: datetime) -> None:
    """A report, its moves and what was told of it, as if the officers had kept the calendar."""
    report.refresh_from_db()
    moments = {
        State.DRAFT: opened + timedelta(hours=3),
        State.SUBMITTED: sent,
        State.RETURNED: decided,
        State.ACCEPTED: decided,
        State.LOCKED: decided + timedelta(hours=6),
    }
    fields = {
        "figures_at": moments[State.DRAFT],
        "submitted_at": sent,
        "accepted_at": decided,
        "locked_at": moments[State.LOCKED],
    }
    known = {name: moment for name, moment in fields.items() if getattr(report, name) is not None}
    if known:
        with pgtrigger.ignore(WALL):
            MonthlyReport.objects.filter(pk=report.pk).update(**known)
    moves = list(report.transitions.all())
    for move in moves:
        move.at = moments[State(move.to_state)]
    ReportTransition.objects.bulk_update(moves, ["at"])
    _backdate_notices(report, opened, sent, decided)


def _backdate_notices(report: MonthlyReport, opened: datetime, sent: datetime, decided: datetime) -> None:
    """Told then: in the inbox since then, and no telephone rings for it today."""
    told = Notice.objects.filter(about_model=report._meta.label_lower, about_pk=str(report.pk))
    moments = {"report_opened": opened, "report_submitted": sent}
    for notice in told:
        moment = moments.get(notice.kind.removeprefix("reports."), decided)
        is_old = moment < timezone.now() - READ_AFTER
        told.filter(pk=notice.pk).update(
            created_at=moment, planned_at=moment, read_at=F("created_at") if is_old else None
        )
