"""What equity and pre-approved lines hold of whoever has an account: an office's work, and nobody's own."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Part, add_part

from .models import EquityInvestment, LineConversion, NewCredit, PreApprovedLine

PAPERS = dict.fromkeys(
    [EquityInvestment, PreApprovedLine, LineConversion, NewCredit],
    "what banks and funds agreed with companies, and the office that wrote it down",
)


def register_investing_holdings() -> None:
    """Called once, when the app is ready."""
    add_part("loans.investing", Part(papers=PAPERS))
