"""What the reports hold of a person: who of the staff prepared and signed; figures count, and name nobody."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Part, add_part

from .models import Correction, Figure, MonthlyReport, ReportTransition

SIGNED = "a paper of the office, signed by those who answer for it"


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part(
        "reports", Part(papers=dict.fromkeys([MonthlyReport, ReportTransition, Figure, Correction], SIGNED))
    )
