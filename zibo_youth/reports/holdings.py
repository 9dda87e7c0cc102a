"""What the reports hold of a person: who of the staff prepared and signed; figures count, and name nobody."""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Part, add_part

from .models import Correction, ExportJob, Figure, MonthlyReport, ReportTransition

ASKED_FOR = "asked for by an officer; its file lists places and counts, and goes when its time is over"
SIGNED = "a paper of the office, signed by those who answer for it"


def register_holdings() -> None:
    """Called once, when the app is ready."""
    papers: dict[type[Model], str] = dict.fromkeys(
        [MonthlyReport, ReportTransition, Figure, Correction], SIGNED
    )
    add_part("reports", Part(papers={**papers, ExportJob: ASKED_FOR}))
