"""What tells one move of a stay from the next."""

from __future__ import annotations

from stations.models import Stay


def last_transition(stay: Stay) -> str:
    """The number of the latest move: a notice is told once per move, not once per stay."""
    return str(stay.transitions.values_list("pk", flat=True).last())
