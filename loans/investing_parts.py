"""What equity and pre-approved lines bring to the house: queues, holdings, invariants, indicators."""

from __future__ import annotations

from .investing_holdings import register_investing_holdings
from .investing_invariants import register_investing_invariants
from .investing_kpis import register_investing_kpis
from .investing_queues import register_investing_queues


def register_investing() -> None:
    """Called once, when the app is ready."""
    register_investing_holdings()
    register_investing_invariants()
    register_investing_kpis()
    register_investing_queues()
