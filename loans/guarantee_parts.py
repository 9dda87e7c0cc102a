"""Everything that guarantees add to the house: queues, notices, holdings, invariants."""

from __future__ import annotations

from .guarantee_holdings import register_guarantee_holdings
from .guarantee_invariants import register_guarantee_invariants
from .guarantee_notices import register_guarantee_notices
from .guarantee_queues import register_guarantee_queues


def register_guarantees() -> None:
    """Called once, when the app is ready."""
    register_guarantee_queues()
    register_guarantee_holdings()
    register_guarantee_invariants()
    register_guarantee_notices()
